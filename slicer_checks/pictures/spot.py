"""The spot of a finding in space: points on it, the box around it, and which way it faces."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.finding import Finding
from slicer_checks.pictures.model import Model

Points = NDArray[np.float64]

POINTS_LOOKED_AT: Final = 400
TINY_MM2: Final = 1e-9
"""What a triangle without area counts for."""
WHOLE_PART: Final = 0.85
"""A finding over so much of the part along every axis has no spot: it is about the whole part."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spot:
    """Points with a weight each, and the direction each faces (0, 0, 0: any)."""

    points_mm: Points
    weights: Points
    directions: Points
    low_mm: Points
    high_mm: Points
    has_faces: bool

    @property
    def middle_mm(self) -> Points:
        """The middle of the box."""
        return np.asarray((self.low_mm + self.high_mm) / 2)

    @property
    def faces_down(self) -> bool:
        """Whether most of it looks at the platform."""
        return bool((self.weights * self.directions[:, 2]).sum() < 0)

    def corners_mm(self) -> Points:
        """Give the eight corners of the box."""
        pairs = zip(self.low_mm, self.high_mm, strict=True)
        return np.array(np.meshgrid(*pairs)).reshape(3, -1).T


def spot_of(finding: Finding, model: Model) -> Spot | None:
    """Give the spot of a finding, or None where it is about the whole part or nowhere."""
    where = finding.where
    if where.faces:
        spot = _of_faces(np.array(where.faces[:], dtype=np.intp), model)
    elif where.polygons and where.z_mm is not None:
        spot = _of_outlines(finding, model)
    elif where.bounds_mm is not None:
        spot = _of_box(np.array(where.bounds_mm))
    else:
        return None
    share = (spot.high_mm - spot.low_mm) / np.maximum(model.high_mm - model.low_mm, 1e-9)
    return None if (share >= WHOLE_PART).all() else spot


def _of_faces(faces: NDArray[np.intp], model: Model) -> Spot:
    corners = model.vertices_mm[model.faces[faces]]
    low, high = corners.reshape(-1, 3).min(axis=0), corners.reshape(-1, 3).max(axis=0)
    chosen = faces[:: max(1, len(faces) // POINTS_LOOKED_AT)]
    a, b, c = (model.vertices_mm[model.faces[chosen, corner]] for corner in range(3))
    return Spot(
        points_mm=(a + b + c) / 3,
        weights=np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2 + TINY_MM2,
        directions=model.normals[chosen].astype(np.float64),
        low_mm=low,
        high_mm=high,
        has_faces=True,
    )


def _of_outlines(finding: Finding, model: Model) -> Spot:
    z_mm = np.array(finding.where.z_mm) + model.low_mm[2]
    flat = np.array([point for ring in finding.where.polygons for point in ring])
    points = np.concatenate([np.column_stack([flat, np.full(len(flat), z)]) for z in z_mm])
    return _facing_anywhere(points, points.min(axis=0), points.max(axis=0))


def _of_box(bounds_mm: Points) -> Spot:
    low, high = bounds_mm
    grid = np.array(np.meshgrid(*(np.linspace(0, 1, 3),) * 3)).reshape(3, -1).T
    return _facing_anywhere(low + grid * (high - low), low, high)


def _facing_anywhere(points_mm: Points, low_mm: Points, high_mm: Points) -> Spot:
    return Spot(
        points_mm=points_mm,
        weights=np.ones(len(points_mm)),
        directions=np.zeros_like(points_mm),
        low_mm=low_mm,
        high_mm=high_mm,
        has_faces=False,
    )
