"""Area that hatches melt more than once in one layer."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.coverage import melted_again
from slicer_checks.pathchecks.protocol import Subject, in_layers


def double_exposure(subject: Subject) -> Iterator[Finding]:
    """Tell the layer with the largest share that is melted again; skins over a core by themselves.

    Lines are counted as bands a little narrower than their distance, so neighbours share nothing.
    """
    process = subject.process
    band, cell_mm = process.limit("path-double-band").value, process.limit("path-cell").value
    hatched_mm2, twice_mm2, skin_mm2 = melted_again(subject, band, cell_mm)
    judged = hatched_mm2 > process.limit("path-double-area").value
    for name, again_mm2 in (("path-double", twice_mm2), ("path-double-skin", skin_mm2)):
        limit = process.limit(name)
        share = np.divide(100 * again_mm2, hatched_mm2, out=np.zeros(len(judged)), where=judged)
        if (share > limit.value).any():
            layer = int(share.argmax())
            yield from breach(
                "path-double-exposure",
                limit,
                float(share[layer]),
                in_layers(subject, [layer]),
                count=int((share > limit.value).sum()),
                layer=layer,
                area_mm2=float(again_mm2[layer]),
                **({"variant": "skin"} if name == "path-double-skin" else {}),
            )
