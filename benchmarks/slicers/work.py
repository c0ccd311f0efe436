"""What is asked of every slicer: a mesh as binary STL, and the heights of its layers.

Imported by the peers' interpreter too, so it needs nothing but Python.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One mesh to slice.

    Parameters
    ----------
    stl
        A binary STL in mm that every slicer reads.
    layer_mm, layers, bottom_mm
        The planes lie ``bottom_mm + (i + 0.5) layer_mm`` high, for i from 0 up to `layers`.
    sample
        How many layers, evenly spread, a slow slicer cuts; 0 is all of them.
    """

    stl: str
    layer_mm: float
    layers: int
    bottom_mm: float
    sample: int = 0

    def chosen(self) -> list[int]:
        """Return the layers of the sample, each in the middle of its share."""
        if not 0 < self.sample < self.layers:
            return list(range(self.layers))
        share = self.layers / self.sample
        return [int((number + 0.5) * share) for number in range(self.sample)]

    def height_mm(self, layer: int) -> float:
        """Return the height of a layer's plane in the mesh's own frame."""
        return self.bottom_mm + (layer + 0.5) * self.layer_mm

    def to_dict(self) -> dict[str, object]:
        """Return what `Work(**...)` takes."""
        return asdict(self)
