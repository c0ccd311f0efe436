"""What the time of machines, stations and people goes into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from scheduler.moments import Moments
from scheduler.pictures.bars import TEXTURES
from scheduler.pictures.keys import SIGN_HIGH_PX, SIGN_PX, Key, draw_keys, keys_px
from scheduler.pictures.pen import SMALL_PX, TEXT_PX, Pen, shortened, width_px
from scheduler.pictures.picture import BORDER_PX, WIDTH_PX
from scheduler.pictures.rows import Row, machine_rows, station_rows
from scheduler.pictures.theme import Theme, mix
from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.spans import attended_spans
from scheduler.texts import sentence

USE_TEXTURES: Final[Mapping[str, str]] = {
    "cool": TEXTURES["cool"],
    "attended": TEXTURES["setup"],
    "powder_change": TEXTURES["powder_change"],
    "down": "////",
}
USES: Final = ("print", "cool", "run", "attended", "powder_change", "wait", "down", "idle")
"""In the order in which they are drawn."""
NAMES_PX: Final = 168.0
TITLE_PX: Final = 44.0
TITLE_LETTER_PX: Final = 19.0
ROW_PX: Final = 38.0
BAR_PX: Final = 24.0
KEYS_GAP_PX: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisation:
    """The panel: a bar per machine and station from now to the plan's end, one of the people."""

    problem: Problem
    schedule: Schedule
    moments: Moments

    @property
    def height_px(self) -> float:
        """The height it needs."""
        rows_px = ROW_PX * (len(self._rows) + 1)
        return TITLE_PX + rows_px + KEYS_GAP_PX + keys_px(self._keys)

    def draw(self, pen: Pen, top_px: float) -> None:
        """Draw it from a height on."""
        lang = self.moments.lang
        title = sentence("picture-utilisation", {}, lang)
        y_px = top_px + TITLE_LETTER_PX / 2
        pen.text((BORDER_PX, y_px), title, TITLE_LETTER_PX, strong=True)
        first, last = stretch(self.problem, self.schedule)
        ends = {"start": self.moments.says(first), "end": self.moments.says(last)}
        spot = (WIDTH_PX - BORDER_PX, y_px)
        words = sentence("picture-horizon", ends, lang)
        pen.text(spot, words, ha="right", color=pen.theme.muted)
        for number, row in enumerate(self._rows):
            row_px = top_px + TITLE_PX + ROW_PX * number
            self._bar(pen, row.name, uses(self.problem, self.schedule, row), row_px)
        people_px = top_px + TITLE_PX + ROW_PX * len(self._rows)
        shares = people_uses(self.problem, self.schedule)
        self._bar(pen, sentence("picture-people", {}, lang), shares, people_px)
        draw_keys(pen, self._keys, people_px + ROW_PX + KEYS_GAP_PX)

    @property
    def _rows(self) -> tuple[Row, ...]:
        shown = self.problem, self.schedule, self.moments.lang
        return machine_rows(*shown) + station_rows(*shown)

    @property
    def _keys(self) -> list[Key]:
        seen = {
            use
            for row in self._rows
            for use, ticks in uses(self.problem, self.schedule, row).items()
            if ticks
        }
        return [
            Key(word=sentence(f"picture-{use}", {}, self.moments.lang), sign=partial(_sign, use))
            for use in USES
            if use in seen
        ]

    def _bar(self, pen: Pen, name: str, shares: Mapping[str, int], top_px: float) -> None:
        middle = top_px + ROW_PX / 2
        pen.text((BORDER_PX + 4, middle), shortened(name, NAMES_PX - 8), TEXT_PX, strong=True)
        total = sum(shares.values())
        left, room_px = BORDER_PX + NAMES_PX, WIDTH_PX - 2 * BORDER_PX - NAMES_PX
        start = left
        for use in USES:
            wide_px = room_px * shares.get(use, 0) / total if total else 0.0
            if wide_px:
                box = (start, middle - BAR_PX / 2, wide_px, BAR_PX)
                draw_use(pen, use, box)
                _percent(pen, 100 * wide_px / room_px, box)
            start += wide_px
        style = {"edge": pen.theme.strong, "lw": 0.8}
        pen.field((left, middle - BAR_PX / 2), (room_px, BAR_PX), None, **style)


