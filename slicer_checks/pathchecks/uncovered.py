"""Area inside a part's contours that no vector melts."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.coverage import Hole, bare_areas, holes_in, ring_of
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.rules import Limit
from slicer_checks.toolpath import Floats

DOUBT = 3.0
"""Up to so many times the share, cells of the usual width may be too wide to tell."""


def uncovered(subject: Subject) -> Iterator[Finding]:
    """Tell the layer with the most unmelted area, and the one with the largest hole."""
    process = subject.process
    share, grave, largest = (
        process.limit(name)
        for name in ("path-uncovered", "path-uncovered-error", "path-uncovered-hole")
    )
    cell_mm = process.limit("path-cell").value
    usual, most = (
        process.limit(name).value for name in ("path-melt-width", "path-melt-width-most")
    )
    speck_mm2 = process.limit("path-uncovered-speck").value
    doubt = (share.value / 100, DOUBT * share.value / 100)
    area_mm2, bare_mm2 = bare_areas(subject, usual, cell_mm, speck_mm2, doubt)
    judged = area_mm2 > process.limit("path-uncovered-area").value
    bare = _percent(bare_mm2, area_mm2, judged)
    doubtful = np.flatnonzero((bare > grave.value) | (bare_mm2 > largest.value))
    holes = holes_in(subject, doubtful.tolist(), most, cell_mm)
    sure = np.zeros(len(bare))
    sure[doubtful] = [hole.area_mm2 for hole in holes]
    sure = _percent(sure, area_mm2, judged)
    passed = next((pair for pair in ((grave, sure), (share, bare)) if _above(*pair)), None)
    if passed is not None:
        limit, shares = passed
        layer = int(shares.argmax())
        yield from breach(
            "path-uncovered",
            limit,
            float(shares[layer]),
            _place(subject, layer, None),
            count=int((shares > limit.value).sum()),
            layer=layer,
            area_mm2=float(shares[layer] * area_mm2[layer] / 100),
            **({"variant": "wide"} if limit is grave else {}),
        )
    patches = np.array([hole.patch_mm2 for hole in holes])
    if (patches > largest.value).any():
        worst = int(patches.argmax())
        yield from breach(
            "path-uncovered",
            largest,
            float(patches[worst]),
            _place(subject, int(doubtful[worst]), holes[worst]),
            count=int((patches > largest.value).sum()),
            layer=int(doubtful[worst]),
            variant="hole",
        )


def _percent(part: Floats, whole: Floats, judged: Mask) -> Floats:
    return np.divide(100 * part, whole, out=np.zeros(len(whole)), where=judged)


def _above(limit: Limit, shares: Floats) -> bool:
    return limit.severity is not None and bool((shares > limit.value).any())


def _place(subject: Subject, layer: int, hole: Hole | None) -> Where:
    z_mm = float(subject.toolpath.blocks.layer_z_mm[layer])
    polygons = (ring_of(hole.box_mm),) if hole is not None else ()
    return Where(layers=(layer, layer), z_mm=(z_mm, z_mm), polygons=polygons)
