"""Parts that no plan can hold, found before searching, with as few causes as say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from scheduler.bounds import machine_needs, people_ticks
from scheduler.construct.cover import fewest
from scheduler.construct.hurdle import Hurdle, Params, no_machine
from scheduler.construct.hurdles import horizon, hours, hurdles, unloaded
from scheduler.construct.plan import Workshop
from scheduler.construct.steps import steps, too_late
from scheduler.result import Cause, Reason
from scheduler.shop.calendar import Crew
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop

FAR = 4
"""A horizon so many times as far off is in nobody's way."""

Spot = tuple[int, str]
"""A part's number, and the machine, or the station, that it cannot pass."""

Cover = tuple[str, tuple[object, ...]]
"""A hurdle's code and key: one cause."""

SOME_MACHINES = {
    "too-tall": "too-tall-there",
    "too-wide": "too-wide-there",
    "too-large": "too-large-there",
}
"""What is said where a part fails otherwise on other machines."""


BEST = {"limit_mm": max, "limit_mm2": max, "needed_h": min, "late_h": min}
"""Which number of several machines is told: that of the best of them."""


class Obstacle(NamedTuple):
    """Why parts are in no plan, which they are, and whether it is proven."""

    reason: Reason
    parts: tuple[str, ...]
    proven: bool


def obstacle(workshop: Workshop) -> Obstacle | None:
    """Return what keeps parts out of every plan, or nothing.

    Every machine that may print a part has its hurdle. Of all hurdles those are told that no
    other makes needless: the greatest first, then without what the rest explain. A part whose box
    fits nowhere is not proven impossible when its shadow may fit.
    """
    found = dict(_impossible(workshop))
    if not found:
        return None
    shop = workshop.shop
    chosen = _fewest(found)
    causes = tuple(_cause(shop, found, cover, spots) for cover, spots in chosen.items())
    numbers = sorted({kind for kind, _ in found})
    parts = tuple(dict.fromkeys(shop.kinds[number].part.id for number in numbers))
    proven = any(all(_certain(found[spot]) for spot in found if spot[0] == n) for n in numbers)
    if len(causes) == 1:
        return Obstacle(Reason(code=causes[0].code, params=causes[0].params), parts, proven)
    params: Params = {"count": len(causes), "parts": len(parts)}
    return Obstacle(Reason(code="several-causes", params=params, causes=causes), parts, proven)


def shortage(workshop: Workshop) -> Reason | None:
    """Return why all parts together cannot be done before the horizon where counting proves it.

    Machine time is counted as for the bound of the objective: by areas, heights and scan times.
    """
    shop = workshop.shop
    until = horizon(shop)
    for need in machine_needs(workshop):
        if need.needed > need.there:
            times = {"needed_h": hours(shop, need.needed), "there_h": hours(shop, need.there)}
            params = {**times, **until, "machines": ", ".join(need.machines)}
            if need.setting is None:
                return Reason(code="horizon-short", params=params)
            params["setting"] = shop.settings[need.setting].id
            return Reason(code="horizon-short-setting", params=params)
    needed, there = people_ticks(workshop)
    if needed > there:
        times = {"needed_h": hours(shop, needed), "there_h": hours(shop, there)}
        return Reason(code="people-short", params={**times, **until})
    return None


def _certain(there: list[Hurdle]) -> bool:
    return any(hurdle.proven for hurdle in there)


def _impossible(workshop: Workshop) -> Iterator[tuple[Spot, list[Hurdle]]]:
    """Yield the hurdles of each part that no machine, or some station, can take."""
    shop = workshop.shop
    far: Workshop | None = None
    first: dict[int, Item] = {}
    for item in shop.items:
        first.setdefault(item.kind, item)
    for item in first.values():
        kind = shop.kinds[item.kind]
        printers = [p for p in shop.printers if kind.scan_s[p.index] is not None]
        stations = list(steps(shop, kind))
        yield from (((kind.index, name), there) for name, there in stations)
        if not printers:
            yield (kind.index, ""), [no_machine(shop, kind)]
        elif any(_goes(workshop, item, printer) for printer in printers):
            if not stations:
                yield from _after_printing(workshop, item, printers)
        else:
            far = far or Workshop(Shop(replace(shop.problem, horizon=FAR * shop.horizon)))
            for printer in printers:
                there = hurdles(workshop, item, printer, far)
                yield (kind.index, printer.machine.id), there


def _after_printing(
    workshop: Workshop, item: Item, printers: Sequence[Printer]
) -> Iterator[tuple[Spot, list[Hurdle]]]:
    """Yield the station that a part which is printed as early as can be reaches too late."""
    kind = workshop.shop.kinds[item.kind]
    if not kind.treatments:
        return
    batches = ((workshop.batcher.start(item, printer), printer) for printer in printers)
    ends = [unloaded(workshop, one, batch) for batch, one in batches if batch is not None]
    ready = min(end for end in ends if end is not None)
    late = too_late(workshop.shop, kind, Crew(workshop.fixed_work), ready)
    if late is not None:
        yield (kind.index, late[0]), late[1]


def _goes(workshop: Workshop, item: Item, printer: Printer) -> bool:
    return not hurdles(workshop, item, printer, workshop)


def _fewest(found: Mapping[Spot, list[Hurdle]]) -> dict[Cover, set[Spot]]:
    """Return the fewest causes that together explain every spot, each with what it explains."""
    covers: dict[Cover, set[Spot]] = {}
    for spot, there in found.items():
        for hurdle in there:
            covers.setdefault((hurdle.code, hurdle.key), set()).add(spot)
    return {cover: covers[cover] for cover in fewest(covers)}


def _cause(shop: Shop, found: Mapping[Spot, list[Hurdle]], cover: Cover, spots: set[Spot]) -> Cause:
    """Return a cause with the numbers of all its machines: the best of them still fails."""
    mine = [h for spot in sorted(spots) for h in found[spot] if (h.code, h.key) == cover]
    params = dict(max(mine, key=_closest).params)
    for name, best in BEST.items():
        if name in params:
            params[name] = best(float(hurdle.params[name]) for hurdle in mine)
    code, kinds = cover[0], {kind for kind, _ in spots}
    if code in SOME_MACHINES and len(kinds) == 1:
        every = {machine for kind, machine in found if kind in kinds}
        code = code if every <= {machine for _, machine in spots} else SOME_MACHINES[code]
    if "limit_diameter_mm" in params:
        code = f"{code}-round"
    if "machines" not in params:
        order = [printer.machine.id for printer in shop.printers]
        named = {machine for _, machine in spots}
        params["machines"] = ", ".join(name for name in order if name in named)
    return Cause(code=code, params=params)


def _closest(hurdle: Hurdle) -> tuple[float, float]:
    """Return by what the best of several hurdles is told: the largest platform, the least time."""
    limit_mm2, needed_h = (hurdle.params.get(name, 0) for name in ("limit_mm2", "needed_h"))
    return float(limit_mm2), -float(needed_h)
