"""Writing ILT: a section for each part, role, shape and exposure, with its laser parameters."""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np

from slicer_checks.blockpicks import picked_points
from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.formats.archive import pack
from slicer_checks.formats.cli_text_writer import finite
from slicer_checks.formats.cli_writer import DIRECTIONS, left_out_of_facts, write_cli
from slicer_checks.formats.ilt import PARAMETERS, SAME_MM, Section
from slicer_checks.formats.ilt_sections import NUMBERS, Places, Sections, sections_of
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.part_numbering import renumbered
from slicer_checks.formats.single_precision import ROUNDED
from slicer_checks.toolpath import NOBODY, Blocks, Floats, Shape, Toolpath
from slicer_checks.written import Written

__all__ = ["write_ilt"]

_OF_SECTIONS: Final = (DIRECTIONS, ROUNDED)
"""What is lost within sections, as CLI files."""
_LINES: Final = (
    ("LaserSpeed", "speed_mm_s", "mm/s"),
    ("LaserPower", "power_w", "watt"),
    ("FocusShift", "focus_mm", "mm"),
    ("PointDistance", "point_distance_um", "um"),
    ("ExposureTime", "point_time_us", "us"),
)


def write_ilt(toolpath: Toolpath) -> Written:
    """Write a toolpath as ILT.

    Blocks keep the section they were read from; others get one by part, role, shape and exposure.

    Raises
    ------
    NotAskable
        ``ilt-heights`` for layers that do not rise, as those of a section do; ``ilt-empty`` where
        there is nothing that a section holds.
    """
    blocks = toolpath.blocks
    _require_rising(blocks.layer_z_mm)
    sections = sections_of(toolpath)
    members: dict[str, bytes] = {}
    lines, rounded = ["; Build Parameter File", ""], Counter[str]()
    rounded_mm = 0.0
    said = (*toolpath.exposures, Exposure())  # the last is of blocks that name none
    for section, chosen in sections.blocks.items():
        if len(chosen):
            written = write_cli(_only(toolpath, chosen))
            members[section.member] = written.data
            rounded.update({one.content: one.count for one in written.left_out})
            rounded_mm = max(rounded_mm, written.rounded_mm)
        lines += _parameters(section.member, said[sections.exposures[section]])
    if not members:
        raise NotAskable("ilt-empty", "There are no lines or hatches for an ILT file to hold.")
    members[PARAMETERS] = "\r\n".join(lines).encode("latin-1")
    counts = {
        "points": int(np.count_nonzero(blocks.block_shape == Shape.POINTS)),
        "jumps": int(blocks.jumps.sum()),
        "pauses": int(blocks.pauses.sum()),
        "lasers of blocks": int(np.count_nonzero(blocks.block_laser != NOBODY)),
        "order within layers": _reordered(blocks, list(sections.blocks.values())),
        "roles of blocks": _other_roles(blocks, sections),
        "laser parameters": _lost(toolpath.exposures, sections),
        "names of exposures": sum(
            one.name != "" and Section.of(one.name + ".cli") is None for one in toolpath.exposures
        ),
        "names of parts": sum(part.name != "" for part in toolpath.parts),
        "numbers of parts": renumbered(toolpath, NUMBERS),
        **left_out_of_facts(toolpath.facts),
        **{content: rounded[content] for content in _OF_SECTIONS},
    }
    left_out = tuple(Unread(content=name, count=count) for name, count in counts.items() if count)
    return Written(data=pack(members), left_out=left_out, rounded_mm=rounded_mm)


def _require_rising(z_mm: Floats) -> None:
    falling = np.flatnonzero(~(np.diff(z_mm) > SAME_MM))
    if len(falling):
        layer = int(falling[0]) + 2
        z = float(z_mm[layer - 1])
        raise NotAskable(
            "ilt-heights",
            f"Layer {layer} of the toolpath is at {z:g} mm, not above the one before; layers of "
            "ILT rise.",
            {"layer": layer, "z_mm": z},
        )


def _other_roles(blocks: Blocks, sections: Sections) -> int:
    """Count blocks that are read with another role: a section has one, which is never unsaid."""
    return sum(
        int(np.count_nonzero(blocks.block_role[picks] != section.role))
        for section, picks in sections.blocks.items()
    )


def _reordered(blocks: Blocks, sections: list[Places]) -> int:
    """Count layers whose blocks come in another order once each section's stand together."""
    rank = np.full(len(blocks.block_shape), NOBODY)
    for number, picks in enumerate(sections):
        rank[picks] = number
    kept = np.flatnonzero(rank != NOBODY)
    layer = np.searchsorted(blocks.layer_offsets, kept, side="right")
    back = (np.diff(rank[kept]) < 0) & (np.diff(layer) == 0)
    return len(np.unique(layer[1:][back]))


def _only(toolpath: Toolpath, picks: Places) -> Toolpath:
    """Return some blocks alone, in all layers, as what a section of its own holds."""
    blocks = toolpath.blocks
    points_mm, offsets = picked_points(blocks.points_mm, blocks.block_offsets, picks)
    nobody = np.full(len(picks), NOBODY, dtype=np.int32)
    return replace(
        toolpath,
        blocks=Blocks(
            points_mm=points_mm,
            block_offsets=offsets,
            block_shape=blocks.block_shape[picks],
            block_role=blocks.block_role[picks],
            block_direction=blocks.block_direction[picks],
            block_exposure=nobody,
            block_part=nobody,
            block_laser=nobody,
            layer_offsets=np.searchsorted(picks, blocks.layer_offsets).astype(np.int64),
            layer_z_mm=blocks.layer_z_mm,
        ),
        parts=(),
    )


def _parameters(member: str, exposure: Exposure) -> list[str]:
    values = ((key, finite(getattr(exposure, name)), unit) for key, name, unit in _LINES)
    known = [f"{key} = {value!r} {unit}" for key, value, unit in values if not np.isnan(value)]
    return [f"[{member}]", *known, ""]


def _lost(exposures: tuple[Exposure, ...], sections: Sections) -> int:
    """Count exposures that are not written, or not for all their blocks, or say more than ILT.

    No exposure at all is one that blocks lose where their section has one.
    """
    written = set(sections.exposures.values()) - sections.mixed
    kept = (
        Exposure(name=one.name, **{name: finite(getattr(one, name)) for _, name, _ in _LINES})
        for one in exposures
    )
    return int(NOBODY in sections.mixed) + sum(
        place not in written or repr(one) != repr(short)
        for place, (one, short) in enumerate(zip(exposures, kept, strict=True))
    )
