"""A result for a terminal: what is done when, by whom, what is late, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.completion import job_ends
from scheduler.moments import Moments
from scheduler.moved import places_before
from scheduler.problem import Problem
from scheduler.result import Result
from scheduler.schedule import Build, Operation, Schedule
from scheduler.spans import attended_spans
from scheduler.texts import decimal, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The lines that tell a result to a person, in English, Dutch or German."""

    problem: Problem
    result: Result
    moments: Moments

    def lines(self) -> Iterator[str]:
        """Yield the lines; without a schedule, those that say why."""
        schedule = self.result.schedule
        if schedule is not None and not (schedule.builds or schedule.operations):
            yield self._word("nothing")
            return
        yield self.result.summary(self._lang)
        if schedule is None:
            return
        yield from ("", *self._builds(schedule))
        if schedule.operations:
            yield from ("", *self._operations(schedule))
        yield from ("", *self._terms())
        yield from ("", *self._people(schedule), *self._moved(), *self._due(schedule))

    @property
    def _lang(self) -> str:
        return self.moments.lang

    def _word(self, code: str, **params: object) -> str:
        return sentence(f"report-{code}", params, self._lang)

    def _builds(self, schedule: Schedule) -> Iterator[str]:
        codes = ("machine", "set-up", "print-ends", "unloaded", "material", "parts")
        rows = [tuple(self._word(code) for code in codes)]
        yield from columns([*rows, *(self._build(build) for build in schedule.builds)])
        if any(build.powder_change_start is not None for build in schedule.builds):
            yield self._word("changed")

    def _build(self, build: Build) -> tuple[str, ...]:
        copies = Counter(placement.part for placement in build.placements)
        materials = {setting.id: setting.material for setting in self.problem.settings}
        ticks = (build.setup_start, build.end, build.unload_end)
        material = materials[build.setting]
        if build.powder_change_start is not None:
            material = f"{material} *"
        parts = ", ".join(f"{count} x {part}" for part, count in sorted(copies.items()))
        if build.fixed:
            parts = f"{parts} ({self._word('fixed', build=build.id)})"
        return (build.machine, *map(self.moments.says, ticks), material, parts)

    def _operations(self, schedule: Schedule) -> Iterator[str]:
        codes = ("station", "loaded", "done", "unloaded", "what")
        rows = [tuple(self._word(code) for code in codes)]
        ordered = sorted(schedule.operations, key=lambda one: (one.load_start, one.station))
        yield from columns([*rows, *(self._operation(one) for one in ordered)])

    def _operation(self, operation: Operation) -> tuple[str, ...]:
        units = {station.id: station.units for station in self.problem.stations}
        unit = f" {operation.unit}" if units[operation.station] > 1 else ""
        ticks = (operation.load_start, operation.end, operation.unload_end)
        what = ", ".join(operation.builds)
        if operation.part is not None:
            what = f"{len(operation.copies)} x {operation.part} ({what})"
        return (f"{operation.station}{unit}", *map(self.moments.says, ticks), what)

    def _terms(self) -> Iterator[str]:
        rows = [tuple(self._word(code) for code in ("term", "amount", "weight", "cost"))]
        rows += [
            (
                self._word(f"term-{name}"),
                decimal(round(term.amount, 1), self._lang),
                decimal(term.weight, self._lang),
                decimal(round(term.cost, 1), self._lang),
            )
            for name, term in self.result.terms.items()
        ]
        yield from columns(rows, numbers=(1, 2, 3))

    def _people(self, schedule: Schedule) -> Iterator[str]:
        """Yield how long people work, of the time that they are there until the plan's end."""
        end = max((build.unload_end for build in schedule.builds), default=self.problem.now)
        end = max([end, *(operation.unload_end for operation in schedule.operations)])
        there = sum(
            window.heads * max(0, min(window.end, end) - max(window.start, self.problem.now))
            for window in self.problem.staff
        )
        busy = sum(
            max(0, span.end - max(span.start, self.problem.now))
            for span in attended_spans(self.problem, schedule)
        )
        hours = [
            decimal(round(t * self.problem.tick_s / 3600, 1), self._lang) for t in (busy, there)
        ]
        percent = f"{100 * busy / there:.0f}" if there else "0"
        yield self._word("people", busy=hours[0], there=hours[1], percent=percent)

    def _moved(self) -> Iterator[str]:
        """Yield what stands elsewhere than in the plan before, where there was one."""
        if self.result.moved_builds is not None:
            builds = len(set(places_before(self.problem.previous).values()))
            yield self._word("moved-builds", moved=self.result.moved_builds, count=builds)
        if self.result.moved is not None:
            yield self._word("moved", moved=self.result.moved, count=len(self.problem.previous))

    def _due(self, schedule: Schedule) -> Iterator[str]:
        ends = job_ends(self.problem, schedule)
        due = {part.job: part.due for part in self.problem.parts if part.due is not None}
        late = sorted((when - ends[job], job) for job, when in due.items() if ends[job] > when)
        if not due:
            yield self._word("nothing-due")
        elif not late:
            yield self._word("none-late", count=len(due))
        else:
            yield self._word("late", late=len(late), count=len(due))
        for early, job in late:
            done, lateness = self.moments.says(ends[job]), self.moments.lasts(-early)
            params = {"due": self.moments.says(due[job]), "done": done, "late": lateness}
            yield "  " + self._word("late-job", job=job, **params)


def columns(rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Iterator[str]:
    """Yield rows as lines whose columns stand under each other; numbers stand to the right."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
