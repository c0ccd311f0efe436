"""Writing toolpaths as 3MF (toolpath extension 1.0 in the namespace of 2026/03, or of 2019/05).

The package is the same bytes for the same toolpath. Coordinates are whole numbers of the unit that
the toolpath came in where they fit, else of a decimal part of a millimetre. Blocks that name no
exposure or no part are written under a profile or an item with the nil UUID, which the reader
takes for none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import NotAskable
from slicer_checks.formats.file_units import ROUNDED_TO_UNIT, moved, unit_for, whole_of
from slicer_checks.formats.threemf_layer import NAMESPACES
from slicer_checks.formats.threemf_package import MODEL, package
from slicer_checks.formats.threemf_part_writer import (
    Losses,
    Uuids,
    WrittenPart,
    box_between,
    boxes_of,
    build_xml,
    objects_xml,
)
from slicer_checks.formats.threemf_profile import NAMELESS
from slicer_checks.formats.threemf_profile_writer import lasers_xml, profiles_xml
from slicer_checks.toolpath import (
    NOBODY,
    Direction,
    Floats,
    Role,
    Shape,
    Toolpath,
)
from slicer_checks.written import Written

_LAYER_KINDS: Final = (
    f"{NAMESPACES[0]}/layer",
    "http://schemas.microsoft.com/3dmanufacturing/2019/05/toolpath",
)
"""How a model part is related to a layer: as the release candidate, and as drafts have it."""

_HEADER: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MODEL: Final = (
    _HEADER + '<model unit="millimeter" xml:lang="en-US" '
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" '
    'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06" '
    'xmlns:tp="{space}" requiredextensions="p tp">\n'
    "{metadata}<resources>\n"
    '<tp:toolpathresource id="1" uuid="{uuid}" unitfactor="{unit!r}"{kind}>\n'
    "{lasers}{profiles}<tp:toolpathlayers>\n{layers}</tp:toolpathlayers>\n"
    "</tp:toolpathresource>\n{objects}</resources>\n{build}</model>\n"
)
_LAYER: Final = _HEADER + '<layer xmlns="{}">\n'
_SEGMENT: Final = '<segment type="{}" profileid="{}" partid="{}"{}>\n{}</segment>\n'
_HATCH: Final = '<hatch x1="%d" y1="%d" x2="%d" y2="%d"/>\n'
_POINT: Final = '<point x="%d" y="%d"/>\n'
_LOOP_POINTS_MIN: Final = 4
"""A triangle, its first corner once more at the end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """What is written: blocks by `kept` (B,) and as loops by `loops` (B,); points as numbers."""

    toolpath: Toolpath
    space: str
    unit_mm: float
    rounded_mm: float
    numbers: npt.NDArray[np.int64]
    kept: npt.NDArray[np.bool_]
    loops: npt.NDArray[np.bool_]
    profile_uuids: Sequence[str]
    part_uuids: Sequence[str]


def write_toolpath_3mf(toolpath: Toolpath, *, draft: bool = False) -> Written:
    """Return a toolpath as a 3MF package, as the release candidate of 2026/03 or a draft has it.

    The drafts of 2019/05 have another namespace and do not say that a toolpath is planar.

    Each layer is a member of the archive: who reads the package back needs
    `ReadLimits.members_max` above the number of layers. Raises `NotAskable` for layers below the
    build plate or below the one before: the specification forbids them, and allows equal heights.
    """
    heights = toolpath.blocks.layer_z_mm
    falling = ~(np.diff(heights, prepend=0.0) >= 0) | ~np.isfinite(heights)
    if falling.any():
        raise _falling(int(np.argmax(falling)), heights)
    losses, uuids = Losses(), Uuids(toolpath)
    losses.add_facts(toolpath.facts)
    plan = _plan(toolpath, uuids, losses, NAMESPACES[draft])
    parts = _written_parts(plan)
    losses.add("roles of blocks", _other_roles(plan, parts))
    members = {
        f"Toolpath/Layers/layer{number:05d}.xml": _layer_xml(plan, number - 1)
        for number in range(1, len(toolpath) + 1)
    }
    tops = whole_of(heights, plan.unit_mm).tolist()
    model = _MODEL.format(
        space=plan.space,
        kind="" if draft else ' toolpathtype="planar"',
        metadata=losses.metadata(toolpath.facts),
        uuid=uuids.of("toolpath"),
        unit=plan.unit_mm,
        lasers=lasers_xml(toolpath, plan.kept, plan.unit_mm, losses),
        profiles=profiles_xml(toolpath.exposures, plan.profile_uuids, losses),
        layers="".join(
            f'<tp:toolpathlayer ztop="{top}" path="/{name}"/>\n'
            for top, name in zip(tops, members, strict=True)
        ),
        objects=objects_xml(parts, uuids, losses),
        build=build_xml(parts, uuids, losses, ' tp:toolpathid="1"'),
    )
    data = package({MODEL: model, **members}, dict.fromkeys(members, _LAYER_KINDS[draft]))
    return Written(data=data, left_out=losses.left_out(), rounded_mm=plan.rounded_mm)


