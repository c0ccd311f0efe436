"""How far it is from a surface to the facing one: through metal, or through air.

From each point a ray runs along the normal, inward or outward, and counts how often the faces wind
around it: metal ends where the count comes to nothing, so a side of one body inside another does
not count, nor does a seam between bodies that touch. At a point of a smooth side the span is the
diameter of the largest ball that touches there: where it is below a width, the opening by that
width (Serra, 1982) takes the point away, and the place is thinner than the width for certain.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, Ray, all_hits, ray_from
from slicer_checks.cores import in_parts
from slicer_checks.directions import unit_normal
from slicer_checks.samples import Samples

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CONTACT_MM: Final = 0.001
"""Faces closer than this touch; nothing thinner is a wall or a gap."""
FACING_DEG: Final = 20.0
"""Two sides face each other when their normals are opposite within this; else it is a wedge."""
BREADTH_SPANS: Final = 2.0
"""The breadth is looked for within so many spans to each side."""
_HITS: Final = 32
_BURIED_HITS: Final = 4096
_FAR_MM: Final = 1e9
_SKEW: Final = (0.8, 0.48, 0.36)
"""A unit direction that leans out of a face, along no axis of a drawing."""
_LINES: Final = 3
"""Across so many directions within the sheet its breadth is measured."""


class Spans(NamedTuple):
    """For each sample: the span (NaN where none is within reach) and its breadth (N,).

    The breadth is the least extent, at the middle of the span, across the span: that of a pin is
    its diameter, that of a wall is large.
    """

    lengths_mm: Points
    breadths_mm: Points


class _Found(NamedTuple):
    """Room for the hits of one ray."""

    distances: Points
    faces: Ids


def spans(tree: BoxTree, samples: Samples, reach_mm: float, *, inward: bool) -> Spans:
    """Measure from every sample to the side that faces it, up to a reach."""
    way = -1.0 if inward else 1.0
    measured = in_parts(
        lambda first, stop: _spans(tree, samples, (first, stop), reach_mm, way), len(samples.faces)
    )
    lengths, breadths = (np.concatenate(columns) for columns in zip(*measured, strict=True))
    return Spans(lengths, breadths)


@numba.njit(cache=True, nogil=True)
def _spans(
    tree: BoxTree, samples: Samples, part: tuple[int, int], reach: float, way: float
) -> tuple[Points, Points]:
    """Measure the samples from the first of a part to before its stop."""
    first, stop = part
    lengths, breadths = np.full(stop - first, np.nan), np.full(stop - first, np.nan)
    opposite = np.cos(np.radians(FACING_DEG))
    found = _Found(np.empty(_HITS), np.empty(_HITS, dtype=np.int32))
    for number in range(first, stop):
        point, normal = samples.points[number], samples.normals[number]
        ray = ray_from(point, way * normal)
        found.distances[0] = reach
        place = _across(tree, ray, way, samples.faces[number], found)
        if place >= 0 and -way * _along(tree, found.faces[place], ray) >= opposite:
            length = found.distances[place]
            middle = point + way * normal * length / 2
            lengths[number - first] = length
            breadths[number - first] = _breadth(
                tree, middle, normal, BREADTH_SPANS * length, way, found
            )
    return lengths, breadths


@numba.njit(cache=True)
def _breadth(  # noqa: PLR0917 (a kernel's arrays)
    tree: BoxTree, middle: Points, normal: Points, reach: float, way: float, found: _Found
) -> float:
    """Return the least extent at a place, across a normal; infinite where it is beyond reach."""
    one, other = _across_normal(normal)
    least = np.inf
    for line in range(_LINES):
        turn = np.pi * line / _LINES
        along = np.cos(turn) * one + np.sin(turn) * other
        breadth = _reach(tree, ray_from(middle, along), way, reach, found)
        if breadth < np.inf:
            breadth += _reach(tree, ray_from(middle, -along), way, reach, found)
        least = min(least, breadth)
    return least


@numba.njit(cache=True)
def _reach(tree: BoxTree, ray: Ray, way: float, reach: float, found: _Found) -> float:
    found.distances[0] = reach
    place = _across(tree, ray, way, -1, found)
    return float(found.distances[place]) if place >= 0 else np.inf


@numba.njit(cache=True)
def _across_normal(normal: Points) -> tuple[Points, Points]:
    """Return two unit vectors that stand across a normal and across each other."""
    one = np.zeros(3)
    least = np.argmin(np.abs(normal))
    one[least] = 1.0
    one -= normal * normal[least]
    one /= np.sqrt((one * one).sum())
    other = np.array(
        (
            normal[1] * one[2] - normal[2] * one[1],
            normal[2] * one[0] - normal[0] * one[2],
            normal[0] * one[1] - normal[1] * one[0],
        )
    )
    return one, other


@numba.njit(cache=True)
def _along(tree: BoxTree, face: int, ray: Ray) -> float:
    """Return the cosine between a face's normal and a ray: above 0 where the ray comes out."""
    x, y, z, _ = unit_normal(tree.points, tree.faces, face)
    return float(x * ray.dx + y * ray.dy + z * ray.dz)


@numba.njit(cache=True)
def _across(tree: BoxTree, ray: Ray, way: float, own: int, found: _Found) -> int:
    """Follow a ray through metal (way -1) or air (1) to where that ends.

    Return the place of that hit among the found ones, -1 where it does not end within the reach
    that stands in ``found.distances[0]``, or where air does not begin at the ray's origin.
    """
    count = all_hits(tree, ray, -CONTACT_MM, found.distances, found.faces)
    winding = 1 if way < 0 else 0
    for place in range(count):
        if found.faces[place] == own:
            continue
        step = -1 if _along(tree, found.faces[place], ray) > 0 else 1
        if found.distances[place] < CONTACT_MM:
            if way > 0 and step > 0:
                return -1
            continue
        winding += step
        if way > 0:
            return place if winding > 0 else -1
        if winding <= 0 and not _goes_on(tree, ray, found, place, count):
            return place
    return -1


@numba.njit(cache=True)
def _goes_on(tree: BoxTree, ray: Ray, found: _Found, place: int, count: int) -> bool:
    """Tell whether another body begins where one ends."""
    return (
        place + 1 < count
        and found.distances[place + 1] - found.distances[place] < CONTACT_MM
        and _along(tree, found.faces[place + 1], ray) < 0
    )


def buried(tree: BoxTree, samples: Samples, chosen: Flags) -> Flags:
    """Tell which of the chosen samples lie on a face inside another body: no side of the part."""
    inside = np.zeros(len(samples.faces), dtype=np.bool_)
    numbers = np.flatnonzero(chosen)
    in_parts(lambda first, stop: _buried(tree, samples, numbers[first:stop], inside), len(numbers))
    return inside


@numba.njit(cache=True, nogil=True)
def _buried(tree: BoxTree, samples: Samples, chosen: npt.NDArray[np.intp], inside: Flags) -> None:
    """Count how often the faces wind around each point just outside its face."""
    distances, hits = np.empty(_BURIED_HITS), np.empty(_BURIED_HITS, dtype=np.int32)
    for number in chosen:
        normal = samples.normals[number]
        one, other = _across_normal(normal)
        ray = ray_from(
            samples.points[number], _SKEW[0] * normal + _SKEW[1] * one + _SKEW[2] * other
        )
        distances[0] = _FAR_MM
        winding = 0
        for place in range(all_hits(tree, ray, CONTACT_MM, distances, hits)):
            winding += 1 if _along(tree, hits[place], ray) > 0 else -1
        inside[number] = winding > 0
