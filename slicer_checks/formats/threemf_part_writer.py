"""Parts of a toolpath as objects and items of a 3MF model.

The core specification wants a mesh of every object. A toolpath has none, so each object carries
the box that its vectors fill.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.threemf_package import NOT_XML
from slicer_checks.toolpath import Blocks, Box, FileFacts, Floats, Ids, Toolpath

_CORNERS: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
_FACES: Final = "021032456467015054126165237276304347"
_SIDE_MIN_MM: Final = 1e-3
"""A box has a volume even where its vectors have none."""
_FACTS: Final = {"name": "Title", "date": "CreationDate"}


@dataclass(slots=True)
class Losses:
    """Counts what of a toolpath a file cannot hold."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, content: str, count: int = 1) -> None:
        """Count what is left out."""
        if count:
            self.counts[content] = self.counts.get(content, 0) + count

    def add_facts(self, facts: FileFacts) -> None:
        """Count what a file said of itself that no 3MF package says."""
        self.add("layer thickness", int(not np.isnan(facts.layer_mm)))
        self.add("hatch distance", int(not np.isnan(facts.hatch_mm)))
        self.add("bounding box", int(facts.box_mm is not None))
        self.add("blocks of other programs", len(facts.user_data))

    def attribute(self, text: str) -> str:
        """Return a text as the quoted value of an attribute, without what XML cannot hold."""
        plain = NOT_XML.sub("?", text)
        self.add("letters of names", sum(a != b for a, b in zip(plain, text, strict=True)))
        return quoteattr(plain)

    def metadata(self, facts: FileFacts) -> str:
        """Return the metadata that tell a file's name and date."""
        rows = ""
        for name, title in _FACTS.items():
            text = NOT_XML.sub("?", getattr(facts, name))
            rows += f'<metadata name="{title}">{escape(text)}</metadata>\n' if text else ""
        return rows

    def left_out(self) -> tuple[Unread, ...]:
        """Return everything that was counted."""
        return tuple(Unread(content=name, count=count) for name, count in self.counts.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """An object that stands for a part: `number` is the object's, `part_number` the part's."""

    number: int
    name: str
    kind: str
    uuid: str
    part_number: str
    box_mm: Box
    attributes: str = ""


class Uuids:
    """Gives things of a toolpath UUIDs: always the same for the same toolpath."""

    def __init__(self, toolpath: Toolpath) -> None:
        digest = sha256(toolpath.blocks.points_mm.tobytes())
        digest.update(toolpath.blocks.layer_z_mm.tobytes())
        digest.update(repr((toolpath.exposures, toolpath.parts, toolpath.name)).encode())
        self._space = uuid5(NAMESPACE_URL, digest.hexdigest())

    def of(self, what: str, number: int = 0) -> str:
        """Return the UUID of the thing of this kind and number."""
        return str(uuid5(self._space, f"{what} {number}"))


def boxes_of(blocks: Blocks, owners: Ids, count: int) -> list[tuple[Floats, Floats]]:
    """Return the lowest and highest x and y of the blocks of each owner, 0 to `count` - 1.

    Blocks whose owner is below 0 have none; who has no block gets zeros.
    """
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    own = np.flatnonzero((owners >= 0) & (np.diff(blocks.block_offsets) > 0))
    if len(own):
        bounds = np.column_stack((blocks.block_offsets[own], blocks.block_offsets[own + 1]))
        # reduceat takes the points of every other pair; the last may not be the array's end.
        flat = bounds.reshape(-1)
        flat = flat[:-1] if flat[-1] == len(blocks.points_mm) else flat
        np.minimum.at(low, owners[own], np.minimum.reduceat(blocks.points_mm, flat)[::2])
        np.maximum.at(high, owners[own], np.maximum.reduceat(blocks.points_mm, flat)[::2])
    empty = low[:, 0] > high[:, 0]
    low[empty] = high[empty] = 0.0
    return list(zip(low, high, strict=True))


def box_between(bounds: tuple[Floats, Floats], bottom_mm: float, top_mm: float) -> Box:
    """Return the box between two heights, never flat."""
    low = (float(bounds[0][0]), float(bounds[0][1]), bottom_mm)
    high = (float(bounds[1][0]), float(bounds[1][1]), top_mm)
    x, y, z = (max(b, a + _SIDE_MIN_MM) for a, b in zip(low, high, strict=True))
    return low, (x, y, z)


def objects_xml(parts: Sequence[WrittenPart], uuids: Uuids, losses: Losses) -> str:
    """Return the object elements of parts, each with its box."""
    return "".join(
        f'<object id="{part.number}" name={losses.attribute(part.name)} type="{part.kind}" '
        f'p:UUID="{uuids.of("object", part.number)}"{part.attributes}>{_box_xml(part.box_mm)}'
        "</object>\n"
        for part in parts
    )


def build_xml(parts: Sequence[WrittenPart], uuids: Uuids, losses: Losses, more: str = "") -> str:
    """Return the build element that places the parts where their vectors are."""
    items = "".join(
        f'<item objectid="{part.number}" p:UUID="{part.uuid}"'
        + (f" partnumber={losses.attribute(part.part_number)}" if part.part_number else "")
        + "/>\n"
        for part in parts
    )
    return f'<build p:UUID="{uuids.of("build")}"{more}>\n{items}</build>\n'


def _box_xml(box_mm: Box) -> str:
    vertices = "".join(
        f'<vertex x="{box_mm[x][0]!r}" y="{box_mm[y][1]!r}" z="{box_mm[z][2]!r}"/>'
        for z in (0, 1)
        for x, y in _CORNERS
    )
    triangles = "".join(
        f'<triangle v1="{_FACES[at]}" v2="{_FACES[at + 1]}" v3="{_FACES[at + 2]}"/>'
        for at in range(0, len(_FACES), 3)
    )
    return f"<mesh><vertices>{vertices}</vertices><triangles>{triangles}</triangles></mesh>"
