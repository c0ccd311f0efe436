"""Walls that are thinner than a machine can print or than a wall should be."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.narrow_places import measured, of_samples, sheets, within_text
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, telling
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

SINGLE_MM = 0.4
"""Below two melt pools of 0.2 mm, the wider ones of L-PBF, the contours of both sides are one."""


def thin_wall(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report walls thinner than the error limit, then those only thinner than the warning's."""
    metal = measured(part, process, inward=True)
    without = within_text(part, process, inward=True)
    graver = np.zeros_like(without)
    for limit in telling(process, ("wall-min-error", "wall-min-warning")):
        extent_mm = process.limit("wall-height-min").value * limit.value
        places = [
            place
            for place in sheets(metal, limit.value, extent_mm, without)
            if not graver[place.members].any()
        ]
        for place in places:
            graver[place.members] = True
        for place in places[:PLACES_SHOWN]:
            where = of_samples(part, layers, metal, place.members)
            yield from breach(
                "thin-wall",
                limit,
                place.width_mm,
                where,
                z_low_mm=where.z_mm[0] if where.z_mm else 0.0,
                z_high_mm=where.z_mm[1] if where.z_mm else 0.0,
                places=len(places),
                variant="single" if place.width_mm < SINGLE_MM else "few",
            )
