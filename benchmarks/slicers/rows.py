"""Rows of the comparison: ours and a peer on the same work, or ours and a target."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from benchmarks.slicers import libraries, programs
from benchmarks.slicers.work import Work

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
SLICING = ("statistics", "contours", "union", "polygons")
PAIRS = {
    "trimesh": (
        ("statistics", "statistics"),
        ("contours", "contours"),
        ("contours", "paths"),
        ("polygons", "contours"),
    ),
    "pyslm": (("statistics", "statistics"), ("contours", "contours")),
    "meshlib": (("statistics", "statistics"), ("contours", "contours")),
    "PrusaSlicer": (("contours", "contours"), ("union", "contours")),
    "CuraEngine": (("contours", "contours"), ("union", "contours")),
}
"""What of ours stands beside what of each peer."""
_TARGETS = {
    ("whole", "3DBenchy"): 0.3,
    ("whole", "gyroid_large"): 3.0,
    ("checks", "3DBenchy"): 5.0,
    ("checks", "gyroid_large"): 60.0,
}
_NAMES = {
    "whole": "read + validate + statistics + overhang",
    "checks": "all checks",
    "union": "contours with union where needed",
    "polygons": "shapely polygons",
}
PEAK_TARGET_MB = 1200.0
COMPILE_TARGET_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to measure: thickness, a sample for slow peers, the peers' interpreter, which peers."""

    layer_mm: float = 0.03
    peer_layers: int = 30
    peer_python: str = sys.executable
    peers: tuple[str, ...] = (*libraries.NAMES, *programs.NAMES)


def of_mesh(file: Path, choice: Choice) -> Iterator[Row]:
    """Yield all rows of a mesh."""
    with tempfile.TemporaryDirectory(prefix="printlab-slicing-") as folder:
        work, facts = _prepared(file, choice, Path(folder))
        sliced = {verb: _ours(verb, work.stl, choice) for verb in SLICING}
        for peer in choice.peers:
            asked = {verb: None for _, verb in PAIRS[peer]}
            told = {verb: _peer(peer, verb, work, choice, Path(folder)) for verb in asked}
            for ours, theirs in PAIRS[peer]:
                yield {**_beside(file, ours, (peer, theirs), sliced[ours], told[theirs]), **facts}
        for verb, measured in sliced.items():
            yield {**_peak(file, verb, measured), **facts}
        for verb in ("whole", "checks"):
            measured = _ours(verb, str(file), choice)
            yield {**_absolute(file, verb, measured), **facts}
            yield {**_peak(file, verb, measured), **facts}


def of_compiling() -> Iterator[Row]:
    """Yield the rows of compiling everything from nothing in two processes, as `make run` does."""
    command = [sys.executable, "-m", "slicer_checks.compiling"]
    with tempfile.TemporaryDirectory(prefix="printlab-compile-") as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        before, start = _children_cpu_s(), time.perf_counter()
        both = [
            subprocess.Popen([*command, *more], cwd=ROOT, env=environment)
            for more in ([], ["--from-behind"])
        ]
        failed = [one.wait() for one in both if one.wait() != 0]
        wall_s = time.perf_counter() - start
    if failed:
        raise subprocess.CalledProcessError(failed[0], command)
    name = "compile everything from nothing, in two processes, with their imports"
    yield _alone(f"{name} (s)", wall_s, COMPILE_TARGET_S)
    yield _alone(f"{name} (CPU seconds)", _children_cpu_s() - before, None)


def _children_cpu_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _prepared(file: Path, choice: Choice, folder: Path) -> tuple[Work, Row]:
    stl = folder / "mesh.stl"
    told = told_by(_our_command("prepare", str(file), choice, str(stl)))
    work = Work(
        stl=str(stl),
        layer_mm=choice.layer_mm,
        layers=told["layers"],
        bottom_mm=told["bottom_mm"],
        sample=choice.peer_layers,
    )
    facts = {
        "mesh": file.name,
        "triangles": told["triangles"],
        "layers": told["layers"],
        "layer_mm": choice.layer_mm,
    }
    return work, facts


def _ours(verb: str, file: str, choice: Choice) -> Row:
    return told_by(_our_command(verb, file, choice))


def _our_command(verb: str, file: str, choice: Choice, *more: str) -> list[str]:
    module = [sys.executable, "-m", "benchmarks.slicers.ours"]
    return [*module, verb, file, f"{choice.layer_mm}", *more]


def _peer(peer: str, verb: str, work: Work, choice: Choice, folder: Path) -> Row:
    if peer in programs.NAMES:
        return programs.measure(peer, work, folder)
    module = [choice.peer_python, "-m", "benchmarks.slicers.libraries", peer, verb]
    sample = 0 if peer == "meshlib" else work.sample
    return told_by([*module, json.dumps(work.to_dict() | {"sample": sample})])


def told_by(command: list[str], environment: dict[str, str] | None = None) -> Row:
    """Run a command from the repository's root and return the JSON of its last line."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    told: Row = json.loads(done.stdout.splitlines()[-1])
    return told


def _beside(file: Path, verb: str, peer: tuple[str, str], ours: Row, theirs: Row) -> Row:
    beside = peer[0] if peer[1] in {verb, "contours"} else " ".join(peer)
    name = f"{file.stem}: {_NAMES.get(verb, verb)} beside {beside}"
    if "missing" in theirs:
        return {**_alone(name, ours["wall_s"], None), "skipped": theirs["missing"]}
    return {
        "name": name,
        "ours": ours["wall_s"],
        "peer": theirs["wall_s"],
        "ratio": theirs["wall_s"] / ours["wall_s"],
        "ours_cpu_s": ours["cpu_s"],
        "peer_cpu_s": theirs.get("cpu_s"),
        "ours_load_s": ours["load_s"],
        "peer_load_s": theirs.get("load_s"),
        "ours_runs": ours["runs"],
        "peer_runs": theirs.get("runs", 1.0),
        "peer_layers_cut": theirs["layers_cut"],
        "scaled": theirs["layers_cut"] < ours["layers_cut"],
        "area_difference": area_difference(ours["areas_mm2"], theirs.get("areas_mm2", {})),
        "ours_includes": ours["includes"],
        "peer_includes": theirs["includes"],
        "peer_version": theirs["version"],
    }


def area_difference(ours: dict[str, float], theirs: dict[str, float]) -> float | None:
    """Return how much the areas of the layers both have cut differ, as a share of ours."""
    shared = ours.keys() & theirs.keys()
    total = sum(ours[layer] for layer in shared)
    if not total or not all(isfinite(theirs[layer]) for layer in shared):
        return None
    return sum(abs(ours[layer] - theirs[layer]) for layer in shared) / total


def _absolute(file: Path, verb: str, ours: Row) -> Row:
    name = f"{file.stem}: {_NAMES[verb]}"
    more = {"ours_cpu_s": ours["cpu_s"], "ours_includes": ours["includes"]}
    return {**_alone(name, ours["wall_s"], _TARGETS.get((verb, file.stem))), **more}


def _peak(file: Path, verb: str, ours: Row) -> Row:
    name = f"{file.stem}: peak memory of {_NAMES.get(verb, verb)} (MB)"
    return _alone(name, ours["peak_mb"], PEAK_TARGET_MB)


def _alone(name: str, ours: float, target: float | None) -> Row:
    return {"name": name, "ours": ours, "peer": None, "ratio": None, "target": target}