def _falling(layer: int, heights: Floats) -> NotAskable:
    height = float(heights[layer])
    return NotAskable(
        "3mf-layer-heights",
        f"Layer {layer + 1} of the toolpath is at {height:g} mm, below the one before or the build "
        "plate, or nowhere; layers of 3MF do not fall.",
        {"layer": layer + 1, "z_mm": height},
    )


def _plan(toolpath: Toolpath, uuids: Uuids, losses: Losses, space: str) -> _Plan:
    blocks = toolpath.blocks
    kept = _kept(toolpath, losses)
    used = np.repeat(kept, np.diff(blocks.block_offsets))
    bounds = [laser.field_mm for laser in toolpath.lasers if laser.field_mm is not None]
    lengths = np.concatenate(
        (blocks.points_mm[used].reshape(-1), blocks.layer_z_mm, np.array(bounds).reshape(-1))
    )
    unit_mm = unit_for(lengths, toolpath.facts.unit_mm)
    rounded = moved(lengths, unit_mm)
    losses.add(ROUNDED_TO_UNIT, rounded.count)
    numbers = np.zeros(blocks.points_mm.shape, dtype=np.int64)
    numbers[used] = whole_of(blocks.points_mm[used], unit_mm)
    firsts, ends = blocks.block_offsets[:-1], blocks.block_offsets[1:]
    loops = kept & (blocks.block_shape == Shape.POLYLINE) & (ends - firsts >= _LOOP_POINTS_MIN)
    loops &= blocks.block_direction != Direction.OPEN
    at = np.flatnonzero(loops)
    loops[at] = (numbers[firsts[at]] == numbers[ends[at] - 1]).all(axis=1)
    # a reader closes no loop that is closed already, so one that ends twice stays a polyline
    at = np.flatnonzero(loops)
    twice = (numbers[firsts[at]] == numbers[ends[at] - 2]).all(axis=1)
    loops[at] = ~twice
    said = np.isin(blocks.block_direction, (Direction.CLOCKWISE, Direction.COUNTER_CLOCKWISE))
    said[at] |= twice
    losses.add("directions of polylines", int((kept & said).sum()))
    return _Plan(
        toolpath=toolpath,
        space=space,
        unit_mm=unit_mm,
        rounded_mm=rounded.most,
        numbers=numbers,
        kept=kept,
        loops=loops,
        profile_uuids=_uuids(uuids, "profile", len(toolpath.exposures)),
        part_uuids=_uuids(uuids, "item", len(toolpath.parts)),
    )


def _uuids(uuids: Uuids, what: str, count: int) -> list[str]:
    """Return UUIDs by place; the last is of `NOBODY`."""
    return [*(uuids.of(what, number) for number in range(count)), NAMELESS]


def _kept(toolpath: Toolpath, losses: Losses) -> npt.NDArray[np.bool_]:
    """Return which blocks 3MF can hold: polylines and hatches with a vector at least."""
    blocks = toolpath.blocks
    lengths = np.diff(blocks.block_offsets)
    finite = np.isfinite(blocks.points_mm).all(axis=1).astype(np.int64)
    known = np.concatenate(([0], np.cumsum(finite)))
    whole = known[blocks.block_offsets[1:]] - known[blocks.block_offsets[:-1]] == lengths
    drawn = (blocks.block_shape == Shape.POLYLINE) | (blocks.block_shape == Shape.HATCHES)
    points = lengths[blocks.block_shape == Shape.POINTS]
    losses.add("single points", int(points.sum()))
    losses.add("jumps", int(blocks.jumps.sum()))
    losses.add("pauses", int(blocks.pauses.sum()))
    kept: npt.NDArray[np.bool_] = drawn & whole & (lengths > 1)
    losses.add("blocks without a vector", int((drawn & ~kept).sum()))
    return kept


