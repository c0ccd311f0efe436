"""Whether a part fits on a machine, turned about the vertical as it may be."""

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.layerstack import LayerStack
from slicer_checks.machine import Machine
from slicer_checks.part import Part

ANGLES_RAD = np.radians(np.arange(0.0, 180.0, 1.0))
ROUNDING_MM = 1e-6


def usable_mm(machine: Machine) -> tuple[float, float]:
    """Give width and depth of the plate without its margin."""
    platform = machine.platform
    margins_mm = 2 * platform.margin_mm
    if platform.shape == "circle":
        return platform.diameter_mm - margins_mm, platform.diameter_mm - margins_mm
    return platform.width_mm - margins_mm, platform.depth_mm - margins_mm


def on_plate(part: Part, machine: Machine) -> bool:
    """Tell whether a part lies on the plate as its file has it, counted from the plate's corner."""
    (left, front, _), (right, back, _) = part.bounds_mm
    width_mm, depth_mm = machine.platform.size_mm
    return bool(
        min(left, front) >= -ROUNDING_MM
        and right <= width_mm + ROUNDING_MM
        and back <= depth_mm + ROUNDING_MM
    )


def excess_mm(outline: shapely.Geometry, height_mm: float, machine: Machine) -> float:
    """Tell by how much a part is too big for a machine in its best turn; 0 where it fits.

    Parameters
    ----------
    outline
        The part seen from above, as a convex polygon. It is tried at each degree, and with each of
        its sides along the plate's: the least width of a polygon has a side along the edge.
    """
    width_mm, depth_mm = usable_mm(machine)
    if machine.platform.shape == "circle":
        plate_mm = 2 * float(shapely.minimum_bounding_radius(outline)) - width_mm
    else:
        extents = _extents_mm(outline)
        plate_mm = float(np.maximum(extents[:, 0] - width_mm, extents[:, 1] - depth_mm).min())
    excess = max(plate_mm, height_mm - machine.height_mm)
    return excess if excess > ROUNDING_MM else 0.0


def turn_deg(outline: shapely.Geometry, machine: Machine) -> float:
    """Give the least turn about the vertical (-90 to 90 degrees) at which an outline fits best."""
    if machine.platform.shape == "circle":
        return 0.0
    width_mm, depth_mm = usable_mm(machine)
    extents = _extents_mm(outline)
    excess = np.maximum(extents[:, 0] - width_mm, extents[:, 1] - depth_mm).clip(ROUNDING_MM)
    turns = (np.degrees(_angles_rad(outline)) + 90) % 180 - 90
    best = np.flatnonzero(excess <= excess.min() + ROUNDING_MM)
    return float(turns[best[np.argmin(np.abs(turns[best]))]])


def _angles_rad(outline: shapely.Geometry) -> NDArray[np.float64]:
    """Give each degree, and the angles that lay each side along the plate's."""
    sides = np.diff(shapely.get_coordinates(outline), axis=0)[:360]
    flush = -np.arctan2(sides[:, 1], sides[:, 0])
    return np.concatenate([ANGLES_RAD, flush, flush + np.pi / 2])


def _extents_mm(outline: shapely.Geometry) -> NDArray[np.float64]:
    """Give width and depth of the outline for each angle, and for each of its own sides."""
    points = shapely.get_coordinates(outline)
    angles = _angles_rad(outline)
    across = np.array([np.cos(angles), -np.sin(angles)])
    along = np.array([np.sin(angles), np.cos(angles)])
    return np.stack([np.ptp(points @ across, axis=0), np.ptp(points @ along, axis=0)], axis=1)


def machines_that_fit(machines: tuple[Machine, ...], layers: LayerStack) -> tuple[Machine, ...]:
    """Give the machines that hold the layers' bounding box, or the one it nearly fits."""
    filled = layers.bounds_mm[np.isfinite(layers.bounds_mm).all(axis=1)]
    if len(filled) == 0:
        return machines
    outline = shapely.box(*filled[:, :2].min(axis=0), *filled[:, 2:].max(axis=0))
    excesses = [excess_mm(outline, layers.height_mm, machine) for machine in machines]
    least = min(excesses, default=0.0)
    return tuple(
        machine for machine, excess in zip(machines, excesses, strict=True) if excess == least
    )
