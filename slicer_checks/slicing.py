"""Slicing a part: all layers at once, in blocks that bound the memory.

The plane of layer i lies in its middle, ``(i + 0.5) layer_mm`` above the part's bottom. A layer
exists when its plane cuts the part's height: what is left at the top is printed as a whole layer
when it is more than half a layer thick, and not at all otherwise, as machines do. A vertex or
horizontal facet in a plane counts as above it (see `sections`).
"""

from collections.abc import Callable, Iterator
from math import ceil, isfinite, radians, tan
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.contours import Block, Rings, trace_block
from slicer_checks.edges import find_edges, pair_half_edges
from slicer_checks.errors import NotAskable
from slicer_checks.gathering import Frame, SlicedBlock, gather
from slicer_checks.layerstack import LayerStack
from slicer_checks.nesting import RingFacts, find_floating, measure_rings
from slicer_checks.overhang import overhang_areas
from slicer_checks.part import Part
from slicer_checks.sections import Mesh, crossed_planes, crossings_per_layer
from slicer_checks.walls import thinnest_walls

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

LAYERS_MAX: Final = 200_000
OVERHANG_LIMIT_DEG: Final = 45.0
"""Facets that lean 45 degrees or more from the plate carry themselves (the common L-PBF rule)."""
_UPRIGHT_DEG: Final = 90.0
_BLOCK_LAYERS: Final = 50
_BLOCK_CROSSINGS: Final = 2_000_000
_ROUNDING: Final = 1e-9


def slice_part(
    part: Part,
    layer_mm: float = 0.03,
    *,
    overhang_limit_deg: float = OVERHANG_LIMIT_DEG,
    progress: Progress | None = None,
) -> LayerStack:
    """Slice a part into layers.

    Parameters
    ----------
    part
        The part; its `solid` is sliced.
    layer_mm
        The thickness of a layer.
    overhang_limit_deg
        Facets that lean at least this far from the plate carry themselves.
    progress
        Called with the layers done and the layers in all, about every 50 layers.

    Raises
    ------
    NotAskable
        The layer thickness or the overhang limit is impossible, or there would be too many layers.
    """
    layers = layer_count(part.size_mm[2], layer_mm)
    if not 0 < overhang_limit_deg < _UPRIGHT_DEG:
        raise NotAskable(
            "overhang-limit-invalid",
            f"An overhang limit of {overhang_limit_deg} degrees is not between 0 and 90.",
            {"degrees": overhang_limit_deg},
        )
    origin = np.array(part.bounds_mm).mean(axis=0)
    origin[2] = part.bounds_mm[0][2]
    mesh = _prepare(part, origin, layer_mm, layers)
    overhang = overhang_areas(
        mesh.points, mesh.faces, layer_mm, layers, tan(radians(overhang_limit_deg))
    )
    blocks = list(_slice_blocks(mesh, layer_mm, layers, progress))
    frame = Frame(layer_mm=layer_mm, overhang_limit_deg=overhang_limit_deg, origin_mm=origin)
    return gather(blocks, frame, overhang)


def layer_count(height_mm: float, layer_mm: float) -> int:
    """Return how many layers a height has, or raise `NotAskable`."""
    if not (isfinite(layer_mm) and layer_mm > 0):
        raise NotAskable(
            "layer-not-positive",
            f"A layer of {layer_mm} mm is not a thickness.",
            {"layer_mm": layer_mm},
        )
    exact = height_mm / layer_mm
    if exact > LAYERS_MAX:
        raise NotAskable(
            "too-many-layers",
            f"The part would have {exact:.0f} layers; at most {LAYERS_MAX} are sliced.",
            {"layers": exact, "layers_max": LAYERS_MAX},
        )
    layers = ceil(exact - 0.5 - _ROUNDING)
    if layers < 1:
        raise NotAskable(
            "layer-too-thick",
            f"The part is {height_mm:.4g} mm high: less than half a layer of {layer_mm:g} mm.",
            {"height_mm": height_mm, "layer_mm": layer_mm},
        )
    return layers


def _prepare(part: Part, origin: Floats, layer_mm: float, layers: int) -> Mesh:
    points = np.ascontiguousarray(part.vertices_mm - origin)
    faces = np.array(part.solid.faces)
    twin = pair_half_edges(faces, find_edges(faces))
    first, last = crossed_planes(points, faces, layer_mm, layers)
    return Mesh(points, faces, twin, first, last)


