"""Which section of an ILT archive each block of a toolpath is written in.

Blocks keep the section that they were read from. Others get one by part, role and shape, and by
their exposure, for a section has one: where there are several, the areas are numbered on, ``s1``,
``s2`` and so on for parts, ``st``, ``st2`` and so on for supports.
"""

from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.ilt import SUPPORTS, Section
from slicer_checks.formats.part_numbering import part_numbers
from slicer_checks.toolpath import Role, Shape, Toolpath

NUMBERS: Final = range(10**9)
"""Sections are numbered with nine digits at most."""
SECTIONS_MAX: Final = 999
"""No exposure gets a section of its own beyond so many: each repeats the heights of all layers, and
readers take a thousand members, one of them the parameters."""
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

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sections:
    """The sections of a toolpath with their blocks, in order, and the exposure of each.

    `exposures` are places in those of the toolpath, or `NOBODY`, and `mixed` those of blocks whose
    section has another one.
    """

    blocks: dict[Section, Places]
    exposures: dict[Section, int]
    mixed: frozenset[int]


def sections_of(toolpath: Toolpath) -> Sections:
    """Sort the lines and hatches of a toolpath into sections.

    Sections that were read come first, in the order of the exposures that are named as they are: so
    the parameters name them, and a layer has their blocks.
    """
    blocks = toolpath.blocks
    held = np.flatnonzero(blocks.block_shape <= Shape.HATCHES)
    columns = (blocks.block_part, blocks.block_role, blocks.block_shape, blocks.block_exposure)
    rows = np.stack([column[held].astype(np.int64) for column in columns], axis=1)
    alike, firsts, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    register = _Register(toolpath)
    sections = {row: register.section(*alike[row].tolist()) for row in np.argsort(firsts).tolist()}
    order = {section: place for place, section in enumerate(register.exposures)}
    ranks = np.array([order[sections[row]] for row in range(len(alike))], dtype=np.intp)
    rank = ranks[which.reshape(-1)]
    sorted_blocks = held[np.argsort(rank, kind="stable")]
    ends = np.searchsorted(np.sort(rank), np.arange(len(order) + 1))
    return Sections(
        blocks={
            section: sorted_blocks[ends[place] : ends[place + 1]]
            for section, place in order.items()
        },
        exposures=register.exposures,
        mixed=frozenset(
            int(alike[row, -1])
            for row, section in sections.items()
            if alike[row, -1] != register.exposures[section]
        ),
    )


class _Register:
    """Gives sections to blocks, and knows the exposure of each that was given."""

    def __init__(self, toolpath: Toolpath) -> None:
        self._numbers = part_numbers(toolpath.parts, NUMBERS)  # the last is nobody's
        self.exposures: dict[Section, int] = {}
        for place, exposure in enumerate(toolpath.exposures):
            section = Section.of(exposure.name + ".cli")
            if section is not None:
                self.exposures.setdefault(section, place)
        self._read = {place: section for section, place in self.exposures.items()}

    def section(self, part: int, role: int, shape: int, exposure: int) -> Section:
        """Return the section that blocks were read from, or else one that is theirs."""
        if exposure in self._read:
            return self._read[exposure]
        kind = _KINDS[Role.CORE if role == Role.UNSAID else Role(role), Shape(shape)]
        for place in count(1):
            wished = Section(number=self._numbers[part], area=_area(role, place), kind=kind)
            if self.exposures.get(wished, exposure) == exposure:
                break
            if len(self.exposures) >= SECTIONS_MAX:
                return Section(number=self._numbers[part], area=_area(role, 1), kind=kind)
        self.exposures[wished] = exposure
        return wished


def _area(role: int, place: int) -> str:
    if role == Role.SUPPORT:
        return SUPPORTS if place == 1 else f"{SUPPORTS}{place}"
    return f"s{place}"
