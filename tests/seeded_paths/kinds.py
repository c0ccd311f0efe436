"""What a kind of fault of a toolpath is, and what comes of planting one."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from slicer_checks.materials import default_process
from slicer_checks.process import Process
from slicer_checks.toolpath import Toolpath
from tests.seeded_paths.hosts import ALL, Host
from tests.seeded_paths.shapes import LAYER_MM
from tests.seeded_paths.sheets import Sheet, path_of

Rng = np.random.Generator
Layers = tuple[int, int]
"""The first and the last layer of a fault, counted from 0."""

WITH_SETS = ("cli-ascii", "ilt", "ovf", "3mf")
"""Formats that hold power and speed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planted:
    """A toolpath with a fault, and which layers it is in; none is the whole file."""

    path: Toolpath
    layers: Layers | None = None


def itself(host: Host) -> Host:
    """Return a host as it is."""
    return host


def usual_process() -> Process:
    """Return the process of all clean hosts."""
    return default_process(layer_mm=LAYER_MM)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of fault.

    Parameters
    ----------
    expects
        Codes of which one must be told where the fault is.
    plant
        Makes the toolpath from a host and a seeded generator, or nothing where there is no place.
    brings
        Codes of true findings that come along.
    formats
        The formats that hold such a fault.
    base
        Makes the host that the fault needs, such as one that goes against the gas; also what the
        clean file is of.
    with_part
        Whether the part is given beside the toolpath.
    process
        What is printed with: limits that are off by default are set by a lab.
    """

    name: str
    expects: frozenset[str]
    plant: Callable[[Host, Rng], Planted | None]
    brings: frozenset[str] = field(default_factory=frozenset)
    formats: tuple[str, ...] = ALL
    base: Callable[[Host], Host] = itself
    with_part: bool = False
    process: Callable[[], Process] = usual_process


def codes(*names: str) -> frozenset[str]:
    """Return codes of checks of toolpaths by their names."""
    return frozenset(f"path-{name}" for name in names)


def planted(
    sheets: list[Sheet], host: Host, layers: Layers | None = None, **columns: object
) -> Planted:
    """Return what was planted in layers of a host."""
    return Planted(path=path_of(sheets, host.path, **columns), layers=layers)


def a_layer(sheets: list[Sheet], rng: Rng, ends: int = 1) -> int:
    """Return a layer by chance that has so many below it and above it."""
    return int(rng.integers(ends, len(sheets) - ends))
