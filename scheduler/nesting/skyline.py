"""Bottom-left packing of boxes under a skyline, on rectangles and circles.

The skyline holds, from left to right, where each step begins and how high it lies; every placed
box raises it by its depth and the gap. (Burke, Kendall, Whitwell 2004 describe the idea.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

from scheduler.nesting.bed import Bed

Box = tuple[float, float]
"""Width and depth in millimetres, as the orientation gives them."""

ROUND_TRIES = 6
"""Positions tried across a round bed beside those the skyline offers."""


DIAGONALS_DEG = (45.0, 52.5, 37.5, 60.0, 30.0, 70.0, 20.0)
"""How steep the diagonals are of the rectangles tried inside a round bed."""


class Spot(NamedTuple):
    """Where a box lies: its lower left, and by how many quarters it is turned."""

    x_mm: float
    y_mm: float
    quarters: int


class Skyline(NamedTuple):
    """The steps of a skyline: where each begins, and its height."""

    starts_mm: tuple[float, ...]
    levels_mm: tuple[float, ...]


FLAT = Skyline((0.0,), (0.0,))


Piece = tuple[Box, tuple[int, ...]]
"""A box, and the quarters by which it may be turned."""


def pack(bed: Bed, pieces: Sequence[Piece]) -> tuple[tuple[Spot, ...], Skyline] | None:
    """Return a spot for every box in the order given, or nothing when one finds none."""
    packed = _packed(bed, pieces)
    return _packed_inside(bed, pieces) if packed is None and bed.round else packed


def _packed_inside(bed: Bed, pieces: Sequence[Piece]) -> tuple[tuple[Spot, ...], Skyline] | None:
    """Pack boxes into a rectangle in the middle of a round bed, of one shape after the other.

    The bottom of a circle is where it holds least, so what is dropped there piles up.
    """
    filled_mm2 = sum(width_mm * depth_mm for (width_mm, depth_mm), _ in pieces)
    for degrees in DIAGONALS_DEG:
        width_mm = bed.width_mm * cos(radians(degrees))
        depth_mm = bed.depth_mm * sin(radians(degrees))
        inner = replace(bed, round=False, width_mm=width_mm, depth_mm=depth_mm)
        packed = _packed(inner, pieces) if filled_mm2 <= inner.area_mm2 else None
        if packed is not None:
            left_mm, low_mm = (bed.width_mm - width_mm) / 2.0, (bed.depth_mm - depth_mm) / 2.0
            spots = tuple(Spot(left_mm + x, low_mm + y, turn) for x, y, turn in packed[0])
            return spots, over(bed, [box for box, _ in pieces], spots)
    return None


def _packed(bed: Bed, pieces: Sequence[Piece]) -> tuple[tuple[Spot, ...], Skyline] | None:
    skyline = FLAT
    spots: list[Spot] = []
    for piece in pieces:
        placed = drop(bed, skyline, piece)
        if placed is None:
            return None
        spot, skyline = placed
        spots.append(spot)
    return tuple(spots), skyline


def over(bed: Bed, boxes: Sequence[Box], spots: Sequence[Spot]) -> Skyline:
    """Return the skyline over boxes that lie already, wherever they do."""
    skyline = FLAT
    placed = zip(boxes, spots, strict=True)
    sizes = [(spot, box[::-1] if spot.quarters % 2 else box) for box, spot in placed]
    for spot, (width_mm, depth_mm) in sorted(sizes, key=lambda one: one[0].y_mm + one[1][1]):
        top_mm = spot.y_mm + depth_mm + bed.gap_mm
        skyline = _raised(skyline, spot.x_mm, width_mm + bed.gap_mm, top_mm)
    return skyline


def drop(bed: Bed, skyline: Skyline, piece: Piece) -> tuple[Spot, Skyline] | None:
    """Place one box where its top ends lowest; nothing when it finds no room."""
    lowest = _lowest_round if bed.round else _lowest
    (width_mm, depth_mm), turns = piece
    best: tuple[Way, float, int] | None = None
    for quarters in one_each(turns, alike=width_mm == depth_mm):
        sides_mm = (depth_mm, width_mm) if quarters % 2 else (width_mm, depth_mm)
        way = lowest(bed, skyline, *sides_mm)
        if way is not None and (best is None or way < best[0]):
            best = way, sides_mm[0], quarters
    return None if best is None else _placed(bed, skyline, best)


def one_each(turns: Sequence[int], *, alike: bool) -> Sequence[int]:
    """Return one of the turns for each way a box can lie: along and across, or `alike` once."""
    first = {0 if alike else quarters % 2: quarters for quarters in reversed(turns)}
    return [first[way] for way in sorted(first)]


Way = tuple[float, float, float]
"""Where a box would end, and the corner it would lie at: top, x, y."""


def _placed(bed: Bed, skyline: Skyline, best: tuple[Way, float, int]) -> tuple[Spot, Skyline]:
    (top_mm, x_mm, y_mm), width_mm, quarters = best
    raised = _raised(skyline, x_mm, width_mm + bed.gap_mm, top_mm + bed.gap_mm)
    return Spot(x_mm, y_mm, quarters), raised


def _lowest(bed: Bed, skyline: Skyline, width_mm: float, depth_mm: float) -> Way | None:
    """Return the lowest way at the start of a step; a step that is too high is left early."""
    starts_mm, levels_mm = skyline
    count, last_mm = len(starts_mm), bed.width_mm - width_mm
    grown_mm = width_mm + bed.gap_mm
    most_mm, best_mm = bed.depth_mm - depth_mm, None
    for first, x_mm in enumerate(starts_mm):
        if x_mm > last_mm:
            break
        step, level_mm, end_mm = first, 0.0, x_mm + grown_mm
        while step < count and starts_mm[step] < end_mm and level_mm <= most_mm:
            level_mm = max(level_mm, levels_mm[step])
            step += 1
        if level_mm < most_mm or (best_mm is None and level_mm <= most_mm):
            most_mm, best_mm = level_mm, x_mm
    return None if best_mm is None else (most_mm + depth_mm, best_mm, most_mm)


def _lowest_round(bed: Bed, skyline: Skyline, width_mm: float, depth_mm: float) -> Way | None:
    best: Way | None = None
    for x_mm in _positions(bed, skyline, width_mm):
        lowest_mm = bed.lowest_mm(x_mm, width_mm)
        y_mm = max(_level(skyline, x_mm, width_mm + bed.gap_mm), lowest_mm)
        way = (y_mm + depth_mm, x_mm, y_mm)
        if way[0] <= bed.depth_mm - lowest_mm and (best is None or way < best):
            best = way
    return best


def _positions(bed: Bed, skyline: Skyline, width_mm: float) -> Iterator[float]:
    last_mm = bed.width_mm - width_mm
    if last_mm < 0.0:
        return
    grown_mm = width_mm + bed.gap_mm
    for start_mm in skyline.starts_mm:
        if start_mm <= last_mm:
            yield start_mm
        if 0.0 < start_mm - grown_mm <= last_mm:
            yield start_mm - grown_mm
    for step in range(ROUND_TRIES + 1):
        yield last_mm * step / ROUND_TRIES


def _level(skyline: Skyline, x_mm: float, grown_mm: float) -> float:
    starts_mm, levels_mm = skyline
    end_mm = x_mm + grown_mm
    highest_mm = 0.0
    last = len(starts_mm) - 1
    for index, level_mm in enumerate(levels_mm):
        if starts_mm[index] >= end_mm:
            break
        if level_mm > highest_mm and (index == last or starts_mm[index + 1] > x_mm):
            highest_mm = level_mm
    return highest_mm


def _raised(skyline: Skyline, x_mm: float, grown_mm: float, level_mm: float) -> Skyline:
    end_mm = x_mm + grown_mm
    starts_mm: list[float] = []
    levels_mm: list[float] = []
    after_mm = 0.0
    for start, level in zip(*skyline, strict=True):
        if start <= end_mm:
            after_mm = level
        if start < x_mm:
            starts_mm.append(start)
            levels_mm.append(level)
    starts_mm.append(x_mm)
    levels_mm.append(level_mm)
    starts_mm.append(end_mm)
    levels_mm.append(after_mm)
    for start, level in zip(*skyline, strict=True):
        if start > end_mm:
            starts_mm.append(start)
            levels_mm.append(level)
    return Skyline(tuple(starts_mm), tuple(levels_mm))
