"""What a Gantt drawing shows: machines, builds in stages, staffed hours, and the time axis."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

StageKind = Literal["powder", "setup", "print", "cool", "wait", "unload"]
BuildState = Literal["proposed", "planned", "moved", "running", "finished", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, both ends aware; ``kept``: for the work of some, else out of use."""

    start: datetime
    end: datetime
    label: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a build: powder change, set-up, print, cool, wait for a person, unload."""

    kind: StageKind
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttBuild:
    """A build as drawn; ``name`` is the whole sentence a screen reader says."""

    label: str
    detail: str
    name: str
    material: str
    stages: tuple[Stage, ...]
    state: BuildState = "planned"
    pinned: bool = False
    late: bool = False
    href: str | None = None

    @property
    def start(self) -> datetime:
        """When the build first takes its machine."""
        return min(stage.start for stage in self.stages)

    @property
    def end(self) -> datetime:
        """When the build leaves its machine."""
        return max(stage.end for stage in self.stages)


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttMachine:
    """One row: a machine, a note under its name, its builds, and when it is out of use or kept."""

    name: str
    note: str = ""
    builds: tuple[GanttBuild, ...] = ()
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A stretch of time in which so many people are there and so many at work."""

    start: datetime
    end: datetime
    there: int
    busy: int

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.end - self.start) / timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttPeople:
    """A row of people under the machines, and the sentence that a screen reader says of it."""

    name: str
    note: str
    summary: str
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttChart:
    """Machines and stations over a window of time; the zone decides where days begin."""

    start: datetime
    end: datetime
    zone: tzinfo
    machines: tuple[GanttMachine, ...]
    staffed: tuple[Span, ...] = ()
    people: tuple[GanttPeople, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttWords:
    """The words of the drawing in the page's language, and how that language writes a day."""

    title: str
    description: str
    machines: str = "Machines"
    now: str = "now"
    day: Callable[[datetime], str] = "{:%a %d %b}".format
    day_middle: Callable[[datetime], str] = "{:%a %d}".format
    day_short: Callable[[datetime], str] = "{:%d}".format
    hour: Callable[[datetime], str] = "{:%H}".format


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Instants to pixels, linear in real time, so that a day of 23 or 25 hours is drawn as such."""

    start: datetime
    end: datetime
    width_px: float

    def x(self, instant: datetime) -> float:
        """Give the pixel of an instant; instants outside the window lie on its border."""
        share = (instant - self.start) / (self.end - self.start)
        return self.width_px * min(1.0, max(0.0, share))

    def shows(self, start: datetime, end: datetime) -> bool:
        """Say whether any of a stretch lies inside the window."""
        return start < self.end and end > self.start

    @property
    def day_px(self) -> float:
        """Width of a day of 24 hours."""
        return self.width_px * (timedelta(days=1) / (self.end - self.start))


def local_marks(start: datetime, end: datetime, zone: tzinfo, hour: int) -> Iterator[datetime]:
    """Yield every instant in the window at which a clock on the wall shows this full hour."""
    day = start.astimezone(zone).date()
    while True:
        mark = datetime.combine(day, time(hour), tzinfo=zone)
        if mark >= end:
            return
        if mark >= start:
            yield mark
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that wants a place above a row: a firm mark stays, a label gives way."""

    left: float
    width: float
    firm: bool = False


def granted(wishes: Sequence[Wish], gap_px: float = 4.0) -> tuple[bool, ...]:
    """Say for wishes sorted by their left edge which may stand without touching another."""
    free_from = float("-inf")
    kept = []
    for index, wish in enumerate(wishes):
        right = wish.left + wish.width + gap_px
        blocked = any(later.firm and later.left < right for later in wishes[index + 1 :])
        fits = wish.firm or (wish.left >= free_from and not blocked)
        kept.append(fits)
        if fits:
            free_from = max(free_from, right)
    return tuple(kept)
