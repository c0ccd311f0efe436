"""Ours and a library's on the same binary STL: whether a part is valid, crossings, thin walls."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import slicer_checks
from benchmarks.slicers.ours import write_stl
from benchmarks.slicers.rows import Row, told_by
from benchmarks.slicers.stopwatch import best_of_fresh
from slicer_checks import LayerStack, Part
from slicer_checks.checks.self_intersection import self_intersection
from slicer_checks.checks.thin_wall import thin_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The thickness of layers (mm), the peers' interpreter, at how many faces rays are sent."""

    layer_mm: float
    peer_python: str = sys.executable
    sample: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What of ours stands beside which peers: `run` on what `prepare` makes of the file."""

    check: str
    includes: str
    prepare: Callable[[Path, float], Any]
    run: Callable[[Any, float], Any]
    peers: tuple[str, ...]


def _sliced(stl: Path, layer_mm: float) -> tuple[Part, LayerStack]:
    part = slicer_checks.read(stl, "mm")
    return part, slicer_checks.slice_part(part, layer_mm)


def _validity(stl: Path, _layer_mm: float) -> object:
    part = slicer_checks.read(stl, "mm")
    return part.watertight, part.bodies, part.volume_mm3


def _crossings(sliced: tuple[Part, LayerStack], layer_mm: float) -> object:
    return list(self_intersection(*sliced, slicer_checks.default_process(layer_mm=layer_mm)))


def _thin_walls(sliced: tuple[Part, LayerStack], layer_mm: float) -> object:
    return list(thin_wall(*sliced, slicer_checks.default_process(layer_mm=layer_mm)))


SIDES = (
    Side(
        check="validity from the file",
        includes="read: edges, winding, shells, degenerate and repeated faces; bodies, volume",
        prepare=lambda stl, _: stl,
        run=_validity,
        peers=("trimesh-validity",),
    ),
    Side(
        check="self-intersection",
        includes="the check on a part that is read: its tree of boxes, all pairs, exact signs",
        prepare=_sliced,
        run=_crossings,
        peers=("meshlib-crossings", "pymeshlab-crossings"),
    ),
    Side(
        check="thin-wall",
        includes="the check on a part that is sliced: rays in space from points spread over the "
        "surface, with its tree of boxes",
        prepare=_sliced,
        run=_thin_walls,
        peers=("trimesh-thickness",),
    ),
)


def rows_of(part: Part, name: str, choice: Choice) -> Iterator[Row]:
    """Yield a row for each library that can do one of our checks on this part."""
    with tempfile.TemporaryDirectory(prefix="printlab-checks-") as folder:
        stl = Path(folder) / "mesh.stl"
        write_stl(part.vertices_mm[part.faces], stl)
        for side in SIDES:
            ours_s = _seconds(side, stl, choice.layer_mm)
            for peer in side.peers:
                yield {"name": name, **_beside(side, peer, ours_s, _asked(peer, stl, choice))}


def _seconds(side: Side, stl: Path, layer_mm: float) -> float:
    _, taken = best_of_fresh(
        lambda: side.prepare(stl, layer_mm), lambda ready: side.run(ready, layer_mm)
    )
    return taken["wall_s"]


def _asked(peer: str, stl: Path, choice: Choice) -> Row:
    module = [choice.peer_python, "-m", "benchmarks.checkers.peers"]
    return told_by([*module, peer, str(stl), f"{choice.sample}"])


def _beside(side: Side, peer: str, ours_s: float, theirs: Row) -> Row:
    check = f"{side.check} beside {peer.split('-', maxsplit=1)[0]}"
    if "missing" in theirs:
        alone = {"check": check, "ours": ours_s, "peer": None, "ratio": None}
        return {**alone, "skipped": theirs["missing"]}
    return {
        "check": check,
        "ours": ours_s,
        "peer": theirs["wall_s"],
        "ratio": theirs["wall_s"] / ours_s,
        "ours_includes": side.includes,
        "peer_includes": theirs["includes"],
        "peer_found": theirs["found"],
        "peer_version": theirs["version"],
        "peer_places_asked": theirs.get("asked"),
        "scaled": theirs.get("scaled", False),
    }
