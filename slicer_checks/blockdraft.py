"""Blocks of a toolpath while a reader gathers them, one by one or many at a time."""

from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from slicer_checks.toolpath import NOBODY, Blocks, Direction, Floats, Role, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a block is, beside its points: see `slicer_checks.toolpath.Blocks`."""

    shape: Shape
    role: Role = Role.UNSAID
    direction: Direction = Direction.UNSAID
    exposure: int = NOBODY
    part: int = NOBODY
    laser: int = NOBODY
    pause_us: float = 0.0


@dataclass(slots=True)
class BlockDraft:
    """Gathers layers and their blocks in the order of a file."""

    _points: list[Floats] = field(default_factory=list)
    _tags: list[Tag] = field(default_factory=list)
    _z_mm: list[float] = field(default_factory=list)
    _firsts: list[int] = field(default_factory=list)

    def layer(self, z_mm: float) -> None:
        """Begin the next layer."""
        self._z_mm.append(z_mm)
        self._firsts.append(len(self._tags))

    def block(self, points_mm: Floats, tag: Tag) -> None:
        """Add a block, points (N, 2), to the layer that was begun last."""
        self._points.append(points_mm)
        self._tags.append(tag)

    def blocks(self) -> Blocks:
        """Return everything as arrays."""
        lengths = [len(points) for points in self._points]
        tags = self._tags
        return Blocks(
            points_mm=np.concatenate([np.empty((0, 2)), *self._points]),
            block_offsets=np.array([0, *accumulate(lengths)], dtype=np.int64),
            block_shape=np.array([tag.shape for tag in tags], dtype=np.uint8),
            block_role=np.array([tag.role for tag in tags], dtype=np.uint8),
            block_direction=np.array([tag.direction for tag in tags], dtype=np.uint8),
            block_exposure=np.array([tag.exposure for tag in tags], dtype=np.int32),
            block_part=np.array([tag.part for tag in tags], dtype=np.int32),
            block_laser=np.array([tag.laser for tag in tags], dtype=np.int32),
            layer_offsets=np.array([*self._firsts, len(tags)], dtype=np.int64),
            layer_z_mm=np.array(self._z_mm, dtype=np.float64),
            block_pause_us=np.array([tag.pause_us for tag in tags], dtype=np.float64),
        )
