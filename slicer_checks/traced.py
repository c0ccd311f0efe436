"""A block of layers as it was cut: its rings in the slicer's frame, and what is known of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings
from slicer_checks.nesting import RingFacts, measure_rings

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """The rings of consecutive layers from `first` on; per layer open chains and length joined."""

    first: int
    rings: Rings
    facts: RingFacts
    open_chains: Longs
    gap_mm: Floats

    def count(self, chosen: npt.NDArray[np.bool_]) -> Longs:
        """Count the chosen rings of each layer."""
        before = np.concatenate(([0], np.cumsum(chosen)))
        return np.diff(before[self.rings.layers])

    def buried(self) -> Longs:
        """Count the rings of each layer that lie inside material."""
        facts = self.facts
        return self.count((facts.area > 0) & (facts.island != np.arange(len(facts.island))))

    def sums(self) -> Floats:
        """Return the sums over each layer of the rings' areas, lengths and first moments (4, L)."""
        layers = self.rings.layers
        number = np.repeat(np.arange(len(layers) - 1), np.diff(layers))
        facts = (self.facts.area, self.facts.length, *self.facts.moments.T)
        return np.stack([np.bincount(number, values, len(layers) - 1) for values in facts])

    def only(self, layer: int) -> "Traced":
        """Return one layer, counted from the part's bottom, as a block of its own."""
        place = layer - self.first
        low, high = self.rings.layers[place], self.rings.layers[place + 1]
        start, stop = self.rings.offsets[low], self.rings.offsets[high]
        rings = Rings(
            self.rings.points[start:stop],
            self.rings.face[start:stop],
            self.rings.offsets[low : high + 1] - start,
            np.array([0, high - low]),
        )
        chains, gaps = self.open_chains[place : place + 1], self.gap_mm[place : place + 1]
        return Traced(layer, rings, measure_rings(rings), chains, gaps)
