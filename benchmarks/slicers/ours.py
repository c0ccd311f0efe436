"""printlab in its own process: ``python -m benchmarks.slicers.ours VERB FILE LAYER_MM [OUT]``.

Only the public page of `slicer_checks` is used. Prints one JSON document. numba's compiled
functions come from its cache: each run is made once on a small cube before the clock starts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import slicer_checks
from benchmarks.slicers.stopwatch import best_of, once, peak_mb
from slicer_checks import LayerStack, Part

_CUBE_MM = 4.0
_CUBE_LAYER_MM = 0.5
_CORNERS = (
    (0, 2, 1), (1, 2, 3), (4, 5, 6), (5, 7, 6), (0, 1, 4), (1, 5, 4),
    (2, 6, 3), (3, 6, 7), (0, 4, 2), (2, 4, 6), (1, 3, 5), (3, 7, 5),
)  # fmt: skip
INCLUDES = {
    "statistics": "area, perimeter, centroid, bounding box and facet overhang of every layer",
    "contours": "statistics, and closed rings of every layer, each hole with its island",
    "union": "the same, and the rings united on layers where they cross, touch or overlap",
    "polygons": "the same, as valid shapely polygons",
    "whole": "file read and validated; area, perimeter, centroid, box and overhang of all layers",
    "checks": "all checks on the part and its layers, the file read and sliced before",
}


def prepare(file: Path, layer_mm: float, out: Path) -> dict[str, Any]:
    """Write a mesh file of any format as binary STL in mm, for every slicer to read."""
    part = slicer_checks.read(file)
    write_stl(part.vertices_mm[part.faces], out)
    copy = slicer_checks.read(out, "mm")
    return {
        "layers": len(slicer_checks.slice_part(copy, layer_mm)),
        "bottom_mm": copy.bounds_mm[0][2],
        "triangles": copy.triangles,
        "watertight": copy.watertight,
    }


def write_stl(triangles_mm: np.ndarray, out: Path) -> None:
    """Write triangles (F, 3, 3) as binary STL."""
    records = np.zeros(len(triangles_mm), dtype=[("numbers", "<f4", (4, 3)), ("attribute", "<u2")])
    records["numbers"][:, 1:] = triangles_mm
    out.write_bytes(bytes(80) + np.uint32(len(records)).tobytes() + records.tobytes())


def statistics(part: Part, layer_mm: float) -> LayerStack:
    """Slice into layers with their statistics."""
    return slicer_checks.slice_part(part, layer_mm)


def contours(part: Part, layer_mm: float) -> list[float]:
    """Trace the contours of all layers, block by block; return the area of each layer's rings."""
    return _areas_mm2(slicer_checks.slice_part(part, layer_mm).contours())


def union(part: Part, layer_mm: float) -> list[float]:
    """Trace the contours of all layers, united where needed; return the area of each layer."""
    return _areas_mm2(slicer_checks.slice_part(part, layer_mm).contours(united=True))


def polygons(part: Part, layer_mm: float) -> list[float]:
    """Make shapely polygons of all layers; return the area of each layer."""
    layers = slicer_checks.slice_part(part, layer_mm)
    return [one.area for one in layers.polygons_many(range(len(layers)))]


def _areas_mm2(blocks: Iterator[Any]) -> list[float]:
    areas: list[float] = []
    for block in blocks:
        upto = np.concatenate(([0.0], np.cumsum(block.ring_area_mm2)))
        areas += np.diff(upto[block.layer_offsets]).tolist()
    return areas


SLICING: dict[str, Callable[[Part, float], Any]] = {
    "statistics": statistics,
    "contours": contours,
    "union": union,
    "polygons": polygons,
}


def sliced(verb: str, file: Path, layer_mm: float) -> dict[str, Any]:
    """Return what slicing a loaded part takes."""
    run = SLICING[verb]
    run(_cube(), _CUBE_LAYER_MM)
    part, loading = once(lambda: slicer_checks.read(file, "mm"))
    result, taken = best_of(lambda: run(part, layer_mm))
    peak = peak_mb()
    areas = result.area_mm2.tolist() if isinstance(result, LayerStack) else result
    return _measured(verb, taken, len(areas)) | {
        "load_s": loading["wall_s"],
        "peak_mb": peak,
        "areas_mm2": dict(enumerate(areas)),
    }


def whole(file: Path, layer_mm: float) -> dict[str, Any]:
    """Return what reading, validating and the statistics with overhang take from the file."""
    slicer_checks.slice_part(_cube(), _CUBE_LAYER_MM)
    layers, taken = best_of(lambda: slicer_checks.slice_part(slicer_checks.read(file), layer_mm))
    return _measured("whole", taken, len(layers)) | {"peak_mb": peak_mb()}


def checks(file: Path, layer_mm: float) -> dict[str, Any]:
    """Return what all checks take on a part that was read and sliced."""
    process = slicer_checks.default_process(layer_mm=layer_mm)
    slicer_checks.check(_cube(), process)
    part = slicer_checks.read(file)
    layers = slicer_checks.slice_part(part, layer_mm)
    report, taken = once(lambda: slicer_checks.check(part, process, layers))
    found = sorted({finding.code for finding in report.findings})
    return _measured("checks", taken, len(layers)) | {"peak_mb": peak_mb(), "found": found}


def _measured(verb: str, taken: dict[str, float], layers: int) -> dict[str, Any]:
    return {**taken, "layers_cut": layers, "includes": INCLUDES.get(verb, "")}


def _cube() -> Part:
    corners = _CUBE_MM * np.array([[i & 1, i >> 1 & 1, i >> 2 & 1] for i in range(8)], dtype="<f4")
    records = np.zeros(len(_CORNERS), dtype=[("numbers", "<f4", (4, 3)), ("attribute", "<u2")])
    records["numbers"][:, 1:] = corners[np.array(_CORNERS)]
    return slicer_checks.read(
        bytes(80) + np.uint32(len(records)).tobytes() + records.tobytes(), "mm"
    )


def main(verb: str, file: str, layer_mm: str, out: str = "") -> None:
    """Print the measurement of one verb as JSON."""
    path, thickness_mm = Path(file), float(layer_mm)
    if verb == "prepare":
        result = prepare(path, thickness_mm, Path(out))
    elif verb in SLICING:
        result = sliced(verb, path, thickness_mm)
    else:
        result = {"whole": whole, "checks": checks}[verb](path, thickness_mm)
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
