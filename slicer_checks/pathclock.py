"""When each vector of a toolpath is exposed, in the order of its layer."""

import numba
import numpy as np

from slicer_checks.frozen import read_only
from slicer_checks.pathtime import US, said_of
from slicer_checks.process import ParameterSet
from slicer_checks.toolpath import Bytes, Floats, Ids, Longs, Shape, Toolpath

_LINE, _HATCHED = int(Shape.POLYLINE), int(Shape.HATCHES)
_DOTS, _JUMP = int(Shape.POINTS), int(Shape.JUMP)


def vector_times(toolpath: Toolpath, parameters: ParameterSet | None = None) -> Floats:
    """Return when each vector or point ends, in seconds from its layer's beginning (V,).

    Vectors are in the order of layers, blocks and points; lasers begin together. Delays, waits and
    the way to a vector come before it.
    """
    said, blocks = said_of(toolpath, parameters), toolpath.blocks
    speed = np.where(said.speed_mm_s > 0, said.speed_mm_s, np.inf)
    per_block = np.stack(
        (
            speed,
            said.jump_mm_s,
            US * (said.mark_us + said.jump_us),
            US * said.corner_us,
            US * said.point_us,
            US * said.before_us,
            US * said.after_us,
            US * blocks.block_pause_us,
        )
    )
    ends_s = np.empty(toolpath.vectors)
    order = (blocks.layer_offsets, toolpath.block_head)
    _time_vectors(
        (blocks.points_mm, blocks.block_offsets, blocks.block_shape), order, per_block, ends_s
    )
    return read_only(ends_s)


@numba.njit(cache=True, nogil=True)
def _time_vectors(
    blocks: tuple[Floats, Longs, Bytes],
    order: tuple[Longs, Ids],
    said: Floats,
    ends_s: Floats,
) -> None:
    points, offsets, shapes = blocks
    layers, head = order
    heads = 1
    for block in range(len(head)):
        heads = max(heads, head[block] + 1)
    clock, last = np.zeros(heads), np.empty(heads, dtype=np.int64)
    vector = 0
    for layer in range(len(layers) - 1):
        clock[:] = 0.0
        last[:] = -1
        for block in range(layers[layer], layers[layer + 1]):
            mine = head[block]
            span = (offsets[block], offsets[block + 1])
            at = (clock[mine], last[mine], vector)
            at = _time_block(points, span, shapes[block], (said[:, block], ends_s), at)
            clock[mine], last[mine], vector = at


@numba.njit(cache=True, nogil=True)
def _time_block(
    points: Floats,
    span: tuple[int, int],
    shape: int,
    known: tuple[Floats, Floats],
    at: tuple[float, int, int],
) -> tuple[float, int, int]:
    """Time one block; return the clock, the last point and how many vectors there were."""
    said, ends_s = known
    speed, jump, start, corner, dwell, before, after, pause = said
    clock, last, vector = at
    exposed = shape != _JUMP and span[1] - span[0] > (shape in (_LINE, _HATCHED))
    clock += pause + (before if exposed else 0.0)
    stop = span[1] - 1 if shape in (_LINE, _HATCHED) else span[1]
    for point in range(span[0], stop, 2 if shape == _HATCHED else 1):
        begins = shape != _LINE or point == span[0]
        if begins and last >= 0:
            clock += way_mm(points, last, point) / jump
        last = point if shape in (_JUMP, _DOTS) else point + 1
        if shape == _JUMP:
            continue
        clock += start if begins else corner
        clock += dwell if shape == _DOTS else way_mm(points, point, point + 1) / speed
        ends_s[vector] = clock
        vector += 1
    clock += after if exposed else 0.0
    return clock, last, vector


@numba.njit(cache=True, nogil=True)
def way_mm(points: Floats, one: int, other: int) -> float:
    """Return how far two points, by their places, are apart; for compiled code."""
    across, up = points[other, 0] - points[one, 0], points[other, 1] - points[one, 1]
    return float(np.sqrt(across * across + up * up))
