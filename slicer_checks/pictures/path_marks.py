"""Places of findings marked in the picture of a layer."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, Rectangle

from slicer_checks.finding import Finding
from slicer_checks.pictures.path_layer import Vectors
from slicer_checks.pictures.theme import Theme

WIDE: Final = 0.3
"""A place that takes more of the picture is framed by a box, not ringed: a ring would leave it."""
RING: Final = 0.035
"""The least radius of the ring round a finding, as a share of the picture."""
ROOM: Final = 0.02
"""How far a box lies from its place, as a share of the picture."""


def rings_in(findings: Sequence[Finding], layer: int) -> Iterator[Vectors]:
    """Yield the corners of each place that findings name in a layer."""
    for finding in findings:
        span = finding.where.layers
        if span is None or not span[0] <= layer <= span[1]:
            continue
        for ring in finding.where.polygons:
            yield np.array(ring)
        if not finding.where.polygons and finding.where.bounds_mm is not None:
            yield np.array(finding.where.bounds_mm)[:, :2]


def mark(axes: Axes, ring: Vectors, theme: Theme) -> None:
    """Draw a ring round a place, or a box where it is wide."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    seen = np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())
    look: dict[str, Any] = {"fill": False, "ec": theme.hot, "lw": 1.8, "zorder": 5}
    if ((high - low) > WIDE * np.array(seen)).any():
        room = ROOM * max(seen)
        axes.add_patch(Rectangle(tuple(low - room), *(high - low + 2 * room), **look))
    else:
        size = np.maximum((high - low) * 1.3, 2 * RING * seen[0])
        axes.add_patch(Ellipse(tuple((low + high) / 2), *size, **look))
