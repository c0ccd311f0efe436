"""How the facets of a part hang together: edges, orientation, shells.

An edge with one face is a boundary (the part leaks there); with more than two it is non-manifold;
with two faces that run along it in the same direction it is misoriented. Faces that share an edge
belong to one shell. Faces with two equal corners are collapsed: they have no edges of their own.
"""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.directions import unit_normal
from slicer_checks.edges import Edges, collapsed, find_edges, repeated_faces, shells_of
from slicer_checks.frozen import frozen_array, read_only

Faces = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topology:
    """Counts and places of what is wrong with a mesh whose equal corners are joined exactly.

    The `*_where` arrays hold face numbers. A shell with a negative volume is a cavity or is inside
    out (see `Solid`, which tells them apart). Collapsed faces count as degenerate too.
    """

    boundary_edges: int
    nonmanifold_edges: int
    misoriented_edges: int
    collapsed_faces: int
    shell_of_face: Faces
    shell_volumes_mm3: Points
    shell_open: npt.NDArray[np.bool_]
    boundary_where: Faces
    nonmanifold_where: Faces
    misoriented_where: Faces
    degenerate_where: Faces
    duplicate_where: Faces

    @property
    def watertight(self) -> bool:
        """Whether each edge has two faces that agree which side is out."""
        return not (self.boundary_edges or self.nonmanifold_edges or self.misoriented_edges)

    @property
    def degenerate_faces(self) -> int:
        """How many faces have no area."""
        return len(self.degenerate_where)

    @property
    def duplicate_faces(self) -> int:
        """How many faces repeat an earlier face's three corners, in either direction."""
        return len(self.duplicate_where)

    @property
    def shells(self) -> int:
        """How many surfaces the faces form when those that share an edge hang together."""
        return len(self.shell_volumes_mm3)


def measure_topology(points: Points, faces: Faces, edges: Edges | None = None) -> Topology:
    """Measure a welded mesh; volumes are in the cube of the points' unit."""
    known = find_edges(faces) if edges is None else edges
    shell = shells_of(len(faces), known)
    leaks = known.faces_of(known.boundary)
    volumes = shell_volumes(points, faces, shell)
    is_open = np.zeros(len(volumes), dtype=np.bool_)
    is_open[shell[leaks]] = True
    return Topology(
        boundary_edges=int(np.count_nonzero(known.boundary)),
        nonmanifold_edges=int(np.count_nonzero(known.nonmanifold)),
        misoriented_edges=int(np.count_nonzero(known.misoriented)),
        collapsed_faces=int(np.count_nonzero(collapsed(faces))),
        shell_of_face=frozen_array(shell, np.int32),
        shell_volumes_mm3=frozen_array(volumes, np.float64),
        shell_open=frozen_array(is_open, np.bool_),
        boundary_where=frozen_array(leaks, np.int32),
        nonmanifold_where=frozen_array(known.faces_of(known.nonmanifold), np.int32),
        misoriented_where=frozen_array(known.faces_of(known.misoriented), np.int32),
        degenerate_where=frozen_array(np.flatnonzero(face_areas(points, faces) == 0), np.int32),
        duplicate_where=frozen_array(duplicates(faces, known), np.int32),
    )


def duplicates(faces: Faces, edges: Edges) -> npt.NDArray[np.intp]:
    """Return the faces that have the same three corners as an earlier face."""
    return np.flatnonzero(repeated_faces(faces, edges.order, edges.starts))


@numba.njit(cache=True)
def face_areas(points: Points, faces: Faces) -> Points:
    """Return each face's area."""
    areas = np.empty(len(faces))
    for face in range(len(faces)):
        areas[face] = unit_normal(points, faces, face)[3]
    return areas


def face_volumes(points: Points, faces: Faces) -> Points:
    """Return the signed volume of the tetrahedron of each face and the mean of all corners.

    The sum over a closed surface does not depend on that point; for an open one the mean of the
    corners is the least arbitrary choice.
    """
    return _signed_volumes(read_only(points), read_only(faces))


@numba.njit(cache=True)
def _signed_volumes(points: Points, faces: Faces) -> Points:
    x = y = z = 0.0
    for face in range(len(faces)):
        for corner in faces[face]:
            x += points[corner, 0]
            y += points[corner, 1]
            z += points[corner, 2]
    count = max(1, 3 * len(faces))
    x, y, z = x / count, y / count, z / count
    volumes = np.empty(len(faces))
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        bx, by, bz = b[0] - x, b[1] - y, b[2] - z
        cx, cy, cz = c[0] - x, c[1] - y, c[2] - z
        volumes[face] = (
            (a[0] - x) * (by * cz - bz * cy)
            + (a[1] - y) * (bz * cx - bx * cz)
            + (a[2] - z) * (bx * cy - by * cx)
        ) / 6
    return volumes


def shell_volumes(points: Points, faces: Faces, shell: Faces) -> Points:
    """Return the signed volume of each shell."""
    inside = shell >= 0
    volumes = face_volumes(points, faces)
    count = int(shell.max(initial=-1)) + 1
    return np.bincount(shell[inside], volumes[inside], count).astype(np.float64)
