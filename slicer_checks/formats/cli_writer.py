"""Writing CLI and CLI+, in the unit that a toolpath was read in."""

import re
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from slicer_checks.blockpicks import picked_points
from slicer_checks.exposure import Exposure
from slicer_checks.formats.cli import STATES
from slicer_checks.formats.cli_binary import RawBlocks
from slicer_checks.formats.cli_binary_writer import write_binary
from slicer_checks.formats.cli_header import TEXT_MAX, UNIT_MAX_MM, UNIT_MIN_MM
from slicer_checks.formats.cli_text_writer import finite, write_text
from slicer_checks.formats.file_units import in_mm
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.part_numbering import part_numbers, renumbered
from slicer_checks.formats.single_precision import ROUNDED, Rounding, rounding
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Box,
    Direction,
    FileFacts,
    Floats,
    Longs,
    Role,
    Shape,
    Toolpath,
)
from slicer_checks.written import Written

__all__ = ["Form", "left_out_of_facts", "write_cli"]

Form = Literal["ascii", "binary"]

DIRECTIONS: Final = "directions left unsaid"
"""What CLI must say of contours of which nobody said it."""
_SHORT_MAX: Final = 65_535
_NUMBERS: Final = range(-(2**31), 2**31)
"""What a part may be numbered."""
_UNIT_MM: Final = 0.001
"""Where the unit is one that CLI does not have."""
_DOUBLE: Final = 1e-12
"""Roundings of doubles are a smaller share of a number."""
_DECIMALS: Final = 6
_WHOLE: Final = 1e-6
"""A number this near to a whole one is that."""
_VERSION: Final = "200"
_DOLLARS: Final = re.compile(r"\$(?=\$)")


def write_cli(toolpath: Toolpath, form: Form = "binary") -> Written:
    """Write a toolpath as CLI, or as CLI+ where it is ASCII and has exposures.

    Numbers are written in the unit that the toolpath was read in; 16-bit forms are kept where every
    number still is a whole one that they hold.
    """
    blocks, kept = toolpath.blocks, np.flatnonzero(_held(toolpath.blocks))
    unit_mm = toolpath.facts.unit_mm
    unit_mm = unit_mm if UNIT_MIN_MM <= unit_mm <= UNIT_MAX_MM else _UNIT_MM
    raw = _raw(toolpath, kept, unit_mm)
    header = _header(toolpath, raw, form, unit_mm)
    counts = _left_out(toolpath, form) | {DIRECTIONS: _guessed(blocks, kept)}
    rounded_mm = 0.0
    if form == "binary":
        short, aligned = _short(toolpath.facts, raw), toolpath.facts.aligned
        data = header + write_binary(_whole(raw, short), short, aligned=aligned)
        rounded = _rounded(raw, short)
        counts[ROUNDED], rounded_mm = rounded.count, rounded.most * unit_mm
    else:
        text, counts["settings left unsaid"] = write_text(
            toolpath, raw, blocks.block_exposure[kept]
        )
        data = header + text
    left_out = tuple(Unread(content=name, count=many) for name, many in counts.items() if many)
    return Written(data=data, left_out=left_out, rounded_mm=rounded_mm)


def _guessed(blocks: Blocks, kept: npt.NDArray[np.intp]) -> int:
    """Count polylines of which nobody said how they run: CLI must say something."""
    line = blocks.block_shape[kept] == Shape.POLYLINE
    return int(np.count_nonzero(line & (blocks.block_direction[kept] == Direction.UNSAID)))


def _rounded(raw: RawBlocks, short: tuple[bool, bool, bool]) -> Rounding:
    """Return what float32 changes of the numbers that are written so."""
    layers, lines, hatches = short
    wide = ~np.where(raw.shape == Shape.HATCHES, hatches, lines)
    points = raw.points[np.repeat(wide, np.diff(raw.block_offsets))]
    heights = raw.layer_z[: 0 if layers else None]
    return rounding(points, share=_DOUBLE) + rounding(heights, share=_DOUBLE)


def _held(blocks: Blocks) -> npt.NDArray[np.bool_]:
    """Tell which blocks CLI can hold."""
    return np.asarray(blocks.block_shape <= Shape.HATCHES)


def _raw(toolpath: Toolpath, kept: npt.NDArray[np.intp], unit_mm: float) -> RawBlocks:
    """Return the blocks in numbers of the file's unit."""
    blocks = toolpath.blocks
    points_mm, offsets = picked_points(blocks.points_mm, blocks.block_offsets, kept)
    numbers = np.array(part_numbers(toolpath.parts, _NUMBERS), dtype=np.int32)
    part = blocks.block_part[kept]
    shape = blocks.block_shape[kept]
    points = _in_unit(points_mm, unit_mm)
    said = blocks.block_direction[kept]
    guessed = _directions(points, offsets, blocks.block_role[kept] == Role.SUPPORT)
    unsaid = (said == Direction.UNSAID) & (shape == Shape.POLYLINE)
    return RawBlocks(
        points=points,
        block_offsets=offsets,
        shape=np.ascontiguousarray(shape),
        direction=np.where(unsaid, guessed, said).astype(np.uint8),
        part=numbers[part],  # the last is nobody's
        layer_offsets=np.searchsorted(kept, blocks.layer_offsets).astype(np.int64),
        layer_z=_in_unit(blocks.layer_z_mm, unit_mm),
        short=(0, 0, 0),
    )


