"""Which places a straight tool reaches from the side: rays outward that meet no face."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, Ray, first_hit

Points = npt.NDArray[np.float64]

WAYS: Final = 16
"""So many directions are tried, evenly around: level, and from below at `TILT` to the plate."""
TILT: Final = 0.5
"""Sine of 30 degrees: a tool through a window below an overhang."""


@numba.njit(cache=True)
def reachable(tree: BoxTree, places: Points, far_mm: float) -> npt.NDArray[np.bool_]:
    """Tell which of some places, (N, 3), are seen from outside, level or from below."""
    seen = np.zeros(len(places), dtype=np.bool_)
    for place in range(len(places)):
        x, y, z = places[place, 0], places[place, 1], places[place, 2]
        for way in range(2 * WAYS):
            dz = -TILT if way >= WAYS else 0.0
            level, turn = np.sqrt(1 - dz**2), 2 * np.pi * (way + 0.25) / WAYS
            ray = Ray(x, y, z, level * np.cos(turn), level * np.sin(turn), dz)
            if first_hit(tree, ray, 0.0, far_mm).face < 0:
                seen[place] = True
                break
    return seen
