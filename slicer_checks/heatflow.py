"""How much warmer than the platform a part runs, layer by layer: one-dimensional conduction.

The laser's mean power, absorbed share times power times the share of the layer's time that it
scans, flows down through the cross-sections below, dz / (k A) each, and out through their sides
into the powder, h P dz each: a fin (Incropera, Fundamentals of heat and mass transfer, chapter 3).
A steady state, so an upper bound for a part that is built fast; a part alone on the platform.
Where a section is smaller than one above it, supports carry the difference and lead heat too.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slicer_checks.layerstack import LayerStack

Floats = npt.NDArray[np.float64]

AREA_MIN_MM2 = 0.05
"""No heat path is thinner than a few melt pools."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """What the laser brings and what leads it away.

    `power_w` is absorbed while the laser scans, `fill_mm2_s` is the area that it fills in a second,
    `pause_s` the time between two layers, `support_fraction` the share of supports that is metal.
    """

    power_w: float
    fill_mm2_s: float
    pause_s: float
    conductivity_w_mk: float
    loss_w_m2k: float
    support_fraction: float


def rise_k(layers: LayerStack, heat: Heat) -> Floats:
    """Return how much hotter than the platform each layer runs (K)."""
    area = np.maximum(layers.union_area_mm2, AREA_MIN_MM2)
    above = np.maximum.accumulate(area[::-1])[::-1]
    area_m2 = (area + heat.support_fraction * (above - area)) * 1e-6
    step_m = layers.layer_mm * 1e-3
    inflow = (step_m / (heat.conductivity_w_mk * area_m2)).tolist()
    leak = (heat.loss_w_m2k * layers.union_perimeter_mm * 1e-3 * step_m).tolist()
    resistance = np.empty(len(layers))
    below = 0.0
    for place, (along, aside) in enumerate(zip(inflow, leak, strict=True)):
        below += along
        below /= 1 + below * aside
        resistance[place] = below
    scan_s = np.maximum(layers.union_area_mm2, 0.0) / heat.fill_mm2_s
    power_w = heat.power_w * scan_s / np.maximum(scan_s + heat.pause_s, 1e-9)
    return np.asarray(power_w * resistance)
