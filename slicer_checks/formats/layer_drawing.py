"""What a drawing of one layer has, in any file format: groups of blocks of one role and shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from slicer_checks.toolpath import Floats, LayerPaths, Role, Shape, Toolpath

SHAPE_NAMES: Final = {
    Shape.POLYLINE: "contour",
    Shape.HATCHES: "hatch",
    Shape.POINTS: "point",
    Shape.JUMP: "jump",
}
ROLE_NAMES: Final = {
    Role.UNSAID: "",
    Role.CORE: "core",
    Role.UP_SKIN: "up-skin",
    Role.DOWN_SKIN: "down-skin",
    Role.SUPPORT: "support",
}
_ORDER: Final = (Shape.JUMP, Shape.HATCHES, Shape.POLYLINE, Shape.POINTS)
"""What is drawn last lies on top."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """The blocks of one role and shape in a layer, as they are exposed; points (N, 2) in mm."""

    role: Role
    shape: Shape
    blocks_mm: tuple[Floats, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the group is: its role, where the file says one, and its shape."""
        names = (ROLE_NAMES[self.role], SHAPE_NAMES[self.shape])
        return tuple(name for name in names if name)


def layer_groups(toolpath: Toolpath, paths: LayerPaths) -> Iterator[Group]:
    """Yield the blocks of a layer by shape and role: jumps, then hatches, contours and points."""
    stop = paths.first_block + len(paths.shapes)
    roles = toolpath.blocks.block_role[paths.first_block : stop].tolist()
    found: dict[tuple[Shape, Role], list[Floats]] = {}
    for shape, role, points in zip(paths.shapes, roles, paths.points_mm, strict=True):
        if len(points):
            found.setdefault((shape, Role(role)), []).append(points)
    for shape, role in sorted(found, key=lambda kind: (_ORDER.index(kind[0]), kind[1])):
        yield Group(role=role, shape=shape, blocks_mm=tuple(found[shape, role]))


def layer_box_mm(paths: LayerPaths) -> tuple[Floats, Floats]:
    """Return the lowest and the highest (x, y) of a layer; both are zero in an empty one."""
    points = np.concatenate([np.empty((0, 2)), *paths.points_mm])
    if not len(points):
        return np.zeros(2), np.zeros(2)
    return points.min(axis=0), points.max(axis=0)
