"""A toolpath as plain lists that faults are planted in, layer by layer, and back again."""

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.toolpath import Direction, Role, Shape, Toolpath

Points = npt.NDArray[np.float64]
DECIMALS = 4
"""Points are whole tenths of a micrometre, as those of toolpaths that are made."""


@dataclass(slots=True)
class Piece:
    """One block: its points (N, 2), and what it is."""

    points: Points
    tag: Tag

    @property
    def hatched(self) -> bool:
        """Whether it is hatch of the part."""
        return self.tag.shape == Shape.HATCHES and self.tag.role != Role.SUPPORT

    @property
    def contour(self) -> bool:
        """Whether it is a closed contour of the part."""
        return self.tag.shape == Shape.POLYLINE and self.tag.direction != Direction.OPEN

    @property
    def support(self) -> bool:
        """Whether it is of a support."""
        return self.tag.role == Role.SUPPORT

    @property
    def vectors(self) -> Points:
        """Hatch lines (V, 2, 2)."""
        return self.points.reshape(-1, 2, 2)

    def redrawn(self, points: Points) -> "Piece":
        """Return the same block with other points."""
        return Piece(np.asarray(points, dtype=np.float64).reshape(-1, 2), self.tag)


@dataclass(slots=True)
class Sheet:
    """One layer: its height and its blocks."""

    z_mm: float
    pieces: list[Piece] = field(default_factory=list)

    def copy(self) -> "Sheet":
        """Return a layer of its own with the same blocks."""
        return Sheet(self.z_mm, [Piece(one.points.copy(), one.tag) for one in self.pieces])


def sheets_of(path: Toolpath) -> list[Sheet]:
    """Return the layers of a toolpath, free to be changed."""
    blocks, sheets = path.blocks, []
    for layer in path.layers():
        pieces = []
        for at, points in enumerate(layer.points_mm, start=layer.first_block):
            tag = Tag(
                shape=Shape(blocks.block_shape[at]),
                role=Role(blocks.block_role[at]),
                direction=Direction(blocks.block_direction[at]),
                exposure=int(blocks.block_exposure[at]),
                part=int(blocks.block_part[at]),
                laser=int(blocks.block_laser[at]),
            )
            pieces.append(Piece(points.copy(), tag))
        sheets.append(Sheet(layer.z_mm, pieces))
    return sheets


def path_of(sheets: list[Sheet], like: Toolpath, **columns: object) -> Toolpath:
    """Return a toolpath of layers that in everything else, but for some columns, is like one."""
    draft = BlockDraft()
    for sheet in sheets:
        draft.layer(sheet.z_mm)
        for piece in sheet.pieces:
            draft.block(np.round(piece.points, DECIMALS), piece.tag)
    return dataclasses.replace(like, blocks=draft.blocks(), **columns)  # type: ignore[arg-type]


def box_of(sheets: list[Sheet]) -> tuple[Points, Points]:
    """Return the lowest and the highest corner (x, y) of all blocks."""
    points = np.concatenate([one.points for sheet in sheets for one in sheet.pieces])
    return points.min(axis=0), points.max(axis=0)
