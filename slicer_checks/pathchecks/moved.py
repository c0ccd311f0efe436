"""A toolpath that lies elsewhere than the part it should be of."""

from collections.abc import Iterator
from math import hypot

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.slices import matched_to_part


def moved(subject: Subject) -> Iterator[Finding]:
    """Tell how far the middles of the layers lie from those of the part's slices."""
    process, limit = subject.process, subject.process.limit("path-moved")
    matched = matched_to_part(
        subject, process.limit("path-beam-most").value, process.limit("path-area-least").value
    )
    if matched is None or not matched.compared.any():
        return
    x_mm, y_mm = matched.shift_mm
    if hypot(x_mm, y_mm) > limit.value:
        yield from breach(
            "path-moved",
            limit,
            hypot(x_mm, y_mm),
            in_layers(subject, range(len(subject.toolpath))),
            x_mm=x_mm,
            y_mm=y_mm,
            **({} if matched.agrees else {"variant": "other"}),
        )
