"""Areas of a layer with nothing below them: no part, and no support near."""

from collections.abc import Iterator

import numpy as np
import shapely

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.below import islands_in, new_ground, support_lines, uncarried
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathpolygons import ring_shown


def island(subject: Subject) -> Iterator[Finding]:
    """Count islands, and show the largest; a file without any support may have them elsewhere."""
    alone = not (support_lines(subject) & (subject.toolpath.block_vectors > 0)).any()
    limit = subject.process.limit("path-island-alone" if alone else "path-island")
    reach_mm = subject.process.limit("path-support-reach").value
    found = []
    for layer, beyond in new_ground(subject, limit.value):
        pieces = islands_in(subject, layer, beyond, limit.value)
        if len(pieces):
            pieces = uncarried(subject, layer, pieces, reach_mm)
        found += [(layer, piece) for piece in pieces]
    if not found:
        return
    areas = shapely.area([piece for _, piece in found])
    layer, largest = found[int(np.argmax(areas))]
    z_mm = float(subject.toolpath.blocks.layer_z_mm[layer])
    yield from breach(
        "path-island",
        limit,
        float(areas.max()),
        Where(layers=(layer, layer), z_mm=(z_mm, z_mm), polygons=ring_shown(largest)),
        count=len(found),
        layer=layer,
        **({"variant": "alone"} if alone else {}),
    )
