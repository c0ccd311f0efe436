"""Platforms, one per build: real shadows where they lie, and how full they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from scheduler.moments import Moments
from scheduler.pictures.keys import Key, draw_keys, keys_px, material_keys
from scheduler.pictures.pen import SMALL_PX, TEXT_PX, Pen, shortened
from scheduler.pictures.picture import BORDER_PX, WIDTH_PX
from scheduler.pictures.plate import Plate, draw_plate
from scheduler.pictures.plate_keys import plate_keys
from scheduler.problem import Problem
from scheduler.schedule import Build, Schedule
from scheduler.texts import sentence

TITLE_PX: Final = 40.0
TITLE_LETTER_PX: Final = 19.0
COLUMN_GAP_PX: Final = 28.0
FEWEST_PX, WIDEST_PX = 190.0, 320.0
"""A platform is drawn at least and at most this wide."""
CAPTION_PX: Final = 48.0
LINE_GAP_PX: Final = 22.0


class Grid(NamedTuple):
    """Columns and the room of one platform's drawing in them."""

    columns: int
    cell_px: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """The panel of platforms, by machine and time, all to one scale."""

    problem: Problem
    schedule: Schedule
    moments: Moments

    @property
    def height_px(self) -> float:
        """The height it needs."""
        lines_px = sum(high_px + CAPTION_PX + LINE_GAP_PX for high_px in self._lines_px)
        return TITLE_PX + lines_px + keys_px(self._keys)

    def draw(self, pen: Pen, top_px: float) -> None:
        """Draw it from a height on."""
        title = sentence("picture-plates", {}, self.moments.lang)
        y_px = top_px + TITLE_LETTER_PX / 2
        pen.text((BORDER_PX, y_px), title, TITLE_LETTER_PX, strong=True)
        grid, foot = self._grid, top_px + TITLE_PX
        for line, high_px in enumerate(self._lines_px):
            foot += high_px
            for column, build in enumerate(self._of_line(line)):
                left = BORDER_PX + column * (grid.cell_px + COLUMN_GAP_PX)
                self._build(pen, build, (left, foot), grid)
            foot += CAPTION_PX + LINE_GAP_PX
        draw_keys(pen, self._keys, top_px + self.height_px - keys_px(self._keys))

    @property
    def _keys(self) -> list[Key]:
        materials = [self._materials[build.setting] for build in self.schedule.builds]
        return plate_keys(self.problem, self.moments.lang) + material_keys(materials)

    @property
    def _materials(self) -> Mapping[str, str]:
        return {setting.id: setting.material for setting in self.problem.settings}

    @property
    def _grid(self) -> Grid:
        """Few platforms are drawn large, many small."""
        room_px = WIDTH_PX - 2 * BORDER_PX
        most = int((room_px + COLUMN_GAP_PX) / (FEWEST_PX + COLUMN_GAP_PX))
        columns = max(1, min(most, len(self.schedule.builds)))
        cell_px = (room_px - COLUMN_GAP_PX * (columns - 1)) / columns
        return Grid(columns, min(cell_px, WIDEST_PX))

    @property
    def _lines_px(self) -> list[float]:
        """The height of each line of platforms: that of its deepest."""
        grid = self._grid
        lines = -(-len(self.schedule.builds) // grid.columns)
        depths_mm = [
            max(self._plate(build).size_mm[1] for build in self._of_line(line))
            for line in range(lines)
        ]
        return [depth_mm * self._px_per_mm(grid) for depth_mm in depths_mm]

    def _of_line(self, line: int) -> Sequence[Build]:
        columns = self._grid.columns
        return self.schedule.builds[line * columns : (line + 1) * columns]

    def _px_per_mm(self, grid: Grid) -> float:
        widest = max((self._plate(build).size_mm[0] for build in self.schedule.builds), default=1.0)
        return grid.cell_px / widest

    def _plate(self, build: Build) -> Plate:
        return Plate(problem=self.problem, build=build)

    def _build(self, pen: Pen, build: Build, corner: tuple[float, float], grid: Grid) -> None:
        """Draw a platform and what is said of it, from its lower left corner."""
        left, foot = corner
        plate, px_per_mm = self._plate(build), self._px_per_mm(grid)
        draw_plate(pen, plate, (left, foot - plate.size_mm[1] * px_per_mm), px_per_mm)
        if plate.by_area:
            words = sentence("picture-by-area", {}, self.moments.lang)
            pen.text((left + 12, foot - 16), words, SMALL_PX, color=pen.theme.muted)
        self._caption(pen, plate, (left, foot + 17), grid.cell_px)

    def _caption(self, pen: Pen, plate: Plate, spot: tuple[float, float], room_px: float) -> None:
        left, y_px = spot
        build, lang = plate.build, self.moments.lang
        name = build.id if build.id.startswith(build.machine) else f"{build.machine} {build.id}"
        filled = sentence("picture-fill", {"percent": f"{100 * plate.fill:.0f}"}, lang)
        facts = [self._materials[build.setting], filled]
        if build.fixed:
            facts.append(sentence("picture-fixed", {}, lang))
        pen.text((left, y_px), shortened(name, room_px), TEXT_PX, strong=True)
        for number, words in enumerate((" · ".join(facts), self._printed(build)), start=1):
            spot = (left, y_px + 1 + 14 * number)
            pen.text(spot, shortened(words, room_px, SMALL_PX), SMALL_PX, color=pen.theme.muted)

    def _printed(self, build: Build) -> str:
        """Say from when to when it prints; a day is named once."""
        start, end = self.moments.says(build.start), self.moments.says(build.end)
        if self.moments.day(build.start) == self.moments.day(build.end):
            end = self.moments.hour(build.end)
        return f"{start} – {end}"  # noqa: RUF001  a span of time
