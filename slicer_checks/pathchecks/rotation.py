"""Hatches that run the same way in one layer after another."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.headings import apart_deg, commonest_deg, turns_of
from slicer_checks.pathchecks.protocol import Subject, in_layers

LEAST_TURNS = 5
"""Fewer layers than these do not show how the hatch turns."""


def rotation(subject: Subject) -> Iterator[Finding]:
    """Tell how often the direction stays, and else whether it turns squarely or irregularly.

    Layers whose hatch has no main direction, such as chessboards, and layers whose neighbour below
    has none, are not judged.
    """
    process, turns = subject.process, turns_of(subject)
    if not len(turns.turn_deg):
        return
    within_deg = process.limit("path-rotation-within").value
    usual_deg = commonest_deg(turns.turn_deg, within_deg)
    same = apart_deg(turns.turn_deg, 0.0) <= within_deg
    square = apart_deg(turns.turn_deg, 90.0) <= within_deg
    usual = apart_deg(turns.turn_deg, usual_deg) <= within_deg
    enough = len(same) >= LEAST_TURNS
    asked = (
        ("path-rotation-same", "same", same, True),
        ("path-rotation-square", "square", square, enough),
        ("path-rotation-irregular", "irregular", ~usual, enough),
    )
    for name, variant, told, judged in asked:
        limit, share = process.limit(name), 100.0 * float(np.mean(told))
        if judged and share > limit.value and limit.severity is not None:
            yield from breach(
                "path-rotation",
                limit,
                share,
                in_layers(subject, turns.layer[told]),
                variant=variant,
                count=int(told.sum()),
                turns=len(told),
                usual_deg=usual_deg,
                within_deg=within_deg,
                first=int(turns.layer[told][0]),
            )
            return