def _blocks(mesh: Mesh, layer_mm: float, layers: int) -> Iterator[Block]:
    """Cut the layers into runs of at most 50 layers and 2 million crossings."""
    crossings = np.concatenate(([0], np.cumsum(crossings_per_layer(mesh.first, mesh.last, layers))))
    first = 0
    while first < layers:
        full = int(np.searchsorted(crossings, crossings[first] + _BLOCK_CROSSINGS, side="right"))
        stop = min(max(full - 1, first + 1), first + _BLOCK_LAYERS, layers)
        yield Block(first, stop, layer_mm)
        first = stop


def _slice_blocks(
    mesh: Mesh, layer_mm: float, layers: int, progress: Progress | None
) -> Iterator[SlicedBlock]:
    below = Rings(np.empty((0, 2)), np.empty(0), np.zeros(1, np.int64), np.zeros(2, np.int64))
    for block in _blocks(mesh, layer_mm, layers):
        rings, chains, gaps = trace_block(mesh, block)
        stacked = _stack(below, rings)
        facts = measure_rings(stacked)
        yield SlicedBlock(
            rings=rings._replace(tilt=np.empty(0)),
            facts=_from_ring(facts, len(below.offsets) - 1),
            new_island_mm2=_new_islands(stacked, facts, on_plate=block.first == 0),
            min_wall_mm=thinnest_walls(stacked, 1),
            open_chains=chains,
            gap_mm=gaps,
        )
        below = _last_layer(rings)
        if progress is not None:
            progress(block.stop, layers)


def _stack(below: Rings, rings: Rings) -> Rings:
    """Return a block with the layer below it as its first layer."""
    return Rings(
        np.concatenate((below.points, rings.points)),
        np.concatenate((below.tilt, rings.tilt)),
        np.concatenate((below.offsets[:-1], rings.offsets + len(below.points))),
        np.concatenate((below.layers[:-1], rings.layers + len(below.offsets) - 1)),
    )


def _last_layer(rings: Rings) -> Rings:
    low, high = rings.layers[-2], rings.layers[-1]
    start = rings.offsets[low]
    return Rings(
        rings.points[start:],
        rings.tilt[start:],
        rings.offsets[low : high + 1] - start,
        np.array([0, high - low]),
    )


def _from_ring(facts: RingFacts, first: int) -> RingFacts:
    """Drop the facts of the rings before `first` and renumber the islands."""
    island = facts.island[first:]
    return RingFacts(
        area=facts.area[first:],
        length=facts.length[first:],
        moments=facts.moments[first:],
        boxes=facts.boxes[first:],
        island=np.where(island < 0, -1, island - first),
    )


def _new_islands(rings: Rings, facts: RingFacts, *, on_plate: bool) -> Floats:
    """Return the area of islands with nothing below per layer, the layer below left out."""
    areas = np.zeros(len(rings.layers) - 1)
    floating = np.flatnonzero(find_floating(rings, facts))
    layer_of = np.searchsorted(rings.layers, floating, side="right") - 1
    for ring, layer in zip(floating.tolist(), layer_of.tolist(), strict=True):
        if on_plate and layer == 1:
            continue
        island = _polygon(rings, facts, ring, layer)
        if not _touches_below(rings, facts, layer - 1, island):
            areas[layer] += island.area
    return areas[1:]


def _polygon(rings: Rings, facts: RingFacts, outer: int, layer: int) -> shapely.Geometry:
    first = rings.layers[layer]
    members = first + np.flatnonzero(facts.island[first : rings.layers[layer + 1]] == outer)
    holes = [_points(rings, ring) for ring in members if ring != outer]
    return shapely.make_valid(shapely.Polygon(_points(rings, outer), holes))


def _points(rings: Rings, ring: int) -> Floats:
    return rings.points[rings.offsets[ring] : rings.offsets[ring + 1]]


def _touches_below(rings: Rings, facts: RingFacts, layer: int, island: shapely.Geometry) -> bool:
    """Tell whether an island shares area with an island of a layer, exactly."""
    low_x, low_y, high_x, high_y = island.bounds
    first, stop = rings.layers[layer], rings.layers[layer + 1]
    x0, y0, x1, y1 = facts.boxes[first:stop].T
    near = (x1 > low_x) & (y1 > low_y) & (x0 < high_x) & (y0 < high_y)
    outer = facts.island[first:stop] == np.arange(first, stop)
    return any(
        shapely.intersection(island, _polygon(rings, facts, ring, layer)).area > 0
        for ring in first + np.flatnonzero(near & outer)
    )
