"""Vectors without laser parameters, in files that have some."""

from collections.abc import Iterator
from typing import Final

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Mask, Subject, in_layers
from slicer_checks.pathchecks.settings import marking, place_of, silent_sets
from slicer_checks.toolpath import NOBODY

WITH_PARAMETERS: Final = frozenset({"ovf", "cli-plus", "3mf-toolpath"})
"""Formats whose sets are there for their parameters."""

BESIDE: Final = "ilt"
"""Has its parameters in a member of their own, which may be left out for all sections."""


def missing_set(subject: Subject) -> Iterator[Finding]:
    """Count vectors that name no exposure, and those that name one which says nothing."""
    exposure = subject.toolpath.blocks.block_exposure
    if not len(subject.toolpath.exposures):
        return
    silent = silent_sets(subject)
    speaks = subject.toolpath.facts.file_format
    meant = speaks in WITH_PARAMETERS or (speaks == BESIDE and not silent.all())
    nameless = marking(subject) & (exposure == NOBODY)
    mute = marking(subject) & (exposure > NOBODY) & silent[exposure]
    yield from _told(subject, "path-unset-vectors", nameless, "unset")
    if meant:
        yield from _told(subject, "path-silent-vectors", mute, "silent")


def _told(subject: Subject, name: str, blocks: Mask, variant: str) -> Iterator[Finding]:
    limit = subject.process.limit(name)
    vectors = int(subject.toolpath.block_vectors[blocks].sum())
    if vectors > limit.value:
        told = place_of(subject, blocks)
        where = in_layers(subject, subject.block_layer[blocks])
        yield from breach("path-missing-set", limit, vectors, where, **told, variant=variant)
