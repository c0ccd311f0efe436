"""Area that two lasers melt, the one after the other, beyond a seam between their fields."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.coverage import shared_areas
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.working import LASERS_MOST, working


def laser_overlap(subject: Subject) -> Iterator[Finding]:
    """Tell the layer of whose hatch the largest share is melted by more than one laser.

    Fields lap over a little at a seam, so that no gap is left. Lines are counted as bands a little
    narrower than their distance.
    """
    process, lasers = subject.process, working(subject).numbers
    if not 1 < len(lasers) <= LASERS_MOST:
        return
    band, cell_mm = process.limit("path-double-band").value, process.limit("path-cell").value
    hatched_mm2, shared_mm2 = shared_areas(subject, lasers.tolist(), band, cell_mm)
    judged = hatched_mm2 > process.limit("path-double-area").value
    limit = process.limit("path-laser-shared")
    share = np.divide(100 * shared_mm2, hatched_mm2, out=np.zeros(len(judged)), where=judged)
    if not (share > limit.value).any():
        return
    layer = int(share.argmax())
    yield from breach(
        "path-laser-overlap",
        limit,
        float(share[layer]),
        in_layers(subject, [layer]),
        count=int((share > limit.value).sum()),
        layer=layer,
        area_mm2=float(shared_mm2[layer]),
    )
