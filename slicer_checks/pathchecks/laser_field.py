"""Vectors outside the scan field of the laser that is to expose them."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, at_block
from slicer_checks.pathchecks.settings import marking
from slicer_checks.pathchecks.working import laser_name
from slicer_checks.toolpath import NOBODY, Floats


def laser_field(subject: Subject) -> Iterator[Finding]:
    """Hold the box of each block against the field that the file gives for its laser.

    A field is a rectangle, so a block lies in it just when its box does. Lasers without a field
    are not judged.
    """
    beyond_mm = np.where(marking(subject), _beyond_mm(subject), 0.0)
    limit = subject.process.limit("path-laser-field")
    outside = beyond_mm > limit.value
    if not outside.any():
        return
    worst = int(beyond_mm.argmax())
    yield from breach(
        "path-laser-field",
        limit,
        float(beyond_mm[worst]),
        at_block(subject, worst),
        count=int(outside.sum()),
        laser=laser_name(subject, int(subject.toolpath.blocks.block_laser[worst])),
        layer=int(subject.block_layer[worst]),
    )


def _beyond_mm(subject: Subject) -> Floats:
    """Return how far each block (B) reaches out of its laser's field; below 0 within it."""
    measures, laser = subject.measures, subject.toolpath.blocks.block_laser
    sources = subject.toolpath.lasers
    fields = np.tile([[-np.inf, -np.inf], [np.inf, np.inf]], (len(sources) + 1, 1, 1))
    for number, source in enumerate(sources):
        if source.field_mm is not None:
            fields[number] = source.field_mm
    known = (laser > NOBODY) & (laser < len(sources))
    low, high = np.moveaxis(fields[np.where(known, laser, len(sources))], 1, 0)
    sides = (
        low[:, 0] - measures.low_x_mm,
        low[:, 1] - measures.low_y_mm,
        measures.high_x_mm - high[:, 0],
        measures.high_y_mm - high[:, 1],
    )
    return np.asarray(np.max(sides, axis=0))
