"""OVF, the Open Vector Format: work planes of vector blocks in Protocol Buffers, behind tables.

A work plane is a layer, a vector block a block (each arc of one is a block of its own), a pause one
without points. Points of 3D kinds keep x and y. What only describes (areas, lengths, colours, the
contour a block belongs to) is not kept; what changes the exposure and has no place in a toolpath is
counted as unread.

A block without a laser number, where others have one, is of laser 0; where none has one, lasers
are unsaid. A block whose key is 0 in no map names nothing; another key that the map lacks gets an
exposure or a part that says nothing but its key, for a check to find. Blocks whose power changes
along their vectors get a copy of their exposure that tells the highest.
"""

from collections.abc import Iterator

import numpy as np

from slicer_checks.exposure import Exposure
from slicer_checks.formats.mapped import Mapped
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.ovf_blocks import scan_blocks
from slicer_checks.formats.ovf_faults import (
    ARC_POINTS_MAX,
    NOT_FINITE,
    TOO_MANY_POINTS,
    UNEVEN,
    bad_block,
    damaged,
)
from slicer_checks.formats.ovf_fields import (
    ARCS_3D,
    ELLIPSES,
    HATCHES_3D,
    MAGIC,
    POINTS_3D,
    POLYLINE_3D,
    SYNC,
)
from slicer_checks.formats.ovf_job import Job, exposures_with_power, read_job, resolve
from slicer_checks.formats.ovf_layout import (
    BLOCKS_INSIDE,
    MOVED,
    PLANE_REPEATED,
    Layout,
    read_layout,
)
from slicer_checks.formats.ovf_points import fill_points
from slicer_checks.formats.ovf_rows import (
    AGAIN,
    HAS_LASER,
    HAS_META,
    INSIDE,
    OTHER_PARAMETER,
    PATCHED,
    REPEATED,
    SHAPE,
    Rows,
    empty_rows,
)
from slicer_checks.formats.ovf_writer import write_ovf
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Bytes,
    Direction,
    Floats,
    Ids,
    Longs,
    PathPart,
    Role,
    Shape,
    Toolpath,
)

__all__ = ["is_ovf", "read_ovf", "stream_ovf", "write_ovf"]

_IN_3D = (POLYLINE_3D, HATCHES_3D, POINTS_3D, ARCS_3D)


def is_ovf(data: bytes) -> bool:
    """Tell whether a file begins with the magic bytes of OVF."""
    return data.startswith(MAGIC)


def read_ovf(data: bytes, limits: ReadLimits) -> Toolpath:
    """Read an OVF file; raise `UnreadableFile` with what is wrong otherwise."""
    layout = read_layout(data, limits)
    rows = _rows(layout, limits)
    return _toolpath(layout, rows, read_job(layout.job), limits, named=_names_lasers(rows))


def stream_ovf(data: Mapped, limits: ReadLimits, layers: int) -> Iterator[Toolpath]:
    """Read an OVF file so many layers at a time; its tables are looked over before."""
    layout = read_layout(data, limits)
    job = read_job(layout.job)
    pieces = [layout.planes(first, first + layers) for first in range(0, len(layout.z_mm), layers)]
    named = any(_names_lasers(_rows(piece, limits)) for piece in pieces)
    for piece in pieces:
        yield _toolpath(piece, _rows(piece, limits), job, limits, named=named)


def _rows(layout: Layout, limits: ReadLimits) -> Rows:
    """Return what the blocks are, but for their points."""
    rows = empty_rows(len(layout.positions))
    size_max_mm = limits.size_max_mm
    _refuse(
        scan_blocks(layout.codes, layout.positions, rows, size_max_mm, ARC_POINTS_MAX),
        layout,
        size_max_mm,
    )
    return rows


