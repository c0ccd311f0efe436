"""How many copies of a part stand on a plate together: rows of boxes, a gap apart."""

import math
from collections.abc import Iterable

__all__ = ["copies_on_circle", "copies_on_rectangle"]


def copies_on_rectangle(
    size_mm: tuple[float, float], plate_mm: tuple[float, float], gap_mm: float
) -> int:
    """Count boxes in rows on a rectangle, all turned the same way, the better of two ways.

    A planner who nests outlines finds room for more; a price should not hang on that.
    """
    return max(_rows(plate_mm, turned, gap_mm) for turned in _ways(size_mm))


def copies_on_circle(size_mm: tuple[float, float], diameter_mm: float, gap_mm: float) -> int:
    """Count boxes in rows on a round plate, each row as long as the plate is at its far edge."""
    return max(_round_rows(diameter_mm / 2, turned, gap_mm) for turned in _ways(size_mm))


def _ways(size_mm: tuple[float, float]) -> Iterable[tuple[float, float]]:
    return (size_mm, size_mm[::-1])


def _fitting(room_mm: float, length_mm: float, gap_mm: float) -> int:
    if length_mm <= 0:
        return 0
    return max(0, int((room_mm + gap_mm + 1e-9) // (length_mm + gap_mm)))


def _rows(plate_mm: tuple[float, float], size_mm: tuple[float, float], gap_mm: float) -> int:
    columns, rows = (
        _fitting(room, length, gap_mm) for room, length in zip(plate_mm, size_mm, strict=True)
    )
    return columns * rows


def _round_rows(radius_mm: float, size_mm: tuple[float, float], gap_mm: float) -> int:
    width_mm, depth_mm = size_mm
    most = 0
    for rows in range(1, _fitting(2 * radius_mm, depth_mm, gap_mm) + 1):
        low_mm = -(rows * depth_mm + (rows - 1) * gap_mm) / 2
        count = 0
        for row in range(rows):
            begin_mm = low_mm + row * (depth_mm + gap_mm)
            far_mm = max(abs(begin_mm), abs(begin_mm + depth_mm))
            chord_mm = 2 * math.sqrt(max(radius_mm**2 - far_mm**2, 0.0))
            count += _fitting(chord_mm, width_mm, gap_mm)
        most = max(most, count)
    return most
