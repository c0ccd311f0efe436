"""Machines against time: their builds, the people, the due dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scheduler.completion import job_ends
from scheduler.moments import Moments
from scheduler.pictures.bars import BAR_TOP_PX, draw_bar, draw_down
from scheduler.pictures.due_row import DueRow
from scheduler.pictures.keys import Key, draw_keys, gantt_keys, keys_px
from scheduler.pictures.pen import SMALL_PX, TEXT_PX, Pen, Style, shortened
from scheduler.pictures.people_row import PEOPLE_PX, draw_people
from scheduler.pictures.picture import BORDER_PX, WIDTH_PX
from scheduler.pictures.rows import Row, machine_rows, station_rows
from scheduler.pictures.timescale import TimeScale, whole_days
from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.spans import people_there
from scheduler.texts import sentence

NAMES_PX: Final = 168.0
HEAD_PX: Final = 34.0
ROW_PX: Final = 66.0
TITLE_PX: Final = 34.0
TITLE_LETTER_PX: Final = 19.0
KEYS_GAP_PX: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """The panel of a schedule: rows of machines and stations, one of people, one of due dates."""

    problem: Problem
    schedule: Schedule
    moments: Moments

    @property
    def height_px(self) -> float:
        """The height it needs."""
        rows_px = ROW_PX * len(self.rows) + PEOPLE_PX + self._due.height_px
        return TITLE_PX + HEAD_PX + rows_px + KEYS_GAP_PX + keys_px(self._keys)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is drawn, from the top."""
        shown = self.problem, self.schedule, self.moments.lang
        return machine_rows(*shown) + station_rows(*shown)

    def draw(self, pen: Pen, top_px: float) -> None:
        """Draw it from a height on."""
        left, right = BORDER_PX, WIDTH_PX - BORDER_PX
        scale = self._scale(left + NAMES_PX, right)
        self._title(pen, top_px, scale)
        head = top_px + TITLE_PX
        first = head + HEAD_PX
        people = first + ROW_PX * len(self.rows)
        due = people + PEOPLE_PX
        foot = due + self._due.height_px
        self._hours_of_people(pen, scale, first, foot)
        self._days(pen, scale, head, foot)
        for number, row in enumerate(self.rows):
            self._row(pen, scale, row, first + ROW_PX * number)
        note = sentence("picture-people-note", {}, self.moments.lang)
        self._name(pen, "picture-people", note, people)
        draw_people(pen, scale, (self.problem, self.schedule), people)
        if self._due.height_px:
            self._name(pen, "picture-due", self._due.note, due)
            self._due.draw(pen, scale, due)
        for y_px in (first, people, due, foot):
            pen.line([(left, y_px), (right, y_px)], pen.theme.strong, 0.9)
        draw_keys(pen, self._keys, foot + KEYS_GAP_PX)

    @property
    def _due(self) -> DueRow:
        return DueRow(problem=self.problem, schedule=self.schedule, moments=self.moments)

    @property
    def _keys(self) -> list[Key]:
        return gantt_keys(self.problem, self.rows, self.moments.lang)

    def _scale(self, left_px: float, right_px: float) -> TimeScale:
        builds = self.schedule.builds
        begins = min((build.occupied_from for build in builds), default=self.problem.now)
        ends = max((build.unload_end for build in builds), default=self.problem.now + 1)
        done = max(job_ends(self.problem, self.schedule).values(), default=0)
        first, last = whole_days(min(begins, self.problem.now), max(ends, done), self.moments)
        return TimeScale(
            first=first, last=last, left_px=left_px, right_px=right_px, moments=self.moments
        )

    def _title(self, pen: Pen, top_px: float, scale: TimeScale) -> None:
        lang = self.moments.lang
        title = sentence("picture-schedule", {}, lang)
        y_px = top_px + TITLE_LETTER_PX / 2
        pen.text((BORDER_PX, y_px), title, TITLE_LETTER_PX, strong=True)
        ends = {"start": self.moments.day(scale.first), "end": self.moments.day(scale.last - 1)}
        span = sentence("picture-horizon", ends, lang)
        right = WIDTH_PX - BORDER_PX
        pen.text((right, y_px), span, ha="right", color=pen.theme.muted)

    def _hours_of_people(self, pen: Pen, scale: TimeScale, top_px: float, foot_px: float) -> None:
        """Shade the time at which nobody is there."""
        for start, end in closed(self.problem, scale.first, scale.last):
            left, right = scale.x_px(start), scale.x_px(end)
            pen.field((left, top_px), (right - left, foot_px - top_px), pen.theme.closed)

    def _days(self, pen: Pen, scale: TimeScale, head_px: float, foot_px: float) -> None:
        for mark in scale.marks():
            colour = pen.theme.strong if mark.strong else pen.theme.line
            top_px = head_px + 4 if mark.text else head_px + HEAD_PX - 6
            pen.line([(mark.x_px, top_px), (mark.x_px, foot_px)], colour, 0.6, alpha=0.7)
            if mark.text and mark.x_px < scale.right_px - 40:
                pen.text((mark.x_px + 5, head_px + 12), mark.text, SMALL_PX + 0.5, strong=True)
        for mark in scale.hours():
            foot = head_px + HEAD_PX
            pen.line([(mark.x_px, foot - 5), (mark.x_px, foot)], pen.theme.strong, 0.6)
            style: Style = {"ha": "center", "color": pen.theme.muted}
            pen.text((mark.x_px, foot - 12), mark.text, SMALL_PX - 1.5, **style)

    def _row(self, pen: Pen, scale: TimeScale, row: Row, top_px: float) -> None:
        left, right = BORDER_PX, WIDTH_PX - BORDER_PX
        pen.line([(left, top_px), (right, top_px)], pen.theme.line)
        middle = top_px + BAR_TOP_PX + 12
        pen.text((left + 4, middle), shortened(row.name, NAMES_PX - 8), TEXT_PX, strong=True)
        note: Style = {"color": pen.theme.muted}
        pen.text((left + 4, middle + 17), shortened(row.note, NAMES_PX, SMALL_PX), SMALL_PX, **note)
        draw_down(pen, scale, row, (top_px, ROW_PX))
        above = float("-inf")
        for bar in row.bars:
            above = draw_bar(pen, scale, bar, top_px, above)

    def _name(self, pen: Pen, code: str, note: str, top_px: float) -> None:
        words = sentence(code, {}, self.moments.lang)
        pen.text((BORDER_PX + 4, top_px + 17), words, TEXT_PX, strong=True)
        pen.text((BORDER_PX + 4, top_px + 34), note, SMALL_PX, color=pen.theme.muted)


def closed(problem: Problem, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ticks in which nobody is there."""
    since: int | None = first
    for tick, heads in [*people_there(problem), (last, 1)]:
        at = min(max(tick, first), last)
        if since is not None and heads and at > since:
            yield since, at
        if heads:
            since = None
        elif since is None:
            since = at
