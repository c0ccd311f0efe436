"""Slicing with MeshLib's Python module: `extractXYPlaneSections` height by height."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import numpy as np
from meshlib import mrmeshpy

VERSION = version("meshlib")
INCLUDES = {
    "statistics": "extractXYPlaneSections and planeSectionsToContours2f, then the oriented area",
    "contours": "extractXYPlaneSections and planeSectionsToContours2f (closed paths, not nested)",
}
_NO_MOVE = mrmeshpy.AffineXf3f()


def load(path: str) -> mrmeshpy.Mesh:
    """Read a mesh and build its tree of boxes, which the first section would build."""
    mesh = mrmeshpy.loadMesh(path)
    mesh.getAABBTree()
    return mesh


def statistics(mesh: mrmeshpy.Mesh, heights_mm: list[float]) -> list[Any]:
    """Return the area per height; meshlib clockwise is positive."""
    return [
        -sum(mrmeshpy.calcOrientedArea(path) for path in layer)
        for layer in contours(mesh, heights_mm)
    ]


def contours(mesh: mrmeshpy.Mesh, heights_mm: list[float]) -> list[Any]:
    """Return closed paths per height."""
    whole = mrmeshpy.MeshPart(mesh)
    return [
        mrmeshpy.planeSectionsToContours2f(
            mesh, mrmeshpy.extractXYPlaneSections(whole, height), _NO_MOVE
        )
        for height in heights_mm
    ]


def areas_mm2(verb: str, layers: list[Any]) -> list[float]:
    """Return the area of each layer that was cut."""
    if verb == "statistics":
        return [abs(float(layer)) for layer in layers]
    return [
        abs(float(np.sum([mrmeshpy.calcOrientedArea(path) for path in layer]))) for layer in layers
    ]
