"""Blocks of toolpaths picked and put into another order, with their points."""

import numpy as np
import numpy.typing as npt

from slicer_checks.toolpath import Floats, Longs

Places = npt.NDArray[np.intp]


def picked_points(points_mm: Floats, offsets: Longs, picks: Places) -> tuple[Floats, Longs]:
    """Return the points (N, 2) of the picked blocks in the order picked, and their offsets."""
    lengths = np.diff(offsets)[picks]
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    places = np.arange(ends[-1]) + np.repeat(offsets[picks] - ends[:-1], lengths)
    return points_mm[places], ends
