"""The part fits on none of the machines, also turned about the vertical."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Machine, Process

ANGLES_RAD = np.radians(np.arange(0.0, 180.0, 1.0))
ROUNDING_MM = 1e-6


def too_big(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the outline seen from above, at each degree, and the height with each machine."""
    outline = shapely.convex_hull(shapely.MultiPoint(part.vertices_mm[:, :2]))
    excesses_mm = [_excess_mm(part, outline, machine) for machine in process.machines]
    least_mm = min(excesses_mm)
    if least_mm <= ROUNDING_MM:
        return
    nearest = process.machines[excesses_mm.index(least_mm)]
    x_mm, y_mm, z_mm = part.size_mm
    width_mm, depth_mm = _usable_mm(nearest)
    yield from breach(
        "too-big",
        process.limit("platform-excess"),
        least_mm,
        of_part(part, layers),
        machine=nearest.name,
        x_mm=x_mm,
        y_mm=y_mm,
        z_mm=z_mm,
        machine_x_mm=width_mm,
        machine_y_mm=depth_mm,
        machine_z_mm=nearest.height_mm,
    )


def _usable_mm(machine: Machine) -> tuple[float, float]:
    platform = machine.platform
    if platform.shape == "circle":
        diameter_mm = platform.diameter_mm - 2 * platform.margin_mm
        return diameter_mm, diameter_mm
    return platform.width_mm - 2 * platform.margin_mm, platform.depth_mm - 2 * platform.margin_mm


def _excess_mm(part: Part, outline: shapely.Geometry, machine: Machine) -> float:
    """Tell by how much the part is too big for a machine in its best turn; 0 where it fits."""
    width_mm, depth_mm = _usable_mm(machine)
    if machine.platform.shape == "circle":
        plate_mm = 2 * float(shapely.minimum_bounding_radius(outline)) - width_mm
    else:
        extents = _extents_mm(outline)
        upright = np.maximum(extents[:, 0] - width_mm, extents[:, 1] - depth_mm)
        plate_mm = float(upright.min())
    return max(plate_mm, part.size_mm[2] - machine.height_mm, 0.0)


def _extents_mm(outline: shapely.Geometry) -> NDArray[np.float64]:
    """Give width and depth of the outline for each angle, and for each of its own sides."""
    points = shapely.get_coordinates(outline)
    sides = np.diff(points, axis=0)[:360]
    flush = -np.arctan2(sides[:, 1], sides[:, 0])
    angles = np.concatenate([ANGLES_RAD, flush, flush + np.pi / 2])
    across = np.array([np.cos(angles), -np.sin(angles)])
    along = np.array([np.sin(angles), np.cos(angles)])
    return np.stack([np.ptp(points @ across, axis=0), np.ptp(points @ along, axis=0)], axis=1)
