"""A part that touches the platform with little of itself."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_outlines
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.standing import FOOT_LAYERS, standing


def small_foot(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the area of the first layers with that of the largest."""
    limit = process.limit("foot-share")
    stands = standing(layers)
    if stands is None or stands.largest_mm2 < process.limit("foot-part-min").value:
        return
    share = 100 * stands.foot_mm2 / stands.largest_mm2
    if share < limit.value:
        last = min(FOOT_LAYERS, len(layers)) - 1
        yield from breach(
            "small-foot",
            limit,
            share,
            of_outlines(part, layers, list(layers.polygons(0).geoms), (0, last)),
            foot_mm2=stands.foot_mm2,
            largest_mm2=stands.largest_mm2,
        )
