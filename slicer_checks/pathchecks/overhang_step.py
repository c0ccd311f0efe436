"""Layers that reach out over the one below farther than a side at the safe angle does."""

from collections.abc import Iterator
from math import atan2, degrees, radians

import shapely

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.below import Ledge, ledge_in, overhangs
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathpolygons import ring_shown


def overhang_step(subject: Subject) -> Iterator[Finding]:
    """Tell the flattest ledge that no support carries, as the angle of its step; islands are none.

    A layer's thickness over the ledge's width is an angle: that of the side it is part of.
    """
    limit = subject.process.limit("path-overhang-angle")
    slope = radians(limit.value)
    least_mm2 = subject.process.limit("path-overhang-area").value
    carry = (subject.process.limit("path-support-reach").value, least_mm2)
    ledges = [
        ledge
        for layer, over in overhangs(subject, slope, least_mm2)
        if (ledge := ledge_in(subject, layer, over, slope, carry)) is not None
    ]
    if not ledges:
        return
    worst = min(ledges, key=_angle)
    if _angle(worst) < limit.value:
        z_mm = float(subject.toolpath.blocks.layer_z_mm[worst.layer])
        largest = worst.polygons[int(shapely.area(worst.polygons).argmax())]
        yield from breach(
            "path-overhang-step",
            limit,
            _angle(worst),
            Where(
                layers=(worst.layer, worst.layer),
                z_mm=(z_mm, z_mm),
                polygons=ring_shown(largest),
            ),
            count=len(ledges),
            layer=worst.layer,
            width_mm=worst.reach_mm,
            area_mm2=worst.area_mm2,
        )


def _angle(ledge: Ledge) -> float:
    return degrees(atan2(ledge.step_mm, ledge.reach_mm))
