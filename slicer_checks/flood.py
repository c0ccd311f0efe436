"""The widest way through a grid of cubes, and where it is narrowest."""

from heapq import heappop, heappush
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Singles = npt.NDArray[np.float32]


class Way(NamedTuple):
    """The widest way: its cubes (N, 3) from a seed to a goal, none where no way leads there."""

    cells: Ids
    clearance: float
    narrowest: int


@numba.njit(cache=True)
def widest_way(clear: Singles, free: Flags, seeds: Flags, goals: Flags) -> Way:
    """Go from the seeds through free cubes, the clearest first, until a goal is reached.

    The order is Prim's for the greatest spanning tree: the way through it keeps the greatest
    clearance that any way can keep. `narrowest` is the place in the way where that is.
    """
    came_from = np.full(clear.size, -1, dtype=np.int32)
    clearance, goal = clear.ravel(), goals.ravel()
    passable = (free | goals | seeds).ravel()
    heap: list[tuple[float, int]] = [(-np.inf, -1)]  # the first entry gives the list its type
    heap.pop()
    for seed in np.flatnonzero(seeds.ravel()):
        passable[seed] = False
        heappush(heap, (-np.float64(clearance[seed]), int(seed)))
    while len(heap) > 0:
        place = heappop(heap)[1]
        if goal[place]:
            return _traced(clear, came_from, place)
        for step in range(27):
            there = _neighbour(place, step, clear.shape)
            if there >= 0 and passable[there]:
                passable[there] = False
                came_from[there] = place
                heappush(heap, (-np.float64(clearance[there]), there))
    return Way(np.zeros((0, 3), dtype=np.int32), -1.0, -1)


@numba.njit(cache=True)
def _neighbour(place: int, step: int, shape: tuple[int, int, int]) -> int:
    """Return the number of one of the 27 cubes around a cube, -1 outside the grid."""
    i = place // (shape[1] * shape[2]) + step // 9 - 1
    j = place // shape[2] % shape[1] + step // 3 % 3 - 1
    k = place % shape[2] + step % 3 - 1
    if min(i, j, k) < 0 or i >= shape[0] or j >= shape[1] or k >= shape[2]:
        return -1
    return (i * shape[1] + j) * shape[2] + k


@numba.njit(cache=True)
def _traced(clear: Singles, came_from: Ids, goal: int) -> Way:
    """Follow a way back from its goal and find its narrowest cube."""
    deep, high = clear.shape[1], clear.shape[2]
    length, place = 0, int(goal)
    while place >= 0:
        length, place = length + 1, came_from[place]
    cells = np.empty((length, 3), dtype=np.int32)
    least, narrowest, place = np.inf, -1, int(goal)
    for step in range(length - 1, -1, -1):
        i, j, k = place // (deep * high), place // high % deep, place % high
        cells[step, 0], cells[step, 1], cells[step, 2] = i, j, k
        if clear[i, j, k] < least:
            least, narrowest = float(clear[i, j, k]), step
        place = came_from[place]
    return Way(cells, least, narrowest)


@numba.njit(cache=True)
def rims(labels: Ids, reached: Flags, count: int) -> npt.NDArray[np.int64]:
    """Count the sides that the cubes of each label share with cubes that are reached."""
    wide, deep, high = labels.shape
    sides = np.zeros(count + 1, dtype=np.int64)
    for i in range(1, wide - 1):
        for j in range(1, deep - 1):
            for k in range(1, high - 1):
                label = labels[i, j, k]
                if label == 0:
                    continue
                for step in (-1, 1):
                    sides[label] += reached[i + step, j, k]
                    sides[label] += reached[i, j + step, k]
                    sides[label] += reached[i, j, k + step]
    return sides
