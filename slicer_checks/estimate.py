"""Time, mass, powder and price of one part from its layers.

Time on a machine is the sum that every published build-time model starts from (Gibson, Rosen,
Stucker, *Additive Manufacturing Technologies*, eq. 16.7; Bauch, ASTM STP1644, 2022):

    T = warm-up + N x recoat + sum(scan + jump + delay) / lasers + cool-down

with, for a layer of area A and perimeter P, hatch distance h and c contours:

- hatch length A / h at hatch speed, contour length c P at contour speed;
- P / (pi h) hatch vectors: parallel lines at distance h, averaged over all directions (the hatch
  turns from layer to layer), cut an outline of length P that often (Crofton's formula), which
  makes the mean chord pi A / P;
- one jump of h between neighbouring hatch vectors, and one of the square root of A to each ring;
- the fixed delay of each vector.

Supports are first counted as columns from the platform to each overhang, a stated fraction of
them solid; that is an upper bound where an overhang stands above the part itself.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from slicer_checks.finding import Param
from slicer_checks.layerstack import LayerStack
from slicer_checks.materials import default_process
from slicer_checks.process import Machine, Process

SPREAD: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "recoat_s": (0.3, 2.0),
        "laser_s": (0.6, 1.6),
        "support_s": (0.2, 2.0),
    }
)
"""How far each share of an uncalibrated time may be off, as factors.

Recoat: published values run from 2.6 s to 30 s, most of them 8 to 11 s; a measured build fits
16 s with everything that happens once a layer. Laser: published dense parameter sets of one
material differ that much in rate (Scientific Data 12:375, 2025). Supports: our own proposal.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one copy costs, alone on its plate, and how sure that is.

    Parameters
    ----------
    time_low_s, time_high_s
        The interval that holds the time when each uncalibrated share is as far off as its
        sources allow.
    breakdown
        Seconds by cause; they add up to ``time_s`` exactly.
    scan_time_s
        The share that grows with the number of copies, on this machine with all its lasers.
    powder_g
        Powder used up: part, supports and losses.
    powder_bed_g
        Powder the machine must hold for this height; nearly all of it comes back.
    width_code, width_params
        Why the interval is as wide as it is: the share that widens it most.
    """

    time_s: float
    time_low_s: float
    time_high_s: float
    breakdown: Mapping[str, float]
    mass_g: float
    support_mass_g: float
    powder_g: float
    powder_bed_g: float
    cost_eur: float
    scan_time_s: float
    layers_count: int
    height_mm: float
    machine: str
    width_code: str
    width_params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the interval around the time, and the mappings read-only."""
        if not self.time_low_s <= self.time_s <= self.time_high_s:
            raise ValueError("the interval holds the time it is about")
        object.__setattr__(self, "breakdown", MappingProxyType(dict(self.breakdown)))
        object.__setattr__(self, "width_params", MappingProxyType(dict(self.width_params)))

    def to_dict(self) -> dict[str, object]:
        """Give the estimate as a JSON-ready document."""
        return {
            "time_s": self.time_s,
            "time_low_s": self.time_low_s,
            "time_high_s": self.time_high_s,
            "breakdown": dict(self.breakdown),
            "mass_g": self.mass_g,
            "support_mass_g": self.support_mass_g,
            "powder_g": self.powder_g,
            "cost_eur": self.cost_eur,
        }
