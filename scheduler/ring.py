"""A ring of corners: the outline of a shadow, of a hole in it, or of a place that is kept free."""

from __future__ import annotations

import shapely

Ring = tuple[tuple[float, float], ...]
"""Corners (x, y) in millimetres, in order; the last is joined to the first."""

CORNERS = 3
"""A ring has three corners at least."""

SLIP_MM2 = 1e-3
"""A lobe so small is a slip of rounding: the spot of a laser is ten times as large."""


def is_plain(ring: Ring) -> bool:
    """Tell whether a ring has three corners, an area, and no sides that cross; it may touch itself.

    Of what two crossing sides part, the lobes count against each other when the area is summed
    along the ring, so it differs from the area that lies inside.
    """
    if len(ring) < CORNERS:
        return False
    drawn = shapely.Polygon(ring)
    inside = drawn if drawn.is_valid else shapely.make_valid(drawn)
    return bool(drawn.area > 0.0 and abs(inside.area - drawn.area) <= SLIP_MM2)
