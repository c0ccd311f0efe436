"""What a print costs here, from its estimate and the lab's rates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from printlab.capacity import copies_on_circle, copies_on_rectangle
from printlab.lab import Desk
from printlab.money import Price, Rates, WorkedPart, price_of
from printlab.records import JsonObject, Machine, PartRevision, Submission
from printlab.services import lab
from printlab.services.authorise import require_visible

__all__ = [
    "Laid",
    "machine_rows",
    "net_interval",
    "price_for",
    "price_laid",
    "price_of_revision",
    "prices_for",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What a part takes that lies another way than in its file: one copy alone on its plate."""

    time_s: float
    support_mm3: float
    removal_s: float


def machine_rows(desk: Desk, revision: PartRevision) -> list[JsonObject]:
    """Write down, for a child process, every machine that prints a revision's parameter set.

    Each with its class, its lasers, its rates and how many copies stand on its platform.
    """
    gap_mm = lab.terms(desk).part_gap_mm
    return [
        {
            "id": machine.id,
            "name": machine.name,
            "machine_class": machine.machine_class,
            "lasers": machine.lasers,
            "per_build": _per_build(machine, revision, gap_mm),
            "rates": _rates_document(lab.rates_for(desk, machine, revision.material)),
        }
        for machine in lab.machines_for(desk, revision.parameter_set, None)
    ]


def _rates_document(rates: Rates) -> JsonObject:
    """Write rates down without VAT, which no choice between machines hangs on."""
    return {
        "machine_cents_per_h": rates.machine_cents_per_h,
        "powder_cents_per_kg": rates.powder_cents_per_kg,
        "setup_cents": rates.setup_cents,
        "handling_cents_per_part": rates.handling_cents_per_part,
        "labour_cents_per_h": rates.labour_cents_per_h,
    }


def _reference(machines: Iterable[Machine], revision: PartRevision) -> Machine | None:
    """Return the machine whose time and rate a price is made with; the plan may choose another.

    The one that the check chose; where none is kept, the first by name on whose platform the part
    fits as it stands, and where it fits nowhere, the first.
    """
    machines = lab.able(machines, revision.parameter_set, revision.machine_class)
    chosen = [machine for machine in machines if machine.id == revision.priced_machine_id]
    if chosen:
        return chosen[0]
    fitting = [machine for machine in machines if _fits(machine, revision)]
    return next(iter(fitting or machines), None)


def _fits(machine: Machine, revision: PartRevision) -> bool:
    x_mm, y_mm, z_mm = (
        size or 0.0 for size in (revision.size_x_mm, revision.size_y_mm, revision.size_z_mm)
    )
    if z_mm > machine.height_mm:
        return False
    room_mm = _room_mm(machine)
    if machine.platform_shape == "circle":
        return bool((x_mm**2 + y_mm**2) ** 0.5 <= room_mm[0])
    return all(
        need <= room for need, room in zip(sorted((x_mm, y_mm)), sorted(room_mm), strict=True)
    )


def _room_mm(machine: Machine) -> tuple[float, float]:
    """Return width and depth of the platform without its margin; of a circle, its diameter."""
    width_mm, depth_mm = machine.platform_width_mm, machine.platform_depth_mm
    if machine.platform_shape == "circle":
        width_mm = depth_mm = machine.platform_diameter_mm
    margins_mm = 2 * machine.platform_margin_mm
    return (width_mm or 0.0) - margins_mm, (depth_mm or 0.0) - margins_mm


def price_of_revision(desk: Desk, revision: PartRevision, quantity: int) -> Price | None:
    """Price some copies of a revision; None until it has an estimate."""
    reference = _reference(lab.machines_in_use(desk), revision)
    return _priced(desk, reference, revision, quantity)


def net_interval(price: Price, revision: PartRevision) -> tuple[int, int] | None:
    """Return between what a price lies, in cents without VAT, as the time's interval says.

    Machine time alone hangs on the time; None where no interval is known.
    """
    if not revision.time_s or revision.time_low_s is None or revision.time_high_s is None:
        return None
    machine = sum(line.cents for line in price.lines if line.code == "machine-time")
    rest = price.net_cents - machine
    low, high = (
        rest + round(machine * time_s / revision.time_s)
        for time_s in (revision.time_low_s, revision.time_high_s)
    )
    return low, high


def price_laid(desk: Desk, revision: PartRevision, laid: Laid, quantity: int) -> Price | None:
    """Price some copies that lie another way, as many on a platform as lie there now."""
    machine = _reference(lab.machines_in_use(desk), revision)
    part = None if machine is None else _worked(desk, machine, revision)
    if machine is None or part is None:
        return None
    turned = replace(
        part,
        time_s=laid.time_s,
        shared_s=part.shared_s + laid.time_s - part.time_s,
        support_mass_g=laid.support_mm3 / 1000 * revision.material.density_g_cm3,
        removal_s=laid.removal_s,
    )
    return price_of(turned, lab.rates_for(desk, machine, revision.material), quantity=quantity)


def _priced(
    desk: Desk, machine: Machine | None, revision: PartRevision, quantity: int
) -> Price | None:
    part = None if machine is None else _worked(desk, machine, revision)
    if machine is None or part is None:
        return None
    return price_of(part, lab.rates_for(desk, machine, revision.material), quantity=quantity)


def _worked(desk: Desk, machine: Machine, revision: PartRevision) -> WorkedPart | None:
    """Return what one copy takes; None until it has an estimate."""
    if revision.time_s is None or revision.mass_g is None:
        return None
    support_g = revision.support_mass_g or 0.0
    lost_g = max(0.0, (revision.powder_g or 0.0) - revision.mass_g - support_g)
    scan_s = revision.time_s if revision.scan_time_s is None else revision.scan_time_s
    return WorkedPart(
        time_s=revision.time_s,
        mass_g=revision.mass_g,
        support_mass_g=support_g,
        powder_lost_g=lost_g,
        shared_s=revision.time_s - scan_s / machine.lasers,
        removal_s=revision.removal_s or 0.0,
        per_build=_per_build(machine, revision, lab.terms(desk).part_gap_mm),
    )


def _per_build(machine: Machine, revision: PartRevision, gap_mm: float) -> int:
    """Return how many copies stand on the machine's platform together; at least one."""
    size_mm = (revision.size_x_mm or 0.0, revision.size_y_mm or 0.0)
    room_mm = _room_mm(machine)
    if machine.platform_shape == "circle":
        return max(1, copies_on_circle(size_mm, room_mm[0], gap_mm))
    return max(1, copies_on_rectangle(size_mm, room_mm, gap_mm))


def price_for(desk: Desk, submission: Submission) -> Price | None:
    """Price what was asked for; whoever may see the submission may see what it costs."""
    return prices_for(desk, (submission,))[submission.id]


def prices_for(desk: Desk, submissions: Iterable[Submission]) -> dict[str, Price | None]:
    """Price a list of submissions, by their ids; the lab's machines are read once."""
    machines = lab.machines_in_use(desk)
    prices: dict[str, Price | None] = {}
    for row in submissions:
        require_visible(desk.actor, row)
        revision = row.part_revision
        reference = _reference(machines, revision)
        prices[row.id] = _priced(desk, reference, revision, row.quantity)
    return prices
