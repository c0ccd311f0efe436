"""Layers of a toolpath as compact binary arrays, for a viewer that shows one at a time.

The bytes begin with where each layer begins and where the last one ends, 64-bit numbers. Each
layer is a piece of bytes, little-endian: a 32-bit count N; N vectors of four 16-bit numbers
(x, y of both ends, in the order of exposure); N kinds of 8 bits (`path_layer.KINDS`); N lasers of 8
bits; N times of 32-bit floats, the seconds from the layer's beginning to the vector's end. A number
stands for ``low + number * step``, with ``low_mm`` and ``step_mm`` of the index, so a platform of
300 mm is shown to 5 micrometres.
"""

import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from slicer_checks.pathclock import vector_times
from slicer_checks.pathtime import LayerTimes
from slicer_checks.pictures.path_layer import KINDS, Drawn, drawn_layer
from slicer_checks.process import ParameterSet
from slicer_checks.toolpath import Floats, Toolpath

STEPS: Final = 65_535
NO_LASER: Final = 255
"""A vector whose laser nobody names; the last laser where there are more than can be numbered."""
OFFSET: Final = struct.Struct("<Q")
"""Where a layer begins."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathView:
    """All layers, one behind the other, and an index that says where each begins.

    `index` is ready for JSON: ``kinds``, ``low_mm``, ``high_mm``, ``step_mm``, and for each of its
    ``layers`` ``z_mm``, ``vectors``, ``counts`` by kind, ``jumps``, ``scan_mm`` and ``time_s``.
    """

    index: dict[str, Any]
    layers: bytes


def path_view(toolpath: Toolpath, times: LayerTimes, parameters: ParameterSet) -> PathView:
    """Return the layers for a viewer, with their times as a report has them."""
    points = toolpath.blocks.points_mm
    low = points.min(axis=0) if len(points) else np.zeros(2)
    high = points.max(axis=0) if len(points) else np.ones(2)
    step_mm = max(float((high - low).max()), 1e-6) / STEPS
    ends_s = vector_times(toolpath, parameters)
    pieces: list[bytes] = []
    rows: list[dict[str, Any]] = []
    first = 0
    for layer in range(len(toolpath)):
        drawn = drawn_layer(toolpath, layer)
        count = len(drawn.vectors)
        piece = _piece(drawn, (low, step_mm), ends_s[first : first + count])
        rows.append(_row(toolpath, layer, drawn, times))
        pieces.append(piece)
        first += count
    index = {
        "kinds": list(KINDS),
        "low_mm": low.tolist(),
        "high_mm": high.tolist(),
        "step_mm": step_mm,
        "layers": rows,
    }
    begins = OFFSET.size * (len(pieces) + 1)
    offsets = begins + np.cumsum([0, *map(len, pieces)]).astype("<u8")
    return PathView(index=index, layers=b"".join((offsets.tobytes(), *pieces)))


def _piece(drawn: Drawn, frame: tuple[Floats, float], ends_s: Floats) -> bytes:
    low, step_mm = frame
    numbers = np.clip(np.rint((drawn.vectors - low) / step_mm), 0, STEPS).astype("<u2")
    lasers = np.where(drawn.lasers < 0, NO_LASER, np.minimum(drawn.lasers, NO_LASER - 1))
    return b"".join(
        (
            struct.pack("<I", len(numbers)),
            numbers.tobytes(),
            drawn.kinds.astype(np.uint8).tobytes(),
            lasers.astype(np.uint8).tobytes(),
            ends_s.astype("<f4").tobytes(),
        )
    )


def _row(toolpath: Toolpath, layer: int, drawn: Drawn, times: LayerTimes) -> dict[str, Any]:
    lengths = np.hypot(*(drawn.vectors[:, 1] - drawn.vectors[:, 0]).T)
    return {
        "z_mm": round(float(toolpath.blocks.layer_z_mm[layer]), 6),
        "vectors": len(drawn.vectors),
        "counts": np.bincount(drawn.kinds, minlength=len(KINDS)).tolist(),
        "jumps": len(drawn.jumps),
        "scan_mm": round(float(lengths.sum()), 3),
        "time_s": round(float(times.layer_s[layer]), 3),
    }
