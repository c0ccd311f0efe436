"""The turn that makes a part fit on a machine: which way is up, and the angle on the platform.

Ways up that are tried: each axis, each large flat of the convex hull (the part lies on it), and an
even spread of directions; of those that fit, the one that tilts the part least. About the vertical
the part is turned by any degree, and each side of its outline is laid along the platform's.
"""

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import ConvexHull, QhullError

from slicer_checks.fit import excess_mm, turn_deg
from slicer_checks.machine import Machine
from slicer_checks.turns import sphere

Points = npt.NDArray[np.float64]

FLATS_TRIED: Final = 60
SPREAD: Final = 200
HULL_MAX: Final = 4000
"""So many points of the hull are turned, evenly chosen; a part has fewer but for round ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Turn the part about x, then about y, then about z (degrees), and it fits on the machine."""

    machine: Machine
    x_deg: float
    y_deg: float
    z_deg: float


def turn_that_fits(points_mm: Points, machines: tuple[Machine, ...]) -> Turn | None:
    """Find the turn with the least tilt that makes points fit on a machine, small ones first."""
    try:
        hull = ConvexHull(points_mm)
    except (QhullError, ValueError):
        return None
    corners = points_mm[hull.vertices]
    corners = corners[:: -(-len(corners) // HULL_MAX)] - corners.mean(axis=0)
    for up in _ways_up(hull):
        x_rad, y_rad = atan2(up[1], up[2]), -atan2(up[0], hypot(up[1], up[2]))
        turned = corners @ _about(0, x_rad).T @ _about(1, y_rad).T
        outline = shapely.convex_hull(shapely.MultiPoint(turned[:, :2]))
        height_mm = float(np.ptp(turned[:, 2]))
        for machine in machines:
            if excess_mm(outline, height_mm, machine) == 0:
                z_deg = turn_deg(outline, machine)
                return Turn(
                    machine=machine, x_deg=degrees(x_rad), y_deg=degrees(y_rad), z_deg=z_deg
                )
    return None


def _ways_up(hull: ConvexHull) -> Points:
    """Give directions of the part that may point up, those that tilt it least first."""
    outward = np.round(hull.equations[:, :3], 6)
    flats, place = np.unique(outward, axis=0, return_inverse=True)
    corners = hull.points[hull.simplices]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.bincount(place, weights=np.linalg.norm(across, axis=1))
    lying = -flats[np.argsort(-area)[:FLATS_TRIED]]
    ways = np.concatenate((np.eye(3), -np.eye(3), lying, sphere(SPREAD)))
    rank = np.concatenate((np.zeros(6), np.ones(len(lying)), np.full(SPREAD, 2)))
    return np.asarray(ways[np.lexsort((-ways[:, 2], rank))])


def _about(axis: int, angle_rad: float) -> Points:
    """Give the matrix of a turn about x (0) or y (1)."""
    one, two = ((1, 2), (2, 0))[axis]
    turn = np.eye(3)
    turn[one, one] = turn[two, two] = np.cos(angle_rad)
    turn[two, one] = np.sin(angle_rad)
    turn[one, two] = -turn[two, one]
    return turn
