"""Vectors outside the scan field of the laser that is to expose them."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.machine import Machine
from slicer_checks.pathchecks.exposed import exposed_blocks
from slicer_checks.pathchecks.plates import beside
from slicer_checks.pathchecks.protocol import Subject, at_block
from slicer_checks.pathchecks.settings import marking
from slicer_checks.pathchecks.working import laser_name
from slicer_checks.toolpath import NOBODY, Floats

_ANYWHERE: Final = ((-np.inf, -np.inf), (np.inf, np.inf))


def laser_field(subject: Subject) -> Iterator[Finding]:
    """Hold the box of each block against the field of its laser: the file's, else the machine's.

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


def _fields(subject: Subject) -> Floats:
    """Return the field of each laser (F + 1, 2, 2): the last, without bounds, is of no laser."""
    said = [source.field_mm for source in subject.toolpath.lasers]
    if not any(said) and len(subject.process.machines) == 1:
        return np.concatenate((_of_machine(subject, subject.process.machines[0]), [_ANYWHERE]))
    return np.array([_ANYWHERE if one is None else one for one in (*said, None)])


def _of_machine(subject: Subject, machine: Machine) -> Floats:
    """Return a machine's fields in the frame that the toolpath fits its plate in."""
    fields_mm = np.array(machine.laser_fields_mm, dtype=np.float64).reshape(-1, 2, 2)
    if not len(fields_mm) or not len(exposed_blocks(subject)):
        return np.empty((0, 2, 2))
    in_middle = not subject.planned and beside(subject, machine).frame == "middle"
    return fields_mm - np.array(machine.platform.size_mm) / 2 if in_middle else fields_mm


def _beyond_mm(subject: Subject) -> Floats:
    """Return how far each block (B) reaches out of its laser's field; below 0 within it."""
    measures, laser = subject.measures, subject.toolpath.blocks.block_laser
    fields = _fields(subject)
    if len(fields) == 2 and not subject.toolpath.lasers:  # noqa: PLR2004  a laser, and nobody
        laser = np.zeros_like(laser)  # the only one needs no name
    known = (laser > NOBODY) & (laser < len(fields) - 1)
    low, high = np.moveaxis(fields[np.where(known, laser, len(fields) - 1)], 1, 0)
    sides = (
        low[:, 0] - measures.low_x_mm,
        low[:, 1] - measures.low_y_mm,
        measures.high_x_mm - high[:, 0],
        measures.high_y_mm - high[:, 1],
    )
    return np.asarray(np.max(sides, axis=0))
