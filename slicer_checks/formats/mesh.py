"""What every reader gives: points and faces as the file has them, in the file's own numbers."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Content of a file that is no part of the surface and was left out: what, and how much."""

    content: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mesh:
    """The surface in a file, before equal points are joined.

    `points` (N, 3) are finite and in the file's numbers: float32 where the file holds float32,
    float64 where it holds decimals. `faces` (F, 3) number the points; None means that every three
    points in a row are a face, as in STL. `unit` is the unit the file names, a key of
    `units.MM_PER_NAMED_UNIT`, or None where it names none.
    """

    file_format: str
    points: Points
    faces: Ids | None = None
    unit: str | None = None
    unread: tuple[Unread, ...] = field(default=())

    @property
    def corners(self) -> Points:
        """The three corners of each face, (F, 3, 3)."""
        if self.faces is None:
            return self.points.reshape(-1, 3, 3)
        return self.points[self.faces]
