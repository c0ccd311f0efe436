"""A plan as an iCalendar (RFC 5545): what people do and when machines and stations run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from scheduler import Problem, Schedule
from scheduler.moments import Moments
from scheduler.schedule import Build, Operation
from scheduler.spans import Span, spans_at, spans_of
from scheduler.texts import sentence

__all__ = ["plan_calendar"]

_MAKER: Final = "-//printlab//plan//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One event before it is written: its name, words, ticks, and whether it keeps a person."""

    name: str
    summary: str
    description: str
    place: str
    start: int
    end: int
    attended: bool


def plan_calendar(
    problem: Problem, schedule: Schedule, moments: Moments, made_at: datetime
) -> bytes:
    """Return a calendar with an event per build and station run, and one per work of a person.

    Times are UTC. Work keeps its hours busy; what runs by itself leaves them free. An event is
    known by the origin, the build and what happens, so that a calendar that takes a later plan of
    the same days in moves its events. Raises `ValueError` without an origin that has a time zone.
    """
    origin = moments.origin
    if origin is None or origin.tzinfo is None:
        raise ValueError(origin)
    since, tick = origin.astimezone(UTC), timedelta(seconds=problem.tick_s)
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    for entry in _entries(problem, schedule, moments.lang):
        event = Event()
        event.add("uid", f"{since:%Y%m%dT%H%MZ}-{entry.name}@printlab")
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("dtstart", since + entry.start * tick)
        event.add("dtend", since + entry.end * tick)
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("location", entry.place)
        event.add("transp", "OPAQUE" if entry.attended else "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _entries(problem: Problem, schedule: Schedule, lang: str) -> Iterator[_Entry]:
    for build in schedule.builds:
        yield from _of_build(problem, build, lang)
    for operation in schedule.operations:
        yield from _of_operation(problem, operation, lang)


def _of_build(problem: Problem, build: Build, lang: str) -> Iterator[_Entry]:
    materials = {setting.id: setting.material for setting in problem.settings}
    copies = Counter(placement.part for placement in build.placements)
    parts = ", ".join(f"{count} x {part}" for part, count in sorted(copies.items()))
    name = build.id.removeprefix(f"{build.machine}/")
    words = {"machine": build.machine, "build": name, "material": materials[build.setting]}
    for span in spans_of(build):
        if span.kind in ("cool", "wait"):
            continue
        yield _Entry(
            name=f"{build.id}-{span.kind}",
            summary=sentence(f"event-{span.kind}", words, lang),
            description=f"{sentence('event-parts', {'parts': parts}, lang)} ({words['material']})",
            place=build.machine,
            start=span.start,
            end=build.cool_end if span.kind == "print" else span.end,
            attended=span.attended,
        )


def _of_operation(problem: Problem, operation: Operation, lang: str) -> Iterator[_Entry]:
    station = next(one for one in problem.stations if one.id == operation.station)
    builds = ", ".join(operation.builds)
    if operation.part is not None:
        builds = f"{len(operation.copies)} x {operation.part} ({builds})"
    unit = f" {operation.unit}" if station.units > 1 else ""
    words = {"station": f"{station.id}{unit}", "builds": builds}
    spans = spans_at(station, operation)
    if station.attended:
        whole = (operation.load_start, operation.unload_end)
        spans = (Span(kind="run", start=whole[0], end=whole[1], attended=True),)
    for span in spans:
        if span.kind == "wait":
            continue
        code = "event-take-out" if span.kind == "unload" else f"event-{span.kind}"
        yield _Entry(
            name=f"{operation.id}-{span.kind}",
            summary=sentence(code, words, lang),
            description=operation.programme or "",
            place=words["station"],
            start=span.start,
            end=span.end,
            attended=span.attended,
        )
