"""Toolpaths as OVF: each layer a work plane, each block a vector block, behind tables.

Keys of exposures are never 0, so that a block that names none (key 0) stays apart. Zeros are
written out, and a set that leaves a number unsaid shows that by one (`ovf_job`). Coordinates and
other numbers are kept in single precision, and what that changes is counted.
"""

import struct
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.ovf_fields import (
    AREA_CONTOUR,
    BLOCK_EXPOSURE,
    BLOCK_LASER,
    BLOCK_LPBF,
    BLOCK_META,
    BLOCK_PART,
    HATCHES,
    LPBF_AREA,
    LPBF_SKIN,
    LPBF_STRUCTURE,
    LUT_POSITIONS,
    LUT_SHELL,
    MAGIC,
    NUMBERS,
    PAUSE,
    PAUSE_MAX_US,
    PAUSE_US,
    PLANE_BLOCK_COUNT,
    PLANE_NUMBER,
    PLANE_Z,
    POINTS,
    POLYLINE,
    SKIN_DOWN,
    SKIN_UP,
    STRUCTURE_SUPPORT,
)
from slicer_checks.formats.ovf_shell import (
    Keys,
    assign_keys,
    job_shell,
    left_out_of_shell,
    rounded_in_shell,
)
from slicer_checks.formats.protobuf_writing import (
    bytes_field,
    delimited,
    single_field,
    varint,
    varint_field,
)
from slicer_checks.formats.single_precision import ROUNDED, rounding
from slicer_checks.toolpath import NOBODY, Blocks, Direction, Role, Shape, Toolpath
from slicer_checks.written import Written

_KINDS = {Shape.POLYLINE: POLYLINE, Shape.HATCHES: HATCHES, Shape.POINTS: POINTS}
_ROLES = {
    Role.UP_SKIN: varint_field(LPBF_SKIN, SKIN_UP),
    Role.DOWN_SKIN: varint_field(LPBF_SKIN, SKIN_DOWN),
    Role.SUPPORT: varint_field(LPBF_STRUCTURE, STRUCTURE_SUPPORT),
}
_POINT_BYTES = 8
_WORD_BYTES = 8
_RING_POINTS_MIN = 4
_Combination = tuple[int, int, int, int, bool]
"""Exposure, part, laser and role of a block, and whether it is a closed contour."""


def write_ovf(toolpath: Toolpath) -> Written:
    """Return an OVF file of a toolpath, and what of it OVF cannot hold.

    Closed polylines of a known role are marked as contours. Jumps are left out: a machine jumps by
    itself from one block to the next. Pauses are whole microseconds.
    """
    keys = assign_keys(toolpath)
    with np.errstate(over="ignore"):
        singles = toolpath.blocks.points_mm.astype("<f4")
    pen = _Pen(blocks=toolpath.blocks, singles=singles, keys=keys)
    positions = [pen.plane(layer) for layer in range(len(toolpath))]
    shell = pen.add(delimited(job_shell(toolpath, keys)))
    lut = pen.add(_table(shell, positions))
    header = MAGIC + struct.pack("<q", lut)
    blocks = toolpath.blocks
    rounded = rounding(blocks.points_mm, singles) + rounding(blocks.layer_z_mm)
    rounded += rounded_in_shell(toolpath)
    left_out = {
        **left_out_of_shell(toolpath, keys),
        **_left_out_of_blocks(blocks),
        ROUNDED: rounded.count,
    }
    return Written(
        data=b"".join([header, *pen.pieces]),
        left_out=tuple(Unread(content=what, count=n) for what, n in left_out.items() if n),
        rounded_mm=rounded.most,
    )


def _table(shell: int, positions: list[int]) -> bytes:
    packed = b"".join(map(varint, positions))
    return delimited(varint_field(LUT_SHELL, shell) + bytes_field(LUT_POSITIONS, packed))


