"""The links between a build and the end of a copy of it: what follows printing."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.explain.gap import Cause, People, Wait, away, filled
from scheduler.explain.link import Link
from scheduler.schedule import Build, Operation, Schedule
from scheduler.shop.shop import Shop


class FinishChain:
    """What happens to a copy after its build is unloaded, in the order of time."""

    def __init__(self, shop: Shop, schedule: Schedule, people: People) -> None:
        self._schedule, self._people = schedule, people
        self._posts = {post.station.id: post for post in shop.posts}

    def links(self, build: Build, copy: tuple[str, int]) -> Iterator[Link]:
        """Yield the links of all stations that a copy of a build passes."""
        passed = [one for one in self._schedule.operations if _concerns(one, build.id, copy)]
        came = build.unload_end
        for operation in sorted(passed, key=lambda one: one.load_start):
            yield from self._at(operation, build.id, came)
            came = operation.unload_end

    def _at(self, operation: Operation, build: str, came: int) -> Iterator[Link]:
        post = self._posts[operation.station]
        params = {"station": operation.station}
        causes = list(self._causes(operation, build, came))
        yield from filled((came, operation.load_start), causes, build)
        yield Link(
            code="station",
            start=operation.load_start,
            end=operation.end,
            build=build,
            params=params,
        )
        ticks = operation.unload_end - operation.unload_start
        wait = Wait(operation.unload_start, ticks, post.need, operation.station)
        gap = (operation.end, operation.unload_start)
        yield from filled(gap, list(self._people.causes(wait, gap[0])), build)
        yield Link(
            code="station-unloading",
            start=operation.unload_start,
            end=operation.unload_end,
            build=build,
            params=params,
        )

    def _causes(self, operation: Operation, build: str, came: int) -> Iterator[Cause]:
        """Yield why an operation does not begin as soon as a build has come."""
        if operation.fixed:
            yield Cause("pinned", operation.load_start, {})
            return
        post, params = self._posts[operation.station], {"station": operation.station}
        since = came + post.way
        yield Cause("transport", since, params)
        others = [one for one in self._schedule.operations if _same_unit(one, operation)]
        busy = max((one.unload_end for one in others), default=since)
        yield Cause("station-busy", busy, params)
        mates = [one for one in operation.builds if one != build]
        last = max(mates, key=lambda one: self._came(one, operation), default=build)
        ready = self._came(last, operation) + post.way if mates else since
        yield Cause("station-mates", ready, {**params, "mate": last})
        since = max(since, busy, ready)
        ticks = operation.start - operation.load_start
        whole = operation.unload_end - operation.load_start
        down = away(post.down, (since, since + whole))
        yield Cause("station-down", down, params)
        ticks = whole if post.station.attended else ticks
        wait = Wait(operation.load_start, ticks, post.need, operation.station)
        yield from self._people.causes(wait, max(since, down))

    def _came(self, build: str, operation: Operation) -> int:
        """Return when a build leaves the station before an operation, or its machine."""
        left = next(one.unload_end for one in self._schedule.builds if one.id == build)
        before = (
            one.unload_end
            for one in self._schedule.operations
            if build in one.builds and one.id != operation.id
        )
        return max([left, *(end for end in before if end <= operation.load_start)])


def _concerns(operation: Operation, build: str, copy: tuple[str, int]) -> bool:
    if operation.part is None:
        return build in operation.builds
    return operation.part == copy[0] and copy[1] in operation.copies


def _same_unit(one: Operation, other: Operation) -> bool:
    """Tell whether one operation is before another one at the same unit."""
    same = (one.station, one.unit) == (other.station, other.unit)
    return same and one.unload_end <= other.load_start and one.id != other.id
