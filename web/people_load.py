"""How many people are there and how many have their hands full, over the days of a schedule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from printlab.services.operation_view import OperationView
from printlab.services.plan_view import PlanView
from printlab.working_hours import StaffedWindow
from web.build_stages import stages_of
from web.drawings.timeline import Load
from web.window import Window

__all__ = ["Crew", "PeopleDay", "crews", "people_days"]

BY_HAND = frozenset({"powder", "setup", "unload"})


class _Work(NamedTuple):
    """Work that somebody does from one moment to another, with a skill or without."""

    start: datetime
    end: datetime
    skill: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """All people, or those who can do what asks for a ``skill``.

    ``loads`` are stretches, in each of which the same number of them is there and is wanted.
    """

    skill: str | None
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDay:
    """One day: hours of people there and at work, and the most of them at once.

    With a ``skill``, of those who have it, and of what asks for it.
    """

    day: date
    skill: str | None
    there_h: float
    busy_h: float
    most_there: int
    most_busy: int


def crews(plan: PlanView, staffed: Sequence[StaffedWindow], window: Window) -> tuple[Crew, ...]:
    """Return all people, then those with each skill that a machine or station asks for."""
    asked = {skill for machine in plan.machines for skill in machine.skills.values()}
    asked |= {station.skill for station in plan.stations if station.skill is not None}
    work = list(_handwork(plan))
    own = (
        Crew(
            skill=skill,
            loads=_loads(
                [one for one in work if one.skill == skill],
                [span for span in staffed if span.serves(skill, None)],
                window,
            ),
        )
        for skill in sorted(asked)
    )
    return (Crew(skill=None, loads=_loads(work, staffed, window)), *own)


def _loads(
    work: Sequence[_Work], staffed: Iterable[StaffedWindow], window: Window
) -> tuple[Load, ...]:
    """Return a window in stretches in which as many people are there and at work."""
    there = [(span.starts_at, span.ends_at, span.heads) for span in staffed]
    edges = {moment for one in work for moment in (one.start, one.end)}
    edges |= {moment for first, last, _ in there for moment in (first, last)}
    edges |= {window.start + timedelta(days=day) for day in range(window.days)}
    inside = sorted(
        {window.start, window.end, *(e for e in edges if window.start < e < window.end)}
    )
    return tuple(
        Load(
            start=first,
            end=last,
            there=sum(heads for start, end, heads in there if start <= first < end),
            busy=sum(one.start <= first < one.end for one in work),
        )
        for first, last in pairwise(inside)
    )


def _handwork(plan: PlanView) -> Iterator[_Work]:
    """Yield when somebody is at work: at machines, then at stations."""
    for build in (*plan.past, *plan.builds):
        if build.state in {"planned", "running", "finished", "failed"}:
            for stage in stages_of(build):
                if stage.kind in BY_HAND:
                    yield _Work(stage.start, stage.end, build.machine.skills.get(stage.kind))
    for one in (*plan.past_operations, *plan.operations):
        if one.state != "superseded":
            yield from _at_station(one)


def _at_station(one: OperationView) -> Iterator[_Work]:
    at, skill = one.expected, one.station.skill
    if one.station.attended:
        yield _Work(at.load_at, at.unload_end_at, skill)
    else:
        yield _Work(at.load_at, at.start_at, skill)
        yield _Work(at.unload_at, at.unload_end_at, skill)


def people_days(crews: Iterable[Crew], window: Window) -> tuple[PeopleDay, ...]:
    """Sum up by local day, then crew.

    Left out are days on which nobody is there or at work, and of a skill those on which it is not
    wanted.
    """
    summed = []
    for crew in crews:
        days: dict[date, list[Load]] = {}
        for load in crew.loads:
            days.setdefault(load.start.astimezone(window.zone).date(), []).append(load)
        summed += [_day(day, crew.skill, parts) for day, parts in days.items()]
    told = (day for day in summed if day.most_busy or (day.most_there and day.skill is None))
    return tuple(sorted(told, key=lambda day: day.day))


def _day(day: date, skill: str | None, loads: Sequence[Load]) -> PeopleDay:
    return PeopleDay(
        day=day,
        skill=skill,
        there_h=sum(load.hours * load.there for load in loads),
        busy_h=sum(load.hours * load.busy for load in loads),
        most_there=max(load.there for load in loads),
        most_busy=max(load.busy for load in loads),
    )
