"""Slicing with PySLM (PythonSLM), as its examples do: `Part.getVectorSlice` layer by layer."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import numpy as np
import pyslm
import shapely

VERSION = version("PythonSLM")
INCLUDES = {
    "statistics": "getVectorSlice as shapely polygons, then area, length, centroid and bounds",
    "contours": "getVectorSlice as closed paths",
}


def load(path: str) -> pyslm.Part:
    """Read a mesh."""
    part = pyslm.Part("part")
    part.setGeometry(path)
    return part


def statistics(part: pyslm.Part, heights_mm: list[float]) -> list[Any]:
    """Return area, length, centroid and bounds per height."""
    return [_facts(part.getVectorSlice(height, returnCoordPaths=False)) for height in heights_mm]


def _facts(polygons: list[shapely.Polygon]) -> tuple[Any, ...]:
    whole = shapely.MultiPolygon([one for one in polygons if isinstance(one, shapely.Polygon)])
    return (whole.area, whole.length, whole.centroid, whole.bounds)


def contours(part: pyslm.Part, heights_mm: list[float]) -> list[Any]:
    """Return closed paths per height, outer ones and holes."""
    return [part.getVectorSlice(height) for height in heights_mm]


def areas_mm2(verb: str, layers: list[Any]) -> list[float]:
    """Return the area of each layer that was cut: outer paths turn against their holes."""
    if verb == "statistics":
        return [float(layer[0]) for layer in layers]
    return [abs(sum(_signed(np.asarray(path)) for path in layer)) for layer in layers]


def _signed(path: np.ndarray) -> float:
    x, y = path[:, 0], path[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2
