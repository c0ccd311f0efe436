"""Coordinates of 16 bits that ran over an end of their range."""

from typing import Final

import numpy as np

from slicer_checks.pathchecks.exposed import reach_mm
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Floats, Shape

WORD_UNITS: Final = 65535
"""The highest coordinate of 16 bits."""

EDGE_UNITS: Final = 655
"""So near to an end of the range (a hundredth of it) come coordinates that ran over it."""


LEAST_UNIT_MM: Final = 1e-6
"""No scanner moves by less than a nanometre; with such a unit 16 bits hold no part."""


def ran_over(subject: Subject, span_units: float, *, surely: bool) -> Floats:
    """Return the longest vector of each block in units of the file, 0 where no number ran over.

    That is told where a block is written in 16 bits, a vector of it is longer than a span, and
    coordinates come near an end of the range: a point just left of 0 is then far to the right.
    To be sure, without a declared box, they come near both ends.
    """
    facts, blocks = subject.toolpath.facts, subject.toolpath.blocks
    if facts.unit_mm < LEAST_UNIT_MM:
        return np.zeros(len(blocks.block_shape))
    _, lines, hatches = facts.short
    short = (lines & (blocks.block_shape == Shape.POLYLINE)) | (
        hatches & (blocks.block_shape == Shape.HATCHES)
    )
    longest = np.where(short, subject.measures.longest_mm / facts.unit_mm, 0.0)
    low, high = (one[:2] / facts.unit_mm for one in reach_mm(subject))
    at_low, at_high = low <= EDGE_UNITS, high >= WORD_UNITS - EDGE_UNITS
    if not ((at_low & at_high) if surely else (at_low | at_high)).any():
        return np.zeros(len(longest))
    return np.where(longest > span_units, longest, 0.0)
