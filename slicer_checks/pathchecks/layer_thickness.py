"""Steps from layer to layer that are not the thickness of one layer, or of none that is usual."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param
from slicer_checks.pathchecks.protocol import Numbers, Subject, in_layers
from slicer_checks.pathchecks.thickness import (
    ROUNDED_MM,
    named_layer_mm,
    steps_in_layers,
    usual_step_mm,
)


def layer_thickness(subject: Subject) -> Iterator[Finding]:
    """Tell missing and uneven layers, and a thickness unusual for powder or not the process's."""
    usual_mm, named_mm = usual_step_mm(subject), named_layer_mm(subject)
    thickness_mm = usual_mm if usual_mm > 0 else named_mm
    if not thickness_mm > 0:
        return
    if usual_mm > 0:
        yield from _missing(subject, usual_mm)
        yield from _uneven(subject, usual_mm)
    off_named_mm = abs(named_mm - thickness_mm)
    off_process_mm = abs(subject.process.layer_mm - thickness_mm)
    every = np.arange(len(subject.toolpath))
    own = "path-layer-planned" if subject.planned else "path-layer-process"
    for name, variant, value, sign in (
        ("path-layer-uneven", "named", off_named_mm, 1.0),
        ("path-layer-thin", "thin", thickness_mm, -1.0),
        ("path-layer-thick", "thick", thickness_mm, 1.0),
        (own, "process", off_process_mm, 1.0),
    ):
        off = sign * (value - subject.process.limit(name).value) > ROUNDED_MM
        if off and (variant == "named" or subject.toolpath.in_powder):
            said_um = 1000 * (named_mm if variant == "named" else subject.process.layer_mm)
            yield from _told(
                subject,
                name,
                value,
                every,
                usual_um=1000 * thickness_mm,
                said_um=said_um,
                variant=variant,
            )


def _missing(subject: Subject, usual_mm: float) -> Iterator[Finding]:
    """Tell steps that are several layers high."""
    slack_mm = subject.process.limit("path-layer-uneven").value
    steps_mm, times, whole = steps_in_layers(subject, usual_mm, slack_mm)
    several = np.flatnonzero(whole & (times > 1))
    missing = float((times[several] - 1).sum())
    if missing > subject.process.limit("path-missing-layers").value:
        first = {"layer": int(several[0]) + 1, "step_um": 1000 * float(steps_mm[several[0]])}
        yield from _told(
            subject, "path-missing-layers", missing, several + 1, usual_um=1000 * usual_mm, **first
        )


def _uneven(subject: Subject, usual_mm: float) -> Iterator[Finding]:
    """Tell steps that are no whole number of layers high."""
    slack_mm = subject.process.limit("path-layer-uneven").value
    steps_mm, _, whole = steps_in_layers(subject, usual_mm, slack_mm)
    off_mm = np.where(~whole & (steps_mm > 0), np.abs(steps_mm - usual_mm), 0.0)
    others, worst = np.flatnonzero(off_mm), int(off_mm.argmax())
    if len(others):
        step = {"layer": worst + 1, "step_um": 1000 * float(steps_mm[worst]), "count": len(others)}
        told: dict[str, Param] = {**step, "usual_um": 1000 * usual_mm, "variant": "uneven"}
        yield from _told(subject, "path-layer-uneven", float(off_mm[worst]), others + 1, **told)


def _told(
    subject: Subject, name: str, value: float, layers: Numbers, **params: Param
) -> Iterator[Finding]:
    where = in_layers(subject, layers)
    yield from breach("path-layer-thickness", subject.process.limit(name), value, where, **params)
