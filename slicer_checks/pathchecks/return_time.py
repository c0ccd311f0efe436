"""Hatch lines so short that the laser is back beside a line before that has set."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import at_line
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.returns import returns_in
from slicer_checks.pathchecks.settings import ROUNDING


def return_time(subject: Subject) -> Iterator[Finding]:
    """Tell the share of the hatch's length in lines scanned too soon after the one beside them.

    Along a line the laser is beside what it melted before after as long as a line takes with the
    way to it, on average, whether lines run to and fro or all one way.
    """
    process, blocks, hatched = subject.process, subject.toolpath.blocks, subject.hatched
    soon_s = process.limit("path-return-time").value / 1000.0
    near_mm = process.limit("path-return-near").value
    limit = process.limit("path-return-share")
    scan_mm = float(subject.measures.scan_mm[hatched].sum())
    if scan_mm <= 0 or limit.severity is None:
        return
    found = returns_in(subject, soon_s * (1 - ROUNDING), near_mm)
    share = 100.0 * float(found.soon_mm.sum()) / scan_mm
    if share > limit.value:
        block_layer = subject.block_layer[found.block]
        layer_mm = np.bincount(block_layer, weights=found.soon_mm)
        layer = int(layer_mm.argmax())
        worst = int(np.where(block_layer == layer, found.shortest_s, np.inf).argmin())
        place = int(found.place[worst])
        yield from breach(
            "path-return-time",
            limit,
            share,
            at_line(subject, layer, blocks.points_mm[place : place + 2]),
            layer=layer,
            layers=int((layer_mm > 0).sum()),
            soon_ms=1000.0 * soon_s,
            shortest_ms=1000.0 * float(found.shortest_s[worst]),
        )
