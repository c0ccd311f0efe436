"""What keeps a part from passing the stations that it asks for: each hurdle alone is enough."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.construct.hurdle import Hurdle, Params
from scheduler.construct.hurdles import (
    horizon,
    hours,
    longest_free,
    longest_hours,
    nobody,
)
from scheduler.shop.calendar import Crew
from scheduler.shop.kind import Kind
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop
from scheduler.shop.visit import Place, at_unit


def steps(shop: Shop, kind: Kind) -> Iterator[tuple[str, list[Hurdle]]]:
    """Yield the stations that a part cannot pass whenever it is printed, and why."""
    for post, work in _asked(shop, kind):
        found = [*_unserved(shop, kind, post, work), *_closed(shop, kind, post, work)]
        if found:
            yield post.station.id, found


def too_late(shop: Shop, kind: Kind, crew: Crew, ready: int) -> tuple[str, list[Hurdle]] | None:
    """Return the station that finds no time for a part which it has to itself, and why.

    The part is printed and unloaded at a tick ``ready``; of the people, those in the ``crew`` are
    taken by what is fixed.
    """
    for post, work in _asked(shop, kind):
        came = ready + post.way
        units = (Place(post, unit, crew) for unit in range(1, post.station.units + 1))
        visits = [at_unit(shop, place, max(came, shop.problem.now), work) for place in units]
        ends = [times[-1] for times in visits if times is not None]
        if not ends:
            return post.station.id, [_no_time(shop, kind, (post, work), came)]
        ready = min(ends)
    return None


def _asked(shop: Shop, kind: Kind) -> list[tuple[Post, int]]:
    """Return the stations that a part asks for, each with the ticks of work on one copy."""
    works: dict[int, float] = {}
    for treatment in kind.treatments:
        works[treatment.post] = max(treatment.time_s, works.get(treatment.post, 0.0))
    return [(shop.posts[post], shop.ticks(time_s)) for post, time_s in works.items()]


def _unserved(shop: Shop, kind: Kind, post: Post, work: int) -> Iterator[Hurdle]:
    """Yield that nobody, or nobody with the skill, is at a station, or not for long enough."""
    attended = post.station.attended
    ticks = post.load + work + post.unload if attended else max(post.load, post.unload)
    longest = longest_hours(shop, post.need, shop.problem.now)
    if longest >= ticks:
        return
    name: Params = {"station": post.station.id}
    if not longest:
        code, key, params, _ = nobody(shop, post.need, shop.problem.now)
        yield Hurdle(f"{code}-station", (post.index, *key), {**params, **name})
        return
    times = {"needed_h": hours(shop, ticks), "longest_h": hours(shop, longest)}
    code = "window-step" if attended else "window-station"
    yield Hurdle(code, (post.index,), {**name, "part": kind.part.id, **times})


def _closed(shop: Shop, kind: Kind, post: Post, work: int) -> Iterator[Hurdle]:
    """Yield that a station is never free for as long as a step takes."""
    ticks = post.load + work + post.unload
    longest = longest_free(post.down, shop.problem.now, shop.horizon)
    if longest < ticks:
        times = {"needed_h": hours(shop, ticks), "longest_h": hours(shop, longest)}
        name: Params = {"station": post.station.id, "part": kind.part.id}
        yield Hurdle("step-stretch", (post.index,), {**name, **times, **horizon(shop)})


def _no_time(shop: Shop, kind: Kind, visit: tuple[Post, int], came: int) -> Hurdle:
    """Return that a part reaches a station too late, or when nobody is there for it."""
    post, work = visit
    ticks, left = post.load + work + post.unload, max(0, shop.horizon - came)
    code = "step-late" if left < ticks else "step-unstaffed"
    name: Params = {"station": post.station.id, "part": kind.part.id}
    times = {"needed_h": hours(shop, ticks), "there_h": hours(shop, left)}
    return Hurdle(code, (kind.part.id,), {**name, **times, **horizon(shop)})
