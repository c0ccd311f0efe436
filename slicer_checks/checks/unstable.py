"""The centre of gravity is not over the foot."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_outlines
from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.standing import standing

LIMITS = ("tip-angle-warning", "tip-angle-info")


def unstable(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Tell how far the part could be tilted; below 0 its weight is outside its foot.

    A warning at most: while it grows the part is welded to the plate and held by supports. How
    little it stands on is judged by `small-foot`.
    """
    stands = standing(layers)
    if stands is None:
        return
    x_mm, y_mm, z_mm = stands.centre_mm
    tip_deg = stands.tip_deg
    limit = first_passed(process, LIMITS, lambda one: tip_deg < one.value)
    if limit is None:
        return
    yield from breach(
        "unstable",
        limit,
        tip_deg,
        of_outlines(part, layers, [stands.foot], (0, 0)),
        x_mm=x_mm,
        y_mm=y_mm,
        z_mm=z_mm,
        margin_mm=stands.margin_mm,
        outside_mm=max(0.0, -stands.margin_mm),
        variant="outside" if stands.margin_mm < 0 else "inside",
        mass_g=part.volume_mm3 * process.material.density_g_cm3 / 1000,
    )
