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
    """The vectors (N, 2, 2) of one layer in their order, what each is, and the jumps between."""

    vectors: Vectors
    kinds: npt.NDArray[np.int64]
    jumps: Vectors


def drawn_layer(toolpath: Toolpath, layer: int) -> Drawn:
    """Return the vectors of a layer in the order of exposure, and the jumps between them."""
    here, roles = toolpath.layer(layer), toolpath.blocks.block_role
    vectors, kinds = [np.empty((0, 2, 2))], [np.empty(0, dtype=np.int64)]
    jumps = [np.empty((0, 2, 2))]
    for place, (points, shape) in enumerate(zip(here.points_mm, here.shapes, strict=True)):
        if shape == Shape.JUMP:
            jumps.append(np.stack((points[:-1], points[1:]), axis=1))
            continue
        pairs = points.reshape(-1, 2, 2) if shape == Shape.HATCHES else _steps(points, shape)
        kind = _kind(shape, Role(int(roles[here.first_block + place])))
        vectors.append(pairs)
        kinds.append(np.full(len(pairs), KINDS.index(kind)))
    whole = np.concatenate(vectors)
    between = np.stack((whole[:-1, 1], whole[1:, 0]), axis=1) if len(whole) else whole
    apart = np.abs(between[:, 0] - between[:, 1]).max(axis=1) > 0 if len(between) else []
    return Drawn(
        vectors=whole,
        kinds=np.concatenate(kinds),
        jumps=np.concatenate([*jumps, between[apart]]),
    )


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
