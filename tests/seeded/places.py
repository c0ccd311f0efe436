"""Where a fault can be planted on a part: flat spots in the open, and the thickest spot inside.

Everything is found by rays, so a part needs no description of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from tests.seeded.solids import INFINITE, Point, Solid, bounds_of, hits_along, reach

Frame = npt.NDArray[np.float64]

ROOMS_MM = (10.0, 8.0, 6.5, 5.0, 4.0, 3.0, 2.2, 1.5, 1.0)
"""Radii that are tried for the clear disc around a spot."""
_TOP_GRID, _SIDE_GRID = 28, 14
_RIM = np.arange(16) * 2 * np.pi / 16
_FLAT = 0.999
_START_MM = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """A spot on the surface (or inside) with its frame.

    Parameters
    ----------
    origin
        The spot.
    frame
        Unit vectors u, v, n as columns; n points out of the material.
    room_mm
        Radius of the flat disc around the spot; inside: of the ball that fits.
    depth_mm
        Material below the spot, against n.
    """

    origin: Point
    frame: Frame
    room_mm: float
    depth_mm: float

    def put(self, local: Solid) -> Solid:
        """Return a solid of the local frame (n is its z) in the part's frame."""
        return local.transform(np.column_stack((self.frame, self.origin)))


def facing(
    solid: Solid, normal: Point, rng: np.random.Generator, grid: int, flat_mm: float = 2e-3
) -> Place | None:
    """Return the roomiest flat spot that is seen from far away along -normal.

    The grid of rays is shifted by the generator, so equal parts get different spots.
    """
    frame = _frame(normal)
    low, high = bounds_of(solid)
    corners = np.array(list(product(*zip(low, high, strict=True)))) @ frame
    lowest, highest = corners.min(axis=0), corners.max(axis=0)
    far = highest[2] + 1.0
    step = (highest - lowest)[:2] / grid
    best: Place | None = None
    for index in product(range(grid), repeat=2):
        spot = lowest[:2] + (np.array(index) + rng.uniform(0.2, 0.8, 2)) * step
        start = frame @ np.array((*spot, far))
        found = _spot(solid, frame, start, flat_mm, best.room_mm if best else 0.0)
        if found is not None and _better(found, best):
            best = found
    return best


def _better(one: Place, best: Place | None) -> bool:
    return best is None or (one.room_mm, one.depth_mm) > (best.room_mm, best.depth_mm)


def _frame(normal: Point) -> Frame:
    """Return u, v, n: v is up for a side, and y for a top."""
    up = np.array((0.0, 1.0, 0.0)) if abs(normal[2]) > _FLAT else np.array((0.0, 0.0, 1.0))
    u = np.cross(up, normal)
    return np.column_stack((u, np.cross(normal, u), normal))


def _spot(
    solid: Solid, frame: Frame, start: Point, flat_mm: float, larger_mm: float
) -> Place | None:
    """Return the spot that a ray meets first, when it is flat with more room than asked."""
    normal = frame[:, 2]
    hits = hits_along(solid, start, -normal)
    if not hits or np.dot(hits[0][1], normal) < min(_FLAT, 1 - flat_mm):
        return None
    origin = start - hits[0][0] * normal
    depth = hits[1][0] - hits[0][0] if len(hits) > 1 else 0.0
    for room in ROOMS_MM:
        if room < larger_mm:
            return None
        if _clear(solid, frame, origin, room, flat_mm):
            return Place(origin=origin, frame=frame, room_mm=room, depth_mm=depth)
    return None


def _clear(solid: Solid, frame: Frame, origin: Point, radius: float, flat_mm: float) -> bool:
    u, v, normal = frame.T
    high = 500.0
    for share in (1.0, 0.5):
        for angle in _RIM:
            spot = origin + share * radius * (np.cos(angle) * u + np.sin(angle) * v)
            if abs(reach(solid, spot + high * normal, -normal) - high) > flat_mm:
                return False
    return True


def top(solid: Solid, rng: np.random.Generator) -> Place | None:
    """Return a flat spot that looks up."""
    return facing(solid, np.array((0.0, 0.0, 1.0)), rng, _TOP_GRID)


def side(solid: Solid, rng: np.random.Generator) -> Place | None:
    """Return an upright spot, flat if the part has one, else nearly so."""
    best: Place | None = None
    for flat_mm in (2e-3, 0.3):
        for angle in np.arange(8) * np.pi / 4:
            normal = np.round(np.array((np.cos(angle), np.sin(angle), 0.0)), 12)
            found = facing(solid, normal, rng, _SIDE_GRID, flat_mm)
            if found is not None and _better(found, best):
                best = found
        if best is not None and best.room_mm >= ROOMS_MM[5]:
            break
    return best


def inside(solid: Solid, rng: np.random.Generator, tries: int = 600) -> Place | None:
    """Return the spot with the most material around it; its frame is the part's own."""
    low, high = bounds_of(solid)
    best, best_mm = None, 0.0
    for point in rng.uniform(low, high, (tries, 3)):
        near_mm = _surrounded_mm(solid, point, best_mm)
        if near_mm > best_mm:
            best, best_mm = point, near_mm
    if best is None:
        return None
    return Place(origin=best, frame=np.eye(3), room_mm=best_mm, depth_mm=best_mm)


def _surrounded_mm(solid: Solid, point: Point, at_least_mm: float) -> float:
    """Return the nearest surface along 26 directions, 0 outside or when nearer than asked."""
    nearest = INFINITE
    for direction in _directions():
        hits = hits_along(solid, point, direction)
        if not hits or np.dot(hits[0][1], direction) < 0:
            return 0.0
        nearest = min(nearest, hits[0][0])
        if nearest <= at_least_mm:
            return 0.0
    return nearest


def _directions() -> Iterator[Point]:
    for step in product((-1.0, 0.0, 1.0), repeat=3):
        length = float(np.linalg.norm(step))
        if length:
            yield np.array(step) / length
