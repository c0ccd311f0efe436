"""Vectors that lie beside the platform, or above what the machine can build."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param
from slicer_checks.fit import usable_mm
from slicer_checks.pathchecks.exposed import exposed_blocks, exposed_layers
from slicer_checks.pathchecks.plates import beside
from slicer_checks.pathchecks.protocol import Subject, at_block, in_layers


def outside_platform(subject: Subject) -> Iterator[Finding]:
    """Hold the vectors against the plate less its margin, and the height against the machine's.

    Of several machines, the one that holds the toolpath best is told.
    """
    blocks, layers = exposed_blocks(subject), exposed_layers(subject)
    if not len(blocks):
        return
    top_mm = float(subject.toolpath.blocks.layer_z_mm[layers].max())
    machines = subject.process.machines
    places = [beside(subject, machine) for machine in machines]
    over_mm = [top_mm - machine.height_mm for machine in machines]
    excess_mm = [max(at.excess_mm, over, 0.0) for at, over in zip(places, over_mm, strict=True)]
    best = int(np.argmin(excess_mm))
    place, machine = places[best], machines[best]
    limit = subject.process.limit("path-platform-excess")
    width_mm, depth_mm = usable_mm(machine)
    told: dict[str, Param] = {
        "machine": machine.name,
        "width_mm": width_mm,
        "depth_mm": depth_mm,
        "top_mm": top_mm,
        "height_mm": machine.height_mm,
        "layer": int(subject.block_layer[place.block]),
    }
    if place.excess_mm > limit.value:
        where = at_block(subject, place.block)
        yield from breach(
            "path-outside-platform", limit, place.excess_mm, where, **told, variant=place.frame
        )
    if over_mm[best] > limit.value:
        high = layers[subject.toolpath.blocks.layer_z_mm[layers] > machine.height_mm]
        where = in_layers(subject, high)
        yield from breach(
            "path-outside-platform", limit, over_mm[best], where, **told, variant="high"
        )
