"""Toolpaths: made beside PySLM on the same layers, read from files, and checked.

    python -m benchmarks toolpath MESH... [--layer-mm 0.04] [--peer-python /tmp/peers/bin/python]
    python -m benchmarks toolpath parse FILE...

Making: from the loaded mesh to the vectors of all layers (slices, two contours, hatch), by each
pattern, with equal distances, angles and widths of stripes and fields. PySLM (dependency group
`benchmarks`; `--peer-python` names the interpreter that has it) runs in a process of its own on an
even sample of layers (`--peer-layers`, 0 is all; `peer_layers` tells how many it did), and its time
is scaled to all of them; `length` is our hatch's length over its own on the layers that both did.
Ours is done three times and the best counts, for it takes seconds; PySLM, once. What numba compiles
is in its cache.

Checking: all checks of toolpaths on what was made, and all but those that ask of every point
whether it is exposed, in vectors and layers a second, the best of three.

Parsing: each file is read three times; megabytes a second of the best. PySLM reads no files.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._rows import Row, document, heading, line
from benchmarks.hatchers.work import PATTERNS, HatchWork
from slicer_checks import (
    ScanStrategy,
    default_process,
    make_toolpath,
    read,
    read_toolpath,
    slice_part,
)
from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.part import Part
from slicer_checks.pathchecks import PATH_CHECKS
from slicer_checks.pathchecks.double_exposure import double_exposure
from slicer_checks.pathchecks.laser_overlap import laser_overlap
from slicer_checks.pathchecks.protocol import PathCheck, Subject
from slicer_checks.pathchecks.uncovered import uncovered
from slicer_checks.pathmeasures import measures_of
from slicer_checks.toolpath import Shape, Toolpath

COLUMNS = ("name", "ours", "peer", "ratio", "peer_layers", "vectors", "length", "unit")
COVERAGE = (uncovered, double_exposure, laser_overlap)
REPEATS = 3
MB = 1e6


def made_rows(mesh: Path, chosen: argparse.Namespace) -> Iterator[Row]:
    """Yield a row for each pattern, and one for the checks of what was made."""
    part = read(mesh)
    with tempfile.TemporaryDirectory() as folder:
        stl = Path(folder) / "part.stl"
        stl.write_bytes(write_stl_binary(part.vertices_mm[part.faces].astype(np.float32)))
        for pattern in PATTERNS:
            work = _work(part, stl, pattern, chosen)
            path, ours_s = _made(part, work)
            theirs = _peer(work, chosen.peer_python)
            yield beside(f"{mesh.name}, {pattern}", (path, ours_s), theirs, work)
    yield from _checked(mesh.name, path)


def _work(part: Part, stl: Path, pattern: str, chosen: argparse.Namespace) -> HatchWork:
    return HatchWork(
        stl=str(stl),
        layer_mm=chosen.layer_mm,
        layers=len(slice_part(part, chosen.layer_mm)),
        bottom_mm=part.bounds_mm[0][2],
        pattern=pattern,
        sample=chosen.peer_layers,
    )


def _made(part: Part, work: HatchWork) -> tuple[Toolpath, float]:
    """Return our toolpath, and the best time of making it."""
    strategy = ScanStrategy(
        pattern=work.pattern,  # type: ignore[arg-type]
        hatch_mm=work.hatch_mm,
        beam_mm=work.beam_mm,
        contours=2,
        contour_distance_mm=work.hatch_mm,
        hatch_offset_mm=work.hatch_mm,
        stripe_mm=work.width_mm,
        stripe_overlap_mm=0.0,
        island_mm=work.width_mm,
        island_overlap_mm=0.0,
    )
    best_s = float("inf")
    for _ in range(REPEATS):
        began = time.perf_counter()
        path = make_toolpath(slice_part(part, work.layer_mm), strategy)
        best_s = min(best_s, time.perf_counter() - began)
    return path, best_s


def _peer(work: HatchWork, python: str) -> dict[str, Any] | None:
    """Return what PySLM takes, or nothing where it cannot be asked."""
    asked = [python, "-m", "benchmarks.hatchers.with_pyslm", json.dumps(asdict(work))]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def beside(
    name: str, ours: tuple[Toolpath, float], theirs: dict[str, Any] | None, work: HatchWork
) -> Row:
    """Return a row with the peer's time, scaled to all layers, and both lengths compared."""
    path, ours_s = ours
    row: Row = {
        "name": name,
        "ours": ours_s,
        "peer": None,
        "ratio": None,
        "length": None,
        "peer_layers": None,
    }
    row |= {"vectors": path.vectors, "unit": "s"}
    if theirs is None:
        return row
    peer_s = theirs["wall_s"] * work.layers / theirs["layers"]
    mine = _lengths_mm(path)
    both = [(mine[int(layer)], length) for layer, length in theirs["lengths_mm"].items()]
    total = sum(length for _, length in both)
    row |= {"peer": peer_s, "ratio": peer_s / ours_s, "peer_version": theirs["version"]}
    row |= {"peer_layers": theirs["layers"], "scaled": theirs["layers"] < work.layers}
    return row | {"length": sum(length for length, _ in both) / total if total else None}


