"""Values that no plan can go below, by counting alone.

* Machine time: builds of a setting, sorted by height, cannot be lower than the parts sorted by
  height and cut where their areas fill whole platforms; every copy takes at least its shortest
  scan time. (The area argument of Kucukkoc 2019, kept per setting.)
* Tardiness: no job is done before each of its copies could be with a machine to itself.
* Stations: what is asked of one is done one after the other (`scheduler.queue_bounds`).
* Powder: a material that no machine holds must be changed to at least once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from scheduler.alone import done, eligible, least_change, open_kinds
from scheduler.construct.plan import Workshop
from scheduler.queue_bounds import queued_end, queued_late
from scheduler.shop.kind import Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop

ROUNDING = 1e-6


def lower_bound(workshop: Workshop, late: float | None = None) -> float:
    """Return a valid lower bound of the objective, given one of the weighted tardiness or not."""
    rates = workshop.rates
    if rates.makespan:
        return rates.makespan * _makespan(workshop)
    if late is None:
        late = sum(late_alone(workshop))
    if rates.tardiness and workshop.shop.posts:
        late = max(late, queued_late(workshop, ends_alone(workshop)))
    busy = _busy(workshop.shop) if rates.occupancy else 0
    change = _changes(workshop.shop) if rates.powder_change else 0
    return rates.tardiness * late + rates.occupancy * busy + rates.powder_change * change


def rounded_up(workshop: Workshop, bound: float) -> float:
    """Return the least value of a plan that is no lower than a bound.

    Times are whole ticks: where each costs a whole amount, so does every plan.
    """
    rates = workshop.rates
    weights = [rates.tardiness * job.weight for job in workshop.shop.jobs]
    costs = (*weights, rates.powder_change, rates.occupancy, rates.stability, rates.makespan)
    if rates.fairness or not all(float(cost).is_integer() for cost in costs):
        return bound
    return max(bound, float(ceil(bound * (1.0 - ROUNDING) - ROUNDING)))


def most_builds(workshop: Workshop, cost: float) -> int:
    """Return how many builds a plan has at most that costs no more than this."""
    shop, rates = workshop.shop, workshop.rates
    settings = sorted({kind.setting for kind in open_kinds(shop)})
    overhead = min((_least_overhead(shop, setting) for setting in settings), default=0.0)
    if rates.occupancy * overhead <= 0.0:
        return len(shop.items)
    least = sum(len(list(_heights_mm(shop, setting))) for setting in settings)
    spare = cost - lower_bound(workshop) + rates.occupancy  # the bound is rounded up to a tick
    more = floor(spare / (rates.occupancy * overhead) + ROUNDING)
    return min(len(shop.items), least + max(0, more))


class Need(NamedTuple):
    """Time that is needed at least, and what there is to the horizon, of some machines, in ticks.

    ``setting`` is the number of the setting whose parts need it, or nothing for all parts.
    """

    setting: int | None
    machines: tuple[str, ...]
    needed: int
    there: int


def machine_needs(workshop: Workshop) -> Iterator[Need]:
    """Yield the machine time that open copies need: all of them, then those of each setting.

    Downtime and fixed builds take their part of what there is.
    """
    shop = workshop.shop
    names = tuple(printer.machine.id for printer in shop.printers)
    there = {printer.machine.id: _free_ticks(shop, printer) for printer in shop.printers}
    yield Need(None, names, _busy(shop), sum(there.values()))
    for setting in range(len(shop.settings)):
        kinds = _setting_kinds(shop, setting)
        if kinds:
            names = tuple(printer.machine.id for printer in _printers(shop, kinds))
            needed = ceil(_setting_busy(shop, setting) - ROUNDING)
            yield Need(setting, names, needed, sum(there[name] for name in names))


def _free_ticks(shop: Shop, printer: Printer) -> int:
    """Return the ticks to the horizon in which a machine is neither down nor at a fixed build."""
    fixed = [(build.occupied_from, build.unload_end) for build in printer.fixed]
    there, reached = 0, printer.free
    for start, end in sorted([*printer.down, *fixed]):
        there += max(0, min(start, shop.horizon) - reached)
        reached = max(reached, end)
    return there + max(0, shop.horizon - reached)


def people_ticks(workshop: Workshop) -> tuple[int, int]:
    """Return the time that builds need people for at least, and what there is to the horizon."""
    shop, needed = workshop.shop, 0
    for setting in range(len(shop.settings)):
        kinds = _setting_kinds(shop, setting)
        if kinds:
            least = min(printer.setup + printer.unload for printer in _printers(shop, kinds))
            needed += least * len(list(_heights_mm(shop, setting)))
    since = shop.problem.now
    there = sum(
        window.heads * max(0, min(window.end, shop.horizon) - max(window.start, since))
        for window in shop.problem.staff
    )
    return needed, there


def _makespan(workshop: Workshop) -> int:
    shop = workshop.shop
    ends = [done(workshop, kind) for kind in open_kinds(shop)]
    free = sorted(opening.free for opening in workshop.liner.openings)
    ends.append(queued_end(workshop) if shop.posts else 0)
    return max([workshop.fixed_end, *ends, _level(free, _busy(shop)) if shop.items else 0])


def _level(free: Sequence[int], busy: int) -> int:
    """Return the first tick by which machines, free one after the other, have so much time."""
    tick, total = 0, busy
    for count, start in enumerate(free):
        if count and start >= tick:
            break
        total += start
        tick = ceil(total / (count + 1) - ROUNDING)
    return tick


def late_alone(workshop: Workshop) -> list[float]:
    """Return the weighted tardiness of each job when it has the machines to itself."""
    return [
        0.0 if job.due is None else job.weight * max(0, end - job.due)
        for job, end in zip(workshop.shop.jobs, ends_alone(workshop), strict=True)
    ]


def ends_alone(workshop: Workshop) -> list[int]:
    """Return when each job that has a due date is done when it has everything to itself."""
    jobs = workshop.shop.jobs
    ends = [job.end for job in jobs]
    for kind in open_kinds(workshop.shop):
        if jobs[kind.job].due is not None:
            ends[kind.job] = max(ends[kind.job], done(workshop, kind))
    return ends


def _changes(shop: Shop) -> int:
    """Return the ticks of powder changes that cannot be avoided."""
    least: dict[str, int] = {}
    for kind in open_kinds(shop):
        material = shop.settings[kind.setting].material
        ticks = min((least_change(shop, p, kind) for p in eligible(shop, kind)), default=0)
        least[material] = max(least.get(material, 0), ticks)
    return sum(least.values())


def _busy(shop: Shop) -> int:
    """Return the ticks of machine time that all open copies need at least."""
    total = sum(_setting_busy(shop, setting) for setting in range(len(shop.settings)))
    return ceil(total - ROUNDING)


def _setting_busy(shop: Shop, setting: int) -> float:
    kinds = _setting_kinds(shop, setting)
    if not kinds:
        return 0.0
    recoat = min(printer.machine.recoat_s for printer in _printers(shop, kinds)) / shop.tick_s
    overhead = _least_overhead(shop, setting)
    layers = [shop.layers(setting, height_mm) for height_mm in _heights_mm(shop, setting)]
    return sum(_least_scan(kind) for kind in kinds) / shop.tick_s + sum(
        overhead + recoat * count for count in layers
    )


def _setting_kinds(shop: Shop, setting: int) -> list[Kind]:
    """Return the kind of each open copy of a setting."""
    kinds = (shop.kinds[item.kind] for item in shop.items)
    return [kind for kind in kinds if kind.setting == setting]


def _printers(shop: Shop, kinds: Sequence[Kind]) -> list[Printer]:
    return list({p.index: p for kind in kinds for p in eligible(shop, kind)}.values())


def _least_overhead(shop: Shop, setting: int) -> float:
    """Return the ticks that any build of a setting takes beside scanning and recoating."""
    printers = _printers(shop, _setting_kinds(shop, setting))
    return min(printer.always(shop.tick_s) for printer in printers)


def _least_scan(kind: Kind) -> float:
    return min(scan_s for scan_s in kind.scan_s if scan_s is not None)


def _heights_mm(shop: Shop, setting: int) -> Iterator[float]:
    """Yield heights that a setting's builds, sorted by height, cannot be lower than."""
    kinds = _setting_kinds(shop, setting)
    beds = [printer.bed for printer in _printers(shop, kinds)]
    bare = any(kind.flat for kind in kinds)
    room_mm2 = max(bed.area_mm2 if bare else bed.packing_area_mm2 for bed in beds)
    used_mm2, builds = 0.0, 0
    for kind in sorted(kinds, key=lambda kind: -kind.stands[0].height_mm):
        used_mm2 += kind.bare_mm2 if bare else kind.taken_mm2
        if used_mm2 > builds * room_mm2 * (1.0 + ROUNDING):
            builds += 1
            yield kind.stands[0].height_mm
