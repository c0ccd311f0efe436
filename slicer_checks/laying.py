"""A part as it lies after a turn, as a file."""

import numpy as np

from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.orientations import Rotation
from slicer_checks.part import Part


def laid_stl(part: Part, rotation: Rotation) -> bytes:
    """Turn a part and give it as binary STL in mm, the lowest corner of its box at the origin.

    Turning alone is done: faces stay those of the file, with whatever faults they have. Near the
    origin float32 holds coordinates best.

    Parameters
    ----------
    rotation
        Rows of the matrix that turns the file's points, as `Orientation` has them.
    """
    points = part.vertices_mm @ np.array(rotation, dtype=np.float64).T
    points = points - points.min(axis=0)
    return write_stl_binary(points[part.faces].astype(np.float32))
