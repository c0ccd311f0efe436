"""Time, mass, powder and price of one part from its layers.

Time on a machine is the sum that every published build-time model starts from (Gibson, Rosen,
Stucker, *Additive Manufacturing Technologies*, eq. 16.7; Bauch, ASTM STP1644, 2022):

    T = warm-up + N x recoat + sum(scan + jump + delay) / lasers + cool-down

`layertime` says what each layer takes; a `Calibration` in the process replaces what sources say by
what the machine's own logs say. Copies on one plate share warm-up, recoating and cool-down.

Supports are columns under each overhang, a stated fraction of them solid. Without the part they
are counted down to the plate, which is an upper bound where an overhang stands above the part;
with it (`supports_of`) they end on what lies below.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from slicer_checks.calibration import Calibration
from slicer_checks.cost import cost_of
from slicer_checks.errors import NotAskable
from slicer_checks.finding import Param
from slicer_checks.fit import machines_that_fit
from slicer_checks.frozen import frozen_array
from slicer_checks.layerstack import LayerStack
from slicer_checks.layertime import LASER_SHARES, LayerShapes, LayerTimes, layer_times
from slicer_checks.machine import Machine
from slicer_checks.materials import default_process
from slicer_checks.process import Process
from slicer_checks.spread import calibrated, uncalibrated, width_words
from slicer_checks.supports import Supports
from slicer_checks.texts import word

Floats = NDArray[np.float64]
_PRICES = ("cost_eur", "cost_low_eur", "cost_high_eur", "setup_eur", "handling_eur")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """What a build of some copies of one part takes, and how sure that is.

    Parameters
    ----------
    time_s
        The whole build: ``build_s + copies x scan_time_s``.
    time_low_s, time_high_s
        The interval that holds the time when each share is as far off as its sources, or the
        machine's own log, allow.
    breakdown
        Seconds by cause, of the build; they add up to ``time_s`` exactly.
    layer_s
        Seconds from each layer to the next, (N,), of the build.
    build_s, scan_time_s
        What the copies share, and what each adds, on this machine with all its lasers.
    mass_g, support_mass_g, powder_g
        Of one copy. Powder is what is used up: part, supports and losses.
    powder_bed_g
        Powder the machine must hold for this height; nearly all of it comes back.
    removal_s
        Hand work of taking the supports of one copy off.
    cost_eur, support_cost_eur
        Of the build with all its copies, without VAT; and what the supports of one copy cost: laser
        time, powder and hand work.
    cost_low_eur, cost_high_eur
        The price at both ends of the time's interval.
    setup_eur, handling_eur
        Of that price, what the set-up and the handling of all parts are.
    width_code, width_params
        Why the interval is as wide as it is: the share that widens it most.
    """

    time_s: float
    time_low_s: float
    time_high_s: float
    breakdown: Mapping[str, float]
    layer_s: Floats
    build_s: float
    scan_time_s: float
    copies: int
    mass_g: float
    support_mass_g: float
    powder_g: float
    powder_bed_g: float
    removal_s: float
    support_cost_eur: float
    cost_eur: float
    cost_low_eur: float
    cost_high_eur: float
    setup_eur: float
    handling_eur: float
    layers_count: int
    height_mm: float
    machine: str
    width_code: str
    width_params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the interval around the time, and the mappings and the layers read-only."""
        if not self.time_low_s <= self.time_s <= self.time_high_s:
            raise ValueError("the interval holds the time it is about")
        object.__setattr__(self, "breakdown", MappingProxyType(dict(self.breakdown)))
        object.__setattr__(self, "width_params", MappingProxyType(dict(self.width_params)))
        object.__setattr__(self, "layer_s", frozen_array(self.layer_s, np.float64))

    def to_dict(self) -> dict[str, object]:
        """Give the estimate as a JSON-ready document."""
        return {
            "machine": self.machine,
            "time_s": self.time_s,
            "time_low_s": self.time_low_s,
            "time_high_s": self.time_high_s,
            "breakdown": dict(self.breakdown),
            "width": {"code": self.width_code, "params": dict(self.width_params)},
            "copies": self.copies,
            "build_s": self.build_s,
            "scan_time_s": self.scan_time_s,
            "mass_g": self.mass_g,
            "support_mass_g": self.support_mass_g,
            "powder_g": self.powder_g,
            "removal_s": self.removal_s,
            "support_cost_eur": self.support_cost_eur,
            **self._prices(),
        }

    def _prices(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in _PRICES}

    def summary(self, lang: str = "en") -> str:
        """Tell a person the time with its interval, the mass, the price, and why it is wide."""
        ends = {"hours": self.time_s, "low_hours": self.time_low_s, "high_hours": self.time_high_s}
        hours = {name: seconds / 3600 for name, seconds in ends.items()}
        masses = {
            "mass_g": self.mass_g,
            "support_mass_g": self.support_mass_g,
            "powder_g": self.powder_g,
        }
        lines = [
            word("time", lang, machine=self.machine, **hours),
            word("mass", lang, **masses),
            word("price", lang, copies=self.copies, **self._prices()),
        ]
        if self.support_mass_g > 0:
            held = {
                "support_h": self.breakdown["support_s"] / self.copies / 3600,
                "removal_min": self.removal_s / 60,
                "support_eur": self.support_cost_eur,
            }
            lines.append(word("supports", lang, **held))
        return "\n".join([*lines, *filter(None, [width_words(self.to_dict(), lang)])])

    def __str__(self) -> str:
        return self.summary()


