"""A header that declares another box than the vectors fill, and coordinates that ran over."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.exposed import exposed_blocks, reach_mm
from slicer_checks.pathchecks.protocol import Subject, at_block, in_layers
from slicer_checks.pathchecks.wordrange import ran_over
from slicer_checks.rules import Limit

CODE: Final = "path-box-mismatch"

ROUNDING_MOST_MM: Final = 0.1
"""Coordinates are not rounded to a unit coarser than this: such files hold fractions of it."""

ROUNDING_MM: Final = 1e-6
"""Boxes that differ by exactly the limit do not pass it."""


def box_mismatch(subject: Subject) -> Iterator[Finding]:
    """Compare the declared box with that of the vectors, by axis.

    Heights may differ by one layer, whose lower or upper face a file may mean; what a box does not
    say (OVF declares no heights) is not compared. Where the boxes
    differ, or none is declared, and vectors span half the range of 16 bits, numbers ran over.
    """
    box, process = subject.toolpath.facts.box_mm, subject.process
    if not len(exposed_blocks(subject)):
        return
    if box is None or not np.any(box):
        yield from _ran_over(subject, process.limit("path-wrap-unboxed"), surely=True)
        return
    low, high = reach_mm(subject)
    thick = np.array([0.0, 0.0, subject.layer_mm])
    rounding_mm = min(subject.toolpath.facts.unit_mm, ROUNDING_MOST_MM)
    for name, apart in (
        ("path-box-excess", np.maximum(box[0] - low, high - box[1]) - thick),
        ("path-box-slack", np.maximum(low - box[0], box[1] - high) - thick),
    ):
        off = np.where(np.isnan(apart), -np.inf, apart)
        limit, axis = process.limit(name), int(np.argmax(off))
        if off[axis] <= max(limit.value, rounding_mm) + ROUNDING_MM:
            continue
        wrapped = list(_ran_over(subject, process.limit("path-wrap-span"), surely=False))
        yield from wrapped or breach(
            CODE,
            limit,
            float(off[axis]),
            in_layers(subject, range(len(subject.toolpath))),
            variant="beyond" if name == "path-box-excess" else "slack",
            axis="xyz"[axis],
            declared_low_mm=float(box[0][axis]),
            declared_high_mm=float(box[1][axis]),
            low_mm=float(low[axis]),
            high_mm=float(high[axis]),
        )
        return


def _ran_over(subject: Subject, limit: Limit, *, surely: bool) -> Iterator[Finding]:
    """Tell vectors across the range of 16 bits."""
    units = ran_over(subject, limit.value, surely=surely)
    if units.any():
        worst = int(np.argmax(units))
        where, layer = at_block(subject, worst), int(subject.block_layer[worst])
        told = {"count": int((units > 0).sum()), "layer": layer}
        yield from breach(CODE, limit, units[worst], where, **told, variant="wrapped")
