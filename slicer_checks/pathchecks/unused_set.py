"""Sets of laser parameters that no vector uses."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import set_name, set_vectors


def unused_set(subject: Subject) -> Iterator[Finding]:
    """Count exposures of the file that no block with vectors names."""
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
        )
