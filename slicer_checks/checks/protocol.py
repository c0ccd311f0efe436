"""What a check is: a function from a part, its layers and a process to findings."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

import numpy as np

from slicer_checks.finding import Finding, Param, Where
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.rules import Limit

FACES_SHOWN = 2000
"""How many triangles a finding lists at most, the largest; ``faces_total`` counts them all."""

PLACES_SHOWN = 3
"""How many places of one kind get a finding of their own, the largest first."""


NO_FACES: Final = np.empty(0, dtype=np.int32)
"""For the place of something that is not made of triangles."""


class Check(Protocol):
    """Looks for one kind of fault; its limits come from the process's rule pack."""

    def __call__(self, part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
        """Yield a finding for each place where a limit is passed."""
        ...


def telling(process: Process, limit_ids: Sequence[str]) -> list[Limit]:
    """Give the limits that make findings, in the order asked: what is off hides no other."""
    limits = (process.limit(limit_id) for limit_id in limit_ids)
    return [limit for limit in limits if limit.severity is not None]


def first_passed(
    process: Process, limit_ids: Sequence[str], passes: Callable[[Limit], bool]
) -> Limit | None:
    """Give the first limit, asked from the gravest on, that makes findings and is passed."""
    return next((limit for limit in telling(process, limit_ids) if passes(limit)), None)


def unjudged(code: str, limit: Limit, where: Where, **params: Param) -> Iterator[Finding]:
    """Yield a note that a comparison was cut short and found nothing so far; none for "off"."""
    if limit.severity is not None:
        yield Finding(
            code=code,
            severity="info",
            where=where,
            params={**params, "variant": "unjudged"},
            sources=limit.sources,
        )


def breach(
    code: str, limit: Limit, value: float, where: Where, **params: Param
) -> Iterator[Finding]:
    """Yield the finding for a passed limit, at the limit's level; nothing where it is off."""
    if limit.severity is not None:
        yield Finding(
            code=code,
            severity=limit.severity,
            value=float(value),
            limit=limit.value,
            unit=limit.unit,
            where=where,
            params=params,
            sources=limit.sources,
        )
