"""The lab as it stands: machines, materials, hours, prices. Read here; ``lab_load`` writes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.labfile import Objective
from printlab.money import Rates
from printlab.records import (
    Closure,
    JsonObject,
    Machine,
    MachineDowntime,
    Material,
    OperatorShift,
    Organisation,
    ParameterSet,
    Station,
)
from printlab.services.authorise import require_signed_in
from printlab.working_hours import StaffedWindow, WeeklyShift, staffed_windows
from slicer_checks.calibration import Calibration

__all__ = [
    "LabLearnt",
    "LabTerms",
    "able",
    "calibrations",
    "closures",
    "downtimes",
    "lab_organisation",
    "learnt",
    "machine_classes",
    "machines",
    "machines_for",
    "machines_in_use",
    "materials",
    "parameter_set_for",
    "parameter_sets",
    "rates_for",
    "shifts",
    "staffed",
    "stations",
    "terms",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabTerms:
    """The lab's own rules: its clock, distances, prices and objective (from the lab file)."""

    name: str
    time_zone: ZoneInfo
    part_gap_mm: float
    plan_horizon_days: int
    share_days: int
    setup_cents: int
    handling_cents_per_part: int
    labour_cents_per_h: int
    vat_percent: Decimal
    quote_valid_days: int
    objective: Objective


@dataclass(frozen=True, slots=True, kw_only=True)
class LabLearnt:
    """The lab's own rule pack (TOML; empty: none) and its calibrations, as its files hold them."""

    rules_text: str = ""
    calibrations: tuple[JsonObject, ...] = ()


def terms(desk: Desk) -> LabTerms:
    """Return the lab's own rules; a lab without a loaded file has sound defaults."""
    lab = _section(desk, "lab")
    prices = _section(desk, "prices")
    return LabTerms(
        name=str(lab.get("name", "printlab")),
        time_zone=ZoneInfo(str(lab.get("time_zone", "Europe/Amsterdam"))),
        part_gap_mm=float(str(lab.get("part_gap_mm", 5.0))),
        plan_horizon_days=int(str(lab.get("plan_horizon_days", 60))),
        share_days=int(str(lab.get("share_days", 28))),
        setup_cents=int(str(prices.get("setup_cents", 0))),
        handling_cents_per_part=int(str(prices.get("handling_cents_per_part", 0))),
        labour_cents_per_h=int(str(prices.get("labour_cents_per_h", 0))),
        vat_percent=Decimal(str(prices.get("vat_percent", 21))),
        quote_valid_days=int(str(prices.get("quote_valid_days", 14))),
        objective=Objective.model_validate(_section(desk, "objective")),
    )


def learnt(desk: Desk) -> LabLearnt:
    """Return the lab's own limits and what it has learnt of its machines."""
    calibrations = _section(desk, "calibrations").get("documents")
    return LabLearnt(
        rules_text=str(_section(desk, "rules").get("text", "")),
        calibrations=tuple(calibrations) if isinstance(calibrations, list) else (),
    )


def calibrations(desk: Desk) -> tuple[Calibration, ...]:
    """Return what the lab has measured of its machines."""
    return tuple(Calibration.from_dict(row) for row in learnt(desk).calibrations)


def _section(desk: Desk, name: str) -> Mapping[str, object]:
    value = desk.lab_settings.get(name)
    return value if isinstance(value, dict) else {}


def lab_organisation(desk: Desk) -> Organisation:
    """Return the organisation that runs the lab; the lab file makes it."""
    query = select(Organisation).where(Organisation.kind == "lab").order_by(Organisation.name)
    organisation = desk.session.scalar(query)
    if organisation is None:
        raise NotFound(
            "lab-not-loaded", "This lab has no machines yet; load a lab file with `lab load`."
        )
    return organisation


def machines(desk: Desk) -> list[Machine]:
    """Return the machines in use, for everybody who runs the lab or learns in it."""
    require_signed_in(desk.actor)
    if not (desk.actor.is_staff or desk.actor.has("student", "teacher")):
        raise NotFound
    return list(desk.session.scalars(_machines_query()))


def _machines_query() -> Select[Machine]:
    return (
        select(Machine)
        .where(Machine.active)
        .order_by(Machine.name)
        .options(selectinload(Machine.materials), joinedload(Machine.loaded_material))
    )


def machines_for(
    desk: Desk, parameter_set: ParameterSet, machine_class: str | None
) -> list[Machine]:
    """Return the machines that can print with a parameter set, in the wanted class if any."""
    return able(machines_in_use(desk), parameter_set, machine_class)


