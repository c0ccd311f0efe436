"""Writing ILT: a section for each part, role and kind of vectors, with its laser parameters."""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.blockpicks import picked_points
from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.formats.archive import pack
from slicer_checks.formats.cli_text_writer import finite
from slicer_checks.formats.cli_writer import write_cli
from slicer_checks.formats.ilt import PARAMETERS, SAME_MM, SUPPORTS, Section
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.part_numbering import part_numbers, renumbered
from slicer_checks.formats.single_precision import ROUNDED
from slicer_checks.toolpath import NOBODY, Blocks, Floats, Role, Shape, Toolpath
from slicer_checks.written import Written

__all__ = ["write_ilt"]

_NUMBERS: Final = range(10**9)
"""Sections are numbered with nine digits at most."""
_OF_SECTIONS: Final = ("directions", ROUNDED)
"""What is lost within sections, as CLI files."""
_SHELL: Final = "s1"
_KINDS: Final = {
    (Role.CORE, Shape.HATCHES): "vs",
    (Role.CORE, Shape.POLYLINE): "vk",
    (Role.DOWN_SKIN, Shape.HATCHES): "us",
    (Role.DOWN_SKIN, Shape.POLYLINE): "uk",
    (Role.UP_SKIN, Shape.HATCHES): "skin",
    (Role.UP_SKIN, Shape.POLYLINE): "skin",
    (Role.SUPPORT, Shape.HATCHES): "sx",
    (Role.SUPPORT, Shape.POLYLINE): "sx",
}
_LINES: Final = (
    ("LaserSpeed", "speed_mm_s", "mm/s"),
    ("LaserPower", "power_w", "watt"),
    ("FocusShift", "focus_mm", "mm"),
    ("PointDistance", "point_distance_um", "um"),
    ("ExposureTime", "point_time_us", "us"),
)


def write_ilt(toolpath: Toolpath) -> Written:
    """Write a toolpath as ILT.

    Blocks keep the section they were read from; others get one by part, role and shape. A section
    has one exposure: of several, the first is written and the others are told as left out.

    Raises
    ------
    NotAskable
        ``ilt-heights`` for layers that do not rise, as those of a section do; ``ilt-empty`` where
        there is nothing that a section holds.
    """
    blocks = toolpath.blocks
    _require_rising(blocks.layer_z_mm)
    places = _sections(toolpath)
    members: dict[str, bytes] = {}
    lines, lost, known = ["; Build Parameter File", ""], 0, _known(toolpath)
    rounded: Counter[str] = Counter()
    rounded_mm = 0.0
    for section, picks in places.items():
        chosen = np.array(picks, dtype=np.intp)
        if picks:
            written = write_cli(_only(toolpath, chosen))
            members[section.member] = written.data
            rounded.update({one.content: one.count for one in written.left_out})
            rounded_mm = max(rounded_mm, written.rounded_mm)
        used = [n for n in dict.fromkeys(blocks.block_exposure[chosen].tolist()) if n != NOBODY]
        first = toolpath.exposures[used[0]] if used else Exposure()
        lines += _parameters(section.member, known.get(section, first))
        lost += len(used[1:])
    if not members:
        raise NotAskable("ilt-empty", "There are no lines or hatches for an ILT file to hold.")
    members[PARAMETERS] = "\r\n".join(lines).encode("latin-1")
    counts = {
        "points": int(np.count_nonzero(blocks.block_shape == Shape.POINTS)),
        "jumps": int(blocks.jumps.sum()),
        "pauses": int(blocks.pauses.sum()),
        "lasers of blocks": int(np.count_nonzero(blocks.block_laser != NOBODY)),
        "order within layers": _reordered(blocks, list(places.values())),
        "laser parameters": lost + _unsaid(toolpath.exposures),
        "names of parts": sum(part.name != "" for part in toolpath.parts),
        "numbers of parts": renumbered(toolpath, _NUMBERS),
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


def _sections(toolpath: Toolpath) -> dict[Section, list[int]]:
    """Return the blocks of each section; sections that were read are in the order of exposures.

    In that order the parameters name them, and a layer has their blocks.
    """
    places: dict[Section, list[int]] = {section: [] for section in _known(toolpath)}
    numbers = part_numbers(toolpath.parts, _NUMBERS)
    for block in np.flatnonzero(toolpath.blocks.block_shape <= Shape.HATCHES).tolist():
        places.setdefault(_section(toolpath, numbers, block), []).append(block)
    return places


def _known(toolpath: Toolpath) -> dict[Section, Exposure]:
    """Return the exposures that are called as a section is."""
    named = ((Section.of(exposure.name + ".cli"), exposure) for exposure in toolpath.exposures)
    return {section: exposure for section, exposure in named if section is not None}


def _reordered(blocks: Blocks, sections: list[list[int]]) -> int:
    """Count layers whose blocks come in another order once each section's stand together."""
    rank = np.full(len(blocks.block_shape), NOBODY)
    for number, picks in enumerate(sections):
        rank[picks] = number
    kept = np.flatnonzero(rank != NOBODY)
    layer = np.searchsorted(blocks.layer_offsets, kept, side="right")
    back = (np.diff(rank[kept]) < 0) & (np.diff(layer) == 0)
    return len(np.unique(layer[1:][back]))


def _section(toolpath: Toolpath, numbers: list[int], block: int) -> Section:
    """Return the section that a block was read from, or else the one it belongs to."""
    blocks = toolpath.blocks
    exposure = int(blocks.block_exposure[block])
    if exposure != NOBODY:
        known = Section.of(toolpath.exposures[exposure].name + ".cli")
        if known is not None:
            return known
    number = numbers[int(blocks.block_part[block])]  # the last is nobody's
    role, shape = Role(blocks.block_role[block]), Shape(blocks.block_shape[block])
    kind = _KINDS[Role.CORE if role == Role.UNSAID else role, shape]
    return Section(number=number, area=SUPPORTS if role == Role.SUPPORT else _SHELL, kind=kind)


def _only(toolpath: Toolpath, picks: npt.NDArray[np.intp]) -> Toolpath:
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


def _unsaid(exposures: tuple[Exposure, ...]) -> int:
    """Count exposures that say more than ILT does."""
    kept = (
        Exposure(name=one.name, **{name: finite(getattr(one, name)) for _, name, _ in _LINES})
        for one in exposures
    )
    return sum(repr(one) != repr(short) for one, short in zip(exposures, kept, strict=True))
