"""Parts that no plan can hold, found before searching, with as few causes as say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from scheduler.bounds import machine_needs, people_ticks
from scheduler.construct.cover import fewest
from scheduler.construct.hurdle import Hurdle, Params, no_machine
from scheduler.construct.hurdles import horizon, hours, hurdles, longest_hours, nobody
from scheduler.construct.plan import Workshop
from scheduler.result import Cause, Reason
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Post, Printer
from scheduler.shop.shop import Shop

FAR = 4
"""A horizon so many times as far off is in nobody's way."""

Spot = tuple[int, str]
"""A part's number, and the machine, or the station, that it cannot pass."""

Cover = tuple[str, tuple[object, ...]]
"""A hurdle's code and key: one cause."""

SOME_MACHINES = {"too-tall": "too-tall-there", "too-wide": "too-wide-there"}
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
        yield from _stations(shop, kind)
        if not printers:
            yield (kind.index, ""), [no_machine(shop, kind)]
        elif not any(_goes(workshop, item, printer) for printer in printers):
            far = far or Workshop(Shop(replace(shop.problem, horizon=FAR * shop.horizon)))
            for printer in printers:
                there = hurdles(workshop, item, printer, far)
                yield (kind.index, printer.machine.id), there


def _goes(workshop: Workshop, item: Item, printer: Printer) -> bool:
    return not hurdles(workshop, item, printer, workshop)


def _stations(shop: Shop, kind: Kind) -> Iterator[tuple[Spot, list[Hurdle]]]:
    """Yield stations at which nobody is there long enough to load or unload."""
    for post in {
        treatment.post: shop.posts[treatment.post] for treatment in kind.treatments
    }.values():
        ticks = max(post.load, post.unload)
        if post.station.attended:
            times_s = [t.time_s for t in kind.treatments if t.post == post.index]
            ticks = post.load + shop.ticks(min(times_s)) + post.unload
        longest = longest_hours(shop, post.need, shop.problem.now)
        if longest < ticks:
            yield (kind.index, post.station.id), [_unserved(shop, post, ticks, longest)]


def _unserved(shop: Shop, post: Post, ticks: int, longest: int) -> Hurdle:
    """Return that nobody, or nobody with the skill, is at a station, or not for long enough."""
    name: Params = {"station": post.station.id}
    if not longest:
        code, key, params, _ = nobody(shop, post.need, shop.problem.now)
        return Hurdle(f"{code}-station", (post.index, *key), {**params, **name})
    times = {"needed_h": hours(shop, ticks), "longest_h": hours(shop, longest)}
    return Hurdle("window-station", (post.index,), {**name, **times})


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
    params = dict(mine[0].params)
    for name, best in BEST.items():
        if name in params:
            params[name] = best(float(hurdle.params[name]) for hurdle in mine)
    code, kinds = cover[0], {kind for kind, _ in spots}
    if code in SOME_MACHINES and len(kinds) == 1:
        every = {machine for kind, machine in found if kind in kinds}
        code = code if every <= {machine for _, machine in spots} else SOME_MACHINES[code]
    if "machines" not in params:
        order = [printer.machine.id for printer in shop.printers]
        named = {machine for _, machine in spots}
        params["machines"] = ", ".join(name for name in order if name in named)
    return Cause(code=code, params=params)
