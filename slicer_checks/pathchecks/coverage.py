"""What of each layer the vectors melt, and what they melt again, counted on boards of cells."""

from collections.abc import Iterable
from functools import partial
from math import inf
from typing import Final, NamedTuple

import numba
import numpy as np
from manifold3d import CrossSection

from slicer_checks.cores import in_parts
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import enclosed, present, regions_of
from slicer_checks.pathchecks.slices import slice_outline
from slicer_checks.pathchecks.vectors import hatch_width_mm, within_reach
from slicer_checks.pathraster import (
    COUNT,
    COUNT_SKIN,
    COVER,
    SKIP,
    Swept,
    frame_of,
    paint_layer,
    patches,
    tally,
    uncover,
)
from slicer_checks.toolpath import NOBODY, Bytes, Floats, Longs, Role, Shape

_LAYERS_AT_ONCE: Final = 20
"""Layers are shared out among the cores in ranges of at least so many."""


USUAL_SHARE: Final = 0.8
"""A part with hatch in so many of its layers should have some in the others."""


class Hole(NamedTuple):
    """What stays unmelted in a layer: its area, that of its largest patch, and that one's box."""

    area_mm2: float
    patch_mm2: float
    box_mm: tuple[float, float, float, float]


def bare_areas(
    subject: Subject,
    tracks: float,
    cell_mm: float,
    speck_mm2: float = 0.0,
    doubt: tuple[float, float] = (inf, inf),
) -> Floats:
    """Return the area of each layer's region, and what of it no vector melts, (2, L) in mm2.

    Tracks are `tracks` times as wide as hatch lines are apart; patches below `speck_mm2` do not
    count, such as the corners between the ends of lines. Regions are what contours of parts
    with hatch in the layer enclose; of layers without any contour, the slice of the part, if one is
    given. A layer without hatch has no area, unless its part has some in nearly all others.

    Where the share lies between two that leave doubt, the layer is counted again with cells half as
    wide: a strip along a straight edge is as wide as whole cells.
    """
    swept = _covering(subject, tracks)
    table = np.zeros((2, len(subject.toolpath)))
    wanted = np.ones(len(subject.toolpath), dtype=bool)
    for cell in (cell_mm, cell_mm / 2):
        in_parts(
            partial(_bare, swept, (wanted, cell, speck_mm2), table),
            len(subject.toolpath),
            least=_LAYERS_AT_ONCE,
        )
        wanted = (table[1] > doubt[0] * table[0]) & (table[1] < doubt[1] * table[0])
        if not wanted.any():
            break
    return table


def holes_in(subject: Subject, layers: list[int], tracks: float, cell_mm: float) -> list[Hole]:
    """Return what no vector of some layers melts, with tracks of another width."""
    swept = _covering(subject, tracks)
    return [Hole(*_hole(swept, layer, cell_mm)) for layer in layers]


def melted_again(subject: Subject, tracks: float, cell_mm: float) -> Floats:
    """Return what hatches of a layer melt, what twice, and what a skin again, (3, L) in mm2.

    Bands are `tracks` times as wide as lines are apart: below 1, lines side by side share nothing.
    A skin over a core, or over another skin, is counted apart.
    """
    roles = subject.toolpath.blocks.block_role
    mode = np.where(subject.hatched, COUNT, SKIP).astype(np.uint8)
    mode[subject.hatched & (roles == Role.UP_SKIN)] = COUNT_SKIN
    return np.asarray(_counted(subject, mode, tracks, cell_mm)[:3])


def shared_areas(subject: Subject, lasers: list[int], tracks: float, cell_mm: float) -> Floats:
    """Return what hatches of a layer melt, and what of it more than one laser, (2, L) in mm2.

    Each laser in turn is painted over those before it, on one board. Where more than two lasers
    melt a place it counts more than once, but no layer has more than all that is melted.
    """
    blocks = subject.toolpath.blocks
    table = np.zeros((2, len(subject.toolpath)))
    for number in range(1, len(lasers)):
        mode = np.full(len(blocks.block_laser), SKIP, dtype=np.uint8)
        mode[subject.hatched & np.isin(blocks.block_laser, lasers[:number])] = COUNT
        mode[subject.hatched & (blocks.block_laser == lasers[number])] = COUNT_SKIN
        hatched, _, _, both = _counted(subject, mode, tracks, cell_mm)
        table[0], table[1] = hatched, table[1] + both
    return np.asarray(np.minimum(table, table[0]))


def _counted(subject: Subject, mode: Bytes, tracks: float, cell_mm: float) -> Floats:
    """Return the areas (4, L) in mm2 of what `tally` counts."""
    swept = _swept(subject, mode, tracks, [CrossSection()] * len(subject.toolpath))
    table = np.zeros((4, len(subject.toolpath)))
    in_parts(
        lambda first, stop: _again(swept, first, stop, cell_mm, table),
        len(subject.toolpath),
        least=_LAYERS_AT_ONCE,
    )
    return table


def _covering(subject: Subject, tracks: float) -> Swept:
    """Return the blocks that melt parts, with the regions that they should melt."""
    blocks = subject.toolpath.blocks
    regions = subject.kept.once("hatched regions", lambda: list(_hatched_regions(subject)))
    melts = (blocks.block_role != Role.SUPPORT) & (blocks.block_shape != Shape.JUMP)
    filled = np.array([not one.is_empty() for one in regions], dtype=bool)
    mode = np.where(melts & filled[subject.block_layer], COVER, SKIP).astype(np.uint8)
    return _swept(subject, mode, tracks, regions)


