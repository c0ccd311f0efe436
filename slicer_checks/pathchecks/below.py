"""What lies below each layer of a toolpath: ledges over powder, islands, and what carries them.

Supports are vectors that the file says are of one, and lines that do not close. They are often
scanned only in every second or third layer, so the last three layers are looked at; a grid of lines
carries what lies between them, so a line carries what is within its reach.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import tan
from typing import Final

import numpy as np
import shapely
from manifold3d import CrossSection, FillRule, JoinType

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.pathchecks.vectors import vectors_among, within_reach
from slicer_checks.pathpolygons import Polygons, polygons_of
from slicer_checks.toolpath import Floats, Role, Shape

LAYERS_BELOW: Final = 3
"""Supports are scanned in every layer, in every second or in every third."""

ROUNDING_MM: Final = (0.005, 0.02)
"""Sides of contours are off by two of the file's units, and by so much at least and at most."""

_DEEPEST: Final = 100
_DENSE_MM: Final = 0.2
_WIDE_MM: Final = 0.2
_LINES_MAX: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledge:
    """What of a layer nothing carries: the polygons, their area, and how far they reach out."""

    layer: int
    polygons: Polygons
    area_mm2: float
    reach_mm: float
    step_mm: float


def first_layer(subject: Subject) -> int:
    """Return the first layer with vectors, which lies on the platform; -1 where none has any."""
    exposed = subject.block_layer[subject.toolpath.block_vectors > 0]
    return int(exposed[0]) if len(exposed) else -1


def support_lines(subject: Subject) -> Mask:
    """Tell which blocks carry what is above: supports, and polylines that do not close."""
    blocks = subject.toolpath.blocks
    exposes = blocks.block_shape <= Shape.HATCHES
    loose = subject.contours & ~regions_of(subject).rings
    exposes &= within_reach(subject)
    return np.asarray(exposes & ((blocks.block_role == Role.SUPPORT) | loose))


def rounding_mm(subject: Subject) -> float:
    """Return how far a side of a contour may be off by the file's own rounding."""
    least_mm, most_mm = ROUNDING_MM
    unit_mm = subject.toolpath.facts.unit_mm
    return min(max(2 * unit_mm, least_mm), most_mm) if unit_mm < 1 else least_mm


def new_ground(subject: Subject, least_mm2: float) -> list[tuple[int, CrossSection]]:
    """Return layers above the first with area that the one below has not, and that area."""
    return subject.kept.once(
        f"new ground above {least_mm2}", lambda: list(_new_ground(subject, least_mm2))
    )


def _new_ground(subject: Subject, least_mm2: float) -> list[tuple[int, CrossSection]]:
    regions, found = regions_of(subject), []
    for layer in range(first_layer(subject) + 1, len(subject.toolpath)):
        above = regions.outlines[layer]
        if not (regions.judged[layer] and regions.judged[layer - 1]):
            continue
        if regions.area_mm2[layer] < least_mm2:
            continue
        beyond = above - regions.outlines[layer - 1]
        if beyond.area() >= least_mm2:
            found.append((layer, beyond))
    return found


def overhangs(subject: Subject, slope: float, least_mm2: float) -> list[tuple[int, CrossSection]]:
    """Return layers, and what of them reaches out over the one below farther than a slope allows.

    ``slope`` is the angle from the platform, in radians, at which a side carries itself.
    """
    return subject.kept.once(
        f"overhangs at {slope} above {least_mm2}",
        lambda: list(_overhangs(subject, slope, least_mm2)),
    )


def _overhangs(
    subject: Subject, slope: float, least_mm2: float
) -> Iterator[tuple[int, CrossSection]]:
    regions = regions_of(subject)
    for layer, beyond in new_ground(subject, least_mm2):
        step_mm = _step_to(subject, layer)
        if step_mm <= 0:
            continue
        margin_mm = _margin_of(subject, step_mm, slope)
        over = beyond - regions.outlines[layer - 1].offset(margin_mm, JoinType.Miter, 2.0, 0)
        if over.area() >= least_mm2:
            yield layer, over


def _step_to(subject: Subject, layer: int) -> float:
    """Return how far a layer lies above the one below, in mm."""
    z_mm = subject.toolpath.blocks.layer_z_mm
    return float(z_mm[layer] - z_mm[layer - 1])


def _margin_of(subject: Subject, step_mm: float, slope: float) -> float:
    """Return how far a side at a slope may reach out in one step, with the file's rounding."""
    return step_mm / tan(slope) + rounding_mm(subject)


