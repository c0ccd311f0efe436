"""Writing CLI and CLI+, in the unit that a toolpath was read in."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from slicer_checks.blockpicks import picked_points
from slicer_checks.formats.cli import STATES
from slicer_checks.formats.cli_binary import RawBlocks
from slicer_checks.formats.cli_binary_writer import write_binary
from slicer_checks.formats.mesh import Unread
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Box,
    Direction,
    Exposure,
    FileFacts,
    Floats,
    Ids,
    Longs,
    Role,
    Shape,
    Toolpath,
    Written,
)

__all__ = ["Form", "write_cli"]

Form = Literal["ascii", "binary"]

_SHORT_MAX: Final = 65_535
_DECIMALS: Final = 6
_WHOLE: Final = 1e-6
"""A number this near to a whole one is that."""
_VERSION: Final = "200"
_COMMANDS: Final = ("POWER", "SPEED", "FOCUS", "SPOTSIZE")


def write_cli(toolpath: Toolpath, form: Form = "binary") -> Written:
    """Write a toolpath as CLI, or as CLI+ where it is ASCII and has exposures.

    Numbers are written in the unit that the toolpath was read in; 16-bit forms are kept where every
    number still is a whole one that they hold.
    """
    blocks, kept = toolpath.blocks, np.flatnonzero(_held(toolpath.blocks))
    raw = _raw(toolpath, kept)
    header = _header(toolpath, raw, form)
    if form == "binary":
        short, aligned = _short(toolpath.facts, raw), toolpath.facts.aligned
        data = header + write_binary(_whole(raw, short), short, aligned=aligned)
    else:
        data = header + _text(toolpath, raw, blocks.block_exposure[kept])
    return Written(data=data, left_out=_left_out(toolpath, form))


def _held(blocks: Blocks) -> npt.NDArray[np.bool_]:
    """Tell which blocks CLI can hold."""
    return np.asarray(blocks.block_shape <= Shape.HATCHES)


def _raw(toolpath: Toolpath, kept: npt.NDArray[np.intp]) -> RawBlocks:
    """Return the blocks in numbers of the file's unit."""
    blocks, unit_mm = toolpath.blocks, toolpath.facts.unit_mm
    points_mm, offsets = picked_points(blocks.points_mm, blocks.block_offsets, kept)
    numbers = np.array([part.number for part in toolpath.parts] or [1], dtype=np.int32)
    part = blocks.block_part[kept]
    shape = blocks.block_shape[kept]
    points = _in_unit(points_mm, unit_mm)
    said = blocks.block_direction[kept]
    guessed = _directions(points, offsets)
    unsaid = (said == Direction.UNSAID) & (shape == Shape.POLYLINE)
    return RawBlocks(
        points=points,
        block_offsets=offsets,
        shape=np.ascontiguousarray(shape),
        direction=np.where(unsaid, guessed, said).astype(np.uint8),
        part=np.where(part == NOBODY, numbers[0], numbers[part]).astype(np.int32),
        layer_offsets=np.searchsorted(kept, blocks.layer_offsets).astype(np.int64),
        layer_z=_in_unit(blocks.layer_z_mm, unit_mm),
        short=(0, 0, 0),
    )


def _in_unit(values_mm: Floats, unit_mm: float) -> Floats:
    """Return values in a unit: with six decimals where those give the value back, else as close."""
    exact = values_mm / unit_mm
    plain = np.round(exact, _DECIMALS)
    return np.where(plain * unit_mm == values_mm, plain, exact)


def _directions(points: Floats, offsets: Longs) -> npt.NDArray[np.uint8]:
    """Return how each polyline runs: open where its ends differ, else by its signed area."""
    counts = np.diff(offsets)
    first, last = offsets[:-1], np.maximum(offsets[1:] - 1, 0)
    ring = counts > 2  # noqa: PLR2004  a ring has an inside
    ring[ring] = (points[first[ring]] == points[last[ring]]).all(axis=1)
    shifted = points - points[np.repeat(first, counts)]
    cross = np.zeros(len(points) + 1)
    x, y = shifted.T
    cross[1:-1] = np.cumsum(x[:-1] * y[1:] - x[1:] * y[:-1])
    area = np.where(ring, cross[last] - cross[np.minimum(first, len(cross) - 1)], 0.0)
    runs = np.where(area >= 0, Direction.COUNTER_CLOCKWISE, Direction.CLOCKWISE)
    return np.where(ring, runs, Direction.OPEN).astype(np.uint8)


def _short(facts: FileFacts, raw: RawBlocks) -> tuple[bool, bool, bool]:
    """Tell for which of layers, polylines and hatches the form of 16 bits is kept."""
    hatched = np.repeat(raw.shape == Shape.HATCHES, np.diff(raw.block_offsets))
    counts = np.diff(raw.block_offsets)
    many = counts.size > 0 and counts.max() > _SHORT_MAX
    groups = (raw.layer_z, raw.points[~hatched], raw.points[hatched])
    asked = zip(facts.short, groups, strict=True)
    layers, lines, hatches = (short and _fits(numbers) for short, numbers in asked)
    parts = _fits(raw.part.astype(np.float64)) and not many
    return layers, lines and parts, hatches and parts