def _lengths_mm(path: Toolpath) -> list[float]:
    """Return the length of the hatch of each layer."""
    blocks = path.blocks
    layer = np.repeat(np.arange(len(path)), np.diff(blocks.layer_offsets))
    hatched = np.where(blocks.block_shape == Shape.HATCHES, measures_of(path).scan_mm, 0.0)
    lengths: list[float] = np.bincount(layer, weights=hatched, minlength=len(path)).tolist()
    return lengths


def _checked(name: str, path: Toolpath) -> Iterator[Row]:
    """Yield how fast all checks run, and all but those of coverage."""
    rest = tuple(check for check in PATH_CHECKS if check not in COVERAGE)
    for what, checks in (("all checks", PATH_CHECKS), ("all but coverage", rest)):
        _checks_s(path, checks)  # compiles
        took_s = min(_checks_s(path, checks) for _ in range(REPEATS))
        row: Row = {
            "peer": None,
            "ratio": None,
            "vectors": path.vectors,
            "length": None,
            "peer_layers": None,
        }
        yield {**row, "name": f"{name}, {what}", "ours": took_s, "unit": "s"}
        yield {**row, "name": "  vectors", "ours": path.vectors / took_s, "unit": "vectors/s"}
        yield {**row, "name": "  layers", "ours": len(path) / took_s, "unit": "layers/s"}


def _checks_s(path: Toolpath, checks: Sequence[PathCheck]) -> float:
    """Return how long some checks take of a toolpath of which nothing is known yet."""
    subject = Subject(toolpath=replace(path), process=default_process(), part=None)
    began = time.perf_counter()
    for check in checks:
        list(check(subject))
    return time.perf_counter() - began


def parsed_rows(files: list[Path]) -> Iterator[Row]:
    """Yield how fast each file is read into arrays."""
    for file in files:
        data, best_s = file.read_bytes(), float("inf")
        for _ in range(REPEATS):
            began = time.perf_counter()
            path = read_toolpath(data)
            best_s = min(best_s, time.perf_counter() - began)
        yield {
            "name": f"{file.name} ({path.facts.file_format})",
            "ours": len(data) / MB / best_s,
            "peer": None,
            "ratio": None,
            "vectors": path.vectors,
            "length": None,
            "peer_layers": None,
            "unit": "MB/s",
        }


def main(arguments: list[str] | None = None) -> None:
    """Print a row for each mesh and pattern, or file, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks toolpath",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", metavar="MESH", type=Path, nargs="+", help="or: parse FILE...")
    parser.add_argument("--layer-mm", type=float, default=0.04)
    parser.add_argument("--peer-layers", type=int, default=20)
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    first, *rest = chosen.files
    parsing = str(first) == "parse"
    found = parsed_rows(rest) if parsing else _made_of_all(chosen)
    rows: list[Row] = []
    if not chosen.json:
        print(heading(COLUMNS))
    for row in found:
        rows.append(row)
        if not chosen.json:
            print(line(row, COLUMNS), flush=True)
    if chosen.json:
        print(document(rows))


def _made_of_all(chosen: argparse.Namespace) -> Iterator[Row]:
    for mesh in chosen.files:
        yield from made_rows(mesh, chosen)


if __name__ == "__main__":
    main()