def _hatched_regions(subject: Subject) -> Iterable[CrossSection]:
    """Yield what the hatch of each layer should fill; nothing where that is not known."""
    regions = regions_of(subject)
    hatched = subject.hatched & (subject.toolpath.block_vectors > 0)
    layers = len(subject.toolpath)
    wanted = regions.rings & (present(subject, hatched) | _usually(subject, hatched))
    filled = np.bincount(subject.block_layer[hatched | wanted], minlength=layers) > 0
    all_rings = np.bincount(subject.block_layer[regions.rings], minlength=layers)
    counts = np.bincount(subject.block_layer[wanted], minlength=layers)
    for layer in range(layers):
        if not (filled[layer] and regions.judged[layer]):
            yield CrossSection()
        elif counts[layer] == all_rings[layer] > 0 and regions.drawn[layer]:
            yield regions.outlines[layer]
        elif all_rings[layer] > 0:
            yield enclosed(subject, layer, wanted)
        else:
            yield slice_outline(subject, layer)


def _usually(subject: Subject, hatched: Mask) -> Mask:
    """Tell which blocks are of parts that have hatch in nearly all layers with contours of theirs.

    A core that is scanned in every second or third layer alone is none of those.
    """
    layer, part = subject.block_layer, subject.toolpath.blocks.block_part - NOBODY
    parts = len(subject.toolpath.parts) + 1
    drawn = np.zeros((2, parts), dtype=np.int64)
    for row, blocks in enumerate((regions_of(subject).rings, hatched)):
        places = np.unique(part[blocks].astype(np.int64) + parts * layer[blocks])
        drawn[row] = np.bincount(places % parts, minlength=parts)
    return np.asarray((drawn[1] >= USUAL_SHARE * drawn[0])[part])


def _swept(subject: Subject, mode: Bytes, tracks: float, regions: list[CrossSection]) -> Swept:
    measures, blocks = subject.measures, subject.toolpath.blocks
    rings = [one.to_polygons() for one in regions]
    flat = [ring for layer in rings for ring in layer]
    columns = (measures.low_x_mm, measures.low_y_mm, measures.high_x_mm, measures.high_y_mm)
    return Swept(
        points_mm=blocks.points_mm,
        block_offsets=blocks.block_offsets,
        block_shape=blocks.block_shape,
        layer_offsets=blocks.layer_offsets,
        mode=np.where(within_reach(subject), mode, SKIP).astype(np.uint8),
        radius_mm=np.ascontiguousarray(hatch_width_mm(subject) * tracks / 2),
        box_mm=np.stack(columns, axis=1),
        scan_mm=measures.scan_mm,
        rings_mm=np.concatenate([np.empty((0, 2)), *flat]),
        ring_offsets=_offsets([len(ring) for ring in flat]),
        layer_rings=_offsets([len(layer) for layer in rings]),
    )


def _offsets(lengths: list[int]) -> Longs:
    return np.cumsum([0, *lengths], dtype=np.int64)


@numba.njit(cache=True, nogil=True)
def _bare(
    swept: Swept, asked: tuple[Mask, float, float], table: Floats, first: int, stop: int
) -> None:
    scratch = np.zeros(0, dtype=np.uint8)
    wanted, cell_mm, speck_mm2 = asked
    for layer in range(first, stop):
        if not wanted[layer] or swept.layer_rings[layer] == swept.layer_rings[layer + 1]:
            continue
        frame, rows, columns = frame_of(swept, layer, cell_mm)
        if rows * columns > len(scratch):
            scratch = np.zeros(rows * columns, dtype=np.uint8)
        board = scratch[: rows * columns].reshape((rows, columns))
        paint_layer(board, frame, swept, layer)
        inside = uncover(board)
        bare = patches(board, int(np.ceil(speck_mm2 / frame[2] ** 2)))[0]
        table[0, layer] = inside * frame[2] ** 2
        table[1, layer] = bare * frame[2] ** 2


@numba.njit(cache=True, nogil=True)
def _again(swept: Swept, first: int, stop: int, cell_mm: float, table: Floats) -> None:
    scratch = np.zeros(0, dtype=np.uint8)
    for layer in range(first, stop):
        frame, rows, columns = frame_of(swept, layer, cell_mm)
        if rows * columns > len(scratch):
            scratch = np.zeros(rows * columns, dtype=np.uint8)
        board = scratch[: rows * columns].reshape((rows, columns))
        paint_layer(board, frame, swept, layer)
        for row, cells in enumerate(tally(board)):
            table[row, layer] = cells * frame[2] ** 2


@numba.njit(cache=True, nogil=True)
def _hole(
    swept: Swept, layer: int, cell_mm: float
) -> tuple[float, float, tuple[float, float, float, float]]:
    frame, rows, columns = frame_of(swept, layer, cell_mm)
    board = np.zeros((rows, columns), dtype=np.uint8)
    paint_layer(board, frame, swept, layer)
    uncover(board)
    bare, patch = patches(board, 1)
    cells, low_row, high_row, low_column, high_column = patch
    x, y, cell = frame
    box = (
        x + low_column * cell,
        y + low_row * cell,
        x + (high_column + 1) * cell,
        y + (high_row + 1) * cell,
    )
    return bare * cell**2, cells * cell**2, box


def ring_of(box_mm: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    """Return the corners of a box."""
    low_x, low_y, high_x, high_y = box_mm
    return ((low_x, low_y), (high_x, low_y), (high_x, high_y), (low_x, high_y))
