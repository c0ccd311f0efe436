"""Sets of laser parameters that no vector uses."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param, Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import said_by_sets, set_name, set_vectors
from slicer_checks.toolpath import Longs


def unused_set(subject: Subject) -> Iterator[Finding]:
    """Count exposures of the file that no block with vectors names; say which have 0 W."""
    unused = np.flatnonzero(set_vectors(subject) == 0)
    limit = subject.process.limit("path-unused-sets")
    if len(unused) > limit.value:
        yield from breach(
            "path-unused-set",
            limit,
            len(unused),
            Where(),
            set=set_name(subject, int(unused[0])),
            sets=len(subject.toolpath.exposures),
            **_dark(subject, unused),
        )


def _dark(subject: Subject, unused: Longs) -> dict[str, Param]:
    """Return how many unused sets say 0 W or less, and the first: harmless until one is used."""
    power_w = np.fmax(said_by_sets(subject, "power_w"), said_by_sets(subject, "most_power_w"))
    dark = unused[power_w[unused] <= 0]
    if not len(dark):
        return {}
    return {"variant": "dark", "dark": len(dark), "dark_set": set_name(subject, int(dark[0]))}
