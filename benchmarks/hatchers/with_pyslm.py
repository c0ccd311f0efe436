"""Slicing and hatching with PySLM: ``PYTHON -m benchmarks.hatchers.with_pyslm WORK``.

Prints one JSON document: seconds for the layers asked for and how many those were, the length of
the hatch in each, and PySLM's version. Its hatchers have no chessboard that turns directions field
by field in one pass but `IslandHatcher` (fields cut out of one hatch) does what it documents.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from typing import Any

import numpy as np
import pyslm
from pyslm import hatching

from benchmarks.hatchers.work import HatchWork


def hatcher_for(work: HatchWork) -> hatching.BaseHatcher:
    """Return the hatcher of a pattern, with the work's distances."""
    kinds = {
        "meander": hatching.Hatcher,
        "stripe": hatching.StripeHatcher,
        "island": hatching.IslandHatcher,
    }
    hatcher = kinds[work.pattern]()
    hatcher.hatchDistance = work.hatch_mm
    hatcher.spotCompensation = work.beam_mm / 2
    hatcher.numOuterContours = hatcher.numInnerContours = 1
    hatcher.contourOffset = hatcher.volumeOffsetHatch = work.hatch_mm
    if work.pattern == "stripe":
        hatcher.stripeWidth, hatcher.stripeOverlap = work.width_mm, 0.0
    if work.pattern == "island":
        hatcher.islandWidth, hatcher.islandOverlap = work.width_mm, 0.0
    return hatcher


def measure(work: HatchWork) -> dict[str, Any]:
    """Return what PySLM takes for a piece of work; a first layer is not counted."""
    part = pyslm.Part("part")
    part.setGeometry(work.stl)
    hatcher, chosen = hatcher_for(work), work.chosen()
    _layer(part, hatcher, work, chosen[len(chosen) // 2])
    began, lengths_mm, vectors = time.perf_counter(), {}, 0
    for layer in chosen:
        made = _layer(part, hatcher, work, layer)
        lines = [one.coords.reshape(-1, 2, 2) for one in made if hasattr(one, "coords")]
        lengths_mm[layer] = float(sum(_length_mm(one) for one in lines))
        vectors += sum(map(len, lines))
    return {
        "version": version("PythonSLM"),
        "wall_s": time.perf_counter() - began,
        "layers": len(chosen),
        "vectors": vectors,
        "lengths_mm": lengths_mm,
    }


def _layer(
    part: pyslm.Part, hatcher: hatching.BaseHatcher, work: HatchWork, layer: int
) -> list[Any]:
    """Return the hatch geometries of one layer."""
    outlines = part.getVectorSlice(work.height_mm(layer))
    if len(outlines) == 0:
        return []
    hatcher.hatchAngle = work.angle_deg(layer)
    made = hatcher.hatch(outlines)
    return [] if made is None else list(made.getHatchGeometry())


def _length_mm(lines: np.ndarray) -> float:
    return float(np.hypot(*(lines[:, 1] - lines[:, 0]).T).sum())


def main(work: str) -> None:
    """Print the measurement as JSON."""
    print(json.dumps(measure(HatchWork(**json.loads(work)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
