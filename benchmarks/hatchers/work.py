"""What is asked of every hatcher: a mesh, the heights of layers, and the same strategy.

Imported by the peer's interpreter too, so it needs nothing but Python.
"""

from __future__ import annotations

from dataclasses import dataclass

PATTERNS = ("meander", "stripe", "island")


@dataclass(frozen=True, slots=True, kw_only=True)
class HatchWork:
    """One mesh to slice and hatch: a contour, one more inside it, and the hatch inside that.

    The planes lie ``bottom_mm + (i + 0.5) layer_mm`` high, for i from 0 up to `layers`; a slow
    hatcher does an even sample of them (0: all). The outermost contour lies `beam_mm` / 2 inside,
    all distances are `hatch_mm`, stripes and fields `width_mm` wide without overlap.
    """

    stl: str
    layer_mm: float
    layers: int
    bottom_mm: float
    pattern: str
    sample: int = 0
    hatch_mm: float = 0.1
    beam_mm: float = 0.1
    width_mm: float = 5.0

    def chosen(self) -> list[int]:
        """Return the layers of the sample, each in the middle of its share."""
        if not 0 < self.sample < self.layers:
            return list(range(self.layers))
        share = self.layers / self.sample
        return [int((number + 0.5) * share) for number in range(self.sample)]

    def height_mm(self, layer: int) -> float:
        """Return the height of a layer's plane in the mesh's own frame."""
        return self.bottom_mm + (layer + 0.5) * self.layer_mm

    @staticmethod
    def angle_deg(layer: int) -> float:
        """Return the direction of a layer's hatch."""
        return (57.0 + 67.0 * layer) % 360.0
