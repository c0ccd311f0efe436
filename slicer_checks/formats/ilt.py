"""ILT: a zip archive of CLI files, one for each part, area and class, and their laser parameters.

``modelsection_002_s1_us.cli`` is of part 2; its area is a shell (s1, s2), the core (k) or supports
(st), its class says what its vectors are (in German: u below, v volume, k contour, s hatch):

====== ===================== ========== ==========================
class  vectors               role       source
====== ===================== ========== ==========================
vs     hatch                 core       OpenVectorFormatTools
vk     contour               core       (public, LGPL): its reader
us     hatch                 down-skin  of ILT files
uk     contour               down-skin
skin   hatch and contour     up-skin
kv     contour, offset       core
kvu    contour, offset       core
sx     single lines          support
====== ===================== ========== ==========================

``modelsection_param.txt`` has speed, power, focus, point distance and exposure time for each. The
programs that write ILT put contours into hatches, end to end: such chains are read as polylines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.blockpicks import picked_points
from slicer_checks.errors import UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.decimals import parse_number
from slicer_checks.formats.faults import shown
from slicer_checks.formats.mesh import Unread
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Direction,
    FileFacts,
    Floats,
    Longs,
    PathPart,
    Role,
    Shape,
    Toolpath,
)

__all__ = ["PARAMETERS", "Section", "is_ilt", "read_ilt"]

PARAMETERS: Final = "modelsection_param.txt"
SUPPORTS: Final = "st"
ROLES: Final = {
    "vs": Role.CORE,
    "vk": Role.CORE,
    "kv": Role.CORE,
    "kvu": Role.CORE,
    "us": Role.DOWN_SKIN,
    "uk": Role.DOWN_SKIN,
    "skin": Role.UP_SKIN,
    "sx": Role.SUPPORT,
}
CONTOURS: Final = frozenset({"vk", "uk", "kv", "kvu", "skin"})
"""Classes whose hatches may be contours."""

_NAME: Final = re.compile(r"modelsection_([0-9]{1,9})_([a-z0-9]{1,20})_([a-z0-9]{1,20})\.cli")
_HEADING: Final = re.compile(r"\[([^\]]{1,200})\]")
_LINE: Final = re.compile(r"([A-Za-z]{1,40})\s*=\s*(\S{1,40})\s*(.{0,20})")
_FIELDS: Final = {
    "laserspeed": ("speed_mm_s", {"mm/s": 1.0, "m/s": 1000.0}),
    "laserpower": ("power_w", {"watt": 1.0, "w": 1.0, "mw": 0.001, "kw": 1000.0}),
    "focusshift": ("focus_mm", {"mm": 1.0, "um": 0.001}),
    "pointdistance": ("point_distance_um", {"um": 1.0, "mm": 1000.0}),
    "exposuretime": ("point_time_us", {"us": 1.0, "ms": 1000.0, "s": 1e6}),
}
"""What a line of the parameters gives, and what its unit is worth in ours."""

HEADINGS_MAX: Final = 20_000
"""The parameters of more sections than this are those of no build."""

SAME_MM: Final = 1e-4
"""Heights nearer than this are one layer; sections hold them as float32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What the name of a member says: part, area and class."""

    number: int
    area: str
    kind: str

    @property
    def role(self) -> Role:
        """What its vectors are of."""
        return Role.SUPPORT if self.area == SUPPORTS else ROLES.get(self.kind, Role.UNSAID)

    @property
    def member(self) -> str:
        """The name of its member."""
        return f"modelsection_{self.number:03d}_{self.area}_{self.kind}.cli"

    @classmethod
    def of(cls, member: str) -> "Section | None":
        """Return what a name says, or nothing where it is none of a section."""
        found = _NAME.fullmatch(member.lower())
        return None if found is None else cls(number=int(found[1]), area=found[2], kind=found[3])


def is_ilt(archive: Archive) -> bool:
    """Tell whether an archive is ILT: it holds at least one section."""
    return any(Section.of(name) is not None for name in archive.members)


def read_ilt(archive: Archive, limits: ReadLimits) -> Toolpath:
    """Read all sections as one toolpath, its layers merged by height.

    Raises
    ------
    UnreadableFile
        As `read_cli` for a section; ``ilt-layer-order`` where the layers of one do not rise;
        ``ilt-parameters`` for parameters that cannot be read.
    """
    said, unknown = _parameters(archive)
    named = {name: Section.of(name) for name in archive.members}
    sections = [(name, section) for name, section in named.items() if section is not None]
    order = {name: place for place, name in enumerate(said)}
    sections.sort(key=lambda one: (order.get(one[0], len(order)), one[0]))
    paths = [_section(archive, name, section, limits) for name, section in sections]
    parts = tuple(PathPart(number=n) for n in dict.fromkeys(s.number for _, s in sections))
    exposures = [
        replace(said.get(name, Exposure()), name=name.removesuffix(".cli"))
        for name in dict.fromkeys([*(name for name, _ in sections), *said])
    ]
    places = {part.number: place for place, part in enumerate(parts)}
    merged = _merged(paths, [(section, places[section.number]) for _, section in sections])
    unread = {"parameters of other programs": unknown}
    for path in paths:
        for one in path.unread:
            unread[one.content] = unread.get(one.content, 0) + one.count
    return Toolpath(
        blocks=merged,
        exposures=tuple(exposures),
        parts=parts,
        facts=_facts([path.facts for path in paths]),
        unread=tuple(Unread(content=what, count=n) for what, n in unread.items() if n),
    )


def _facts(sections: list[FileFacts]) -> FileFacts:
    """Return what the first section says; the boxes of all are one, and so is what they lack."""
    boxes = np.array([facts.box_mm for facts in sections if facts.box_mm is not None])
    box = None
    if len(boxes):
        low, high = boxes[:, 0].min(axis=0).tolist(), boxes[:, 1].max(axis=0).tolist()
        box = ((low[0], low[1], low[2]), (high[0], high[1], high[2]))
    lacks = tuple(dict.fromkeys(name for facts in sections for name in facts.lacks))
    return replace(sections[0], file_format="ilt", box_mm=box, lacks=lacks)


def _section(archive: Archive, name: str, section: Section, limits: ReadLimits) -> Toolpath:
    path = read_cli(archive.read(name), limits)
    if (np.diff(path.blocks.layer_z_mm) <= 0).any():
        raise UnreadableFile(
            "ilt-layer-order",
            f"The layers of {name} in the ILT file do not rise.",
            {"member": name},
        )
    if section.kind in CONTOURS:
        return replace(path, blocks=_chained(path), parts=())
    return path


def _chained(path: Toolpath) -> Blocks:
    """Return blocks with hatches that run end to end as polylines, each chain a block."""
    draft, directions = BlockDraft(), path.blocks.block_direction.tolist()
    for layer in path.layers():
        draft.layer(layer.z_mm)
        for number, points in enumerate(layer.points_mm):
            shape, said = layer.shapes[number], Direction(directions[layer.first_block + number])
            pieces = _chains(points) if shape == Shape.HATCHES else iter([(shape, points)])
            for kind, piece in pieces:
                draft.block(piece, Tag(shape=kind, direction=said))
    return draft.blocks()


def _chains(points: Floats) -> Iterator[tuple[Shape, Floats]]:
    """Yield hatches as polylines where each begins at the end of the last, others as they are."""
    starts, ends = points[0::2], points[1::2]
    goes_on = np.append((starts[1:] == ends[:-1]).all(axis=1), False)
    chained = goes_on | np.roll(goes_on, 1)
    breaks = np.flatnonzero((chained[1:] != chained[:-1]) | (chained[1:] & ~goes_on[:-1]))
    bounds = [0, *(breaks + 1).tolist(), len(starts)]
    for low, high in pairwise(bounds):
        if chained[low]:
            yield Shape.POLYLINE, np.concatenate((starts[low : low + 1], ends[low:high]))
        elif high > low:
            yield Shape.HATCHES, points[2 * low : 2 * high]


def _merged(paths: list[Toolpath], tags: list[tuple[Section, int]]) -> Blocks:
    """Return the blocks of all sections; in each layer a section's come after the one before."""
    z_mm = np.concatenate([path.blocks.layer_z_mm for path in paths])
    rank = np.argsort(z_mm, kind="stable")
    new = np.diff(z_mm[rank], prepend=-np.inf) > SAME_MM
    layer_of = np.empty(len(z_mm), dtype=np.intp)
    layer_of[rank] = np.cumsum(new) - 1
    blocks_per_layer = np.concatenate([np.diff(path.blocks.layer_offsets) for path in paths])
    layer = np.repeat(layer_of, blocks_per_layer)
    order = np.argsort(layer, kind="stable")
    counts = [len(path.blocks.block_shape) for path in paths]
    points_mm, offsets = picked_points(
        np.concatenate([path.blocks.points_mm for path in paths]),
        _joined([path.blocks.block_offsets for path in paths]),
        order,
    )
    roles = np.array([section.role for section, _ in tags], dtype=np.uint8)
    parts = np.array([part for _, part in tags], dtype=np.int32)
    exposures = np.arange(len(paths), dtype=np.int32)
    layers = int(new.sum())
    return Blocks(
        points_mm=points_mm,
        block_offsets=offsets,
        block_shape=np.concatenate([path.blocks.block_shape for path in paths])[order],
        block_role=np.repeat(roles, counts)[order],
        block_direction=np.concatenate([path.blocks.block_direction for path in paths])[order],
        block_exposure=np.repeat(exposures, counts)[order],
        block_part=np.repeat(parts, counts)[order],
        block_laser=np.full(len(order), NOBODY, dtype=np.int32),
        layer_offsets=np.searchsorted(layer[order], np.arange(layers + 1)).astype(np.int64),
        layer_z_mm=z_mm[rank][new],
    )


