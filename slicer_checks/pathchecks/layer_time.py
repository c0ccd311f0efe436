"""Layers that are done so fast that the part has no time to cool."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.settings import ROUNDING, marking
from slicer_checks.pathtime import times_on
from slicer_checks.toolpath import Role, Shape


def layer_time(subject: Subject) -> Iterator[Finding]:
    """Count layers of parts that with recoating are shorter than the least, and tell the shortest.

    The laser comes back to a place after one layer, so this is the least time of return. Files of
    contours alone are not judged: the machine makes their hatch, which takes most of the time.
    """
    blocks = subject.toolpath.blocks
    filled = (blocks.block_shape == Shape.HATCHES) | (blocks.block_shape == Shape.POINTS)
    of_part = marking(subject) & (blocks.block_role != Role.SUPPORT)
    limit = subject.process.limit("path-layer-time")
    if not (filled & of_part).any():
        return
    judged = np.unique(subject.block_layer[of_part])
    seconds = times_on(subject.toolpath, subject.process).layer_s[judged]
    short = seconds < limit.value * (1 - ROUNDING)
    if not short.any():
        return
    shortest = int(seconds.argmin())
    yield from breach(
        "path-layer-time",
        limit,
        float(seconds[shortest]),
        in_layers(subject, judged[short]),
        count=int(short.sum()),
        layers=len(judged),
        layer=int(judged[shortest]),
        recoat_s=subject.process.machines[0].recoat_s,
        machine=subject.process.machines[0].name,
    )
