"""Slicing a part: the statistics of all layers at once, contours when asked for.

The plane of layer i lies in its middle, ``(i + 0.5) layer_mm`` above the part's bottom. A layer
exists when its plane cuts the part's height: what is left at the top is printed as a whole layer
when it is more than half a layer thick, and not at all otherwise, as machines do. A vertex or
horizontal facet in a plane counts as above it (see `sections`).
"""

from math import ceil, isfinite, radians, tan
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.edges import unpaired_vertices
from slicer_checks.errors import NotAskable
from slicer_checks.frozen import frozen_array
from slicer_checks.layerstack import LayerStack
from slicer_checks.outlines import Outlines
from slicer_checks.overhang import overhang_areas
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.sections import Measures, Planes, find_planes, measure_sections, planes_up_to

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LAYERS_MAX: Final = 200_000
OVERHANG_LIMIT_DEG: Final = 45.0
"""Facets that lean 45 degrees or more from the plate carry themselves (the common L-PBF rule)."""
_UPRIGHT_DEG: Final = 90.0
_ROUNDING: Final = 1e-9


def slice_for(part: Part, process: Process) -> LayerStack:
    """Slice a part as a process prints it: in its layers, overhangs by its own safe angle.

    Raises
    ------
    NotAskable
        As `slice_part`.
    """
    safe_deg = process.limit("overhang-angle-safe").value
    return slice_part(part, process.layer_mm, overhang_limit_deg=safe_deg)


def slice_part(
    part: Part, layer_mm: float = 0.03, *, overhang_limit_deg: float = OVERHANG_LIMIT_DEG
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
    points = np.ascontiguousarray(part.vertices_mm - origin)
    faces = np.array(part.solid.faces)
    planes = find_planes(points, faces, layer_mm, layers)
    outlines = Outlines(points, faces, planes, origin)
    measures = measure_sections(points, faces, planes)
    if part.solid.unpaired_edges > 0:
        _measure_leaky(outlines, measures, _leaky_layers(points, part, planes))
    steep = tan(radians(overhang_limit_deg))
    return LayerStack(
        layer_mm=float(layer_mm),
        overhang_limit_deg=float(overhang_limit_deg),
        bottom_mm=float(origin[2]),
        z_mm=frozen_array((np.arange(layers) + 0.5) * layer_mm, np.float64),
        area_mm2=frozen_array(np.maximum(measures.area, 0.0), np.float64),
        perimeter_mm=frozen_array(measures.length, np.float64),
        centroid_mm=frozen_array(_centroids(measures) + origin[:2], np.float64),
        bounds_mm=frozen_array(_boxes(measures) + np.tile(origin[:2], 2), np.float64),
        overhang_mm2=frozen_array(
            overhang_areas(points, faces, layer_mm, layers, steep), np.float64
        ),
        outlines=outlines,
    )


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


def _leaky_layers(points: Floats, part: Part, planes: Planes) -> Flags:
    """Tell which layers cut an edge whose faces do not pair: their pieces do not close."""
    ends = points[unpaired_vertices(np.array(part.solid.faces)), 2]
    steps = np.zeros(planes.layers + 1, dtype=np.int64)
    for low, high in np.sort(ends, axis=1).tolist():
        first = planes_up_to(low, planes.layer_mm)
        stop = min(planes_up_to(high, planes.layer_mm), planes.layers)
        if first < stop:
            steps[first] += 1
            steps[stop] -= 1
    return np.cumsum(steps)[:-1] > 0


def _measure_leaky(outlines: Outlines, measures: Measures, leaky: Flags) -> None:
    """Measure layers that leak by their contours, whose gaps are closed by straight lines."""
    for layer in np.flatnonzero(leaky).tolist():
        facts = outlines.facts_at(layer)
        measures.area[layer] = facts.area.sum()
        measures.length[layer] = facts.length.sum()
        measures.moments[layer] = facts.moments.sum(axis=0)
        measures.boxes[layer, :2] = facts.boxes[:, :2].min(axis=0, initial=np.inf)
        measures.boxes[layer, 2:] = facts.boxes[:, 2:].max(axis=0, initial=-np.inf)


def _centroids(measures: Measures) -> Floats:
    """Return the centroid of each layer; NaN where it encloses nothing."""
    area = measures.area[:, None]
    empty = np.full_like(measures.moments, np.nan)
    return np.divide(measures.moments, area, out=empty, where=area > 0)


def _boxes(measures: Measures) -> Floats:
    """Return the bounding box of each layer; NaN where it is empty."""
    return np.where(np.isfinite(measures.boxes), measures.boxes, np.nan)
