"""The part lies so far from the origin that single precision cannot hold its shape."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

LIMITS = ("origin-step-error", "origin-step")


def far_from_origin(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the step between neighbouring float32 numbers where the part is with the limits.

    The step is the distance of neighbouring numbers of 24 binary digits (IEEE 754-2019, binary32)
    at the largest coordinate: files of float32 hold nothing finer there.
    """
    farthest_mm = float(np.abs(part.bounds_mm).max())
    step_mm = float(np.spacing(np.float32(farthest_mm)))
    limit = first_passed(process, LIMITS, lambda one: step_mm > one.value)
    if limit is not None:
        yield from breach(
            "far-from-origin",
            limit,
            step_mm,
            of_part(part, layers),
            farthest_mm=farthest_mm,
            size_mm=max(part.size_mm),
        )
