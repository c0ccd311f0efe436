"""Layers that bring more heat than the part below them leads away, or that melt very much."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_span
from slicer_checks.checks.protocol import breach, telling
from slicer_checks.finding import Finding
from slicer_checks.heatflow import Heat, rise_k
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def heat_build_up(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Estimate how warm each layer runs and what share of the largest platform it melts."""
    if len(layers) == 0:
        return
    rise = rise_k(layers, _heat(process))
    area_mm2 = layers.union_area_mm2
    share = 100 * area_mm2 / max(machine.platform.area_mm2 for machine in process.machines)
    for number, limit_ids in (
        (rise, ("heat-rise-warning", "heat-rise-info")),
        (share, ("layer-share",)),
    ):
        for limit in telling(process, limit_ids):
            hot = np.flatnonzero(number >= limit.value)
            if len(hot) == 0:
                continue
            worst = int(np.argmax(number))
            yield from breach(
                "heat-build-up",
                limit,
                float(number[worst]),
                of_span(part, layers, (int(hot[0]), int(hot[-1]))),
                z_mm=float(layers.z_mm[hot[0]]),
                rise_k=float(rise[worst]),
                share_percent=float(share[worst]),
                area_mm2=float(area_mm2[worst]),
            )
            break


def _heat(process: Process) -> Heat:
    """Give the heat that the parameter set brings, with the recoating of the fastest machine."""
    laser = process.parameters
    return Heat(
        power_w=laser.power_w * process.limit("heat-absorbed").value,
        fill_mm2_s=laser.hatch_mm * laser.hatch_speed_mm_s,
        pause_s=min(machine.recoat_s for machine in process.machines),
        conductivity_w_mk=process.limit("heat-conductivity").value,
        loss_w_m2k=process.limit("heat-loss").value,
        support_fraction=process.support_fraction,
    )