@dataclass(slots=True, kw_only=True)
class _Pen:
    """Writes piece after piece, and knows at which byte it is."""

    blocks: Blocks
    singles: npt.NDArray[np.float32]
    keys: Keys
    pieces: list[bytes | memoryview] = field(default_factory=list)
    at: int = len(MAGIC) + _WORD_BYTES
    _raw: memoryview = field(init=False)
    _combinations: list[_Combination] = field(init=False)
    _tails: dict[_Combination, bytes] = field(default_factory=dict)
    _pauses: dict[int, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._raw = memoryview(self.singles.tobytes())
        blocks = self.blocks
        self._pauses = {
            int(place): bytes_field(PAUSE, varint_field(PAUSE_US, pause_us))
            for place, pause_us in zip(*_whole_pauses(blocks), strict=True)
        }
        self._combinations = list(
            zip(
                blocks.block_exposure.tolist(),
                blocks.block_part.tolist(),
                blocks.block_laser.tolist(),
                blocks.block_role.tolist(),
                _contours(blocks).tolist(),
                strict=True,
            )
        )

    def add(self, piece: bytes | memoryview) -> int:
        """Write a piece; return where it begins."""
        begun = self.at
        self.pieces.append(piece)
        self.at += len(piece)
        return begun

    def plane(self, layer: int) -> int:
        """Write a work plane; return where it begins."""
        word = len(self.pieces)
        begun = self.add(bytes(_WORD_BYTES))
        first, stop = self.blocks.layer_offsets[layer : layer + 2].tolist()
        shapes = self.blocks.block_shape[first:stop].tolist()
        offsets = self.blocks.block_offsets[first : stop + 1].tolist()
        positions = [
            self._block(first + place, shape, offsets[place : place + 2])
            for place, shape in enumerate(shapes)
            if shape != Shape.JUMP or first + place in self._pauses
        ]
        shell = self.add(delimited(self._shell(layer, len(positions))))
        lut = self.add(_table(shell, positions))
        self.pieces[word] = struct.pack("<q", lut)
        return begun

    def _shell(self, layer: int, count: int) -> bytes:
        z_mm = float(self.blocks.layer_z_mm[layer])
        numbers = varint_field(PLANE_BLOCK_COUNT, count) + varint_field(PLANE_NUMBER, layer)
        return single_field(PLANE_Z, z_mm) + numbers

    def _block(self, place: int, shape: int, span: list[int]) -> int:
        """Write a vector block; return where it begins."""
        combination = self._combinations[place]
        tail = self._tails.get(combination)
        if tail is None:
            tail = self._tails[combination] = self._tail(combination)
        if shape == Shape.JUMP:
            return self.add(delimited(self._pauses[place] + tail))
        size = _POINT_BYTES * (span[1] - span[0])
        numbers = varint((NUMBERS << 3) | 2) + varint(size) if size else b""
        head = varint((_KINDS[Shape(shape)] << 3) | 2) + varint(len(numbers) + size) + numbers
        begun = self.add(varint(len(head) + size + len(tail)) + head)
        self.add(self._raw[_POINT_BYTES * span[0] : _POINT_BYTES * span[1]])
        self.add(tail)
        return begun

    def _tail(self, combination: _Combination) -> bytes:
        """Return the fields of a block that follow its vectors."""
        exposure, part, laser, role, contour = combination
        pieces = []
        if exposure != NOBODY:
            pieces.append(varint_field(BLOCK_EXPOSURE, self.keys.exposures[exposure]))
        if laser != NOBODY:
            pieces.append(varint_field(BLOCK_LASER, laser))
        if part != NOBODY:
            number = varint_field(BLOCK_PART, self.keys.parts[part])
            pieces.append(bytes_field(BLOCK_META, number))
        if role != Role.UNSAID:
            area = varint_field(LPBF_AREA, AREA_CONTOUR) if contour else b""
            pieces.append(bytes_field(BLOCK_LPBF, area + _ROLES.get(Role(role), b"")))
        return b"".join(pieces)


def _contours(blocks: Blocks) -> npt.NDArray[np.bool_]:
    """Tell which blocks are contours: rings, and polylines that nobody says are open lines."""
    closed: npt.NDArray[np.bool_] = (blocks.block_shape == Shape.POLYLINE) & (
        np.diff(blocks.block_offsets) >= _RING_POINTS_MIN
    )
    firsts, lasts = blocks.block_offsets[:-1][closed], blocks.block_offsets[1:][closed] - 1
    closed[closed] = (blocks.points_mm[firsts] == blocks.points_mm[lasts]).all(axis=1)
    lines = (blocks.block_direction == Direction.OPEN) | (blocks.block_role == Role.SUPPORT)
    return np.asarray(closed | ((blocks.block_shape == Shape.POLYLINE) & ~lines))


def _whole_pauses(blocks: Blocks) -> tuple[list[int], list[int]]:
    """Return the places of pauses, and how many microseconds each is, as far as 64 bits hold it."""
    places = np.flatnonzero(blocks.pauses)
    pause_us = np.round(np.clip(blocks.block_pause_us[places], 0, PAUSE_MAX_US))
    return places.tolist(), [int(one) for one in pause_us.tolist()]


def _left_out_of_blocks(blocks: Blocks) -> dict[str, int]:
    unsaid = blocks.block_laser == NOBODY
    lines = blocks.block_direction == Direction.OPEN
    kept = lines & np.isin(blocks.block_role, (Role.CORE, Role.UP_SKIN, Role.DOWN_SKIN))
    told = (blocks.block_direction != Direction.UNSAID) & ~kept
    told &= blocks.block_shape == Shape.POLYLINE
    return {
        "jumps": int(blocks.jumps.sum()),
        "fractions of a microsecond": int(np.sum(blocks.block_pause_us % 1 != 0)),
        "directions": int(told.sum()),
        "lasers left unsaid": 0 if unsaid.all() else int((unsaid & ~blocks.jumps).sum()),
    }
