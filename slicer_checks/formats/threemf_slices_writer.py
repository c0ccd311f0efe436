"""Writing contours as 3MF slices (slice extension 1.0.2): a stack of slices for each part.

Slices hold polylines and nothing of lasers. A polygon of a model must be closed, so open polylines
are kept where they are supports and left out elsewhere; supports of a part that has other contours
too become an object of their own. Readers see from the corners which way a polygon runs. Numbers
are written so that each double comes back.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.blockpicks import picked_points
from slicer_checks.errors import NotAskable
from slicer_checks.formats.threemf_content import SLICES
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
from slicer_checks.formats.threemf_slice_blocks import directions_of
from slicer_checks.toolpath import NOBODY, Blocks, Direction, Floats, Ids, Role, Shape, Toolpath
from slicer_checks.written import Written

_MODEL: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<model unit="millimeter" xml:lang="en-US" '
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" '
    'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06" '
    f'xmlns:s="{SLICES}" requiredextensions="p s">\n'
    "{metadata}<resources>\n{stacks}{objects}</resources>\n{build}</model>\n"
)
_STACK: Final = '<s:slicestack id="{}" zbottom="{!r}">\n{}</s:slicestack>\n'
_VERTEX: Final = '<s:vertex x="%r" y="%r"/>\n'
_SEGMENT: Final = '<s:segment v2="%d"/>\n'
_CLOSED_POINTS_MIN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """What is written: blocks by owner (below 0 for none), and which of them are closed.

    Owners are parts, the last nobody, and after them the supports of each of these.
    """

    toolpath: Toolpath
    owners: Ids
    closed: npt.NDArray[np.bool_]
    layers: npt.NDArray[np.int64]


def write_slices(toolpath: Toolpath) -> Written:
    """Return the contours of a toolpath as a 3MF package of slices.

    Raises `NotAskable` for layers that do not rise: slices do.
    """
    heights = toolpath.blocks.layer_z_mm
    falling = ~(np.diff(heights, prepend=-np.inf) > 0) | ~np.isfinite(heights)
    if falling.any():
        layer = int(np.argmax(falling))
        raise NotAskable(
            "3mf-slice-heights",
            f"Layer {layer + 1} of the toolpath is at {float(heights[layer]):g} mm, not above the "
            "one before; slices of 3MF rise.",
            {"layer": layer + 1, "z_mm": float(heights[layer])},
        )
    losses, uuids = Losses(), Uuids(toolpath)
    losses.add_facts(toolpath.facts)
    losses.add("exposures", len(toolpath.exposures))
    losses.add("lasers", len(toolpath.lasers))
    plan = _plan(toolpath, losses)
    parts = _written_parts(plan, uuids, losses)
    model = _MODEL.format(
        metadata=losses.metadata(toolpath.facts),
        stacks="".join(_stack_xml(plan, owner, first) for owner, first, _part in parts),
        objects=objects_xml([part for _owner, _first, part in parts], uuids, losses),
        build=build_xml([part for _owner, _first, part in parts], uuids, losses),
    )
    return Written(data=package({MODEL: model}), left_out=losses.left_out())


def _plan(toolpath: Toolpath, losses: Losses) -> _Plan:
    """Decide which object each block belongs to, and count what belongs to none."""
    blocks = toolpath.blocks
    count = len(toolpath.parts) + 1
    firsts, ends = blocks.block_offsets[:-1], blocks.block_offsets[1:]
    drawn = (blocks.block_shape == Shape.POLYLINE) & (ends - firsts > 1)
    at = np.flatnonzero(drawn)
    finite = np.concatenate(([0], np.cumsum(np.isfinite(blocks.points_mm).all(axis=1))))
    drawn[at] = finite[ends[at]] - finite[firsts[at]] == ends[at] - firsts[at]
    closed = drawn & (blocks.block_direction != Direction.OPEN)
    closed &= ends - firsts >= _CLOSED_POINTS_MIN
    at = np.flatnonzero(closed)
    closed[at] = (blocks.points_mm[firsts[at]] == blocks.points_mm[ends[at] - 1]).all(axis=1)
    supports = blocks.block_role == Role.SUPPORT
    kept = drawn & (closed | supports)
    part = np.where(blocks.block_part == NOBODY, count - 1, blocks.block_part)
    losses.add("blocks of hatches", int((blocks.block_shape == Shape.HATCHES).sum()))
    losses.add("blocks of points", int((blocks.block_shape == Shape.POINTS).sum()))
    losses.add("jumps", int(blocks.jumps.sum()))
    losses.add("pauses", int(blocks.pauses.sum()))
    losses.add("open polylines that are no supports", int((drawn & ~kept).sum()))
    polylines = blocks.block_shape == Shape.POLYLINE
    losses.add("polylines without a vector", int((polylines & ~drawn).sum()))
    others = ~np.isin(blocks.block_role, (Role.SUPPORT, Role.CORE))
    losses.add("roles of blocks", int((kept & others).sum()))
    losses.add("lasers of blocks", int((kept & (blocks.block_laser != NOBODY)).sum()))
    losses.add("directions of polylines", _turned(blocks, np.flatnonzero(kept), closed))
    return _Plan(
        toolpath=toolpath,
        owners=np.where(kept, part + count * supports, NOBODY).astype(np.int32),
        closed=closed,
        layers=np.repeat(np.arange(len(toolpath)), np.diff(blocks.layer_offsets)),
    )


def _turned(blocks: Blocks, kept: npt.NDArray[np.intp], closed: npt.NDArray[np.bool_]) -> int:
    """Count polylines that say another direction than a reader works out of their corners."""
    points_mm, offsets = picked_points(blocks.points_mm, blocks.block_offsets, kept)
    said = blocks.block_direction[kept]
    found = directions_of(points_mm, offsets, closed[kept])
    return int(np.count_nonzero((said != Direction.UNSAID) & (said != found)))


def _written_parts(
    plan: _Plan, uuids: Uuids, losses: Losses
) -> list[tuple[int, bool, WrittenPart]]:
    """Return owners that have an object, whether it is the first, and the object."""
    parts = plan.toolpath.parts
    count = len(parts) + 1
    boxes = boxes_of(plan.toolpath.blocks, plan.owners, 2 * count)
    there = set(np.unique(plan.owners).tolist())
    empty = {place for place in range(len(parts)) if not {place, place + count} & there}
    split = sum({place, place + count} <= there for place in range(count))
    losses.add("parts whose supports became a part of their own", split)
    owners = sorted((there | empty) - {NOBODY}, key=lambda owner: (owner % count, owner))
    heights = plan.toolpath.blocks.layer_z_mm
    top = float(heights[-1]) if len(heights) else 0.0
    written = []
    for order, owner in enumerate(owners or [count - 1]):
        place = owner % count
        named = place < len(parts)
        written.append(
            (
                owner,
                order == 0,
                WrittenPart(
                    number=2 * owner + 2,
                    name=parts[place].name if named else "",
                    kind="support" if owner >= count else "model",
                    uuid=uuids.of("item", owner) if named else NAMELESS,
                    part_number=str(parts[place].number) if named else "",
                    box_mm=box_between(boxes[owner], min(0.0, top), top),
                    attributes=f' s:slicestackid="{2 * owner + 1}" s:meshresolution="lowres"',
                ),
            )
        )
    return written


def _stack_xml(plan: _Plan, owner: int, whole: bool) -> str:
    """Return a stack: over all layers when `whole`, else from its first contour to its last."""
    own = np.flatnonzero(plan.owners == owner)
    layers = plan.layers[own]
    first, stop = 0, len(plan.toolpath)
    if not whole and len(own):
        first, stop = int(layers[0]), int(layers[-1]) + 1
    heights = plan.toolpath.blocks.layer_z_mm
    bounds = np.searchsorted(layers, np.arange(first, stop + 1)).tolist()
    slices = "".join(
        _slice_xml(plan, own[low:high].tolist(), float(heights[layer]))
        for layer, low, high in zip(range(first, stop), bounds[:-1], bounds[1:], strict=True)
    )
    return _STACK.format(2 * owner + 1, _bottom(heights, first), slices)


def _bottom(heights: Floats, first: int) -> float:
    """Return the height below a layer: that of the layer before, or the build plate's."""
    if first > 0:
        return float(heights[first - 1])
    return min(0.0, float(heights[0]) - 1.0) if len(heights) and heights[0] <= 0 else 0.0


def _slice_xml(plan: _Plan, own: list[int], top: float) -> str:
    if not own:
        return f'<s:slice ztop="{top!r}"/>\n'
    blocks = plan.toolpath.blocks
    vertices: list[float] = []
    polygons = ""
    for block in own:
        first, end = blocks.block_offsets[block : block + 2].tolist()
        end -= bool(plan.closed[block])
        start, count = len(vertices) // 2, end - first
        vertices += blocks.points_mm[first:end].reshape(-1).tolist()
        places = [*range(start + 1, start + count)]
        if plan.closed[block]:
            places.append(start)
        segments = _SEGMENT * len(places) % tuple(places)
        polygons += f'<s:polygon startv="{start}">\n{segments}</s:polygon>\n'
    rows = _VERTEX * (len(vertices) // 2) % tuple(vertices)
    return f'<s:slice ztop="{top!r}">\n<s:vertices>\n{rows}</s:vertices>\n{polygons}</s:slice>\n'