def _joined(offsets: list[Longs]) -> Longs:
    """Return offsets of arrays that are put one behind the other."""
    before = np.cumsum([0, *(int(one[-1]) for one in offsets[:-1])])
    moved = [one[:-1] + start for one, start in zip(offsets, before.tolist(), strict=True)]
    return np.append(np.concatenate(moved), before[-1] + offsets[-1][-1]).astype(np.int64)


def _parameters(archive: Archive) -> tuple[dict[str, Exposure], int]:
    """Return what the archive says of the laser for each section, and how many lines are not read.

    The text is Latin, and its micro sign may be any of three.
    """
    found: dict[str, dict[str, Any]] = {}
    unknown, name = 0, ""
    text = archive.read(PARAMETERS).decode("latin-1") if PARAMETERS in archive else ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split(";")[0].strip()
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            if len(found) == HEADINGS_MAX:
                raise _bad_line(line, number)
            name = heading[1].lower()
            found[name] = {}
        elif line:
            value = _value(line, number)
            unknown += value is None
            if value is not None and name:
                found[name][value[0]] = value[1]
    return {name: Exposure(**values) for name, values in found.items()}, unknown


def _value(line: str, number: int) -> tuple[str, float] | None:
    """Return what one line of the parameters gives; nothing where it is not for us."""
    found = _LINE.fullmatch(line)
    field = None if found is None else _FIELDS.get(found[1].lower())
    if found is None or field is None:
        return None
    name, units = field
    unit = re.sub("[^ -~]+", "u", found[3].strip().lower())
    value = parse_number(found[2].encode("latin-1", "replace"))
    if value is None or unit not in units or not np.isfinite(value):
        raise _bad_line(line, number)
    return name, value * units[unit]


def _bad_line(line: str, number: int) -> UnreadableFile:
    text = shown(line)
    return UnreadableFile(
        "ilt-parameters",
        f"Line {number} of the parameters in the ILT file cannot be read: {text!r}.",
        {"line": number, "text": text},
    )
