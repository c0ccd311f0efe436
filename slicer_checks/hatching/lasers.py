"""Vectors shared out among lasers whose scan fields lie side by side along x.

The seam between two fields is the middle of where they overlap. Vectors are cut there, so each lies
in the field of its laser; a ring that a seam cuts becomes open lines, one after the other. A cut
that would leave a short rest is none: the rest stays with its vector, as far as the fields overlap.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from slicer_checks.layerstack import LayerStack
from slicer_checks.machine import Fields
from slicer_checks.scanstrategy import LASERS_SHARED, ScanStrategy
from slicer_checks.toolpath import NOBODY, Floats, LaserSource, Longs, Shape

LAP_MM: Final = 2.0
"""The fields of two lasers lap over by so much."""

FIELD_DECIMALS: Final = 4
"""Fields are whole tenths of a micrometre, as coordinates are, so one unit holds both."""

PLACES: Final = 513
CORNERS: Final = 4096
"""So many edges are held against all places at once."""

LAYERS: Final = 40
"""What lies left of so many places is summed over about so many layers."""


class Seam(NamedTuple):
    """Where one laser's work ends and the next one's begins, and how far both reach beyond."""

    x_mm: float
    reach_mm: float


def fields_of(layers: LayerStack, lasers: int) -> Fields:
    """Return a strip along x for each laser, all with equally much to melt; none for one laser.

    Strips lap over a little, as fields do. What lies left of a place is summed over some layers.
    """
    if lasers < 2 or not np.isfinite(layers.bounds_mm).any():  # noqa: PLR2004  one needs no field
        return ()
    low = float(np.nanmin(layers.bounds_mm[:, 0])) - LAP_MM
    high = float(np.nanmax(layers.bounds_mm[:, 2])) + LAP_MM
    places = np.linspace(low, high, PLACES)
    left_mm2 = np.zeros(PLACES)
    for layer in range(0, len(layers), max(1, len(layers) // LAYERS)):
        for ring in layers.rings(layer):
            for begin in range(0, len(ring), CORNERS):
                left_mm2 += left_of(ring, places, begin)
    shares = np.arange(1, lasers) / lasers * left_mm2[-1]
    seams = np.interp(shares, np.maximum.accumulate(left_mm2), places).tolist()
    front, back = np.nanmin(layers.bounds_mm[:, 1]), np.nanmax(layers.bounds_mm[:, 3])

    def whole(x_mm: float, y_mm: float) -> tuple[float, float]:
        return round(x_mm, FIELD_DECIMALS), round(y_mm, FIELD_DECIMALS)

    ends = [
        (low, *(one - LAP_MM / 2 for one in seams)),
        (*(one + LAP_MM / 2 for one in seams), high),
    ]
    return tuple(
        (whole(left, float(front) - LAP_MM), whole(right, float(back) + LAP_MM))
        for left, right in zip(*ends, strict=True)
    )


def side_by_side(fields_mm: Fields) -> bool:
    """Tell whether several fields follow each other from left to right without a gap.

    Their seams rise, and they share what is before and behind.
    """
    if not 2 <= len(fields_mm) <= LASERS_SHARED:  # noqa: PLR2004  one needs no seam
        return False
    seams = [seam.x_mm for seam in seams_of(fields_mm)]
    rising = all(one < other for one, other in pairwise(seams))
    depths = {(low, high) for (_, low), (_, high) in fields_mm}
    return rising and len(depths) == 1 and all(seam.reach_mm >= 0 for seam in seams_of(fields_mm))


def left_of(ring: Floats, places: Floats, begin: int = 0) -> Floats:
    """Return what some edges of a ring (N, 2) give to its area left of each place (K,) along x.

    These are `CORNERS` from one on. The area inside a ring that runs counter-clockwise is what lies
    below its upper edges less what lies below its lower ones (Green's theorem).
    """
    start = ring[begin : begin + CORNERS]
    end = np.roll(ring, -1, axis=0)[begin : begin + CORNERS]
    backwards = end[:, 0] < start[:, 0]
    low, high = np.where(backwards[:, None], end, start), np.where(backwards[:, None], start, end)
    width = high[:, 0] - low[:, 0]
    wide = width > 0
    low, high, width, backwards = low[wide], high[wide], width[wide], backwards[wide]
    passed = np.clip((places[:, None] - low[:, 0]) / width, 0.0, 1.0)
    below = width * passed * (low[:, 1] + passed / 2 * (high[:, 1] - low[:, 1]))
    return np.asarray(np.where(backwards, below, -below).sum(axis=1))


def lasers_of(strategy: ScanStrategy) -> tuple[LaserSource, ...]:
    """Return the lasers of a strategy with their fields; none where it names none."""
    return tuple(
        LaserSource(name=f"laser {number}", field_mm=field)
        for number, field in enumerate(strategy.fields_mm, start=1)
    )


def shared_out(
    points_mm: Floats, shape: Shape, strategy: ScanStrategy
) -> Iterator[tuple[Floats, int]]:
    """Yield the vectors of each laser in their order, and the laser; one of them has no number."""
    if len(strategy.fields_mm) < 2:  # noqa: PLR2004  one laser does everything
        yield points_mm, 0 if strategy.fields_mm else NOBODY
        return
    seams = seams_of(strategy.fields_mm)
    if shape == Shape.HATCHES:
        pieces = _cut(points_mm.reshape(-1, 2, 2), seams, strategy.shortest_mm)
        pieces = pieces[_lengths_mm(pieces) >= strategy.drop_mm]
        laser = _laser_of(pieces, seams)
        for number in range(len(seams) + 1):
            if (laser == number).any():
                yield pieces[laser == number].reshape(-1, 2), number
        return
    yield from _lines(points_mm, seams, strategy.drop_mm)


def seams_of(fields_mm: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> list[Seam]:
    """Return the seams between fields, from left to right."""
    return [
        Seam(x_mm=(left[1][0] + right[0][0]) / 2, reach_mm=(left[1][0] - right[0][0]) / 2)
        for left, right in pairwise(fields_mm)
    ]


def _laser_of(vectors: Floats, seams: Sequence[Seam]) -> Longs:
    """Return the laser in whose strip the middle of each vector lies."""
    middles = vectors[:, :, 0].mean(axis=1)
    return np.asarray(np.searchsorted([seam.x_mm for seam in seams], middles))


def _lengths_mm(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(*(vectors[:, 1] - vectors[:, 0]).T))


def _cut(vectors: Floats, seams: Sequence[Seam], least_mm: float) -> Floats:
    """Return vectors (N, 2, 2), those that cross a seam as two, one behind the other.

    Where one of the two would be shorter than the least, and both lasers reach it, there is no cut.
    """
    for seam in seams:
        start, end = vectors[:, 0, 0], vectors[:, 1, 0]
        across = (np.minimum(start, end) < seam.x_mm) & (np.maximum(start, end) > seam.x_mm)
        share = np.divide(seam.x_mm - start, end - start, out=np.zeros(len(start)), where=across)
        rest = np.minimum(share, 1 - share)
        short = (rest * _lengths_mm(vectors) < least_mm) & (
            rest * np.abs(end - start) <= seam.reach_mm
        )
        across &= ~short
        if not across.any():
            continue
        crossing = vectors[across]
        middle = crossing[:, 0] + share[across, None] * (crossing[:, 1] - crossing[:, 0])
        middle[:, 0] = seam.x_mm
        pieces = np.repeat(vectors, 1 + across, axis=0)
        first = np.flatnonzero(across) + np.arange(len(crossing))
        pieces[first, 1], pieces[first + 1, 0] = middle, middle
        vectors = pieces
    return vectors


def _lines(
    points_mm: Floats, seams: Sequence[Seam], least_mm: float
) -> Iterator[tuple[Floats, int]]:
    """Yield a polyline as lines of one laser each; a ring that no seam cuts stays whole."""
    edges = _cut(np.stack((points_mm[:-1], points_mm[1:]), axis=1), seams, least_mm)
    laser = _laser_of(edges, seams)
    changes = np.flatnonzero(np.diff(laser)) + 1
    closed = len(points_mm) > 2 and bool((points_mm[0] == points_mm[-1]).all())  # noqa: PLR2004
    if closed and len(changes) > 0:  # begin where the laser changes, so no line is cut in two
        edges, laser = np.roll(edges, -changes[0], axis=0), np.roll(laser, -changes[0])
        changes = np.flatnonzero(np.diff(laser)) + 1
    for run in np.split(np.arange(len(edges)), changes):
        if len(run):
            yield np.concatenate((edges[run, 0], edges[run[-1:], 1])), int(laser[run[0]])
