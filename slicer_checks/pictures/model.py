"""A part made ready to be drawn many times: its corners, its faces and their directions."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slicer_checks.directions import unit_normals
from slicer_checks.finding import Finding
from slicer_checks.part import Part
from slicer_checks.pictures.shading import Floats, Ids, Mask

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Triangles in mm with a direction of length 1 each (0 where a triangle has no area).

    `face_numbers` names the part's face that each triangle is, or is cut from.
    """

    vertices_mm: Points
    faces: Ids
    normals: Floats
    face_numbers: NDArray[np.intp]
    part_faces: int

    def hot_faces(self, findings: Iterable[Finding]) -> Mask:
        """Tell which triangles findings point at."""
        hot = np.zeros(self.part_faces, dtype=np.bool_)
        for finding in findings:
            hot[np.array(finding.where.faces, dtype=np.intp)] = True
        return np.asarray(hot[self.face_numbers])

    @property
    def low_mm(self) -> Points:
        """The lowest corner of the box around it."""
        return np.asarray(self.vertices_mm.min(axis=0))

    @property
    def high_mm(self) -> Points:
        """The highest corner of the box around it."""
        return np.asarray(self.vertices_mm.max(axis=0))

    @property
    def size_mm(self) -> tuple[float, float, float]:
        """The extents along x, y and z."""
        x_mm, y_mm, z_mm = (self.high_mm - self.low_mm).tolist()
        return (x_mm, y_mm, z_mm)

    @property
    def diagonal_mm(self) -> float:
        """The length of the diagonal of the box around it."""
        return float(np.linalg.norm(self.high_mm - self.low_mm))


def model_of(part: Part) -> Model:
    """Make a part ready to be drawn; faces point where the sound solid has its outside."""
    faces = np.ascontiguousarray(part.faces, dtype=np.int32)
    return Model(
        vertices_mm=part.vertices_mm,
        faces=faces,
        normals=unit_normals(part.vertices_mm, faces).astype(np.float32),
        face_numbers=np.arange(len(faces)),
        part_faces=len(faces),
    )


def cut_away(model: Model, direction: Points, offset_mm: float) -> Model:
    """Take away what lies further than an offset in a direction; triangles on it end there."""
    heights = model.vertices_mm @ direction - offset_mm
    beyond = (heights > 0)[model.faces]
    whole, crossing = ~beyond.any(axis=1), beyond.any(axis=1) & ~beyond.all(axis=1)
    corners, owner = _kept(model.vertices_mm[model.faces[crossing]], heights[model.faces[crossing]])
    number = np.concatenate([np.flatnonzero(whole), np.flatnonzero(crossing)[owner]])
    added = len(model.vertices_mm) + np.arange(3 * len(corners)).reshape(-1, 3)
    return Model(
        vertices_mm=np.concatenate([model.vertices_mm, corners.reshape(-1, 3)]),
        faces=np.concatenate([model.faces[whole], added]).astype(np.int32),
        normals=model.normals[number],
        face_numbers=model.face_numbers[number],
        part_faces=model.part_faces,
    )


def _kept(corners: Points, heights: Points) -> tuple[Points, NDArray[np.intp]]:
    """Cut triangles (N, 3, 3) where their heights are 0; give what is below, and whose it is."""
    high = heights > 0
    one_high = high.sum(axis=1) == 1
    lone = np.where(one_high, high.argmax(axis=1), (~high).argmax(axis=1))
    rows = np.arange(len(corners))
    (a, at_a), (b, at_b), (c, at_c) = (
        (corners[rows, (lone + step) % 3], heights[rows, (lone + step) % 3]) for step in range(3)
    )
    ab = a + (at_a / (at_a - at_b))[:, None] * (b - a)
    ac = a + (at_a / (at_a - at_c))[:, None] * (c - a)
    pieces = (
        np.stack([a, ab, ac], axis=1)[~one_high],
        np.stack([ab, b, c], axis=1)[one_high],
        np.stack([ab, c, ac], axis=1)[one_high],
    )
    return np.concatenate(pieces), np.concatenate([rows[~one_high], rows[one_high], rows[one_high]])
