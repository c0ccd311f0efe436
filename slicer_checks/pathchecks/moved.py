"""A toolpath that lies elsewhere than the part it should be of."""

from collections.abc import Iterator
from math import hypot

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.slices import Matched, matched_to_part


def moved(subject: Subject) -> Iterator[Finding]:
    """Tell how far the middles of the layers lie from those of the part's slices."""
    process = subject.process
    limit = process.limit("path-moved-planned" if subject.planned else "path-moved")
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
            **_variant(subject, matched),
        )


def _variant(subject: Subject, matched: Matched) -> dict[str, Param]:
    """Return which text tells it: another part, or elsewhere than planned, or just elsewhere."""
    if not matched.agrees:
        return {"variant": "other"}
    return {"variant": "planned"} if subject.planned else {}
