"""The shells of a solid: surfaces that hang together by edges, each with its box and its sense."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.edges import find_edges, shells_of
from slicer_checks.frozen import frozen_array
from slicer_checks.solid import Solid
from slicer_checks.topology import shell_volumes

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shells:
    """Which shell each face belongs to, and each shell's volume, box and whether it is closed.

    A shell of negative volume bounds a cavity; `boxes_mm` (S, 6) has lower then upper corners.
    """

    of_face: Ids
    volumes_mm3: Points
    closed: Flags
    boxes_mm: Points

    def __len__(self) -> int:
        return len(self.volumes_mm3)

    @property
    def bodies(self) -> npt.NDArray[np.intp]:
        """The numbers of the shells that enclose material: closed, of positive volume."""
        return np.flatnonzero(self.closed & (self.volumes_mm3 > 0))

    @property
    def cavities(self) -> npt.NDArray[np.intp]:
        """The numbers of the closed shells of negative volume."""
        return np.flatnonzero(self.closed & (self.volumes_mm3 < 0))


def find_shells(points: Points, solid: Solid) -> Shells:
    """Find the shells of a solid's faces; quick where it is one closed surface."""
    if solid.bodies + solid.cavities == 1:
        of_face = np.zeros(len(solid.faces), dtype=np.int32)
        closed = np.array([solid.open_edges == 0])
        volumes = np.array([solid.volume_mm3])
    else:
        edges = find_edges(solid.faces)
        of_face = shells_of(len(solid.faces), edges)
        volumes = shell_volumes(points, solid.faces, of_face)
        closed = np.ones(len(volumes), dtype=np.bool_)
        closed[of_face[edges.faces_of(edges.boundary)]] = False
    return Shells(
        of_face=frozen_array(of_face, np.int32),
        volumes_mm3=frozen_array(volumes, np.float64),
        closed=frozen_array(closed, np.bool_),
        boxes_mm=frozen_array(shell_boxes(points, solid.faces, of_face, len(volumes)), np.float64),
    )


@numba.njit(cache=True)
def shell_boxes(points: Points, faces: Ids, of_face: Ids, count: int) -> Points:
    """Return the box of each of some shells, lower then upper corner, (count, 6)."""
    boxes = np.empty((count, 6))
    boxes[:, :3], boxes[:, 3:] = np.inf, -np.inf
    for face in range(len(faces)):
        for corner in range(3):
            for axis in range(3):
                value = points[faces[face, corner], axis]
                boxes[of_face[face], axis] = min(boxes[of_face[face], axis], value)
                boxes[of_face[face], 3 + axis] = max(boxes[of_face[face], 3 + axis], value)
    return boxes