def estimate(
    layers: LayerStack,
    process: Process | None = None,
    *,
    machine: Machine | None = None,
    copies: int = 1,
    supports: Supports | None = None,
) -> Estimate:
    """Estimate time, mass, powder and price of copies of one part on one plate.

    Parameters
    ----------
    process
        Material, parameters and machines; by default 316L on the example machines.
    machine
        The machine to use; by default the first of the process that the part fits on.
    copies
        How many stand on the plate together; whether they find room there is not asked here.
    supports
        What `supports_of` found; without it supports go down to the plate and nothing is known
        about taking them off.

    Raises
    ------
    NotAskable
        ``supports-other-layer`` for supports cut at another thickness than the layers, and what a
        calibration that does not fit raises.
    """
    process = process or default_process(layer_mm=layers.layer_mm)
    machine = machine or machines_that_fit(process.machines, layers)[0]
    calibration = process.calibration_for(machine)
    shapes = shapes_of(layers, _support_mm2(layers, process, supports))
    one = layer_times(shapes, process.parameters, machine)
    computed = one.scaled(machine.recoat_s, copies * one.laser_s)
    times = _measured(computed, calibration)
    breakdown = _breakdown_s(times, machine)
    time_s = math.fsum(breakdown.values())
    interval = (
        calibrated(calibration, computed.laser_s, breakdown)
        if calibration
        else uncalibrated(breakdown)
    )
    scan_time_s = math.fsum(breakdown[name] for name in LASER_SHARES) / copies
    mass_g, support_g = (
        math.fsum(area_mm2) * layers.layer_mm / 1000 * process.material.density_g_cm3
        for area_mm2 in (shapes.area_mm2, shapes.support_mm2)
    )
    used = 1 + process.material.loss_fraction
    powder_g = (mass_g + support_g) * used
    removal_s = supports.removal_s if supports else 0.0
    cost = cost_of(process, machine, copies=copies, powder_g=powder_g, removal_s=removal_s)
    low_s, high_s = max(0.0, time_s - interval.below_s), time_s + interval.above_s
    gram_eur = process.material.powder_eur_per_kg / 1000
    support_eur = (
        breakdown["support_s"] / copies / 3600 * machine.rate_eur_per_h
        + support_g * used * gram_eur
        + removal_s / 3600 * process.labour_eur_per_h
    )
    return Estimate(
        time_s=time_s,
        time_low_s=low_s,
        time_high_s=high_s,
        breakdown=breakdown,
        layer_s=times.total_s,
        build_s=machine.warm_up_s + breakdown["recoat_s"] + machine.cool_down_s,
        scan_time_s=scan_time_s,
        copies=copies,
        mass_g=mass_g,
        support_mass_g=support_g,
        powder_g=powder_g,
        powder_bed_g=_powder_bed_g(layers.height_mm, process, machine),
        removal_s=removal_s,
        support_cost_eur=support_eur,
        cost_eur=cost.at(time_s),
        cost_low_eur=cost.at(low_s),
        cost_high_eur=cost.at(high_s),
        setup_eur=cost.setup_eur,
        handling_eur=cost.handling_eur,
        layers_count=len(layers),
        height_mm=layers.height_mm,
        machine=machine.name,
        width_code=interval.code,
        width_params=interval.params,
    )


def columns_mm2(layers: LayerStack) -> Floats:
    """Give the area of each layer that a column from the plate to an overhang above passes."""
    above_mm2 = np.cumsum(layers.overhang_mm2[::-1])[::-1]
    return np.asarray(above_mm2 - layers.overhang_mm2)


def _support_mm2(layers: LayerStack, process: Process, supports: Supports | None) -> Floats:
    """Give the supports' metal in each layer, from the supports or down to the plate."""
    if supports is None:
        return process.support_fraction * columns_mm2(layers)
    if not math.isclose(supports.layer_mm, layers.layer_mm, rel_tol=1e-9):
        raise NotAskable(
            "supports-other-layer",
            f"The supports are cut in layers of {supports.layer_mm:g} mm "
            f"and the part in layers of {layers.layer_mm:g} mm.",
            {"support_layer_mm": supports.layer_mm, "layer_mm": layers.layer_mm},
        )
    metal_mm2 = np.zeros(len(layers))
    count = min(len(layers), len(supports.metal_mm2))
    metal_mm2[:count] = supports.metal_mm2[:count]
    return metal_mm2


def shapes_of(layers: LayerStack, support_mm2: Floats) -> LayerShapes:
    """Give what the layers' time hangs on; where bodies overlap the laser goes once."""
    wide, deep = (layers.bounds_mm[:, 2:] - layers.bounds_mm[:, :2]).T
    return LayerShapes(
        area_mm2=layers.union_area_mm2,
        perimeter_mm=layers.union_perimeter_mm,
        rings=np.asarray(layers.islands + layers.holes, dtype=np.float64),
        box_mm2=np.nan_to_num(wide * deep),
        support_mm2=support_mm2,
    )


def _measured(times: LayerTimes, known: Calibration | None) -> LayerTimes:
    """Give the times as the machine's own log says, where there is one."""
    if known is None:
        return times
    return times.scaled(known.recoat_s, known.calibrated_laser_s(times.laser_s))


def _breakdown_s(times: LayerTimes, machine: Machine) -> dict[str, float]:
    return {
        "warm_up_s": machine.warm_up_s,
        "recoat_s": math.fsum(times.recoat_s),
        **{name: math.fsum(getattr(times, name)) for name in LASER_SHARES},
        "cool_down_s": machine.cool_down_s,
    }


def _powder_bed_g(height_mm: float, process: Process, machine: Machine) -> float:
    """Powder that fills the plate up to the part's top, at the bed's packing."""
    bed_cm3 = machine.platform.area_mm2 * height_mm / 1000
    return bed_cm3 * process.material.packing_fraction * process.material.density_g_cm3
