"""Vectors that the laser runs along without power."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.settings import marking, place_of, said


def zero_power(subject: Subject) -> Iterator[Finding]:
    """Count vectors and points whose exposure says 0 W, or less; jumps are none of them."""
    power_w = np.fmax(said(subject, "power_w"), said(subject, "most_power_w"))
    dark = marking(subject) & (power_w <= 0)
    vectors = int(subject.toolpath.block_vectors[dark].sum())
    limit = subject.process.limit("path-zero-power-vectors")
    if vectors > limit.value:
        where = in_layers(subject, subject.block_layer[dark])
        share = 100 * vectors / subject.toolpath.vectors
        told = place_of(subject, dark)
        yield from breach("path-zero-power", limit, vectors, where, **told, share_percent=share)
