"""A layer that is suddenly much larger or smaller than those below it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.place import begins_mm, of_span
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

STEEPER = 4.0
"""A jump changes the area so many times as much as the same height just below and above it does."""

LIMITS = ("area-growth", "area-drop")


def area_jump(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare each layer with the one a little higher; tell the largest growth and drop."""
    window = max(1, round(process.limit("area-jump-height").value / layers.layer_mm))
    below, above = layers.union_area_mm2[:-window], layers.union_area_mm2[window:]
    step = _steps(above - below, window, process.limit("area-jump-min").value)
    for limit_id, low, high in zip(LIMITS, (below, above), (above, below), strict=True):
        limit = process.limit(limit_id)
        factor = np.where(step & (low > 0), high / np.maximum(low, 1e-9), 0.0)
        if not len(factor) or factor.max() < limit.value:
            continue
        at = int(np.argmax(factor))
        changes = np.abs(np.diff(layers.union_area_mm2[at : at + window + 1]))
        step_at = at + int(np.argmax(changes))
        yield from breach(
            "area-jump",
            limit,
            float(factor[at]),
            of_span(part, layers, (at, at + window)),
            z_mm=begins_mm(part, layers, [], step_at + 1),
            below_mm2=float(below[at]),
            above_mm2=float(above[at]),
        )


def _steps(change: NDArray[np.float64], window: int, least_mm2: float) -> NDArray[np.bool_]:
    """Tell where the area steps, rather than growing or shrinking on a slope."""
    padded = np.pad(np.abs(change), window, mode="edge" if len(change) else "constant")
    padded[:window] = padded[len(padded) - window :] = 0.0
    around = np.maximum(padded[: -2 * window], padded[2 * window :])
    return np.asarray((np.abs(change) >= least_mm2) & (np.abs(change) >= STEEPER * around))
