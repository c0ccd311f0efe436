"""A piece of a layer that starts in mid-air."""

from collections.abc import Iterator

import numpy as np
import shapely

from slicer_checks.checks.place import begins_mm, of_outlines
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def unsupported_island(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Look for layers with an outline above no metal of the layer below; show the largest.

    A place tells how many islands begin in it; the file's layers with such starts are `starts`.
    """
    limit = process.limit("island-count")
    area_min_mm2 = process.limit("island-area-min").value
    new_mm2 = np.array(layers.new_island_mm2, dtype=np.float64)
    new_mm2[:1] = 0.0  # the first layer stands on the platform
    starts = np.flatnonzero(new_mm2 >= area_min_mm2)
    if len(starts) <= limit.value:
        return
    largest = starts[np.argsort(-new_mm2[starts], kind="stable")][:PLACES_SHOWN]
    for index in sorted(int(start) for start in largest):
        islands = _hanging(layers, index)
        yield from breach(
            "unsupported-island",
            limit,
            len(islands),
            of_outlines(part, layers, islands, (index, index)),
            z_mm=begins_mm(part, layers, islands, index),
            area_mm2=float(new_mm2[index]),
            starts=len(starts),
        )


def _hanging(layers: LayerStack, index: int) -> list[shapely.Polygon]:
    """Give the polygons of a layer that touch nothing of the layer below."""
    below = layers.polygons(index - 1)
    shapely.prepare(below)
    return [piece for piece in layers.polygons(index).geoms if not shapely.intersects(below, piece)]
