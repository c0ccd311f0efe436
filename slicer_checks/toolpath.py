"""A toolpath: what the laser of a machine is told to do, layer by layer, in flat arrays.

::

    layers      layer_z_mm, layer_offsets   which blocks each layer has, in the order of exposure
      blocks    block_* columns             vectors of one shape, one exposure and one part
        points  points_mm, block_offsets    corners of polylines, ends of hatches, single points

An *exposure* is a set of laser parameters (power, speed, focus, delays). What a format does not say
stays unsaid (NaN, -1 or an empty text), so that a check can tell it from zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import IntEnum
from itertools import pairwise
from math import nan

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.formats.mesh import Unread
from slicer_checks.frozen import read_only
from slicer_checks.kept import Kept

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

Box = tuple[tuple[float, float, float], tuple[float, float, float]]
"""The lowest and the highest corner of a box (x, y, z) in mm."""

NOBODY = -1
"""No part, no exposure or no laser is named."""


class Shape(IntEnum):
    """How the points of a block make vectors.

    POLYLINE: each with the next, a contour or a single line. HATCHES: two by two. POINTS: each is
    exposed where it is. JUMP: each with the next, laser off, where a file spells jumps out; one
    without points is a pause.
    """

    POLYLINE = 0
    HATCHES = 1
    POINTS = 2
    JUMP = 3


class Role(IntEnum):
    """What a block is of, as far as the file says: the inside of a part, its skins, a support."""

    UNSAID = 0
    CORE = 1
    UP_SKIN = 2
    DOWN_SKIN = 3
    SUPPORT = 4


class Direction(IntEnum):
    """What a file says of a polyline: clockwise (round a hole), counter-clockwise, or open."""

    CLOCKWISE = 0
    COUNTER_CLOCKWISE = 1
    OPEN = 2
    UNSAID = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPart:
    """A part as a toolpath knows it: the number that its blocks name, and what it is called."""

    number: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaserSource:
    """A laser: what it is called, and the box (x, y) of its scan field where the file names one."""

    name: str = ""
    field_mm: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file says of itself, beside its vectors.

    Parameters
    ----------
    unit_mm
        What one of the file's numbers is worth.
    layer_mm
        The layer thickness that the file names; NaN where it names none.
    box_mm
        The bounding box that the file declares.
    short
        Whether layers, polylines and hatches are written in the 16-bit form of binary CLI.
    aligned
        Whether the blocks of binary CLI begin at multiples of four bytes.
    hatch_mm
        The hatch distance that the file names; NaN where it names none.
    user_data
        Blocks of other programs: who they are for, and their bytes.
    lacks
        Fields of the header that are not there: required ones, and those that show a cut-off file.
    """

    file_format: str
    unit_mm: float = 1.0
    version: str = ""
    date: str = ""
    name: str = ""
    layer_mm: float = nan
    hatch_mm: float = nan
    box_mm: Box | None = None
    short: tuple[bool, bool, bool] = (False, False, False)
    aligned: bool = False
    user_data: tuple[tuple[str, bytes], ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blocks:
    """Vectors of many layers, as arrays; every reader makes one of these.

    `points_mm` (N, 2); `block_offsets` (B + 1) into the points, `layer_offsets` (L + 1) into the
    blocks, `layer_z_mm` (L) the heights as the file has them. `block_shape`, `block_role` and
    `block_direction` (B) are values of `Shape`, `Role` and `Direction`; `block_exposure` and
    `block_part` (B) are places in `exposures` and `parts` of the toolpath, or `NOBODY`;
    `block_laser` (B) numbers lasers from 0, or is `NOBODY`. `block_pause_us` (B) is how long a
    pause takes, in microseconds, and 0 for all other blocks; there are none where it is left out.
    """

    points_mm: Floats
    block_offsets: Longs
    block_shape: Bytes
    block_role: Bytes
    block_direction: Bytes
    block_exposure: Ids
    block_part: Ids
    block_laser: Ids
    layer_offsets: Longs
    layer_z_mm: Floats
    block_pause_us: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        """Make the arrays read-only, and hold their lengths together; hatches have both ends."""
        if not len(self.block_pause_us):
            object.__setattr__(self, "block_pause_us", np.zeros(len(self.block_shape)))
        for column in fields(Blocks):
            object.__setattr__(self, column.name, read_only(getattr(self, column.name)))
        blocks, layers = len(self.block_shape), len(self.layer_z_mm)
        _require_offsets("block_offsets", self.block_offsets, blocks, len(self.points_mm))
        _require_offsets("layer_offsets", self.layer_offsets, layers, blocks)
        for column in fields(Blocks):
            if column.name.startswith("block_") and column.name != "block_offsets":
                _require_length(column.name, len(getattr(self, column.name)), blocks)
        if (self.block_pause_us[~self.pauses] != 0).any():
            raise ValueError("only a jump without points is a pause")
        if (np.diff(self.block_offsets)[self.block_shape == Shape.HATCHES] & 1).any():
            raise ValueError("hatches have two points each")

    @property
    def pauses(self) -> npt.NDArray[np.bool_]:
        """Which blocks are pauses (B): jumps without points."""
        return np.asarray((self.block_shape == Shape.JUMP) & (np.diff(self.block_offsets) == 0))

    @property
    def jumps(self) -> npt.NDArray[np.bool_]:
        """Which blocks are jumps that lead somewhere (B)."""
        return np.asarray((self.block_shape == Shape.JUMP) & ~self.pauses)


def _require_length(name: str, length: int, expected: int) -> None:
    if length != expected:
        raise ValueError(f"{name} has {expected} entries, not {length}")


def _require_offsets(name: str, offsets: Longs, count: int, end: int) -> None:
    _require_length(name, len(offsets), count + 1)
    if offsets[0] != 0 or offsets[-1] != end or (np.diff(offsets) < 0).any():
        raise ValueError(f"{name} runs from 0 up to {end}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerPaths:
    """One layer: its number and height, and its blocks, which begin at `first_block`."""

    layer: int
    z_mm: float
    first_block: int
    points_mm: tuple[Floats, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Toolpath:
    """The vectors of a build, or of parts of one, with their exposures and parts.

    `unread` counts what the file holds and a toolpath does not; `kept` holds what was found out
    when first asked for.
    """

    blocks: Blocks
    exposures: tuple[Exposure, ...]
    parts: tuple[PathPart, ...]
    facts: FileFacts
    lasers: tuple[LaserSource, ...] = ()
    name: str = "toolpath"
    sha256: str = ""
    unread: tuple[Unread, ...] = ()
    kept: Kept = field(default_factory=Kept, init=False, repr=False)

    def __post_init__(self) -> None:
        """Require that blocks name exposures and parts that are there."""
        for column, those in (
            (self.blocks.block_exposure, self.exposures),
            (
                self.blocks.block_part,
                self.parts,
            ),
        ):
            if len(column) and not NOBODY <= column.min() <= column.max() < len(those):
                raise ValueError("a block names an exposure or a part that is not there")

    def __len__(self) -> int:
        """Return how many layers there are."""
        return len(self.blocks.layer_z_mm)

    @property
    def in_powder(self) -> bool:
        """Whether it is of a machine that melts a bed of powder; G-code is of those that lay."""
        return not self.facts.file_format.startswith("gcode")

    @property
    def vectors(self) -> int:
        """How many vectors and points are exposed."""
        return int(self.block_vectors.sum())

    @property
    def block_vectors(self) -> Longs:
        """How many vectors, or single points, each block exposes; jumps expose none."""
        return self.kept.once("block vectors", self._count_vectors)

    @property
    def block_head(self) -> Ids:
        """Which of the lasers in use exposes each block, from 0; one where nobody names any."""
        return self.kept.once("block head", self._rank_lasers)

    def layer(self, number: int) -> LayerPaths:
        """Return one layer, counted from 0.

        Raises
        ------
        NotAskable
            ``toolpath-layer-unknown`` where there is no such layer.
        """
        blocks = self.blocks
        if not 0 <= number < len(self):
            raise NotAskable(
                "toolpath-layer-unknown",
                f"There is no layer {number}; the toolpath has {len(self)}, counted from 0.",
                {"layer": number, "layers": len(self)},
            )
        first, stop = (int(at) for at in blocks.layer_offsets[number : number + 2])
        ends = blocks.block_offsets[first : stop + 1].tolist()
        return LayerPaths(
            layer=number,
            z_mm=float(blocks.layer_z_mm[number]),
            first_block=first,
            points_mm=tuple(blocks.points_mm[low:high] for low, high in pairwise(ends)),
            shapes=tuple(Shape(shape) for shape in blocks.block_shape[first:stop].tolist()),
        )

    def layers(self) -> Iterator[LayerPaths]:
        """Yield all layers, in the order of the file."""
        return (self.layer(number) for number in range(len(self)))

    def _rank_lasers(self) -> Ids:
        laser = np.maximum(self.blocks.block_laser, 0)
        return read_only(np.unique(laser, return_inverse=True)[1].astype(np.int32))

    def _count_vectors(self) -> Longs:
        points = np.diff(self.blocks.block_offsets)
        shape = self.blocks.block_shape
        counted = np.where(shape == Shape.POLYLINE, np.maximum(points - 1, 0), points)
        counted = np.where(shape == Shape.HATCHES, points // 2, counted)
        return read_only(np.where(shape == Shape.JUMP, 0, counted))
