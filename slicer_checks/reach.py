"""Which places a straight tool reaches from the side: rays outward that meet no face."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, meets

Points = npt.NDArray[np.float64]

WAYS: Final = 16
"""So many directions are tried, evenly around: level, and from below at `TILT` to the plate."""
TILT: Final = 0.5
"""Sine of 30 degrees: a tool through a window below an overhang."""


@numba.njit(cache=True)
def reachable(tree: BoxTree, places: Points, far_mm: float) -> npt.NDArray[np.bool_]:
    """Tell which of some places, (N, 3), are seen from outside, level or from below."""
    seen = np.zeros(len(places), dtype=np.bool_)
    ray = np.zeros(6)
    for place in range(len(places)):
        ray[:3] = places[place]
        for way in range(2 * WAYS):
            ray[5] = -TILT if way >= WAYS else 0.0
            level = np.sqrt(1 - ray[5] ** 2)
            ray[3] = level * np.cos(2 * np.pi * (way + 0.25) / WAYS)
            ray[4] = level * np.sin(2 * np.pi * (way + 0.25) / WAYS)
            if not meets(tree, ray, far_mm):
                seen[place] = True
                break
    return seen
