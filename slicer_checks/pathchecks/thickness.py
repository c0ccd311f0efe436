"""The thickness of a toolpath's layers, from their heights."""

from typing import Final

import numpy as np

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.toolpath import Floats

FINEST_MM: Final = 1e-4
"""Steps that are nearer than a tenth of a micrometre are one step; finer ones are no layer."""


ROUNDED_MM: Final = 3e-5
"""Heights in single precision are up to so far off at 300 mm."""


def named_layer_mm(subject: Subject) -> float:
    """Return the thickness that the file names; NaN where it names none that can be."""
    named = subject.toolpath.facts.layer_mm
    return named if 0 < named < np.inf else float("nan")


def usual_step_mm(subject: Subject) -> float:
    """Return the commonest step from layer to layer; NaN where no layer lies above another.

    Of steps that are equally common it is the smallest. Formats that hold heights in single
    precision give steps that differ in the last digits: the median of those alike is taken.
    """
    return subject.kept.once("usual step", lambda: _usual_step_mm(subject))


def _usual_step_mm(subject: Subject) -> float:
    steps_mm = np.diff(subject.toolpath.blocks.layer_z_mm)
    steps_mm = steps_mm[steps_mm >= FINEST_MM]
    if not len(steps_mm):
        return float("nan")
    alike = np.round(steps_mm / FINEST_MM)
    values, counts = np.unique(alike, return_counts=True)
    return float(np.median(steps_mm[alike == values[counts.argmax()]]))


def steps_in_layers(
    subject: Subject, usual_mm: float, slack_mm: float
) -> tuple[Floats, Floats, Mask]:
    """Return the steps, of how many layers each is, and which are of a whole number of layers.

    Steps that do not rise are of none. All have one entry less than there are layers.
    """
    steps_mm = np.diff(subject.toolpath.blocks.layer_z_mm)
    times = np.round(steps_mm / usual_mm)
    whole = (np.abs(steps_mm - times * usual_mm) <= slack_mm + ROUNDED_MM) & (times > 0)
    return steps_mm, times, np.asarray(whole)