def machines_in_use(desk: Desk) -> list[Machine]:
    """Return the machines in use with their materials, to work with and not to show."""
    return list(desk.session.scalars(_machines_query()))


def able(
    machines: Iterable[Machine], parameter_set: ParameterSet, machine_class: str | None
) -> list[Machine]:
    """Return those of some machines that can print with a parameter set, in the wanted class."""
    classes = {c for c in (machine_class, parameter_set.machine_class) if c is not None}
    return [
        machine
        for machine in machines
        if parameter_set.material_id in {m.id for m in machine.materials}
        and classes <= {machine.machine_class}
    ]


def materials(desk: Desk) -> list[Material]:
    """Return the powders in use; whoever hands in a part chooses one."""
    require_signed_in(desk.actor)
    query = select(Material).where(Material.active).order_by(Material.name)
    return list(desk.session.scalars(query))


def machine_classes(desk: Desk) -> list[str]:
    """Return the classes of machine a part can be handed in for, without naming machines."""
    require_signed_in(desk.actor)
    query = select(Machine.machine_class).where(Machine.active).distinct()
    return sorted(desk.session.scalars(query))


def parameter_sets(desk: Desk, material_id: str | None = None) -> list[ParameterSet]:
    """Return the parameter sets in use, of one material or of all."""
    require_signed_in(desk.actor)
    query = select(ParameterSet).where(ParameterSet.active).order_by(ParameterSet.name)
    if material_id is not None:
        query = query.where(ParameterSet.material_id == material_id)
    return list(desk.session.scalars(query.options(joinedload(ParameterSet.material))))


def parameter_set_for(
    desk: Desk, material_id: str, machine_class: str | None
) -> ParameterSet | None:
    """Return the parameter set with which a machine of this class prints this material.

    A set made for the class goes before one made for any; without a wish for a class, the first
    set that some machine can print with.
    """
    sets = parameter_sets(desk, material_id)
    fitting = [s for s in sets if machines_for(desk, s, machine_class)]
    fitting.sort(key=lambda s: (s.machine_class is None, s.name))
    return fitting[0] if fitting else None


def shifts(desk: Desk) -> list[OperatorShift]:
    """Return the weekly hours on which machines can be set up and unloaded."""
    require_signed_in(desk.actor)
    query = select(OperatorShift).order_by(OperatorShift.weekday, OperatorShift.starts)
    return list(desk.session.scalars(query))


def closures(desk: Desk) -> list[Closure]:
    """Return the days on which nobody works in the lab."""
    require_signed_in(desk.actor)
    return list(desk.session.scalars(select(Closure).order_by(Closure.day)))


def staffed(desk: Desk, *, since: dt.datetime, until: dt.datetime) -> tuple[StaffedWindow, ...]:
    """Return when people can work at machines between two moments."""
    weekly = [
        WeeklyShift(
            weekday=row.weekday,
            starts=row.starts,
            ends=row.ends,
            heads=row.heads,
            skills=tuple(row.skills or ()),
            sites=tuple(row.sites or ()),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in shifts(desk)
    ]
    closed = frozenset(row.day for row in closures(desk))
    return staffed_windows(weekly, closed, terms(desk).time_zone, since=since, until=until)


def downtimes(desk: Desk) -> list[MachineDowntime]:
    """Return when machines cannot be used, from now on."""
    require_signed_in(desk.actor)
    query = select(MachineDowntime).where(MachineDowntime.ends_at > desk.now)
    return list(desk.session.scalars(query.order_by(MachineDowntime.starts_at)))


def stations(desk: Desk) -> list[Station]:
    """Return what parts pass after printing, platforms first, in the order of the lab file."""
    require_signed_in(desk.actor)
    rows = desk.session.scalars(select(Station).where(Station.active)).all()
    return sorted(rows, key=lambda row: (row.kind == "part", row.place))


def rates_for(desk: Desk, machine: Machine, material: Material) -> Rates:
    """Return what the lab asks for work on a machine in a material."""
    rules = terms(desk)
    return Rates(
        machine_cents_per_h=machine.rate_cents_per_h,
        powder_cents_per_kg=material.powder_cents_per_kg,
        setup_cents=machine.setup_cents or rules.setup_cents,
        handling_cents_per_part=rules.handling_cents_per_part,
        labour_cents_per_h=rules.labour_cents_per_h,
        vat_percent=rules.vat_percent,
    )
