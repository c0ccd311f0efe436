"""Vectors without laser parameters, or without power or speed, in files that have some."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Mask, Subject, in_layers
from slicer_checks.pathchecks.settings import marking, place_of, said, silent_sets
from slicer_checks.toolpath import NOBODY, Shape

WITH_PARAMETERS: Final = frozenset({"ovf", "cli-plus", "3mf-toolpath"})
"""Formats whose sets are there for their parameters."""

BESIDE: Final = "ilt"
"""Has its parameters in a member of their own, which may be left out for all sections."""


def missing_set(subject: Subject) -> Iterator[Finding]:
    """Count vectors that name no exposure, and those whose exposure lacks power, speed or all."""
    exposure = subject.toolpath.blocks.block_exposure
    if not len(subject.toolpath.exposures):
        return
    silent = silent_sets(subject)
    speaks = subject.toolpath.facts.file_format
    meant = speaks in WITH_PARAMETERS or (speaks == BESIDE and not silent.all())
    nameless = marking(subject) & (exposure == NOBODY)
    yield from _told(subject, "path-unset-vectors", nameless, "unset")
    if meant:
        named = marking(subject) & (exposure > NOBODY)
        mute = named & silent[exposure]
        yield from _told(subject, "path-silent-vectors", mute, "silent")
        heard = named & ~silent[exposure]
        yield from _told(subject, "path-unsaid-power", heard & _unpowered(subject), "power")
        yield from _told(subject, "path-unsaid-speed", heard & _unpaced(subject), "speed")


def _unpowered(subject: Subject) -> Mask:
    """Return which blocks (B) are told no power."""
    return np.isnan(np.fmax(said(subject, "power_w"), said(subject, "most_power_w")))


def _unpaced(subject: Subject) -> Mask:
    """Return which blocks (B) of lines are told neither a speed nor how points follow."""
    pace = np.fmax(said(subject, "speed_mm_s"), said(subject, "point_speed_mm_s"))
    return np.isnan(pace) & (subject.toolpath.blocks.block_shape <= Shape.HATCHES)


def _told(subject: Subject, name: str, blocks: Mask, variant: str) -> Iterator[Finding]:
    limit = subject.process.limit(name)
    vectors = int(subject.toolpath.block_vectors[blocks].sum())
    if vectors > limit.value:
        told = place_of(subject, blocks)
        where = in_layers(subject, subject.block_layer[blocks])
        yield from breach("path-missing-set", limit, vectors, where, **told, variant=variant)
