"""One visit of a station: loaded by somebody, worked on, unloaded by somebody."""

from __future__ import annotations

from bisect import bisect_left
from math import fsum
from typing import NamedTuple

from scheduler.shop.calendar import Crew, Work
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop

Times = tuple[int, int, int, int, int]
"""Loading, start, end, unloading, its end."""


class Place(NamedTuple):
    """A unit of a station, and the people who have promised their time already."""

    post: Post
    unit: int
    crew: Crew


def at_any_unit(shop: Shop, post: Post, tick: int, work: int, crew: Crew) -> Times | None:
    """Return the earliest times for some ticks of work that somebody is there for."""
    earliest = shop.calendar.earliest
    hands = post.load + work + post.unload if post.station.attended else post.load
    load_start = earliest(tick, hands, crew, post.need)
    if load_start is None:
        return None
    end = load_start + post.load + work
    unload = end if post.station.attended else earliest(end, post.unload, crew, post.need)
    if unload is None:
        return None
    return load_start, load_start + post.load, end, unload, unload + post.unload


def at_unit(shop: Shop, place: Place, tick: int, work: int) -> Times | None:
    """Return the earliest times at a unit: by the horizon, past downtimes and what is fixed."""
    while True:
        times = at_any_unit(shop, place.post, tick, work, place.crew)
        if times is None or times[-1] > shop.horizon:
            return None
        blocked = _blocked(shop, place, times[0], times[-1])
        if blocked is None:
            return times
        tick = blocked


def most_copies(
    shop: Shop, place: Place, tick: int, each_s: float, count: int
) -> tuple[int, Times] | None:
    """Return how many of some copies can be begun as soon as one can, and when they are done."""

    def times_of(copies: int) -> Times | None:
        return at_unit(shop, place, tick, shop.ticks(fsum([each_s] * copies)))

    best = times_of(1)
    if best is None:
        return None
    low, high = 1, count
    while low < high:
        middle = (low + high + 1) // 2
        times = times_of(middle)
        if times is not None and times[0] == best[0]:
            low, best = middle, times
        else:
            high = middle - 1
    return low, best


def most_work(shop: Shop, post: Post, asked: int, first: int) -> int:
    """Return for how many of some ticks at most a station can work in one go from a tick on."""
    places = [Place(post, unit, Crew(())) for unit in range(1, post.station.units + 1)]
    return bisect_left(
        range(1, asked + 1),
        True,
        key=lambda work: all(at_unit(shop, place, first, work) is None for place in places),
    )


def hands_on(post: Post, times: Times) -> list[Work]:
    """Return the work of people in a visit: loading and unloading, or all of it."""
    load_start, start, _, unload_start, unload_end = times
    works = [Work(load_start, start, post.need), Work(unload_start, unload_end, post.need)]
    if post.station.attended:
        works = [Work(load_start, unload_end, post.need)]
    return [work for work in works if work.end > work.start]


def _blocked(shop: Shop, place: Place, start: int, end: int) -> int | None:
    fixed = [
        (operation.load_start, operation.unload_end)
        for operation in shop.fixed_at(place.post)
        if operation.unit == place.unit
    ]
    for begin, stop in (*place.post.down, *fixed):
        if begin < end and stop > start:
            return stop
    return None