def islands_in(subject: Subject, layer: int, beyond: CrossSection, least_mm2: float) -> Polygons:
    """Return the pieces of new ground that nothing of the layer below touches."""
    pieces = polygons_of(beyond)
    pieces = pieces[shapely.area(pieces) >= least_mm2]
    below = polygons_of(regions_of(subject).outlines[layer - 1])
    if not len(below) or not len(pieces):
        return np.asarray(pieces)
    return _apart(pieces, below, rounding_mm(subject))


def uncarried(subject: Subject, layer: int, islands: Polygons, reach_mm: float) -> Polygons:
    """Return the islands that no support within a reach comes near.

    Some supports end a few layers below the part on purpose, so that they come off by hand.
    """
    deep = int(min(max(reach_mm / subject.layer_mm, LAYERS_BELOW), _DEEPEST))
    layers = range(max(layer - deep, 0), layer)
    lines = shapely.linestrings(_lines_in(subject, layers, _box_of(islands), reach_mm))
    if not len(lines) or not len(islands):
        return islands
    return _apart(islands, lines, reach_mm)


def _apart(pieces: Polygons, others: Polygons, distance_mm: float) -> Polygons:
    """Return the pieces that are farther than a distance from all others."""
    near = shapely.STRtree(others).query(pieces, predicate="dwithin", distance=distance_mm)[0]
    far = np.ones(len(pieces), dtype=bool)
    far[near] = False
    return np.asarray(pieces[far])


def ledge_in(
    subject: Subject, layer: int, over: CrossSection, slope: float, carry: tuple[float, float]
) -> Ledge | None:
    """Return what of a layer's overhang (`overhangs`) no support carries; None if nothing.

    Parameters
    ----------
    slope
        Angle from the platform, in radians, at which a side carries itself.
    carry
        How far a support carries, in mm, and the least area that counts, in mm2.
    """
    below, step_mm = regions_of(subject).outlines[layer - 1], _step_to(subject, layer)
    margin_mm = _margin_of(subject, step_mm, slope)
    reach_mm, least_mm2 = carry
    carried = _carried(subject, layer, over, reach_mm)
    pieces = polygons_of(over - carried)
    pieces = pieces[shapely.area(pieces) >= least_mm2]
    standing = polygons_of(below + carried)
    if not len(pieces) or not len(standing):
        return None
    touching = shapely.STRtree(standing).query(
        pieces, predicate="dwithin", distance=margin_mm + rounding_mm(subject)
    )[0]
    pieces = pieces[np.unique(touching)]
    if not len(pieces):
        return None
    return Ledge(
        layer=layer,
        polygons=pieces,
        area_mm2=float(shapely.area(pieces).sum()),
        reach_mm=_reach(pieces, standing),
        step_mm=step_mm,
    )


def _reach(pieces: Polygons, standing: Polygons) -> float:
    """Return how far the farthest place of some pieces is from what stands below.

    It lies on an edge, or, under a ceiling, in the middle of a piece.
    """
    ground = shapely.union_all(standing)
    shapely.prepare(ground)
    corners = shapely.points(shapely.get_coordinates(shapely.segmentize(pieces, _DENSE_MM)))
    wide = pieces[2 * shapely.area(pieces) > _WIDE_MM * shapely.length(pieces)]
    middles = shapely.get_point(shapely.maximum_inscribed_circle(wide, _WIDE_MM / 4), 0)
    return float(shapely.distance(np.concatenate((corners, middles)), ground).max())


def _carried(subject: Subject, layer: int, over: CrossSection, reach_mm: float) -> CrossSection:
    """Return what supports below a region carry of it."""
    layers = range(max(layer - LAYERS_BELOW, 0), layer)
    lines = _lines_in(subject, layers, over.bounds(), reach_mm)
    if not len(lines) or len(lines) > _LINES_MAX:
        return over if len(lines) else CrossSection()
    drawn = shapely.buffer(shapely.linestrings(lines), reach_mm, quad_segs=4)
    rings = [shapely.get_coordinates(one.exterior)[:-1] for one in shapely.normalize(drawn)]
    return CrossSection(rings, FillRule.NonZero)


def _lines_in(
    subject: Subject, layers: range, box: tuple[float, float, float, float], reach_mm: float
) -> Floats:
    """Return the vectors (V, 2, 2) of supports in some layers that come near a box."""
    lines = vectors_among(subject, layers, support_lines(subject))
    low, high = lines.min(axis=1), lines.max(axis=1)
    near = (high >= np.array(box[:2]) - reach_mm) & (low <= np.array(box[2:]) + reach_mm)
    return np.asarray(lines[near.all(axis=1)])


def _box_of(polygons: Polygons) -> tuple[float, float, float, float]:
    low_x, low_y, high_x, high_y = shapely.total_bounds(polygons).tolist()
    return (low_x, low_y, high_x, high_y)
