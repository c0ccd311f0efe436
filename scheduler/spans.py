"""What a schedule does when: stretches of ticks, of builds and of the time between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from scheduler.problem import Problem
from scheduler.schedule import Build, Operation, Schedule
from scheduler.station import Station

SpanKind = Literal["powder_change", "setup", "print", "cool", "wait", "load", "run", "unload"]

ATTENDED: Final[frozenset[SpanKind]] = frozenset({"powder_change", "setup", "load", "unload"})
"""What a person does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The ticks ``start <= t < end`` of a build or an operation: what happens then.

    ``attended`` says that a person is needed all the while.
    """

    kind: SpanKind
    start: int
    end: int
    attended: bool = False


def spans_of(build: Build) -> tuple[Span, ...]:
    """Return what happens to a build's machine, without gaps, from first to last."""
    kinds: list[SpanKind] = ["setup", "print", "cool", "wait", "unload"]
    ticks = [build.setup_start, build.start, build.end, build.cool_end, build.unload_start]
    ticks.append(build.unload_end)
    if build.powder_change_start is not None and build.powder_change_end is not None:
        kinds = ["powder_change", "wait", *kinds]
        ticks = [build.powder_change_start, build.powder_change_end, *ticks]
    return _spans(kinds, ticks, ATTENDED)


def spans_at(station: Station, operation: Operation) -> tuple[Span, ...]:
    """Return what happens at a station's unit, without gaps; a person may be needed throughout."""
    kinds: list[SpanKind] = ["load", "run", "wait", "unload"]
    ticks = [operation.load_start, operation.start, operation.end, operation.unload_start]
    ticks.append(operation.unload_end)
    return _spans(kinds, ticks, frozenset(kinds) if station.attended else ATTENDED)


def attended_spans(problem: Problem, schedule: Schedule) -> list[Span]:
    """Return all that needs a person."""
    stations = {station.id: station for station in problem.stations}
    spans = [span for build in schedule.builds for span in spans_of(build)]
    for operation in schedule.operations:
        spans += spans_at(stations[operation.station], operation)
    return [span for span in spans if span.attended]


def busy_people(problem: Problem, schedule: Schedule) -> list[tuple[int, int]]:
    """Return (tick, people that are busy from it on), in order; nobody is before the first."""
    spans = attended_spans(problem, schedule)
    return _steps([(span.start, span.end, 1) for span in spans])


def people_there(problem: Problem) -> list[tuple[int, int]]:
    """Return (tick, people that are there from it on), in order; nobody is before the first."""
    return _steps([(window.start, window.end, window.heads) for window in problem.staff])


def _spans(
    kinds: Sequence[SpanKind], ticks: Sequence[int], attended: frozenset[SpanKind]
) -> tuple[Span, ...]:
    return tuple(
        Span(kind=kind, start=start, end=end, attended=kind in attended)
        for kind, (start, end) in zip(kinds, pairwise(ticks), strict=True)
        if end > start
    )


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
