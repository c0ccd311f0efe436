"""A part: the mesh of one file, in millimetres, with what is known about it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from slicer_checks.bodies import bodies_of
from slicer_checks.extent import extent
from slicer_checks.formats.mesh import Unread
from slicer_checks.kept import Kept
from slicer_checks.solid import Solid
from slicer_checks.topology import Topology, face_areas
from slicer_checks.units import UnitGuess

Bounds = tuple[tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """What a file says: vertices in mm (equal ones joined exactly) and faces, nothing repaired.

    `topology` describes these faces; `solid` is what they mean once small cracks are closed and
    inside-out bodies turned: that is what is sliced and weighed. `unit` is what the file's numbers
    were taken as, `unit_guess` what they look like, or what was given with the file. `kept` holds
    what was found out about the part when first asked for.
    """

    name: str
    sha256: str
    file_format: str
    unit: str
    unit_guess: UnitGuess
    vertices_mm: npt.NDArray[np.float64]
    faces: npt.NDArray[np.int32]
    topology: Topology
    solid: Solid
    unread: tuple[Unread, ...] = ()
    kept: Kept = field(default_factory=Kept, init=False, repr=False)

    @property
    def triangles(self) -> int:
        """How many facets the file holds."""
        return len(self.faces)

    @property
    def volume_mm3(self) -> float:
        """The volume of metal; where bodies overlap or lie in each other it counts once."""
        return bodies_of(self).union_volume_mm3

    @property
    def area_mm2(self) -> float:
        """The area of all facets."""
        return float(face_areas(self.vertices_mm, self.faces).sum())

    @property
    def bounds_mm(self) -> Bounds:
        """The lowest and the highest corner of the bounding box."""
        low, high = self.kept.once("extent", lambda: extent(self.vertices_mm)).tolist()
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    @property
    def size_mm(self) -> tuple[float, float, float]:
        """The extents along x, y and z."""
        (x, y, z), (x_high, y_high, z_high) = self.bounds_mm
        return (x_high - x, y_high - y, z_high - z)

    @property
    def watertight(self) -> bool:
        """Whether each edge has two faces that agree, after joining equal corners exactly."""
        return self.topology.watertight

    @property
    def bodies(self) -> int:
        """How many separate bodies of material there are; a cavity is not one."""
        return self.solid.bodies
