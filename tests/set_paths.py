"""Toolpaths with other laser parameters, other lasers or other steps, and real ones."""

import dataclasses
from collections.abc import Sequence
from math import nan
from typing import Any

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.formats.archive import open_archive
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.ilt import read_ilt
from slicer_checks.limits import ReadLimits
from slicer_checks.materials import default_process
from slicer_checks.process import Process
from slicer_checks.toolpath import Direction, LaserSource, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import hatches, small_path, square

REAL = CORPUS / "toolpaths" / "ovf_tools"
needs_corpus = pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)

CONTOUR, HATCH, SUPPORT = range(3)
"""The sets of the small toolpath; 5, 12 and 1 vectors of a layer are theirs, less one each."""

UNSAID = Exposure(name="hatch")


def with_set(
    place: int,
    path: Toolpath | None = None,
    /,
    **numbers: Any,  # noqa: ANN401  any field of an exposure
) -> Toolpath:
    """Return a toolpath, by default the small one, with other numbers in one of its sets."""
    path = path or small_path(4)
    sets = list(path.exposures)
    sets[place] = dataclasses.replace(sets[place], **numbers)
    return dataclasses.replace(path, exposures=tuple(sets))


def with_facts(path: Toolpath, **facts: Any) -> Toolpath:  # noqa: ANN401
    """Return a toolpath whose file says something else of itself."""
    return dataclasses.replace(path, facts=dataclasses.replace(path.facts, **facts))


def at_heights(*z_mm: float) -> Toolpath:
    """Return a toolpath with a square in layers at these heights."""
    draft = BlockDraft()
    for height in z_mm:
        draft.layer(height)
        draft.block(square(), Tag(shape=Shape.POLYLINE, direction=Direction.COUNTER_CLOCKWISE))
    return dataclasses.replace(small_path(1), blocks=draft.blocks(), exposures=(), parts=())


def of_lasers(
    places: Sequence[tuple[int, float, int]],
    layers: int = 3,
    lasers: tuple[LaserSource, ...] = (),
) -> Toolpath:
    """Return a toolpath whose layers have hatches for lasers: (laser, x in mm, how many)."""
    draft = BlockDraft()
    for layer in range(layers):
        draft.layer(0.03 * (layer + 1))
        for laser, x_mm, count in places:
            tag = Tag(shape=Shape.HATCHES, role=Role.CORE, exposure=0, laser=laser)
            draft.block(hatches(count) + np.array((x_mm, 0.0)), tag)
    sets = (Exposure(name="hatch", power_w=200.0, speed_mm_s=800.0, mark_delay_us=0.0),)
    return dataclasses.replace(
        small_path(1), blocks=draft.blocks(), exposures=sets, parts=(), lasers=lasers
    )


def odd_paths() -> list[Toolpath]:
    """Return toolpaths with hardly anything in them, or with nothing said of it."""
    path = small_path(2)
    nothing = dataclasses.replace(path, blocks=BlockDraft().blocks())
    empty = BlockDraft()
    empty.layer(0.03)
    single = BlockDraft()
    single.layer(0.03)
    single.block(np.empty((0, 2)), Tag(shape=Shape.HATCHES, exposure=0, laser=2))
    single.block(np.zeros((1, 2)), Tag(shape=Shape.POLYLINE))
    single.block(np.zeros((2, 2)), Tag(shape=Shape.POINTS, laser=2_000_000_000))
    unsaid = tuple(Exposure(name=one.name) for one in path.exposures)
    endless = tuple(Exposure(power_w=np.inf, speed_mm_s=-np.inf, focus_mm=nan) for _ in range(3))
    tiny = tuple(Exposure(power_w=1e308, speed_mm_s=5e-324) for _ in range(3))
    return [
        nothing,
        dataclasses.replace(nothing, exposures=(), parts=()),
        dataclasses.replace(path, blocks=empty.blocks()),
        dataclasses.replace(path, blocks=single.blocks()),
        small_path(1),
        dataclasses.replace(path, exposures=unsaid),
        dataclasses.replace(path, exposures=endless),
        dataclasses.replace(path, exposures=tiny),
        with_facts(path, layer_mm=np.inf, hatch_mm=np.inf),
    ]


def real_path(name: str) -> Toolpath:
    """Return a real toolpath of the shared corpus."""
    data, limits = (REAL / name).read_bytes(), ReadLimits()
    return (
        read_ilt(open_archive(data, limits), limits) if ".ilt" in name else read_cli(data, limits)
    )


def real_names() -> list[str]:
    """Return the names of the real CLI and ILT files, none where the corpus is absent."""
    return sorted(one.name for one in REAL.glob("*.[ci]l[it]")) if REAL.is_dir() else []


def on_machine(recoat_s: float) -> Process:
    """Return the process of 316L at 0.03 mm on one machine with another time of recoating."""
    process = default_process(layer_mm=0.03)
    machine = dataclasses.replace(process.machines[0], recoat_s=recoat_s)
    return dataclasses.replace(process, machines=(machine,))
