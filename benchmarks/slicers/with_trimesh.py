"""Slicing with trimesh, as its documentation shows it: `section_multiplane`."""

from __future__ import annotations

from typing import Any

import numpy as np
import trimesh

VERSION = trimesh.__version__
INCLUDES = {
    "statistics": "section_multiplane, then area, length, centroid and bounds of each Path2D",
    "paths": "section_multiplane, then the closed paths of each Path2D, not nested",
    "contours": "section_multiplane, then polygons_full of each Path2D: holes with their islands",
}


def load(path: str) -> trimesh.Trimesh:
    """Read a mesh, equal corners joined."""
    return trimesh.load_mesh(path)


def statistics(mesh: trimesh.Trimesh, heights_mm: list[float]) -> list[Any]:
    """Return area, length, centroid and bounds per height."""
    return [
        (path.area, path.length, path.centroid, path.bounds) if path is not None else (0.0,)
        for path in _sections(mesh, heights_mm)
    ]


def paths(mesh: trimesh.Trimesh, heights_mm: list[float]) -> list[Any]:
    """Return the closed paths per height."""
    return [path.discrete if path is not None else () for path in _sections(mesh, heights_mm)]


def contours(mesh: trimesh.Trimesh, heights_mm: list[float]) -> list[Any]:
    """Return the polygons per height."""
    return [path.polygons_full if path is not None else () for path in _sections(mesh, heights_mm)]


def _sections(mesh: trimesh.Trimesh, heights_mm: list[float]) -> list[Any]:
    return mesh.section_multiplane(
        plane_origin=np.zeros(3), plane_normal=[0.0, 0.0, 1.0], heights=np.array(heights_mm)
    )


def areas_mm2(verb: str, layers: list[Any]) -> list[float]:
    """Return the area of each layer that was cut."""
    if verb == "statistics":
        return [float(layer[0]) for layer in layers]
    if verb == "paths":
        return [float("nan")] * len(layers)
    return [float(sum(polygon.area for polygon in layer)) for layer in layers]
