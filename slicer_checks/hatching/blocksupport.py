"""Block supports: thin walls on a square grid below what hangs over, one line wide.

The columns below overhangs are known pixel by pixel (`slicer_checks.columns`); a wall stands along
each line of the grid where the pixels under it are a column's. Walls reach a layer into the part
above, and into the part below where they stand on it, so that they hold.
"""

from collections.abc import Iterator
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.columns import Columns, Grid
from slicer_checks.frozen import read_only
from slicer_checks.hatching.pieces import piece_by_piece
from slicer_checks.toolpath import Floats, Longs

APART: Final = 1.5
"""Walls farther apart than so many distances of neighbours belong to different supports."""

Spans = npt.NDArray[np.float64]


def support_walls(
    columns: Columns, grid: Grid, layers_mm: Floats, distance_mm: float, overlap_mm: float
) -> Iterator[Floats]:
    """Yield the walls of each layer, both ends of each, (2 N, 2).

    Parameters
    ----------
    layers_mm
        The height at which each layer is looked at, in the frame of the columns.
    distance_mm
        The distance of neighbouring walls.
    overlap_mm
        How far walls reach into what they hold and stand on.
    """
    spacing = max(1, round(distance_mm / grid.pixel_mm))
    along_x = _on_lines(columns, grid, spacing, overlap_mm, turned=False)
    along_y = _on_lines(columns, grid, spacing, overlap_mm, turned=True)
    for z_mm in layers_mm.tolist():
        rows = _to_and_fro(_walls(*along_x, z_mm), spacing)
        ups = _to_and_fro(_walls(*along_y, z_mm), spacing)
        ends = np.concatenate((_placed(rows, grid), _placed(ups, grid, turned=True)))
        yield _support_by_support(ends.reshape(-1, 2), APART * spacing * grid.pixel_mm)


def _to_and_fro(runs: Spans, spacing: int) -> Spans:
    """Return the walls of every other line from its end to its beginning."""
    back = (runs[:, 0] // spacing) % 2 == 1
    order = np.lexsort((np.where(back, -runs[:, 1], runs[:, 1]), runs[:, 0]))
    first, last = runs[:, 1], runs[:, 2] + 1.0
    ends = np.stack((runs[:, 0], np.where(back, last, first), np.where(back, first, last)), axis=1)
    return ends[order]


def _support_by_support(ends: Floats, apart_mm: float) -> Floats:
    """Return walls with those of one support behind each other."""
    walls = np.arange(0, len(ends) + 1, 2, dtype=np.int64)
    return piece_by_piece(ends, ends, walls, float("nan"), apart_mm)


def _on_lines(
    columns: Columns, grid: Grid, spacing: int, overlap_mm: float, *, turned: bool
) -> tuple[Longs, Longs, Floats, Floats]:
    """Return the columns on the grid's lines in one direction: line, place along it, and heights.

    They are in the order of lines and places.
    """
    row, column = np.divmod(columns.pixel, grid.columns)
    line, place = (column, row) if turned else (row, column)
    mine = np.flatnonzero(line % spacing == spacing // 2)
    order = mine[np.lexsort((columns.bottom_mm[mine], place[mine], line[mine]))]
    low_mm = columns.bottom_mm - overlap_mm * columns.on_part
    return (
        read_only(line[order].astype(np.int64)),
        read_only(place[order].astype(np.int64)),
        read_only(low_mm[order]),
        read_only(columns.top_mm[order] + overlap_mm),
    )


@numba.njit(cache=True, nogil=True)
def _walls(line: Longs, place: Longs, low_mm: Floats, high_mm: Floats, z_mm: float) -> Spans:
    """Return runs of columns at a height: line, first and last place of each (N, 3)."""
    runs = np.empty((len(line), 3))
    count = 0
    for column in range(len(line)):
        if not low_mm[column] < z_mm < high_mm[column]:
            continue
        goes_on = (
            count > 0
            and runs[count - 1, 0] == line[column]
            and place[column] - runs[count - 1, 2] <= 1.0
        )
        if not goes_on:
            runs[count] = (line[column], place[column], place[column])
            count += 1
        runs[count - 1, 2] = place[column]
    return runs[:count]


def _placed(runs: Spans, grid: Grid, *, turned: bool = False) -> Floats:
    """Return the ends of walls in the frame of the part, (N, 2, 2)."""
    across = (runs[:, :1] + 0.5) * grid.pixel_mm
    along = runs[:, 1:] * grid.pixel_mm
    ends = np.stack((along, np.broadcast_to(across, along.shape)), axis=2)
    if turned:
        ends = ends[..., ::-1]
    return np.asarray(ends + np.array([grid.left_mm, grid.front_mm]))
