"""What each check costs: seconds a check, in all, and peak memory, on meshes that are named.

    python -m benchmarks checks MESH... [--layer-mm 0.03] [--peer-python PYTHON] [--json]

The part is read and cut before; the compiled code is warm (a small part goes through first).
Contours are cut once, when the first check asks for them, and count for that one; memory is the
greatest that this process has held, so the largest mesh sets it.

Behind these rows stand those checks that an open library can do as well, each beside that library
on the same binary STL in the same run, with the `ratio` of its seconds to ours: `ours_includes` and
`peer_includes` say what each side does. Those of ours are measured anew, each on a part that is
fresh, so nothing is found before. Rays are slow: trimesh sends them from an even sample of faces
(`--peer-faces`), and `scaled` says that its time is scaled to all. What is not installed is
skipped, and the row says so.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import slicer_checks
from benchmarks.checkers.beside import Choice, rows_of
from benchmarks.slicers.stopwatch import peak_mb
from slicer_checks import Part
from slicer_checks.checks import CHECKS

_WARM = (
    "solid warm\n"
    + "".join(
        f"facet normal 0 0 0\nouter loop\n{corners}\nendloop\nendfacet\n"
        for corners in (
            "vertex 0 0 0\nvertex 0 9 0\nvertex 9 0 0",
            "vertex 0 0 0\nvertex 9 0 0\nvertex 0 0 9",
            "vertex 0 0 0\nvertex 0 0 9\nvertex 0 9 0",
            "vertex 9 0 0\nvertex 0 9 0\nvertex 0 0 9",
        )
    )
    + "endsolid warm\n"
)


def beside(mesh: str, choice: Choice) -> list[dict[str, object]]:
    """Return the rows of `measure`, then one for each library that can do one of our checks."""
    part, name = slicer_checks.read(mesh), Path(mesh).name
    return [*measure(part, name, choice.layer_mm), *rows_of(part, name, choice)]


def measure(part: Part, name: str, layer_mm: float) -> list[dict[str, object]]:
    """Return one row a check, then one for all together."""
    process = slicer_checks.default_process(layer_mm=layer_mm)
    layers = slicer_checks.slice_part(part, layer_mm)
    rows: list[dict[str, object]] = []
    for check in CHECKS:
        start = time.perf_counter()
        found = list(check(part, layers, process))
        rows.append(
            {
                "name": name,
                "check": getattr(check, "__name__", "").replace("_", "-"),
                "ours": time.perf_counter() - start,
                "peer": None,
                "ratio": None,
                "findings": len(found),
            }
        )
    total = sum(float(str(row["ours"])) for row in rows)
    count = sum(int(str(row["findings"])) for row in rows)
    whole = {"name": name, "check": "all", "ours": total, "peer": None, "ratio": None}
    size = {"triangles": part.triangles, "layers": len(layers), "peak_mb": peak_mb()}
    return [*rows, {**whole, "findings": count, **size}]


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks checks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("mesh", nargs="+")
    parser.add_argument("--layer-mm", type=float, default=0.03)
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--peer-faces", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    choice = Choice(
        layer_mm=chosen.layer_mm, peer_python=chosen.peer_python, sample=chosen.peer_faces
    )
    measure(slicer_checks.read(_WARM.encode()), "warm", 0.05)
    rows = [row for mesh in chosen.mesh for row in beside(mesh, choice)]
    print(json.dumps({"rows": rows}, indent=2) if chosen.json else _table(rows))


def _table(rows: list[dict[str, object]]) -> str:
    head = f"{'mesh':32}  {'check':40}  {'s':>8}  {'findings':>8}  {'peak MB':>8}"
    lines = [f"{head}  {'peer s':>8}  {'ratio':>8}"]
    for row in rows:
        peak = f"{row['peak_mb']:.0f}" if "peak_mb" in row else ""
        lines.append(
            f"{str(row['name'])[:32]:32}  {row['check']!s:40}  {row['ours']:8.3f}"
            f"  {row.get('findings', '')!s:>8}  {peak:>8}  {_compared(row)}".rstrip()
        )
    return "\n".join(lines)


def _compared(row: dict[str, object]) -> str:
    if row["peer"] is None:
        return f"skipped: {row['skipped']}" if "skipped" in row else ""
    scaled = f"scaled from {row['peer_places_asked']} faces; " if row["scaled"] else ""
    return f"{row['peer']:8.3f}  {row['ratio']:7.1f}x  {scaled}peer: {row['peer_includes']}"


if __name__ == "__main__":
    main()
