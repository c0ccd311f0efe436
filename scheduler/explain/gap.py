"""Why something did not begin at once: what covers the ticks of a gap, cause by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.explain.link import Link, Params
from scheduler.replan.kept import times_of
from scheduler.schedule import Schedule
from scheduler.shop.calendar import Crew, Span, Work
from scheduler.shop.shop import Shop
from scheduler.shop.visit import hands_on


class Cause(NamedTuple):
    """What kept something from beginning before a tick."""

    code: str
    until: int
    params: Params
    part: str | None = None


class Wait(NamedTuple):
    """Someone's work, though it could have begun earlier."""

    start: int
    ticks: int
    need: int
    operation: str


def filled(gap: Span, causes: Sequence[Cause], build: str) -> list[Link]:
    """Return links for all ticks of a gap, in the order of time; what no cause covers is idle."""
    tick, end = gap
    links: list[Link] = []
    for cause in (*causes, Cause("idle", end, {})):
        until = min(cause.until, end)
        if until > tick:
            params = {**cause.params, "until": until}
            links.append(
                Link(
                    code=cause.code,
                    start=tick,
                    end=until,
                    build=build,
                    part=cause.part,
                    params=params,
                )
            )
            tick = until
    return links


class People:
    """Who is at work when in a schedule."""

    def __init__(self, shop: Shop, schedule: Schedule) -> None:
        self._shop = shop
        printers = {printer.machine.id: printer for printer in shop.printers}
        self._works = [
            work
            for build in schedule.builds
            for work in times_of(build).work(printers[build.machine].needs)
        ]
        posts = {post.station.id: post for post in shop.posts}
        for operation in schedule.operations:
            self._works += hands_on(posts[operation.station], operation.times)

    def causes(self, wait: Wait, since: int) -> Iterator[Cause]:
        """Yield how long work waits, from a tick on, for people to come and to be free."""
        others = list(self._works)
        own = Work(wait.start, wait.start + wait.ticks, wait.need)
        if own in others:
            others.remove(own)
        params: Params = {"operation": wait.operation}
        earliest = self._shop.calendar.earliest
        there = earliest(since, wait.ticks, Crew(()), wait.need)
        free = earliest(since, wait.ticks, Crew(others), wait.need)
        if there is not None:
            yield Cause("person-absent", there, params)
        if free is not None:
            yield Cause("person-busy", free, params)


def away(spans: Sequence[Span], taken: Span) -> int:
    """Return when a place is there again that would have been away during some ticks, or zero."""
    start, end = taken
    length, until = end - start, 0
    for begin, stop in sorted(spans):
        tick = max(start, until)
        if begin < tick + length and stop > tick:
            until = stop
    return until
