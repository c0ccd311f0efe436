"""Slicing beside other slicers, on the same mesh, whole run, same machine, in one run.

    python -m benchmarks slicing MESH... [--layer-mm 0.03] [--json]

Every side reads the same binary STL (made from the file first), cuts the same planes and runs in
a process of its own. The clock runs from the loaded mesh to the result for all layers; loading is
told beside it (`ours_load_s`, `peer_load_s`). Slow libraries cut an even sample of layers
(`--peer-layers`), after one layer that is not counted, and their time is scaled to all layers:
`scaled` says so, and `peer_layers_cut` how many. Of PrusaSlicer and CuraEngine the phases that
make polygons count, by their own logs. Ours has its compiled functions in numba's cache.
`ours_includes` and `peer_includes` say what each side does; `area_difference` how far the areas
of the layers lie apart.

The peers are the dependency group `benchmarks`; `--peer-python` names the interpreter of an
environment that has them. What is not installed is skipped, and the row says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.slicers import libraries, programs, rows
from benchmarks.slicers.stopwatch import load_average

_BUSY = 1.0


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    chosen = _parser().parse_args(arguments)
    choice = rows.Choice(
        layer_mm=chosen.layer_mm,
        peer_layers=chosen.peer_layers,
        peer_python=chosen.peer_python,
        peers=tuple(chosen.peers),
    )
    load = load_average()
    found = []
    for row in _rows(chosen.meshes, choice, compiling=chosen.compile):
        found.append(row)
        if not chosen.json:
            print(_line(row), flush=True)
    if chosen.json:
        print(json.dumps({"rows": found, "load_average_before": load}, indent=2))
    elif load is not None and load > _BUSY:
        print(f"The machine was busy (load {load:.1f}): do not publish these times.")


def _rows(meshes: list[Path], choice: rows.Choice, *, compiling: bool) -> Iterator[rows.Row]:
    for mesh in meshes:
        yield from rows.of_mesh(mesh.resolve(), choice)
    if compiling:
        yield from rows.of_compiling()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks slicing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = (*libraries.NAMES, *programs.NAMES)
    parser.add_argument("meshes", metavar="MESH", type=Path, nargs="+")
    parser.add_argument("--layer-mm", type=float, default=0.03)
    parser.add_argument("--peer-layers", type=int, default=30, help="0 cuts all layers")
    parser.add_argument("--peers", nargs="*", choices=known, default=list(known))
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--compile", action="store_true", help="also compile from nothing")
    parser.add_argument("--json", action="store_true")
    return parser


def _line(row: rows.Row) -> str:
    cells = [f"{row['name']:72}", _number(row["ours"]), _number(row["peer"])]
    cells.append(f"{row['ratio']:9.1f}x" if row["ratio"] else " " * 10)
    return "  ".join([*cells, _remark(row)]).rstrip()


def _number(value: float | None) -> str:
    return " " * 10 if value is None else f"{value:10.4g}"


def _remark(row: rows.Row) -> str:
    if "skipped" in row:
        return f"skipped: {row['skipped']}"
    if row.get("target"):
        return f"target {row['target']:g}: {'met' if row['ours'] <= row['target'] else 'missed'}"
    if row["peer"] is None:
        return ""
    scaled = f"scaled from {row['peer_layers_cut']} layers; " if row["scaled"] else ""
    difference = row["area_difference"]
    apart = "areas not told" if difference is None else f"areas {difference:.1e} apart"
    return f"{scaled}{apart}; ours: {row['ours_includes']}; peer: {row['peer_includes']}"


if __name__ == "__main__":
    main()
