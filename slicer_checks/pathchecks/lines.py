"""Single vectors, for the checks of their lengths: how many are short, which is longest, where."""

import numba
import numpy as np

from slicer_checks.finding import Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Bytes, Floats, Longs, Shape

_LINE, _HATCHED = int(Shape.POLYLINE), int(Shape.HATCHES)


def shorter_than(subject: Subject, length_mm: float) -> tuple[Longs, Floats]:
    """Return for each block how many vectors are shorter than a length, and their length in mm.

    Points and jumps are no vectors. Worked out once for each length.
    """
    blocks = subject.toolpath.blocks
    return subject.kept.once(
        f"vectors shorter than {length_mm} mm",
        lambda: _shorter(blocks.points_mm, blocks.block_offsets, blocks.block_shape, length_mm),
    )


@numba.njit(cache=True, nogil=True)
def _shorter(
    points: Floats, offsets: Longs, shape: Bytes, length_mm: float
) -> tuple[Longs, Floats]:
    counts = np.zeros(len(shape), dtype=np.int64)
    sums_mm = np.zeros(len(shape))
    for block in range(len(shape)):
        if shape[block] > _HATCHED:
            continue
        step = 1 if shape[block] == _LINE else 2
        for point in range(offsets[block], offsets[block + 1] - 1, step):
            across = points[point + 1, 0] - points[point, 0]
            up = points[point + 1, 1] - points[point, 1]
            length = np.sqrt(across * across + up * up)
            if length < length_mm:
                counts[block] += 1
                sums_mm[block] += length
    return counts, sums_mm


def longest_in(subject: Subject, block: int, *, jump: bool = False) -> Floats:
    """Return both ends (2, 2) of the longest hatch of a block, or of the longest jump between."""
    blocks = subject.toolpath.blocks
    points = blocks.points_mm[blocks.block_offsets[block] : blocks.block_offsets[block + 1]]
    ends = points[1:] if jump else points
    if blocks.block_shape[block] == Shape.HATCHES:
        pairs = ends[: len(ends) // 2 * 2].reshape(-1, 2, 2)
    else:
        pairs = np.stack([points[:-1], points[1:]], axis=1)
    lengths = np.hypot(*(pairs[:, 1] - pairs[:, 0]).T)
    return np.asarray(pairs[int(np.argmax(lengths))])


def at_line(subject: Subject, layer: int, ends_mm: Floats) -> Where:
    """Give the place of a line (N, 2) in a layer, with its corners."""
    z_mm = float(subject.toolpath.blocks.layer_z_mm[layer])
    (low_x, low_y), (high_x, high_y) = ends_mm.min(axis=0).tolist(), ends_mm.max(axis=0).tolist()
    return Where(
        layers=(layer, layer),
        z_mm=(z_mm, z_mm),
        bounds_mm=((low_x, low_y, z_mm), (high_x, high_y, z_mm)),
        polygons=(tuple((x, y) for x, y in ends_mm.tolist()),),
    )
