"""Copies of parts where they lie on a build platform: as one 3MF file, and as one part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.mesh import Mesh
from slicer_checks.formats.threemf_writer import MeshObject, PlacedObject, write_3mf_build
from slicer_checks.limits import ReadLimits
from slicer_checks.part import Part
from slicer_checks.read import part_of

_TURNS: Final = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
"""Cosine and sine of the turns that lie straight."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LaidCopy:
    """A copy of a part on a platform.

    Parameters
    ----------
    part
        What lies there; its lowest point is set on the platform.
    x_mm, y_mm
        The lower left corner of its box once it is turned.
    turn_deg
        0, 90, 180 or 270, counter-clockwise seen from above.
    label
        What the copy is called, such as its job and number.
    """

    part: Part
    x_mm: float
    y_mm: float
    turn_deg: int = 0
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse a turn that does not lie straight, and a place that is none."""
        if self.turn_deg not in _TURNS:
            raise ValueError("a copy is turned by 0, 90, 180 or 270 degrees")
        if not np.isfinite((self.x_mm, self.y_mm)).all():
            raise ValueError("a copy lies somewhere")

    @property
    def transform(self) -> npt.NDArray[np.float64]:
        """The (4, 3) matrix that lays the part here: rows of a point (x, y, z, 1) times it."""
        cosine, sine = _TURNS[self.turn_deg]
        turn = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]], dtype=np.float64)
        low = (self.part.vertices_mm @ turn).min(axis=0)
        return np.vstack((turn, np.array([self.x_mm, self.y_mm, 0.0]) - low))


def plate_3mf(copies: Sequence[LaidCopy]) -> bytes:
    """Write the copies on a platform as a 3MF file: each part once, an item for each copy.

    Copies keep their labels as part numbers.
    """
    parts = {id(copy.part): copy.part for copy in copies}
    numbers = {key: number for number, key in enumerate(parts)}
    return write_3mf_build(
        [
            MeshObject(name=part.name, points=part.vertices_mm, faces=part.faces)
            for part in parts.values()
        ],
        [
            PlacedObject(
                number=numbers[id(copy.part)],
                transform=copy.transform,
                label=copy.label,
            )
            for copy in copies
        ],
    )


def plate_part(copies: Sequence[LaidCopy], name: str) -> Part:
    """Return the copies on a platform as one part, as if their 3MF file had been read.

    However many copies and facets there are: each part was read within its limits.
    """
    points, faces, first = [], [], 0
    for copy in copies:
        vertices_mm, transform = copy.part.vertices_mm, copy.transform
        points.append(vertices_mm @ transform[:3] + transform[3])
        faces.append(copy.part.faces + first)
        first += len(vertices_mm)
    mesh = Mesh(file_format="plate", points=np.vstack(points), faces=np.vstack(faces), unit="mm")
    return part_of(mesh, "mm", name, ReadLimits())
