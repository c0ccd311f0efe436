"""Toolpaths drawn block by block, processes with a limit of their own, and real files."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.formats.archive import open_archive
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.ilt import read_ilt
from slicer_checks.limits import ReadLimits
from slicer_checks.materials import default_process
from slicer_checks.process import Process
from slicer_checks.rules import Level, RulePack
from slicer_checks.toolpath import Direction, FileFacts, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import Points, small_path

REAL = CORPUS / "toolpaths" / "ovf_tools"
REAL_FILES: tuple[Path, ...] = tuple(
    sorted(file for file in REAL.glob("*") if file.suffix in {".cli", ".ilt"})
)
needs_corpus = pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)

Drawn = tuple[Points, Tag]


def contour(points: Points, direction: Direction = Direction.UNSAID, part: int = 0) -> Drawn:
    """Return a polyline of a part."""
    return points, Tag(
        shape=Shape.POLYLINE, role=Role.CORE, direction=direction, exposure=0, part=part
    )


def hatch(points: Points, role: Role = Role.CORE, laser: int = -1) -> Drawn:
    """Return hatches of a part."""
    return points, Tag(shape=Shape.HATCHES, role=role, exposure=1, part=0, laser=laser)


def drawn(
    layers: Sequence[Sequence[Drawn]], facts: FileFacts | None = None, layer_mm: float = 0.03
) -> Toolpath:
    """Return a toolpath of these blocks, layer by layer."""
    draft = BlockDraft()
    for number, blocks in enumerate(layers):
        draft.layer((number + 1) * layer_mm)
        for points, tag in blocks:
            draft.block(np.asarray(points, dtype=np.float64), tag)
    path = small_path(1)
    return dataclasses.replace(path, blocks=draft.blocks(), facts=facts or path.facts)


def turned(points: Points, degrees: float, about: tuple[float, float] = (5.0, 5.0)) -> Points:
    """Return points turned about a place."""
    angle = np.radians(degrees)
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    return np.asarray((points - about) @ turn + about)


def ring(radius_mm: float, centre: tuple[float, float] = (0.0, 0.0), corners: int = 40) -> Points:
    """Return a closed circle, counter-clockwise."""
    angles = np.append(np.arange(corners) / corners * 2 * np.pi, 0.0)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius_mm + centre


def limited(limit_id: str, *, value: float | None = None, level: Level | None = None) -> Process:
    """Return the usual process with one limit changed."""
    process = default_process(layer_mm=0.03)
    old = process.rules.limits[limit_id]
    new = dataclasses.replace(
        old, value=old.value if value is None else value, level=level or old.level
    )
    limits = {**process.rules.limits, limit_id: new}
    return dataclasses.replace(process, rules=RulePack(name="own", version="1", limits=limits))


def on_machine(name: str) -> Process:
    """Return the usual process with one of its machines only."""
    process = default_process(layer_mm=0.03)
    return dataclasses.replace(process, machines=(process.machine(name),))


def real(name: str) -> Toolpath:
    """Return a real file of the corpus, read."""
    data, limits = (REAL / name).read_bytes(), ReadLimits()
    if name.endswith(".ilt"):
        return read_ilt(open_archive(data, limits), limits)
    return read_cli(data, limits)
