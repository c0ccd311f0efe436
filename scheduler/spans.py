"""What a schedule does when: stretches of ticks, of builds and of the time between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from scheduler.problem import Problem
from scheduler.schedule import Build, Schedule

SpanKind = Literal["powder_change", "setup", "print", "cool", "wait", "unload"]

ATTENDED: Final[frozenset[SpanKind]] = frozenset({"powder_change", "setup", "unload"})
"""What a person does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The ticks ``start <= t < end`` of one build: what happens, and whose doing it is."""

    kind: SpanKind
    start: int
    end: int

    @property
    def attended(self) -> bool:
        """Whether a person is needed all the while."""
        return self.kind in ATTENDED


def spans_of(build: Build) -> tuple[Span, ...]:
    """Return what happens to a build's machine, without gaps, from first to last."""
    kinds: list[SpanKind] = ["setup", "print", "cool", "wait", "unload"]
    ticks = [build.setup_start, build.start, build.end, build.cool_end, build.unload_start]
    ticks.append(build.unload_end)
    if build.powder_change_start is not None and build.powder_change_end is not None:
        kinds = ["powder_change", "wait", *kinds]
        ticks = [build.powder_change_start, build.powder_change_end, *ticks]
    return tuple(
        Span(kind=kind, start=start, end=end)
        for kind, (start, end) in zip(kinds, pairwise(ticks), strict=True)
        if end > start
    )


def busy_people(schedule: Schedule) -> list[tuple[int, int]]:
    """Return (tick, people that are busy from it on), in order; nobody is before the first."""
    attended = [span for build in schedule.builds for span in spans_of(build) if span.attended]
    return _steps([(span.start, span.end, 1) for span in attended])


def people_there(problem: Problem) -> list[tuple[int, int]]:
    """Return (tick, people that are there from it on), in order; nobody is before the first."""
    return _steps([(window.start, window.end, window.heads) for window in problem.staff])


def _steps(stretches: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    changes: dict[int, int] = {}
    for start, end, heads in stretches:
        changes[start] = changes.get(start, 0) + heads
        changes[end] = changes.get(end, 0) - heads
    steps, heads = [], 0
    for tick in sorted(changes):
        heads += changes[tick]
        steps.append((tick, heads))
    return steps
