"""A peer library in its own process: ``PYTHON -m benchmarks.slicers.libraries NAME VERB WORK``.

Prints one JSON document: the time of the layers asked for, the time per layer after a first one
(what a library prepares once is not counted against it), and the areas.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

from benchmarks.slicers.stopwatch import best_of, once, peak_mb
from benchmarks.slicers.work import Work

NAMES = ("trimesh", "pyslm", "meshlib")


def measure(name: str, verb: str, work: Work) -> dict[str, Any]:
    """Return what a library takes for a piece of work, or why it could not be asked."""
    try:
        peer = import_module(f"benchmarks.slicers.with_{name}")
    except ImportError as missing:
        return {"missing": f"{name} is not importable: {missing}"}
    chosen = work.chosen()
    heights_mm = [work.height_mm(layer) for layer in chosen]
    mesh, loading = once(lambda: peer.load(work.stl))
    run = getattr(peer, verb)
    run(mesh, heights_mm[len(heights_mm) // 2 :][:1])
    layers, taken = best_of(lambda: run(mesh, heights_mm))
    scale = work.layers / len(chosen)
    return {
        "version": peer.VERSION,
        "includes": peer.INCLUDES[verb],
        "load_s": loading["wall_s"],
        "wall_s": taken["wall_s"] * scale,
        "cpu_s": taken["cpu_s"] * scale,
        "runs": taken["runs"],
        "layers_cut": len(chosen),
        "peak_mb": peak_mb(),
        "areas_mm2": dict(zip(chosen, peer.areas_mm2(verb, layers), strict=True)),
    }


def main(name: str, verb: str, work: str) -> None:
    """Print the measurement as JSON."""
    print(json.dumps(measure(name, verb, Work(**json.loads(work)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
