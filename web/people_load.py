"""How many people are there and how many have their hands full, over the days of a schedule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from printlab.services.operation_view import OperationView
from printlab.services.plan_view import PlanView
from printlab.working_hours import StaffedWindow
from web.build_stages import stages_of
from web.drawings.timeline import Load
from web.window import Window

__all__ = ["PeopleDay", "people_days", "people_load"]

Span = tuple[datetime, datetime]
BY_HAND = frozenset({"powder", "setup", "unload"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDay:
    """One day: hours of people there and at work, and the most of them at once."""

    day: date
    there_h: float
    busy_h: float
    most_there: int
    most_busy: int


def people_load(
    plan: PlanView, staffed: Sequence[StaffedWindow], window: Window
) -> tuple[Load, ...]:
    """Return a window in stretches in which as many people are there and at work."""
    work = list(_handwork(plan))
    there = [(span.starts_at, span.ends_at, span.heads) for span in staffed]
    edges = {moment for first, last in work for moment in (first, last)}
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
            busy=sum(start <= first < end for start, end in work),
        )
        for first, last in pairwise(inside)
    )


def _handwork(plan: PlanView) -> Iterator[Span]:
    """Yield when somebody is at work: at machines, then at stations."""
    for build in (*plan.past, *plan.builds):
        if build.state in {"planned", "running", "finished", "failed"}:
            for stage in stages_of(build):
                if stage.kind in BY_HAND:
                    yield stage.start, stage.end
    for one in (*plan.past_operations, *plan.operations):
        if one.state != "superseded":
            yield from _at_station(one)


def _at_station(one: OperationView) -> Iterator[Span]:
    at = one.expected
    if one.station.attended:
        yield at.load_at, at.unload_end_at
    else:
        yield at.load_at, at.start_at
        yield at.unload_at, at.unload_end_at


def people_days(loads: Iterable[Load], window: Window) -> tuple[PeopleDay, ...]:
    """Sum stretches up by local day; days on which nobody is there or at work are left out."""
    days: dict[date, list[Load]] = {}
    for load in loads:
        days.setdefault(load.start.astimezone(window.zone).date(), []).append(load)
    summed = (_day(day, parts) for day, parts in sorted(days.items()))
    return tuple(day for day in summed if day.most_there or day.most_busy)


def _day(day: date, loads: Sequence[Load]) -> PeopleDay:
    hours = [(load.end - load.start) / timedelta(hours=1) for load in loads]
    return PeopleDay(
        day=day,
        there_h=sum(h * load.there for h, load in zip(hours, loads, strict=True)),
        busy_h=sum(h * load.busy for h, load in zip(hours, loads, strict=True)),
        most_there=max(load.there for load in loads),
        most_busy=max(load.busy for load in loads),
    )
