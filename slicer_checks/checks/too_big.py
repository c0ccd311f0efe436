"""The part fits on none of the machines, as it stands; a turn may help."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param
from slicer_checks.fit import excess_mm, usable_mm
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.turning import turn_that_fits

OUTLINE_MM = 0.001
"""The outline is simplified by this much, which no plate is measured to."""


def too_big(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the outline seen from above, in every turn, and the height with each machine."""
    limit = process.limit("platform-excess")
    outline = _outline(part.vertices_mm[:, :2])
    x_mm, y_mm, z_mm = part.size_mm
    excesses_mm = [excess_mm(outline, z_mm, machine) for machine in process.machines]
    least_mm = min(excesses_mm)
    if least_mm <= limit.value:
        return
    nearest = process.machines[excesses_mm.index(least_mm)]
    width_mm, depth_mm = usable_mm(nearest)
    yield from breach(
        "too-big",
        limit,
        least_mm,
        of_part(part, layers),
        machine=nearest.name,
        x_mm=x_mm,
        y_mm=y_mm,
        z_mm=z_mm,
        machine_x_mm=width_mm,
        machine_y_mm=depth_mm,
        machine_z_mm=nearest.height_mm,
        **_advice(part, process),
    )


def _advice(part: Part, process: Process) -> dict[str, Param]:
    """Name the turn that would make the part fit, if there is one."""
    turn = turn_that_fits(part.vertices_mm, process.machines)
    if turn is None:
        return {}
    return {
        "variant": "turned",
        "fits_machine": turn.machine.name,
        "turn_x_deg": turn.x_deg,
        "turn_y_deg": turn.y_deg,
        "turn_z_deg": turn.z_deg,
    }


def _outline(points_mm: NDArray[np.float64]) -> shapely.Geometry:
    """Give the convex hull of points; those within the hull of eight extreme ones are passed by."""
    angles = np.arange(8) * np.pi / 4
    along = points_mm @ np.array([np.cos(angles), np.sin(angles)])
    core = shapely.convex_hull(shapely.MultiPoint(points_mm[np.argmax(along, axis=0)]))
    shapely.prepare(core)
    rim = points_mm[~shapely.contains_xy(core, points_mm[:, 0], points_mm[:, 1])]
    return shapely.convex_hull(shapely.MultiPoint(rim)).simplify(OUTLINE_MM)
