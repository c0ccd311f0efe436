"""Roofs of round holes that lie or lean: faces that look down and bend around an axis."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.regions import down_faces, shared_corners
from slicer_checks.directions import unit_normals
from slicer_checks.part import Part
from slicer_checks.patches import linked

Floats = NDArray[np.float64]
Ids = NDArray[np.integer]

SMOOTH_DEG: Final = 31.0
"""Faces of one roof turn no more than this from one to the next: a circle of 12 sides has 30."""
STRAIGHT: Final = 0.01
"""Least share of the normals' spread along the axis above which it is no cylinder."""
FIT: Final = 0.02
"""The corners lie on the circle within this share of its radius."""
AIM_DEG: Final = 12.0
"""A face of a cylinder aims at its axis within this; a triangle of a facet is off by a sixth of
the facet's turn, 5° for a circle of 12 sides. A level ceiling with rounded ends does not aim."""
SIDES: Final = 0.7
"""On both sides of its crown a roof goes down this share of the way to where it holds itself; a
fillet goes down on one side only, and a flat arch ends before."""
UPRIGHT_DEG: Final = 12.0
"""A hole within this of upright, and what is left of its roof, holds itself."""
FACES_MIN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roof:
    """A round roof: its faces (in the solid's numbering), the hole's diameter and axis."""

    faces: Ids
    diameter_mm: float
    axis_deg: float


def roofs(part: Part, layer_mm: float, safe_deg: float) -> list[Roof]:
    """Find the roofs of round holes below a safe angle, the widest first; kept with the part."""
    question = f"roofs {layer_mm} {safe_deg}"
    return part.kept.once(question, lambda: _roofs(part, layer_mm, safe_deg))


def _roofs(part: Part, layer_mm: float, safe_deg: float) -> list[Roof]:
    area_mm2, angle_deg = down_faces(part, layer_mm)
    return roofs_among(part, np.flatnonzero((angle_deg < safe_deg) & (area_mm2 > 0)), safe_deg)


def roofs_among(part: Part, flat: Ids, safe_deg: float) -> list[Roof]:
    """Find the roofs of round holes among faces below a safe angle (the solid's, with an area)."""
    if len(flat) < FACES_MIN:
        return []
    corners = part.vertices_mm[part.solid.faces[flat]]
    normals = unit_normals(part.vertices_mm, part.solid.faces[flat])
    labels = _smooth(shared_corners(part, part.solid.face_numbers[flat]), normals)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    found = [
        _roof(corners[group], normals[group], flat[group], safe_deg)
        for group in groups
        if len(group) >= FACES_MIN
    ]
    return sorted((one for one in found if one), key=lambda one: one.diameter_mm, reverse=True)


def _smooth(corners: Ids, normals: Floats) -> Ids:
    """Label faces so that those with a common edge that bends little share a label."""
    edges = np.sort(corners[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    keys = edges @ np.array([int(corners.max()) + 1, 1], dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    one, two = order[same] // 3, order[same + 1] // 3
    bends = np.einsum("ij,ij->i", normals[one], normals[two]) > np.cos(np.radians(SMOOTH_DEG))
    return linked(np.stack((one[bends], two[bends]), axis=1), len(corners))


def _roof(corners: Floats, normals: Floats, faces: Ids, safe_deg: float) -> Roof | None:
    """Fit a circle across the axis that the normals stand around; None where it is no roof."""
    turn, axes = np.linalg.eigh(normals.T @ normals / len(normals))
    axis = axes[:, 0]
    if turn[0] > STRAIGHT * turn[1] or abs(axis[2]) > np.cos(np.radians(UPRIGHT_DEG)):
        return None
    aside = np.cross(axis, (0.0, 0.0, 1.0))
    aside /= np.linalg.norm(aside)
    across = np.stack((aside, np.cross(aside, axis)), axis=1)
    leans = np.degrees(np.arctan2(normals @ across[:, 0], -(normals @ across[:, 1])))
    side_deg = SIDES * _side_deg(axis, safe_deg)
    if leans.min() > -side_deg or leans.max() < side_deg:
        return None
    points = corners.reshape(-1, 3) @ across
    middle, radius = _circle(points)
    ways = middle - corners.mean(axis=1) @ across
    off = np.abs(np.linalg.norm(points - middle, axis=1) - radius).max()
    inward = np.einsum("ij,ij->i", normals @ across, ways)
    aims = inward >= np.cos(np.radians(AIM_DEG)) * np.linalg.norm(ways, axis=1)
    if off > FIT * radius or not aims.all():
        return None
    axis_deg = float(np.degrees(np.arccos(min(1.0, abs(float(axis[2]))))))
    return Roof(faces=faces, diameter_mm=2 * radius, axis_deg=axis_deg)


def _side_deg(axis: Floats, safe_deg: float) -> float:
    """Give how far from its crown the faces of a round hole stay below a safe angle."""
    share = np.cos(np.radians(safe_deg)) / np.sqrt(max(1 - axis[2] ** 2, 1e-12))
    return float(np.degrees(np.arccos(min(1.0, share))))


def _circle(points: Floats) -> tuple[Floats, float]:
    """Fit a circle by least squares (Kåsa, 1976): x² + y² = 2 a x + 2 b y + c."""
    origin = points.mean(axis=0)
    away = points - origin
    system = np.column_stack((2 * away, np.ones(len(away))))
    a, b, c = np.linalg.lstsq(system, (away**2).sum(axis=1), rcond=None)[0]
    return origin + np.array((a, b)), float(max(c + a * a + b * b, 0.0) ** 0.5)
