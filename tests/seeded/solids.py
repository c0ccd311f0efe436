"""Triangles to manifold3d and back: the booleans that plant faults, and rays that find places.

Nothing here knows `slicer_checks`: what is planted does not depend on what looks for it.
"""

from typing import TypeAlias

import manifold3d
import numpy as np
import numpy.typing as npt

Triangles = npt.NDArray[np.float64]
Point = npt.NDArray[np.float64]
Solid: TypeAlias = manifold3d.Manifold
INFINITE = float("inf")


def solid_of(triangles: Triangles) -> Solid:
    """Return a closed solid of triangles whose equal corners are the same corner."""
    points, index = np.unique(triangles.reshape(-1, 3), axis=0, return_inverse=True)
    faces = index.reshape(-1, 3).astype(np.uint64)
    whole = manifold3d.Manifold(manifold3d.Mesh64(vert_properties=points, tri_verts=faces))
    if whole.status() != manifold3d.Error.NoError:
        raise ValueError(f"the triangles are no closed solid: {whole.status()}")
    return whole


def triangles_of(solid: Solid) -> Triangles:
    """Return a solid's triangles, rounded to the float32 of an STL, collapsed ones left out."""
    mesh = solid.to_mesh64()
    corners = np.asarray(mesh.vert_properties[:, :3], dtype=np.float32).astype(np.float64)
    triangles = corners[np.asarray(mesh.tri_verts).astype(np.int64)]
    a, b, c = triangles.transpose(1, 0, 2)
    distinct = (a != b).any(axis=1) & (b != c).any(axis=1) & (c != a).any(axis=1)
    return np.ascontiguousarray(triangles[distinct])


def box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Solid:
    """Return an axis-parallel box between two corners."""
    size = np.subtract(high, low)
    return Solid.cube(tuple(size)).translate(tuple(low))


def cylinder(radius: float, low: float, high: float, sides: int = 64) -> Solid:
    """Return an upright prism around the z axis between two heights."""
    return Solid.cylinder(high - low, radius, radius, sides).translate((0.0, 0.0, low))


def bounds_of(solid: Solid) -> tuple[Point, Point]:
    """Return the lowest and the highest corner."""
    x0, y0, z0, x1, y1, z1 = solid.bounding_box()
    return np.array((x0, y0, z0)), np.array((x1, y1, z1))


def hits_along(
    solid: Solid, start: Point, direction: Point, far: float = 2000.0
) -> list[tuple[float, Point]]:
    """Return distance and normal of each crossing of a ray with the surface, nearest first."""
    hits = solid.ray_cast(tuple(start), tuple(start + direction * far))
    return [(hit.distance * far, np.array(hit.normal)) for hit in hits]


def reach(solid: Solid, start: Point, direction: Point) -> float:
    """Return how far a ray runs from a start before it meets the surface."""
    hits = hits_along(solid, start, direction)
    return hits[0][0] if hits else INFINITE