def _whole(raw: RawBlocks, short: tuple[bool, bool, bool]) -> RawBlocks:
    """Return the blocks with whole numbers where they are written in the form of 16 bits."""
    layers, lines, hatches = short
    brief = np.where(raw.shape == Shape.HATCHES, hatches, lines)
    rows = np.repeat(brief, np.diff(raw.block_offsets))[:, None]
    return raw._replace(
        points=np.where(rows, np.rint(raw.points), raw.points),
        layer_z=np.rint(raw.layer_z) if layers else raw.layer_z,
    )


def _fits(numbers: Floats) -> bool:
    """Tell whether 16 bits hold all numbers."""
    if not len(numbers):
        return True
    whole = bool((np.abs(numbers - np.rint(numbers)) < _WHOLE).all())
    return whole and float(numbers.min()) >= 0 and float(numbers.max()) <= _SHORT_MAX


def _header(toolpath: Toolpath, raw: RawBlocks, form: Form) -> bytes:
    facts = toolpath.facts
    said = {"UNITS": repr(facts.unit_mm), "VERSION": facts.version or _VERSION, "DATE": facts.date}
    lines = ["$$HEADERSTART", "$$BINARY" if form == "binary" else "$$ASCII"]
    lines += ["$$ALIGN"] if facts.aligned and form == "binary" else []
    lines += [f"$${name}/{value}" for name, value in said.items() if value]
    lines += [f"$$LABEL/{part.number},{part.name}" for part in toolpath.parts if part.name]
    box = facts.box_mm
    if box is None or not np.isfinite(box).all():
        box = _box(toolpath)  # a format may name a box without heights
    if box is not None:
        numbers = ",".join(f"{number:.6f}" for corner in box for number in corner)
        lines.append(f"$$DIMENSION/{numbers}")
    lines.append(f"$$LAYERS/{len(raw.layer_z)}\n")
    data = b"".join(
        b"$$USERDATA/%s,%d,%s\n" % (who.encode(), len(content), content)
        for who, content in facts.user_data
    )
    return "\n".join(lines).encode() + data + b"$$HEADEREND"


def _box(toolpath: Toolpath) -> Box | None:
    points, z = toolpath.blocks.points_mm, toolpath.blocks.layer_z_mm
    if not len(points):
        return None
    (x, y), (x_high, y_high) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (x, y, float(z.min())), (x_high, y_high, float(z.max()))


@dataclass(slots=True)
class _Pen:
    """Writes geometry as text; a state of the laser is said where it changes."""

    exposures: tuple[Exposure, ...]
    lines: list[str]
    said: tuple[float, ...] = (np.nan,) * len(STATES)

    def expose(self, number: int) -> None:
        """Say what changes for the exposure of the next block."""
        if number == NOBODY:
            return
        wanted = tuple(getattr(self.exposures[number], name) for name in STATES)
        for command, now, then in zip(_COMMANDS, wanted, self.said, strict=True):
            if now == now and now != then:  # noqa: PLR0124  not NaN
                self.lines.append(f"$${command}/{_shown(now)}")
        self.said = tuple(
            then if now != now else now  # noqa: PLR0124
            for now, then in zip(wanted, self.said, strict=True)
        )


def _shown(number: float) -> str:
    return repr(int(number)) if number == int(number) else repr(number)


def _text(toolpath: Toolpath, raw: RawBlocks, exposure: Ids) -> bytes:
    pen = _Pen(exposures=toolpath.exposures, lines=["", "$$GEOMETRYSTART"])
    ends, numbers = raw.block_offsets.tolist(), raw.points.reshape(-1).tolist()
    shapes, directions, parts = (a.tolist() for a in (raw.shape, raw.direction, raw.part))
    exposed, layers = exposure.tolist(), raw.layer_offsets.tolist()
    for layer, z in enumerate(raw.layer_z.tolist()):
        pen.lines.append(f"$$LAYER/{_shown(z)}")
        for block in range(layers[layer], layers[layer + 1]):
            pen.expose(exposed[block])
            first, end = ends[block : block + 2]
            if shapes[block] == Shape.HATCHES:
                head = f"$$HATCHES/{parts[block]},{(end - first) // 2}"
            else:
                head = f"$$POLYLINE/{parts[block]},{directions[block]},{end - first}"
            pen.lines.append(",".join([head, *map(_shown, numbers[2 * first : 2 * end])]))
    pen.lines.append("$$GEOMETRYEND\n")
    return "\n".join(pen.lines).encode()


def _left_out(toolpath: Toolpath, form: Form) -> tuple[Unread, ...]:
    """Count what CLI cannot hold."""
    blocks = toolpath.blocks
    counts = {
        "points": int(np.count_nonzero(blocks.block_shape == Shape.POINTS)),
        "jumps": int(np.count_nonzero(blocks.block_shape == Shape.JUMP)),
        "roles of blocks": int(np.count_nonzero(blocks.block_role != Role.UNSAID)),
        "lasers of blocks": int(np.count_nonzero(blocks.block_laser != NOBODY)),
        "laser parameters": _lost_exposures(toolpath.exposures, form),
    }
    return tuple(Unread(content=name, count=count) for name, count in counts.items() if count)


def _lost_exposures(exposures: tuple[Exposure, ...], form: Form) -> int:
    """Count exposures that are not all written: in CLI+ those that say more than its four."""
    if form == "binary":
        return len(exposures)
    plain = (Exposure(**{name: getattr(one, name) for name in STATES}) for one in exposures)
    return sum(repr(one) != repr(short) for one, short in zip(exposures, plain, strict=True))
