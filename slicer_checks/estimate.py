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
import shapely
from numpy.typing import NDArray

from slicer_checks.finding import Param
from slicer_checks.fit import excess_mm
from slicer_checks.layerstack import LayerStack
from slicer_checks.materials import default_process
from slicer_checks.process import Machine, Process
from slicer_checks.texts import word

SPREAD: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "recoat": (0.3, 2.0),
        "laser": (0.6, 1.6),
        "support": (0.2, 2.0),
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

    def summary(self, lang: str = "en") -> str:
        """Tell a person the time with its interval, the mass, the price, and why so wide."""
        hours = {
            "hours": self.time_s / 3600,
            "low_hours": self.time_low_s / 3600,
            "high_hours": self.time_high_s / 3600,
        }
        masses = {
            "mass_g": self.mass_g,
            "support_mass_g": self.support_mass_g,
            "powder_g": self.powder_g,
            "cost_eur": self.cost_eur,
        }
        return "\n".join(
            [
                word("time", lang, machine=self.machine, **hours),
                word("mass", lang, **masses),
                word(self.width_code, lang, **self.width_params),
            ]
        )

    def __str__(self) -> str:
        return self.summary()


def estimate(
    layers: LayerStack, process: Process | None = None, *, machine: Machine | None = None
) -> Estimate:
    """Estimate time, mass, powder and price of one copy, alone on its plate.

    Parameters
    ----------
    process
        Material, parameters and machines; by default 316L on the example machines.
    machine
        The machine to use; by default the first of the process that the part fits on.
    """
    process = process or default_process(layer_mm=layers.layer_mm)
    machine = machine or _first_that_fits(process.machines, layers)
    support_mm3 = support_volume_mm3(layers, process.support_fraction)
    breakdown = _breakdown_s(layers, process, machine, support_mm3)
    time_s = math.fsum(breakdown.values())
    low_s, high_s, width_code, width_params = _interval_s(breakdown)
    part_mm3 = math.fsum(_solid_mm2(layers)) * layers.layer_mm
    mass_g, support_g = (
        volume_mm3 / 1000 * process.material.density_g_cm3 for volume_mm3 in (part_mm3, support_mm3)
    )
    powder_g = (mass_g + support_g) * (1 + process.material.loss_fraction)
    return Estimate(
        time_s=time_s,
        time_low_s=low_s,
        time_high_s=high_s,
        breakdown=breakdown,
        mass_g=mass_g,
        support_mass_g=support_g,
        powder_g=powder_g,
        powder_bed_g=_powder_bed_g(layers.height_mm, process, machine),
        cost_eur=time_s / 3600 * machine.rate_eur_per_h
        + powder_g / 1000 * process.material.powder_eur_per_kg
        + process.setup_eur,
        scan_time_s=math.fsum(breakdown[name] for name in LASER_SHARES),
        layers_count=len(layers),
        height_mm=layers.height_mm,
        machine=machine.name,
        width_code=width_code,
        width_params=width_params,
    )


LASER_SHARES = ("scan_s", "jump_s", "delay_s", "support_s")
"""The shares of the breakdown that grow with the number of copies."""


def support_volume_mm3(layers: LayerStack, support_fraction: float) -> float:
    """Solid volume of columns from the platform up to each overhang, a fraction of them metal."""
    columns_mm3 = float(np.dot(layers.overhang_mm2, layers.z_mm - layers.layer_mm / 2))
    return support_fraction * columns_mm3


def _first_that_fits(machines: tuple[Machine, ...], layers: LayerStack) -> Machine:
    """Give the first machine that holds the layers' bounding box, or the one it nearly fits."""
    filled = layers.bounds_mm[np.isfinite(layers.bounds_mm).all(axis=1)]
    if len(filled) == 0:
        return machines[0]
    outline = shapely.box(*filled[:, :2].min(axis=0), *filled[:, 2:].max(axis=0))
    return min(machines, key=lambda machine: excess_mm(outline, layers.height_mm, machine))


def _solid_mm2(layers: LayerStack) -> NDArray[np.float64]:
    """Give the areas; where faces are flipped an area is negative, and nothing is melted."""
    return np.maximum(layers.area_mm2, 0.0)


def _breakdown_s(
    layers: LayerStack, process: Process, machine: Machine, support_mm3: float
) -> dict[str, float]:
    laser = process.parameters
    area_mm2 = _solid_mm2(layers)
    contour_mm = math.fsum(layers.perimeter_mm) * laser.contours
    hatch_vectors = math.fsum(layers.perimeter_mm) / (math.pi * laser.hatch_mm)
    rings = (layers.islands + layers.holes) * laser.contours
    scan_s = (
        math.fsum(area_mm2) / laser.hatch_mm / laser.hatch_speed_mm_s
        + contour_mm / laser.contour_speed_mm_s
    )
    jump_mm = hatch_vectors * laser.hatch_mm + math.fsum(rings * np.sqrt(area_mm2))
    vectors = hatch_vectors + float(rings.sum())
    return {
        "warm_up_s": machine.warm_up_s,
        "recoat_s": len(layers) * machine.recoat_s,
        "scan_s": scan_s / machine.lasers,
        "jump_s": jump_mm / laser.jump_speed_mm_s / machine.lasers,
        "delay_s": vectors * laser.delay_per_vector_us * 1e-6 / machine.lasers,
        "support_s": support_mm3 / laser.volume_rate_mm3_s / machine.lasers,
        "cool_down_s": machine.cool_down_s,
    }


def _interval_s(
    breakdown: Mapping[str, float],
) -> tuple[float, float, str, dict[str, Param]]:
    """Add the spreads up, all off to the same side, and name the one that widens most."""
    shares_s = {
        "recoat": breakdown["recoat_s"],
        "laser": math.fsum(breakdown[name] for name in ("scan_s", "jump_s", "delay_s")),
        "support": breakdown["support_s"],
    }
    time_s = math.fsum(breakdown.values())
    low_s = time_s - math.fsum(share * (1 - SPREAD[name][0]) for name, share in shares_s.items())
    high_s = time_s + math.fsum(share * (SPREAD[name][1] - 1) for name, share in shares_s.items())
    widths = {name: share * (SPREAD[name][1] - SPREAD[name][0]) for name, share in shares_s.items()}
    widest = max(widths, key=lambda name: widths[name])
    low, high = SPREAD[widest]
    share = 100 * widths[widest] / sum(widths.values()) if any(widths.values()) else 0.0
    return (
        low_s,
        high_s,
        f"{widest}-uncalibrated",
        {"share_percent": share, "low": low, "high": high},
    )


def _powder_bed_g(height_mm: float, process: Process, machine: Machine) -> float:
    """Powder that fills the plate up to the part's top, at the bed's packing."""
    bed_cm3 = machine.platform.area_mm2 * height_mm / 1000
    return bed_cm3 * process.material.packing_fraction * process.material.density_g_cm3
