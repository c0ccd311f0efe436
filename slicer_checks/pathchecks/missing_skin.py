"""Areas over powder that are scanned with the set of the inside of a part."""

from collections.abc import Iterator
from math import radians

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.below import overhangs
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.toolpath import Role


def missing_skin(subject: Subject) -> Iterator[Finding]:
    """Tell how much lies over powder where a file names the inside of parts and no down-skin.

    What supports carry counts too: their lines lead little heat away. Files that do not say what
    their hatch is of are not judged.
    """
    process = subject.process
    limit, least_mm2 = process.limit("path-skin-area"), process.limit("path-overhang-area").value
    named = set(subject.toolpath.blocks.block_role[subject.hatched].tolist())
    if limit.severity is None or Role.CORE not in named or Role.DOWN_SKIN in named:
        return
    slope = radians(process.limit("path-overhang-angle").value)
    found = overhangs(subject, slope, least_mm2)
    areas_mm2 = np.array([over.area() for _layer, over in found])
    if areas_mm2.sum() > limit.value:
        worst = int(areas_mm2.argmax())
        yield from breach(
            "path-missing-skin",
            limit,
            float(areas_mm2.sum()),
            in_layers(subject, [layer for layer, _over in found]),
            count=len(found),
            layer=found[worst][0],
            area_mm2=float(areas_mm2[worst]),
        )
