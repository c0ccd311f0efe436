"""Learn a machine's recoat time and laser factor from the layers of a build log.

The model is the physics with two constants: the seconds from one layer to the next are
``recoat + factor * x``, x being the laser time computed from the layer's area. Logs are rough:
clocks tick in seconds, the machine pauses, and neighbouring layers repeat each other. So

1. layers are gathered into classes of nearly equal x, and each class counts once, with its median:
   a hundred equal layers say no more about the slope than one;
2. the line is fitted by least squares in which far values count less (Huber, *Robust estimation
   of a location parameter*, 1964), with the factor held near 1 (the sources) as far as the classes
   do not say otherwise: where all layers are alike, sources decide, not noise;
3. layers far off the line are left out as pauses, counted and told, and the rest is fitted again;
4. what rises with x but not evenly is kept as a bend (isotonic regression: Barlow et al.,
   *Statistical inference under order restrictions*, 1972).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.calibration import CALIBRATED, HARDLY_VARIES, Calibration
from slicer_checks.errors import NotAskable
from slicer_checks.layertime import layer_times, shapes_of_areas
from slicer_checks.machine import Machine
from slicer_checks.materials import default_process
from slicer_checks.process import Process

Floats = NDArray[np.float64]

LAYERS_MIN: Final = 3
"""Two constants need more than two layers."""
CLASSES: Final = 40
"""Classes between no metal and the most of it."""
FACTOR_DEVIATION: Final = 0.25
"""Standard deviation of the laser's factor before anything is measured: sources differ from 0.6 to
1.6 (Scientific Data 12:375, 2025)."""
HARDLY: Final = 0.5
"""Where this share of that deviation is left, the areas seen say too little about the laser."""
ROUGHNESS: Final = 0.02
"""A class is never taken to be known better than this share of a layer's time."""
HUBER: Final = 1.345
"""Huber's constant: as good as least squares on normal errors to 95 %."""
PAUSE: Final = 6.0
"""A layer so many deviations off the line is a pause, or a fault of the log."""
PAUSE_MIN: Final = 0.2
"""No less than this share of a layer's time is a pause."""
ROUNDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Line:
    """A fitted line with the classes it was fitted to, and how far they lie off it."""

    recoat_s: float
    factor: float
    variance: Floats
    scale_s: float
    at_s: Floats
    measured_s: Floats
    counts: Floats

    def __call__(self, laser_s: Floats) -> Floats:
        return np.asarray(self.recoat_s + self.factor * laser_s)


def calibrate(
    seconds: Floats,
    area_mm2: Floats,
    process: Process | None = None,
    *,
    machine: Machine | None = None,
    perimeter_mm: Floats | None = None,
    source: str = "",
) -> Calibration:
    """Learn from the measured seconds of layers and their areas.

    Parameters
    ----------
    seconds
        From the start of each layer to the start of the next, (N,); NaN where it was not measured.
    area_mm2
        What was melted in each layer, of all parts on the plate, (N,).
    process, machine
        What it was printed with; by default 316L on the first example machine.
    perimeter_mm
        The length of all shapes of each layer; by default that of one disc.
    source
        Where the log comes from, for people.

    Raises
    ------
    NotAskable
        ``calibration-lengths`` when the columns differ in length, ``calibration-too-few`` when
        fewer than three layers were measured.
    """
    process = process or default_process()
    told = machine.name if machine else ""
    machine = machine or process.machines[0]
    if len(seconds) != len(area_mm2):
        raise NotAskable(
            "calibration-lengths",
            f"There are times of {len(seconds)} layers and areas of {len(area_mm2)}.",
            {"times": len(seconds), "areas": len(area_mm2)},
        )
    shapes = shapes_of_areas(area_mm2, perimeter_mm)
    laser_s = layer_times(shapes, process.parameters, machine).laser_s
    known = np.flatnonzero(np.isfinite(seconds) & (seconds > 0) & (area_mm2 > 0))
    if len(known) < LAYERS_MIN:
        raise NotAskable(
            "calibration-too-few",
            f"A calibration needs {LAYERS_MIN} measured layers with metal; there are {len(known)}.",
            {"least": LAYERS_MIN, "layers": len(known)},
        )
    learnt = _learnt(laser_s, seconds, known, process)
    return replace(learnt, machine=told, lasers=machine.lasers, source=source)


