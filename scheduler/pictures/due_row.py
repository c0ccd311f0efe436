"""The row of due dates: a mark per job, and a bar for each that is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scheduler.moments import Moments
from scheduler.pictures.pen import SMALL_PX, Pen, Style, width_px
from scheduler.pictures.rows import late_jobs
from scheduler.pictures.timescale import TimeScale
from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.texts import sentence

MARKS_PX: Final = 46.0
LANE_PX: Final = 19.0
MOST_LANES: Final = 8
LATE_PX: Final = 9.0
MARK_PX: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Due dates on their day; under them the late jobs, the latest first, from due to done."""

    problem: Problem
    schedule: Schedule
    moments: Moments

    @property
    def height_px(self) -> float:
        """The height it needs: none where nothing is due."""
        late = len(self._late)
        lanes = min(late, MOST_LANES) + (late > MOST_LANES)
        return (MARKS_PX + LANE_PX * lanes + (6.0 if lanes else 0.0)) if self._due else 0.0

    @property
    def note(self) -> str:
        """How many are late."""
        counts = {"late": len(self._late), "count": len(self._due)}
        return sentence("picture-due-note", counts, self.moments.lang)

    def draw(self, pen: Pen, scale: TimeScale, top_px: float) -> None:
        """Draw it from a height on."""
        y_px = top_px + 17
        late = self._late
        for job, due in sorted(self._due.items(), key=lambda one: (one[0] in late, one[1])):
            if scale.first <= due <= scale.last:
                colour = pen.theme.hot if job in late else pen.theme.ink
                self._mark(pen, scale.x_px(due), y_px, colour)
        later = sum(due > scale.last for due in self._due.values())
        if later:
            words = sentence("picture-due-later", {"count": later}, self.moments.lang) + " →"
            style: Style = {"ha": "right", "color": pen.theme.muted}
            pen.text((scale.right_px - 4, y_px + 16), words, SMALL_PX, **style)
        for spot, lateness in self._lanes(pen, scale, top_px + MARKS_PX):
            pen.text(spot, lateness, SMALL_PX, color=pen.theme.hot_ink)

    @property
    def _due(self) -> dict[str, int]:
        return {part.job: part.due for part in self.problem.parts if part.due is not None}

    @property
    def _late(self) -> dict[str, tuple[int, int]]:
        return late_jobs(self.problem, self.schedule)

    def _lanes(
        self, pen: Pen, scale: TimeScale, top_px: float
    ) -> Iterator[tuple[tuple[float, float], str]]:
        """Draw a bar per late job; yield where its words stand, and the words."""
        late = self._late
        for number, (job, (due, done)) in enumerate(list(late.items())[:MOST_LANES]):
            y_px = top_px + LANE_PX * (number + 0.5)
            left, right = scale.x_px(due), scale.x_px(done)
            size = (max(right - left, 2.0), LATE_PX)
            pen.field((left, y_px - LATE_PX / 2), size, pen.theme.hot, name=f"late-{job}")
            told = {"job": job, "duration": self.moments.lasts(done - due)}
            words = sentence("picture-late", told, self.moments.lang)
            fits = right + 8 + width_px(words, SMALL_PX) < scale.right_px
            at_px = right + 7 if fits else left - 7 - width_px(words, SMALL_PX)
            yield (max(at_px, scale.left_px + 4), y_px), words
        if len(late) > MOST_LANES:
            y_px = top_px + LANE_PX * (MOST_LANES + 0.5)
            more = {"count": len(late) - MOST_LANES}
            yield (scale.left_px + 8, y_px), sentence("picture-more-late", more, self.moments.lang)

    def _mark(self, pen: Pen, x_px: float, y_px: float, colour: tuple[float, float, float]) -> None:
        """Draw a due date: an upright line with a point below it, as on a ruler."""
        pen.line([(x_px, y_px - 11), (x_px, y_px)], colour, 1.0)
        ring = [(x_px - MARK_PX, y_px), (x_px + MARK_PX, y_px), (x_px, y_px + 1.5 * MARK_PX)]
        pen.rings([ring], colour, name="due")