def stretch(problem: Problem, schedule: Schedule) -> tuple[int, int]:
    """Return the ticks that are looked at: from now to the last unloading, at stations too."""
    builds = [build.unload_end for build in schedule.builds]
    operations = [operation.unload_end for operation in schedule.operations]
    return problem.now, max([problem.now + 1, *builds, *operations])


def uses(problem: Problem, schedule: Schedule, row: Row) -> dict[str, int]:
    """Return how many ticks of a row's time go into what; together they are all of it."""
    first, last = stretch(problem, schedule)
    ticks = dict.fromkeys(USES, 0)
    for span in (span for bar in row.bars for span in bar.spans):
        use = span.kind if span.kind == "powder_change" or not span.attended else "attended"
        ticks[use] += max(0, min(span.end, last) - max(span.start, first))
    taken = [(bar.start, bar.end) for bar in row.bars]
    both = _length([*taken, *((window.start, window.end) for window in row.down)], first, last)
    ticks["down"] = both - _length(taken, first, last)
    ticks["idle"] = last - first - both
    return ticks


def people_uses(problem: Problem, schedule: Schedule) -> dict[str, int]:
    """Return how many ticks of all people's time in the plan go into what."""
    first, last = stretch(problem, schedule)
    there = sum(
        window.heads * max(0, min(window.end, last) - max(window.start, first))
        for window in problem.staff
    )
    ticks = {"attended": 0, "powder_change": 0}
    for span in attended_spans(problem, schedule):
        use = "powder_change" if span.kind == "powder_change" else "attended"
        ticks[use] += max(0, min(span.end, last) - max(span.start, first))
    return {**ticks, "idle": max(0, there - sum(ticks.values()))}


def draw_use(pen: Pen, use: str, box: tuple[float, float, float, float]) -> None:
    """Fill a box (left, top, width, height) with the texture of a use."""
    left, top_px, width, height = box
    texture = USE_TEXTURES.get(use)
    style: dict[str, object] = {"hatch": texture, "edge": pen.theme.muted} if texture else {}
    pen.field((left, top_px), (width, height), _fill(pen.theme, use), name=f"use-{use}", **style)
    if use == "wait":
        middle = top_px + height / 2
        dashes = {"linestyle": (0, (2, 2))}
        pen.line([(left, middle), (left + width, middle)], pen.theme.muted, 0.9, **dashes)
    pen.line([(left + width, top_px), (left + width, top_px + height)], pen.theme.strong, 0.7)


def _fill(theme: Theme, use: str) -> tuple[float, float, float]:
    shares = {"print": 0.5, "run": 0.32, "cool": 0.16}
    if use in ("idle", "down"):
        return theme.closed
    return mix(theme.hue("316L"), theme.ground, shares.get(use, 0.0))


def _percent(pen: Pen, percent: float, box: tuple[float, float, float, float]) -> None:
    """Write a share where it has room, on a field of the ground."""
    words = f"{percent:.0f} %"
    left, top_px, width, height = box
    wide_px = width_px(words, SMALL_PX) + 8
    if width < wide_px + 4:
        return
    corner = (left + (width - wide_px) / 2, top_px + height / 2 - 8)
    pen.field(corner, (wide_px, 16), pen.theme.ground)
    pen.text((left + width / 2, top_px + height / 2), words, SMALL_PX, ha="center")


def _length(stretches: list[tuple[int, int]], first: int, last: int) -> int:
    """Return how many ticks of first .. last some stretch holds."""
    total, reached = 0, first
    for start, end in sorted(stretches):
        total += max(0, min(end, last) - max(start, reached))
        reached = max(reached, min(end, last))
    return total


def _sign(use: str, pen: Pen, left: float, top_px: float) -> None:
    draw_use(pen, use, (left, top_px, SIGN_PX, SIGN_HIGH_PX))
    pen.field((left, top_px), (SIGN_PX, SIGN_HIGH_PX), None, edge=pen.theme.strong, lw=0.8)
