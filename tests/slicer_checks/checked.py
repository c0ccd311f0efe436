"""From triangles to findings, the way a user goes, for the tests of single checks."""

import dataclasses
from functools import cache

import numpy as np
import numpy.typing as npt

from slicer_checks import Finding, Part, Process, check, default_process, read
from slicer_checks.rules import Level, RulePack
from tests.known_parts import stl_bytes

LAYER_MM = 0.05


@cache
def process() -> Process:
    """Return the usual process at the layer of these tests."""
    return default_process(layer_mm=LAYER_MM)


def part_of(*bodies: npt.NDArray[np.float64]) -> Part:
    """Return the part that a file of these triangles gives."""
    return read(stl_bytes(np.concatenate(bodies)), name="part.stl")


def findings(
    code: str, *bodies: npt.NDArray[np.float64], held: Process | None = None
) -> list[Finding]:
    """Return the findings of one code about a part of these triangles."""
    report = check(part_of(*bodies), held or process())
    return [finding for finding in report.findings if finding.code == code]


def with_limit(limit_id: str, *, value: float | None = None, level: Level | None = None) -> Process:
    """Return the usual process with one limit changed."""
    rules = process().rules
    old = rules.limits[limit_id]
    new = dataclasses.replace(
        old, value=old.value if value is None else value, level=level or old.level
    )
    changed = RulePack(
        name=rules.name, version=rules.version, limits={**rules.limits, limit_id: new}
    )
    return dataclasses.replace(process(), rules=changed)