def _toolpath(layout: Layout, rows: Rows, job: Job, limits: ReadLimits, *, named: bool) -> Toolpath:
    """Fill the blocks; `named` tells whether any block of the file names a laser."""
    size_max_mm = limits.size_max_mm
    points = np.empty((int(rows.points.sum()), 2))
    offsets = np.zeros(int(rows.blocks.sum()) + 1, dtype=np.int64)
    _refuse(fill_points(layout.codes, rows, size_max_mm, points, offsets), layout, size_max_mm)
    exposures, block_exposure = _exposures(rows, job)
    parts, block_part = _parts(rows, job)
    return Toolpath(
        blocks=Blocks(
            points_mm=points,
            block_offsets=offsets,
            block_shape=np.repeat(SHAPE[rows.kinds], rows.blocks),
            block_role=np.repeat(rows.roles, rows.blocks),
            block_direction=_directions(rows, points, offsets),
            block_exposure=block_exposure,
            block_part=block_part,
            block_laser=np.repeat(_lasers(rows, named=named), rows.blocks),
            layer_offsets=np.append(0, np.cumsum(rows.blocks, dtype=np.int64))[
                layout.plane_offsets
            ],
            layer_z_mm=layout.z_mm,
            block_pause_us=np.repeat(rows.pauses_us, rows.blocks).astype(np.float64),
        ),
        exposures=tuple(exposures),
        parts=tuple(parts),
        facts=job.facts,
        unread=job.unread + _unread(layout, rows),
    )


def _refuse(found: tuple[int, int], layout: Layout, size_max_mm: float) -> None:
    """Raise the error for a fault in a row, where there is one."""
    fault, row = found
    if fault in {UNEVEN, NOT_FINITE, TOO_MANY_POINTS}:
        layer, block = layout.place(row)
        raise bad_block(fault, layer, block, size_max_mm)
    if fault < 0:
        raise damaged(fault, int(layout.positions[row]))


def _directions(rows: Rows, points: Floats, offsets: Longs) -> Bytes:
    """Return which polylines are open on purpose: lines of the inside that end elsewhere.

    The format says of no contour which way it runs, nor that it is closed; but a polyline of the
    inside (part area volume) is none, and supports are not asked.
    """
    directions = np.full(len(offsets) - 1, Direction.UNSAID, dtype=np.uint8)
    inside = np.repeat(
        (rows.marks & INSIDE > 0)
        & (SHAPE[rows.kinds] == Shape.POLYLINE)
        & (rows.roles != Role.SUPPORT),
        rows.blocks,
    )
    lines = np.flatnonzero(inside & (np.diff(offsets) > 1))
    apart = (points[offsets[lines]] != points[offsets[lines + 1] - 1]).any(axis=1)
    directions[lines[apart]] = Direction.OPEN
    return directions


def _exposures(rows: Rows, job: Job) -> tuple[list[Exposure], Ids]:
    places, missing = resolve(np.repeat(rows.keys, rows.blocks), list(job.exposures))
    exposures = [*job.exposures.values(), *(Exposure(name=f"key {key}") for key in missing)]
    return exposures_with_power(exposures, places, np.repeat(rows.powers_w, rows.blocks))


def _parts(rows: Rows, job: Job) -> tuple[list[PathPart], Ids]:
    named = np.repeat(rows.marks & HAS_META != 0, rows.blocks)
    places, missing = resolve(np.repeat(rows.parts, rows.blocks), list(job.parts))
    places[~named] = NOBODY
    return [*job.parts.values(), *(PathPart(number=key) for key in missing)], places


def _names_lasers(rows: Rows) -> bool:
    return bool((rows.marks & HAS_LASER).any())


def _lasers(rows: Rows, *, named: bool) -> Ids:
    if not named:
        return np.full(len(rows.lasers), NOBODY, dtype=np.int32)
    return np.maximum(rows.lasers, NOBODY)


def _unread(layout: Layout, rows: Rows) -> tuple[Unread, ...]:
    """Count what work planes and blocks say and a toolpath has no place for."""
    planes, marks = layout.plane_marks, rows.marks
    counts = {
        "places of work planes": planes & MOVED != 0,
        "repeated work planes": planes & PLANE_REPEATED != 0,
        "blocks in the shell of a work plane": planes & BLOCKS_INSIDE != 0,
        "repeated blocks": marks & REPEATED != 0,
        "re-exposures": marks & AGAIN != 0,
        "patches": marks & PATCHED != 0,
        "power along vectors": ~np.isnan(rows.powers_w),
        "other parameters along vectors": marks & OTHER_PARAMETER != 0,
        "lasers below 0": rows.lasers < 0,
        "heights of points": np.isin(rows.kinds, _IN_3D) * rows.points,
        "ellipses": rows.kinds == ELLIPSES,
        "waiting for other lasers": rows.kinds == SYNC,
        "blocks without vectors": rows.kinds == 0,
    }
    sums = {content: int(np.sum(which)) for content, which in counts.items()}
    return tuple(Unread(content=content, count=count) for content, count in sums.items() if count)
