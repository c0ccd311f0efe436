"""The chain of causes of a job's end: from there backwards to now, every tick accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.completion import copy_ends
from scheduler.explain.finish_chain import FinishChain
from scheduler.explain.gap import Cause, People, Wait, away, filled
from scheduler.explain.link import Link
from scheduler.explain.print_share import print_links
from scheduler.schedule import Build, Schedule
from scheduler.shop.calendar import Span
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop


class Chain:
    """The chain of one job of a schedule."""

    def __init__(self, shop: Shop, schedule: Schedule, job: str) -> None:
        self._shop, self._schedule, self._job = shop, schedule, job
        self._people = People(shop, schedule)
        self._mine = {part.id for part in shop.problem.parts if part.job == job}

    def links(self) -> tuple[Link, ...]:
        """Return the links, the last in time first; those before now are left out."""
        now = self._shop.problem.now
        ends = ((end, part, copy) for part, copy, end in copy_ends(self._schedule))
        _, part, copy = max(one for one in ends if one[1] in self._mine)
        build = next(one for one in self._schedule.builds if _holds(one, part, copy))
        finish = FinishChain(self._shop, self._schedule, self._people)
        links = [*self._before(build), *self._within(build), *finish.links(build, (part, copy))]
        late = [replace(link, start=max(now, link.start)) for link in links if link.end > now]
        return tuple(reversed([link for link in late if link.end > link.start]))

    def _within(self, build: Build) -> Iterator[Link]:
        """Yield what the build itself took."""
        name, printer = build.id, self._printer(build)
        if build.powder_change_start is not None and build.powder_change_end is not None:
            material = {one.id: one.material for one in self._shop.settings}[build.setting]
            yield Link(
                code="powder-change",
                start=build.powder_change_start,
                end=build.powder_change_end,
                build=name,
                params={"machine": build.machine, "material": material},
            )
            gap = (build.powder_change_end, build.setup_start)
            causes = (
                [Cause("pinned", gap[1], {})] if build.fixed else self._setting_up(build, gap[0])
            )
            yield from filled(gap, list(causes), name)
        yield Link(code="set-up", start=build.setup_start, end=build.start, build=name)
        yield from print_links(self._shop, printer, build, self._mine)
        yield Link(code="cooling", start=build.end, end=build.cool_end, build=name)
        ticks = build.unload_end - build.unload_start
        wait = Wait(build.unload_start, ticks, printer.needs.unload, "unloading")
        gap = (build.cool_end, build.unload_start)
        yield from filled(gap, list(self._people.causes(wait, gap[0])), name)
        yield Link(code="unloading", start=build.unload_start, end=build.unload_end, build=name)

    def _before(self, build: Build) -> list[Link]:
        """Return how its machine came to a build so late: from now on, in the order of time."""
        now = self._shop.problem.now
        placed = [self._shop.kinds[self._shop.kind_of(one.part)].part for one in build.placements]
        first = max((p for p in placed if p.id in self._mine), key=lambda part: part.release)
        begin = max(now, min(first.release, build.occupied_from))
        line = self._schedule.of_machine(build.machine)
        links = self._turns(line[: line.index(build) + 1], begin)
        if begin > now:
            cause = Cause("release", begin, {}, first.id)
            links += reversed(filled((now, begin), [cause], build.id))
        links.reverse()
        return links

    def _turns(self, line: Sequence[Build], begin: int) -> list[Link]:
        """Return what a machine did from a tick on until the last of some builds begins."""
        links: list[Link] = []
        for place in range(len(line) - 1, -1, -1):
            build = line[place]
            if build.occupied_from <= begin:
                break
            before = line[place - 1] if place else None
            since = begin if before is None else max(begin, before.unload_end)
            gap = (min(since, build.occupied_from), build.occupied_from)
            links += reversed(filled(gap, list(self._beginning(build, since)), build.id))
            if before is not None and before.unload_end > begin:
                params = {"machine": build.machine}
                start = max(begin, before.occupied_from)
                links.append(
                    Link(
                        code="machine",
                        start=start,
                        end=before.unload_end,
                        build=before.id,
                        params=params,
                    )
                )
        return links

    def _beginning(self, build: Build, since: int) -> Iterator[Cause]:
        """Yield why a build does not begin at a tick from which its machine is free."""
        printer = self._printer(build)
        if build.fixed:
            yield Cause("pinned", build.occupied_from, {})
            return
        yield Cause("unavailable", printer.machine.available_from, {"machine": build.machine})
        since = max(since, printer.machine.available_from)
        if build.powder_change_start is None or build.powder_change_end is None:
            yield from self._setting_up(build, since)
            return
        ticks = build.powder_change_end - build.powder_change_start
        down = away(self._away(printer, build), (since, since + ticks))
        yield Cause("machine-down", down, {"machine": build.machine})
        need = printer.needs.change
        wait = Wait(build.powder_change_start, ticks, need, "powder-change")
        yield from self._people.causes(wait, max(since, down))

    def _setting_up(self, build: Build, since: int) -> Iterator[Cause]:
        """Yield why a build is not set up at a tick from which it could be."""
        printer = self._printer(build)
        placed = [self._shop.kinds[self._shop.kind_of(one.part)].part for one in build.placements]
        last = max(placed, key=lambda part: part.release)
        yield Cause("mate-release", last.release, {}, last.id)
        since = max(since, last.release)
        taken = (since, since + build.unload_end - build.setup_start)
        down = away(self._away(printer, build), taken)
        yield Cause("machine-down", down, {"machine": build.machine})
        ticks = build.start - build.setup_start
        wait = Wait(build.setup_start, ticks, printer.needs.setup, "set-up")
        yield from self._people.causes(wait, max(since, down))

    def _away(self, printer: Printer, build: Build) -> list[Span]:
        """Return when a machine is down, or kept for others than the owners of a build."""
        kinds = self._shop.kinds
        owners = {kinds[self._shop.kind_of(one.part)].part.owner for one in build.placements}
        kept = [span for span, allowed in printer.kept if not owners <= allowed]
        return [*printer.down, *kept]

    def _printer(self, build: Build) -> Printer:
        return next(one for one in self._shop.printers if one.machine.id == build.machine)


def _holds(build: Build, part: str, copy: int) -> bool:
    return any((one.part, one.copy) == (part, copy) for one in build.placements)
