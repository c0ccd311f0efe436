"""What of an outline lies beyond another region: pieces too thin for the track vanish from it."""

import numpy as np
from manifold3d import CrossSection, JoinType

from slicer_checks.toolpath import Floats

_ARC_SEGMENTS = 24


def pieces_beyond(
    outline: CrossSection, region: CrossSection, reach_mm: float, least_mm2: float
) -> CrossSection:
    """Return the pieces of an outline that lie farther than a reach from a region.

    Those below an area do not count, such as the tips of sharp corners. A fin thinner than the beam
    is gone from the contours of a layer; it begins where their reach ends.
    """
    near = region.offset(reach_mm, JoinType.Round, 2.0, _ARC_SEGMENTS)
    pieces = (outline - near).decompose()
    return CrossSection.compose([one for one in pieces if one.area() >= least_mm2])


def rim_mm(region: CrossSection) -> float:
    """Return how long the edge of a region is."""
    return sum(_length_mm(ring) for ring in region.to_polygons())


def may_lack(outline_mm2: float, region: CrossSection, beam_mm: float, least_mm2: float) -> bool:
    """Tell whether a region may lack pieces of an outline, by areas alone.

    What contours leave of a rim is at most the beam's distance wide all round what they enclose.
    """
    return bool(outline_mm2 - region.area() - beam_mm * rim_mm(region) > least_mm2 / 2)


def _length_mm(ring: Floats) -> float:
    return float(np.hypot(*(ring - np.roll(ring, 1, axis=0)).T).sum())
