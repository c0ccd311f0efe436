"""What each check costs: seconds a check, in all, and peak memory, on meshes that are named.

The part is read and cut before; the compiled code is warm (a small part goes through first).
Contours are cut once, when the first check asks for them, and count for that one; memory is the
greatest that this process has held, so the largest mesh sets it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import slicer_checks
from slicer_checks.checks import CHECKS

try:
    import resource
except ImportError:  # Windows has no such module
    resource = None  # type: ignore[assignment]

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


def peak_mb() -> float:
    """Return the greatest memory that this process has held (MB; 0 where it is not told)."""
    if resource is None:
        return 0.0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1e6 if sys.platform == "darwin" else 1e3)


def measure(mesh: str | bytes, name: str, layer_mm: float) -> list[dict[str, object]]:
    """Return one row a check, then one for all together."""
    process = slicer_checks.default_process(layer_mm=layer_mm)
    part = slicer_checks.read(mesh)
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
                "findings": len(found),
            }
        )
    total = sum(float(str(row["ours"])) for row in rows)
    count = sum(int(str(row["findings"])) for row in rows)
    whole = {"name": name, "check": "all", "ours": total, "findings": count, "peak_mb": peak_mb()}
    return [*rows, {**whole, "triangles": part.triangles, "layers": len(layers)}]


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks checks", description=__doc__)
    parser.add_argument("mesh", nargs="+")
    parser.add_argument("--layer-mm", type=float, default=0.03)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    measure(_WARM.encode(), "warm", 0.05)
    rows = [row for mesh in chosen.mesh for row in measure(mesh, Path(mesh).name, chosen.layer_mm)]
    print(json.dumps({"rows": rows}, indent=2) if chosen.json else _table(rows))


def _table(rows: list[dict[str, object]]) -> str:
    lines = [f"{'mesh':32}  {'check':22}  {'s':>8}  {'findings':>8}  {'peak MB':>8}"]
    for row in rows:
        peak = f"{row['peak_mb']:.0f}" if "peak_mb" in row else ""
        lines.append(
            f"{str(row['name'])[:32]:32}  {row['check']!s:22}  {row['ours']:8.3f}"
            f"  {row['findings']:>8}  {peak:>8}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