def _in_unit(values_mm: Floats, unit_mm: float) -> Floats:
    """Return values in a unit: with six decimals where those give the value back, else as close."""
    exact = values_mm / unit_mm
    plain = np.round(exact, _DECIMALS)
    return np.where(in_mm(plain, unit_mm) == values_mm, plain, exact)


def _directions(
    points: Floats, offsets: Longs, supports: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Return how each polyline runs: by its signed area, or open where it has none.

    What is of a support and does not end where it began is open; a contour that does not close is
    not, so that it is still found.
    """
    counts = np.diff(offsets)
    first, last = offsets[:-1], np.maximum(offsets[1:] - 1, 0)
    ring = counts > 2  # noqa: PLR2004  a ring has an inside
    held = ring & supports
    ring[held] = (points[first[held]] == points[last[held]]).all(axis=1)
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


def _header(toolpath: Toolpath, raw: RawBlocks, form: Form, unit_mm: float) -> bytes:
    facts = toolpath.facts
    said = {"UNITS": repr(unit_mm), "VERSION": facts.version or _VERSION, "DATE": facts.date}
    lines = ["$$HEADERSTART", "$$BINARY" if form == "binary" else "$$ASCII"]
    lines += ["$$ALIGN"] if facts.aligned and form == "binary" else []
    lines += [f"$${name}/{_line(value)}" for name, value in said.items() if value]
    numbered = zip(part_numbers(toolpath.parts, _NUMBERS), toolpath.parts, strict=False)
    lines += [f"$$LABEL/{number},{_line(part.name)}" for number, part in numbered if part.name]
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


def _line(text: str) -> str:
    """Return a text as it is read back: one that can begin no line and no command of its own."""
    known = text.encode("utf-8", "replace").decode()
    plain = "".join(letter if letter.isprintable() else " " for letter in known)
    return _DOLLARS.sub("$ ", plain).strip()[:TEXT_MAX].strip()


def _box(toolpath: Toolpath) -> Box | None:
    points, z = toolpath.blocks.points_mm, toolpath.blocks.layer_z_mm
    if not len(points):
        return None
    (x, y), (x_high, y_high) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (x, y, float(z.min())), (x_high, y_high, float(z.max()))


def _left_out(toolpath: Toolpath, form: Form) -> dict[str, int]:
    """Count what CLI cannot hold."""
    blocks = toolpath.blocks
    return {
        "points": int(np.count_nonzero(blocks.block_shape == Shape.POINTS)),
        "jumps": int(blocks.jumps.sum()),
        "pauses": int(blocks.pauses.sum()),
        "roles of blocks": int(np.count_nonzero(blocks.block_role != Role.UNSAID)),
        "lasers of blocks": int(np.count_nonzero(blocks.block_laser != NOBODY)),
        "numbers of parts": renumbered(toolpath, _NUMBERS),
        "names of parts": sum(_line(part.name) != part.name for part in toolpath.parts),
        "laser parameters": _lost_exposures(toolpath.exposures, form),
        **left_out_of_facts(toolpath.facts),
    }


def left_out_of_facts(facts: FileFacts) -> dict[str, int]:
    """Count what a file said of itself that a header of CLI does not hold, or only changed."""
    return {
        "layer thickness": int(not np.isnan(facts.layer_mm)),
        "hatch distance": int(not np.isnan(facts.hatch_mm)),
        "name of the job": int(facts.name != ""),
        "date": int(_line(facts.date) != facts.date),
        "version": int(_line(facts.version) != facts.version),
    }


def _lost_exposures(exposures: tuple[Exposure, ...], form: Form) -> int:
    """Count exposures that are not all written: in CLI+ those that say more than its four."""
    if form == "binary":
        return len(exposures)
    plain = (_short_of(one) for one in exposures)
    return sum(repr(one) != repr(short) for one, short in zip(exposures, plain, strict=True))


def _short_of(exposure: Exposure) -> Exposure:
    """Return what CLI+ can say of an exposure."""
    power_w, speed_mm_s, focus_mm, spot_um = (finite(getattr(exposure, name)) for name in STATES)
    return Exposure(power_w=power_w, speed_mm_s=speed_mm_s, focus_mm=focus_mm, spot_um=spot_um)
