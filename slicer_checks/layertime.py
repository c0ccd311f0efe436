"""Seconds of each layer, from its area and its outline: the physics of one laser pass.

For a layer of area A, perimeter P and r rings, hatch distance h, stripes of width w that overlap
by o, and c contours:

- hatch length ``A / h * (1 + o / w)`` at hatch speed: parallel lines at distance h have together
  the length A / h, and each stripe repeats its overlap;
- contour length ``c P`` at contour speed;
- hatch vectors ``P / (pi h) + A / (h w)``: lines at distance h, averaged over all directions (the
  hatch turns from layer to layer), cut an outline of length P that often (Crofton's formula,
  which makes the mean chord pi A / P), and each length w of a line ends one stripe's vector;
- one jump of h between neighbouring vectors, and ``sqrt(B / r)`` to each ring, the mean distance
  of r places spread over the layer's box B;
- the fixed delay of each vector and each ring.

The sum over all lasers is divided by their number (Gibson, Rosen, Stucker, *Additive
Manufacturing Technologies*, eq. 16.7; Bauch, ASTM STP1644, 2022). Where a maker's data sheet gives
a volume rate, hatching is never taken to be faster than that.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slicer_checks.frozen import frozen_array
from slicer_checks.machine import Machine
from slicer_checks.process import ParameterSet

Floats = NDArray[np.float64]

LASER_SHARES = ("scan_s", "jump_s", "delay_s", "support_s")
"""The shares of a layer's time that grow with the number of copies."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerTimes:
    """Seconds by cause, one entry per layer; the laser's shares add up to ``laser_s``."""

    recoat_s: Floats
    scan_s: Floats
    jump_s: Floats
    delay_s: Floats
    support_s: Floats

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for name in ("recoat_s", *LASER_SHARES):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.float64))

    @property
    def laser_s(self) -> Floats:
        """Seconds that the lasers work on each layer."""
        return np.asarray(self.scan_s + self.jump_s + self.delay_s + self.support_s)

    @property
    def total_s(self) -> Floats:
        """Seconds from one layer to the next."""
        return np.asarray(self.recoat_s + self.laser_s)

    def scaled(self, recoat_s: float, laser_s: Floats) -> "LayerTimes":
        """Give the same layers with other recoating and laser times, shared out as before."""
        before = self.laser_s
        ratio = np.divide(laser_s, before, out=np.zeros(len(before)), where=before > 0)
        return replace(
            self,
            recoat_s=np.full(len(before), recoat_s),
            **{name: getattr(self, name) * ratio for name in LASER_SHARES},
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerShapes:
    """What the time of a layer hangs on, one entry per layer.

    Parameters
    ----------
    box_mm2
        Area of the box around the layer; where nothing is known, its own area.
    support_mm2
        Metal of the supports in this layer.
    """

    area_mm2: Floats
    perimeter_mm: Floats
    rings: Floats
    box_mm2: Floats
    support_mm2: Floats


def shapes_of_areas(area_mm2: Floats, perimeter_mm: Floats | None = None) -> LayerShapes:
    """Take each layer as one disc of its area, the least outline it can have, or as given."""
    area_mm2 = np.maximum(area_mm2, 0.0)
    least_mm = 2 * np.sqrt(math.pi * area_mm2)
    return LayerShapes(
        area_mm2=area_mm2,
        perimeter_mm=least_mm if perimeter_mm is None else perimeter_mm,
        rings=(area_mm2 > 0).astype(np.float64),
        box_mm2=area_mm2,
        support_mm2=np.zeros(len(area_mm2)),
    )


def layer_times(shapes: LayerShapes, laser: ParameterSet, machine: Machine) -> LayerTimes:
    """Work out the seconds of each layer on a machine that nobody has measured."""
    stripes_per_mm = 1 / laser.stripe_mm if laser.stripe_mm else 0.0
    hatch_mm = shapes.area_mm2 / laser.hatch_mm * (1 + laser.stripe_overlap_mm * stripes_per_mm)
    contour_mm = shapes.perimeter_mm * laser.contours
    vectors = (
        shapes.perimeter_mm / (math.pi * laser.hatch_mm)
        + shapes.area_mm2 / laser.hatch_mm * stripes_per_mm
    )
    rings = shapes.rings * laser.contours
    jump_mm = vectors * laser.hatch_mm + laser.contours * np.sqrt(shapes.rings * shapes.box_mm2)
    scan_s = hatch_mm / laser.rated_speed_mm_s + contour_mm / laser.contour_speed_mm_s
    support_s = shapes.support_mm2 * laser.layer_mm / laser.volume_rate_mm3_s
    return LayerTimes(
        recoat_s=np.full(len(vectors), machine.recoat_s),
        scan_s=scan_s / machine.lasers,
        jump_s=jump_mm / laser.jump_speed_mm_s / machine.lasers,
        delay_s=(vectors + rings) * laser.delay_per_vector_us * 1e-6 / machine.lasers,
        support_s=support_s / machine.lasers,
    )
