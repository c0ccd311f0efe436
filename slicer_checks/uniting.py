"""Bodies united into one surface, by manifold3d.

Its solids want each edge to have exactly two faces. Where a surface touches itself along an edge
the corners are first taken apart into fans, so that it hangs together as its half-edges are paired.
"""

from collections.abc import Sequence

import manifold3d
import numpy as np
import numpy.typing as npt

from slicer_checks.edges import find_edges, pair_half_edges
from slicer_checks.patches import linked

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Mesh = tuple[Points, Ids]


def unite(bodies: Sequence[tuple[Mesh, Sequence[Mesh]]]) -> Mesh | None:
    """Return the surface of all bodies together, each a closed surface and its cavities' surfaces.

    None where a surface cannot be taken as a solid.
    """
    whole = _united(bodies)
    return None if whole is None else _mesh(whole)


def united_volume(bodies: Sequence[tuple[Mesh, Sequence[Mesh]]]) -> float | None:
    """Return the volume of all bodies together; None as in `unite`."""
    whole = _united(bodies)
    return None if whole is None else float(whole.volume())


def shared_volume(first: Mesh, second: Mesh) -> float:
    """Return the volume that lies in both of two closed surfaces; 0 where it cannot be told."""
    one, two = _solid(*first), _solid(*second)
    if one is None or two is None:
        return 0.0
    common = one ^ two
    return float(common.volume()) if _is_sound(common) else 0.0


def part_of_mesh(points: Points, faces: Ids) -> Mesh:
    """Return some faces with the points they use, renumbered."""
    used, renumbered = np.unique(faces, return_inverse=True)
    return points[used], renumbered.reshape(-1, 3).astype(np.int32)


def _united(bodies: Sequence[tuple[Mesh, Sequence[Mesh]]]) -> manifold3d.Manifold | None:
    solids = [_less(surface, cavities) for surface, cavities in bodies]
    sound = [solid for solid in solids if solid is not None]
    if len(sound) < len(solids):
        return None
    whole = manifold3d.Manifold.batch_boolean(sound, manifold3d.OpType.Add)
    return whole if _is_sound(whole) else None


def _less(surface: Mesh, cavities: Sequence[Mesh]) -> manifold3d.Manifold | None:
    """Return a body without its cavities, whose surfaces face inward."""
    body = _solid(*surface)
    for points, faces in cavities:
        cavity = _solid(points, np.ascontiguousarray(faces[:, ::-1]))
        if body is None or cavity is None:
            return None
        body = body - cavity
    return body


def _solid(points: Points, faces: Ids) -> manifold3d.Manifold | None:
    corners, split = _fans(points, faces)
    solid = manifold3d.Manifold(manifold3d.Mesh64(corners, split.astype(np.uint64)))
    return solid if _is_sound(solid) else None


def _is_sound(solid: manifold3d.Manifold) -> bool:
    return bool(solid.status() == manifold3d.Error.NoError)


def _mesh(solid: manifold3d.Manifold) -> Mesh:
    mesh = solid.to_mesh64()
    points = np.ascontiguousarray(mesh.vert_properties[:, :3], dtype=np.float64)
    return points, np.ascontiguousarray(mesh.tri_verts, dtype=np.int32)


def _fans(points: Points, faces: Ids) -> Mesh:
    """Give each fan of faces around a corner a corner of its own, at the same place."""
    twin = pair_half_edges(faces, find_edges(faces))
    half = np.flatnonzero(twin >= 0)
    after = twin[half] - twin[half] % 3 + (twin[half] + 1) % 3
    fan = linked(np.stack((half, after), axis=1), 3 * len(faces))
    place = np.empty(int(fan.max(initial=-1)) + 1, dtype=np.int64)
    place[fan] = faces.reshape(-1)
    return np.ascontiguousarray(points[place]), fan.reshape(-1, 3)