def _written_parts(plan: _Plan) -> list[WrittenPart]:
    """Return the objects that stand for parts; the last, if any, for blocks without a part."""
    toolpath, blocks = plan.toolpath, plan.toolpath.blocks
    count = len(toolpath.parts)
    owners = np.where(blocks.block_part == NOBODY, count, blocks.block_part)
    owners = np.where(plan.kept, owners, NOBODY)
    top = float(blocks.layer_z_mm[-1]) if len(toolpath) else 0.0
    boxes = [box_between(bounds, 0.0, top) for bounds in boxes_of(blocks, owners, count + 1)]
    parts = [
        WrittenPart(
            number=place + 2,
            name=part.name,
            kind="support" if _all_supports(plan, owners == place) else "model",
            uuid=plan.part_uuids[place],
            part_number=str(part.number),
            box_mm=boxes[place],
        )
        for place, part in enumerate(toolpath.parts)
    ]
    if count in owners or not parts:
        parts.append(
            WrittenPart(
                number=count + 2,
                name="",
                kind="model",
                uuid=NAMELESS,
                part_number="",
                box_mm=boxes[count],
            )
        )
    return parts


def _all_supports(plan: _Plan, own: npt.NDArray[np.bool_]) -> bool:
    return bool(own.any() and (plan.toolpath.blocks.block_role[own] == Role.SUPPORT).all())


def _other_roles(plan: _Plan, parts: Sequence[WrittenPart]) -> int:
    """Return of how many blocks the object does not say the role."""
    blocks = plan.toolpath.blocks
    kinds = [Role.SUPPORT if part.kind == "support" else Role.UNSAID for part in parts]
    told = np.array([*kinds[: len(plan.toolpath.parts)], Role.UNSAID])[blocks.block_part]
    return int((plan.kept & (blocks.block_role != told)).sum())


def _layer_xml(plan: _Plan, layer: int) -> str:
    """Return the part of the package that holds a layer."""
    blocks = plan.toolpath.blocks
    first, stop = blocks.layer_offsets[layer : layer + 2].tolist()
    at = [block for block in range(first, stop) if plan.kept[block]]
    parts = _references("part", blocks.block_part[at], plan.part_uuids)
    profiles = _references("profile", blocks.block_exposure[at], plan.profile_uuids)
    segments = "".join(_segment_xml(plan, block) for block in at)
    segments = f"<segments>\n{segments}</segments>\n" if segments else ""
    return f"{_LAYER.format(plan.space)}{parts}{profiles}{segments}</layer>\n"


def _references(name: str, places: npt.NDArray[np.int32], uuids: Sequence[str]) -> str:
    rows = "".join(
        f'<{name} id="{place % len(uuids) + 1}" uuid="{uuids[place]}"/>\n'
        for place in np.unique(places).tolist()
    )
    return f"<{name}s>\n{rows}</{name}s>\n" if rows else ""


def _segment_xml(plan: _Plan, block: int) -> str:
    blocks = plan.toolpath.blocks
    first, end = blocks.block_offsets[block : block + 2].tolist()
    if blocks.block_shape[block] == Shape.HATCHES:
        kind, row = "hatch", _HATCH
    else:
        kind, row, end = (
            ("loop", _POINT, end - 1) if plan.loops[block] else ("polyline", _POINT, end)
        )
    numbers = plan.numbers[first:end].reshape(-1).tolist()
    laser = int(blocks.block_laser[block])
    return _SEGMENT.format(
        kind,
        blocks.block_exposure[block] % len(plan.profile_uuids) + 1,
        blocks.block_part[block] % len(plan.part_uuids) + 1,
        "" if laser == NOBODY else f' laserindex="{laser}"',
        row * (len(numbers) // row.count("%d")) % tuple(numbers),
    )
