"""What is asked of every hatcher: a mesh, the heights of layers, and the same strategy.

Imported by the peer's interpreter too, so it needs nothing but Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.slicers.work import Work

PATTERNS = ("meander", "stripe", "island")


@dataclass(frozen=True, slots=True, kw_only=True)
class HatchWork(Work):
    """One mesh to slice and hatch: a contour, one more inside it, and the hatch inside that.

    The outermost contour lies `beam_mm` / 2 inside, all distances are `hatch_mm`, stripes and
    fields `width_mm` wide without overlap.
    """

    pattern: str
    hatch_mm: float = 0.1
    beam_mm: float = 0.1
    width_mm: float = 5.0

    @staticmethod
    def angle_deg(layer: int) -> float:
        """Return the direction of a layer's hatch."""
        return (57.0 + 67.0 * layer) % 360.0
