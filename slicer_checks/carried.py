"""Faces that lean too little to carry themselves, and yet print without support.

A level ceiling between two carried sides is a bridge, the roof of a lying hole an arch: up to the
limits of the checks `bridge` and `hole-needs-support` both hold, and neither check tells of them.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.bridge import LIMITS, ROUNDING_MM
from slicer_checks.checks.ceilings import LEVEL_DEG, ceilings_among
from slicer_checks.checks.hole_needs_support import ROUNDING
from slicer_checks.checks.protocol import telling
from slicer_checks.checks.regions import shared_corners
from slicer_checks.checks.roofs import roofs_among
from slicer_checks.columns import hanging
from slicer_checks.frozen import read_only
from slicer_checks.hanging import held_regions, seen_mm2
from slicer_checks.part import Part
from slicer_checks.patches import rims_mm, touching
from slicer_checks.process import Process
from slicer_checks.slicing import slice_part

Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]

ROUNDING_DEG: Final = 0.01
"""A face drawn at the limit, such as a 45° chamfer, is not below it by rounding."""


def regions_to_hold(part: Part, process: Process) -> Numbers:
    """Give each face of the solid the number of the region that has to be held, (F,); -1 for none.

    What carries itself is no region: a face at the safe angle, a narrow ledge, a bridge within the
    lowest limit that `bridge` tells of, a roof within that of `hole-needs-support`. A ledge that
    belongs to a bridge and reaches farther than half the span that holds is no bridge.
    """
    points, solid = part.vertices_mm, part.solid.faces
    hangs = _leaning(part, process, process.limit("overhang-angle-safe").value - ROUNDING_DEG)
    regions = held_regions(points, solid, hangs, process)
    held = regions >= 0
    carried = [*_bridges(part, held, process), *_roofs(part, held, process)]
    if not carried:
        return regions
    held[np.concatenate(carried)] = False
    return held_regions(points, solid, held, process)


def _leaning(part: Part, process: Process, limit_deg: float) -> Flags:
    """Tell which faces lean less than a limit from the plate and do not stand on it."""
    standing_mm = part.bounds_mm[0][2] + process.layer_mm
    limit_cos = math.cos(math.radians(limit_deg))
    return hanging(read_only(part.vertices_mm), part.solid.faces, limit_cos, standing_mm)


def _bridges(part: Part, held: Flags, process: Process) -> list[NDArray[np.integer]]:
    """Give the faces of each bridge that holds; only for narrow level ceilings layers are cut.

    Where no point is farther than half a span from the rim, the area is at most the rim times that.
    """
    limits = telling(process, LIMITS) or [process.limit(one) for one in LIMITS]
    most_mm = min(limit.value for limit in limits) + ROUNDING_MM
    level = np.flatnonzero(held & _leaning(part, process, LEVEL_DEG))
    if len(level) == 0:
        return []
    numbers = part.solid.face_numbers[level]
    corners = shared_corners(part, numbers)
    of = touching(corners)
    area_mm2 = np.bincount(of, weights=seen_mm2(part.vertices_mm, part.solid.faces[level]))
    area_min_mm2 = process.limit("overhang-area-min").value
    narrow = 2 * area_mm2 / rims_mm(corners, part.vertices_mm[part.faces[numbers]], of) <= most_mm
    narrow &= area_mm2 >= area_min_mm2
    if not narrow.any():
        return []
    layers = slice_part(part, process.layer_mm)
    found = ceilings_among(part, layers, level[narrow[of]], area_min_mm2)
    return [one.faces for one in found if max(one.span_mm, 2 * one.reach_mm) <= most_mm]


def _roofs(part: Part, held: Flags, process: Process) -> list[NDArray[np.integer]]:
    """Give the faces of each roof of a hole that holds."""
    safe_deg = process.limit("overhang-angle-safe").value
    most_mm = process.limit("hole-roof").value * ROUNDING
    found = roofs_among(part, np.flatnonzero(held), safe_deg)
    return [one.faces for one in found if one.diameter_mm <= most_mm]
