"""Rules about people: inside one staffed window, and never more work than people who can do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.schedule import Build, Operation, Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation
from scheduler.window import Window


class Work(NamedTuple):
    """An operation that needs a person, at a site and with a skill where they are named."""

    operation: str
    start: int
    end: int
    build: str
    fact: bool
    site: str | None
    skill: str | None


def inside_one_window(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that what needs a person lies inside one window of people who can do it."""
    for work in _works(facts, schedule):
        staffed = any(
            window.start <= work.start and work.end <= window.end and _serves(window, work)
            for window in facts.problem.staff
        )
        if not (staffed or work.fact):
            params = {"operation": work.operation}
            yield Violation(code="not-staffed", build=work.build, params=params)


def enough_people(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that at every tick there is a person for each operation, each with one alone.

    People may take over from each other. What is fixed is a fact, whether anybody is there or not.
    """
    works = list(_works(facts, schedule))
    staff = facts.problem.staff
    changes = {tick for work in works for tick in (work.start, work.end)}
    changes |= {tick for window in staff for tick in (window.start, window.end)}
    for tick in sorted(changes):
        busy = [work for work in works if work.start <= tick < work.end]
        planned = [work for work in busy if not work.fact]
        here = [window for window in staff if window.start <= tick < window.end]
        facts_served = _most_served([work for work in busy if work.fact], here)
        served = _most_served(busy, here) if planned else len(busy)
        if served < facts_served + len(planned):
            params = {"at": tick, "needed": len(busy), "heads": served}
            yield Violation(code="people-exceeded", build=planned[0].build, params=params)


def _works(facts: Facts, schedule: Schedule) -> Iterator[Work]:
    for build in schedule.builds:
        yield from (work for work in _at_machine(facts, build) if work.end > work.start)
    for operation in schedule.operations:
        yield from (work for work in _at_station(facts, operation) if work.end > work.start)


def _at_machine(facts: Facts, build: Build) -> Iterator[Work]:
    machine = facts.machines.get(build.machine)
    if machine is None:
        return
    spans = [
        ("setup", build.setup_start, build.start, machine.setup_skill),
        ("unload", build.unload_start, build.unload_end, machine.unload_skill),
    ]
    if build.powder_change_start is not None and build.powder_change_end is not None:
        change = (build.powder_change_start, build.powder_change_end)
        spans.append(("powder change", *change, machine.powder_change_skill))
    for operation, start, end, skill in spans:
        yield Work(operation, start, end, build.id, facts.is_fact(build), machine.site, skill)


def _at_station(facts: Facts, operation: Operation) -> Iterator[Work]:
    station = facts.stations.get(operation.station)
    if station is None or not operation.builds:
        return
    spans = [
        (operation.load_start, operation.start),
        (operation.unload_start, operation.unload_end),
    ]
    if station.attended:
        spans = [(operation.load_start, operation.unload_end)]
    for start, end in spans:
        build, fact = operation.builds[0], operation.fixed
        yield Work(operation.id, start, end, build, fact, station.site, station.skill)


def _serves(window: Window, work: Work) -> bool:
    at_site = not window.sites or work.site is None or work.site in window.sites
    return at_site and (not window.skills or work.skill is None or work.skill in window.skills)


def _most_served(busy: Sequence[Work], here: Sequence[Window]) -> int:
    """Return how many operations find a person of their own (a matching by augmenting paths)."""
    given: list[list[int]] = [[] for _ in here]

    def finds(number: int, seen: set[int]) -> bool:
        for index, window in enumerate(here):
            if index in seen or not _serves(window, busy[number]):
                continue
            seen.add(index)
            if len(given[index]) < window.heads:
                given[index].append(number)
                return True
            for place, other in enumerate(given[index]):
                if finds(other, seen):
                    given[index][place] = number
                    return True
        return False

    return sum(finds(number, set()) for number in range(len(busy)))
