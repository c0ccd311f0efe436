"""The course of a schedule in many runs at once, each build and operation in its planned order.

Nothing begins before its planned time, since people come when the plan says; what is delayed
begins as soon as it can. So with no spread the course is the schedule itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from scheduler.schedule import Build, Operation, Schedule
from scheduler.shop.calendar import Span
from scheduler.shop.printer import Post, Printer
from scheduler.shop.shop import Shop
from scheduler.simulate.draws import Draws
from scheduler.simulate.people import NEVER, People, Ticks


class Deed(NamedTuple):
    """Something to be done, by its planned tick; ``number`` orders what has the same one."""

    planned: int
    number: int
    do: Callable[[], None]


class Work(NamedTuple):
    """What somebody does: planned for a tick, for so many, with one of the calendar's needs.

    Of a fact nobody asks whether there are people for it at its planned time.
    """

    planned: int
    ticks: int
    need: int
    fact: bool


class Course:
    """One set of runs; ``build_ends`` and ``copy_ends`` tell when things left their last place."""

    def __init__(self, shop: Shop, schedule: Schedule, draws: Draws, runs: int) -> None:
        self._shop, self._schedule, self._draws = shop, schedule, draws
        self._people = People(shop.calendar, runs)
        self._now = np.full(runs, shop.problem.now, dtype=np.int64)
        self._free: dict[tuple[str, int], Ticks] = {}
        self._cooled: dict[str, Ticks] = {}
        self.build_ends: dict[str, Ticks] = {}
        self.copy_ends: dict[tuple[str, int], Ticks] = {}

    def run(self) -> None:
        """Do everything in the order in which it is planned."""
        for deed in sorted(self._deeds(), key=lambda deed: (deed.planned, deed.number)):
            deed.do()

    def _deeds(self) -> Iterator[Deed]:
        number = 0
        for printer in self._shop.printers:
            for build in self._schedule.of_machine(printer.machine.id):
                number += 2
                yield Deed(build.occupied_from, number, partial(self._print, printer, build))
                yield Deed(build.unload_start, number + 1, partial(self._unload, printer, build))
        posts = {post.station.id: post for post in self._shop.posts}
        operations = self._schedule.operations
        for operation in sorted(operations, key=lambda one: posts[one.station].index):
            number += 2
            do = partial(self._work, posts[operation.station], operation)
            yield Deed(operation.load_start, number, do)

    def _print(self, printer: Printer, build: Build) -> None:
        """Change the powder, set up, print and cool."""
        free = self._free.get((build.machine, 0), self._now)
        down, needs = _blocked(printer, build, self._shop), printer.needs
        if build.powder_change_start is not None and build.powder_change_end is not None:
            ticks = build.powder_change_end - build.powder_change_start
            change = Work(build.powder_change_start, ticks, needs.change, build.fixed)
            free = self._begin(free, change, (down, self._now * 0 + ticks)) + ticks
        setup, unload = build.start - build.setup_start, build.unload_end - build.unload_start
        cooled = self._draws.cooled(build)
        work = Work(build.setup_start, setup, needs.setup, build.fixed)
        start = self._begin(free, work, (down, setup + cooled + unload)) + setup
        self._cooled[build.id] = np.maximum(start + cooled, self._now)

    def _unload(self, printer: Printer, build: Build) -> None:
        ticks = build.unload_end - build.unload_start
        work = Work(build.unload_start, ticks, printer.needs.unload, build.fixed)
        end = self._begin(self._cooled[build.id], work, ((), self._now * 0)) + ticks
        self._free[build.machine, 0] = self.build_ends[build.id] = end

    def _work(self, post: Post, operation: Operation) -> None:
        """Do an operation after printing."""
        unit = (operation.station, operation.unit)
        ready = np.maximum(self._free.get(unit, self._now), self._came(operation) + post.way)
        whole = operation.unload_end - operation.load_start
        first = whole if post.station.attended else operation.start - operation.load_start
        load = Work(operation.load_start, first, post.need, operation.fixed)
        end = self._begin(ready, load, (post.down, self._now * 0 + whole)) + first
        if not post.station.attended:
            ticks = operation.unload_end - operation.unload_start
            unload = Work(operation.unload_start, ticks, post.need, operation.fixed)
            done = end + operation.end - operation.start
            end = self._begin(done, unload, ((), self._now * 0)) + ticks
        self._free[unit] = end
        self._leave(operation, end)

    def _came(self, operation: Operation) -> Ticks:
        """Return per run when all that an operation works on has left the place before."""
        ends = [self.build_ends[build] for build in operation.builds]
        copies = [(str(operation.part), copy) for copy in operation.copies]
        ends += [self.copy_ends[copy] for copy in copies if copy in self.copy_ends]
        last: Ticks = np.max(ends, axis=0)
        return last

    def _leave(self, operation: Operation, end: Ticks) -> None:
        if operation.part is None:
            self.build_ends |= dict.fromkeys(operation.builds, end)
        else:
            copies = ((operation.part, copy) for copy in operation.copies)
            self.copy_ends |= dict.fromkeys(copies, end)

    def _begin(self, ready: Ticks, work: Work, down: tuple[Sequence[Span], Ticks]) -> Ticks:
        """Return per run when work begins; its place is taken for a span that meets no downtime."""
        tick = np.maximum(ready, work.planned)
        start = self._people.earliest(tick, work.ticks, work.need)
        spans, taken = down
        while (later := _after(start, taken, spans)).max() > 0:
            again = self._people.earliest(later, work.ticks, work.need)
            start = np.where(later > 0, again, start)
        if work.fact:
            begun = work.planned <= self._shop.problem.now
            start = np.where(begun | (ready <= work.planned), work.planned, start)
        self._people.take(start, work.ticks, work.need)
        return start


def _blocked(printer: Printer, build: Build, shop: Shop) -> list[Span]:
    """Return when a machine is down, or kept for others than the owners of a build."""
    kinds = [shop.kinds[shop.kind_of(placed.part)] for placed in build.placements]
    owners = {kind.part.owner for kind in kinds}
    kept = [span for span, allowed in printer.kept if not owners <= allowed]
    return [*printer.down, *kept]


def _after(start: Ticks, taken: Ticks, spans: Sequence[Span]) -> Ticks:
    """Return per run when the place is there again that is away in start .. + taken, else zero."""
    later = np.zeros_like(start)
    for begin, end in spans:
        met = (later == 0) & (begin < start + taken) & (end > start) & (start < NEVER)
        later = np.where(met, end, later)
    return later