def _learnt(
    laser_s: Floats,
    seconds: Floats,
    known: NDArray[np.intp],
    process: Process,
) -> Calibration:
    """Fit twice: once with everything, then without the pauses."""
    first = _fitted(laser_s[known], seconds[known])
    off_s = seconds[known] - first(laser_s[known])
    spread_s = max(1.4826 * float(np.median(np.abs(off_s))), first.scale_s)
    far = np.abs(off_s) > np.maximum(PAUSE * spread_s, PAUSE_MIN * first(laser_s[known]))
    kept = known[~far] if (~far).sum() >= LAYERS_MIN else known
    line = _fitted(laser_s[kept], seconds[kept])
    off_s = seconds[kept] - line(laser_s[kept]) - _bend_at(line, laser_s[kept])
    left_out = np.setdiff1d(known, kept)
    recoat, both, factor = line.variance[0, 0], line.variance[0, 1], line.variance[1, 1]
    hardly = factor > (HARDLY * FACTOR_DEVIATION) ** 2
    return Calibration(
        material=process.material.name,
        parameters=process.parameters.name,
        layer_mm=process.layer_mm,
        recoat_s=line.recoat_s,
        laser_factor=line.factor,
        seen_s=(float(laser_s[kept].min()), float(laser_s[kept].max())),
        bend=tuple(zip(line.at_s.tolist(), _bend(line).tolist(), strict=True)),
        variance=(float(recoat), float(both), float(factor)),
        residual_s=float(np.sqrt(np.mean(off_s**2))),
        layers=len(kept),
        left_out=tuple(left_out.tolist()),
        left_out_s=float((seconds[left_out] - line(laser_s[left_out])).sum()),
        code=HARDLY_VARIES if hardly else CALIBRATED,
    )


def _fitted(laser_s: Floats, seconds: Floats) -> _Line:
    """Fit the line to the medians of the classes."""
    at_s, measured_s, counts = _classes(laser_s, seconds)
    rough_s = ROUGHNESS * float(np.median(measured_s))
    guess = measured_s - at_s
    scale_s = max(1.4826 * float(np.median(np.abs(guess - np.median(guess)))), rough_s)
    weights = np.ones(len(at_s))
    columns = np.column_stack((np.ones(len(at_s)), at_s))
    prior = np.array((0.0, 1.0 / FACTOR_DEVIATION**2))
    for _ in range(ROUNDS):
        weighted = columns * (weights / scale_s**2)[:, None]
        variance = np.linalg.inv(columns.T @ weighted + np.diag(prior))
        recoat_s, factor = variance @ (weighted.T @ measured_s + prior)
        recoat_s, factor = _possible(float(recoat_s), float(factor), at_s, measured_s)
        off_s = measured_s - recoat_s - factor * at_s
        scale_s = max(1.4826 * float(np.median(np.abs(off_s))), rough_s)
        weights = np.minimum(1.0, HUBER * scale_s / np.maximum(np.abs(off_s), 1e-12))
    return _Line(
        recoat_s=recoat_s,
        factor=factor,
        variance=np.asarray(variance, dtype=np.float64),
        scale_s=scale_s,
        at_s=at_s,
        measured_s=measured_s,
        counts=counts,
    )


def _possible(
    recoat_s: float, factor: float, at_s: Floats, measured_s: Floats
) -> tuple[float, float]:
    """Turn the line about the middle where recoating or the laser would take less than nothing."""
    middle_s, level_s = float(np.median(at_s)), float(np.median(measured_s))
    if recoat_s < 0:
        return 0.0, level_s / middle_s
    least = FACTOR_DEVIATION**2
    return (recoat_s, factor) if factor > least else (max(0.0, level_s - least * middle_s), least)


def _classes(laser_s: Floats, seconds: Floats) -> tuple[Floats, Floats, Floats]:
    """Give mean x, median seconds and size of each class of layers that is not empty."""
    width_s = float(laser_s.max()) * (1 + 1e-9) / CLASSES
    _, inverse = np.unique(np.floor(laser_s / width_s), return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    groups = np.split(order, np.cumsum(np.bincount(inverse))[:-1])
    at_s = np.array([laser_s[group].mean() for group in groups])
    measured_s = np.array([np.median(seconds[group]) for group in groups])
    return at_s, measured_s, np.array([len(group) for group in groups], dtype=np.float64)


def _bend(line: _Line) -> Floats:
    """Give how far each class lies off the line once a layer of more metal takes no less time."""
    return _rising(line.measured_s, line.counts) - line(line.at_s)


def _bend_at(line: _Line, laser_s: Floats) -> Floats:
    return np.asarray(np.interp(laser_s, line.at_s, _bend(line)))


def _rising(values: Floats, weights: Floats) -> Floats:
    """Give the nearest values that never fall (pooling of neighbours that do)."""
    pools: list[list[float]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append([float(value), float(weight), 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            later, earlier = pools.pop(), pools.pop()
            both = earlier[1] + later[1]
            mean = (earlier[0] * earlier[1] + later[0] * later[1]) / both
            pools.append([mean, both, earlier[2] + later[2]])
    return np.repeat([pool[0] for pool in pools], [int(pool[2]) for pool in pools])
