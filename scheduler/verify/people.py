"""Rules about people: inside one staffed window, and never more work than heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.schedule import Build, Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation


class Work(NamedTuple):
    """An operation that needs a person."""

    operation: str
    start: int
    end: int
    build: str
    fact: bool


def _work(facts: Facts, build: Build) -> Iterator[Work]:
    spans = [
        ("setup", build.setup_start, build.start),
        ("unload", build.unload_start, build.unload_end),
    ]
    if build.powder_change_start is not None and build.powder_change_end is not None:
        spans.append(("powder change", build.powder_change_start, build.powder_change_end))
    for operation, start, end in spans:
        if end > start:
            yield Work(operation, start, end, build.id, facts.is_fact(build))


def inside_one_window(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that each operation of the plan that needs a person lies inside one staffed window."""
    for build in schedule.builds:
        for work in _work(facts, build):
            staffed = any(
                window.start <= work.start and work.end <= window.end
                for window in facts.problem.staff
            )
            if not (staffed or work.fact):
                yield Violation(
                    code="not-staffed", build=build.id, params={"operation": work.operation}
                )


def enough_people(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that at no tick more operations need a person than people are there."""
    works = [work for build in schedule.builds for work in _work(facts, build)]
    spare: Counter[int] = Counter()
    for window in facts.problem.staff:
        spare[window.start] += window.heads
        spare[window.end] -= window.heads
    for work in works:
        spare[work.start] -= 1
        spare[work.end] += 1
    missing = 0
    for tick in sorted(spare):
        missing -= spare[tick]
        busy = [work for work in works if work.start <= tick < work.end] if missing > 0 else []
        planned = [work for work in busy if not work.fact]
        if planned:
            params = {"at": tick, "needed": len(busy), "heads": len(busy) - missing}
            yield Violation(code="people-exceeded", build=planned[0].build, params=params)
