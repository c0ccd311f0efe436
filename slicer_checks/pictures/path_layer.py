"""The vectors of one layer of a toolpath as a picture or a viewer shows them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.toolpath import Role, Shape, Toolpath

Vectors = npt.NDArray[np.float64]

KINDS: Final = ("contour", "hatch", "up_skin", "down_skin", "support", "point", "jump")
"""What a vector is drawn as, in the order of the key."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """The vectors (N, 2, 2) of one layer in their order, what each is, and the jumps between.

    `lasers` numbers the laser of each from 0; -1 where nobody names one.
    """

    vectors: Vectors
    kinds: npt.NDArray[np.int64]
    lasers: npt.NDArray[np.int32]
    jumps: Vectors


def drawn_layer(toolpath: Toolpath, layer: int) -> Drawn:
    """Return the vectors of a layer in the order of exposure, and each laser's jumps.

    Where the file spells jumps out, these are shown; else those between vectors.
    """
    here, blocks = toolpath.layer(layer), toolpath.blocks
    vectors, kinds = [np.empty((0, 2, 2))], [np.empty(0, dtype=np.int64)]
    lasers, jumps = [np.empty(0, dtype=np.int32)], [np.empty((0, 2, 2))]
    for block, (points, shape) in enumerate(
        zip(here.points_mm, here.shapes, strict=True), here.first_block
    ):
        if shape == Shape.JUMP:
            jumps.append(_steps(points, Shape.POLYLINE))
            continue
        pairs = points.reshape(-1, 2, 2) if shape == Shape.HATCHES else _steps(points, shape)
        kind = KINDS.index(_kind(shape, Role(int(blocks.block_role[block]))))
        vectors.append(pairs)
        kinds.append(np.full(len(pairs), kind))
        lasers.append(np.full(len(pairs), blocks.block_laser[block], dtype=np.int32))
    whole, laser = np.concatenate(vectors), np.concatenate(lasers)
    if len(jumps) == 1:
        jumps += [_between(whole[laser == number]) for number in np.unique(laser)]
    return Drawn(
        vectors=whole,
        kinds=np.concatenate(kinds),
        lasers=laser,
        jumps=np.concatenate(jumps),
    )


def _between(vectors: Vectors) -> Vectors:
    """Return the ways from the end of each vector to where the next one begins."""
    ways = np.stack((vectors[:-1, 1], vectors[1:, 0]), axis=1)
    return np.asarray(ways[(ways[:, 0] != ways[:, 1]).any(axis=1)])


def _steps(points: Vectors, shape: Shape) -> Vectors:
    if shape == Shape.POINTS:
        return np.stack((points, points), axis=1)
    return np.stack((points[:-1], points[1:]), axis=1)


def _kind(shape: Shape, role: Role) -> str:
    if shape == Shape.POINTS:
        return "point"
    if role == Role.SUPPORT:
        return "support"
    skins = {Role.UP_SKIN: "up_skin", Role.DOWN_SKIN: "down_skin"}
    return skins.get(role, "contour" if shape == Shape.POLYLINE else "hatch")
