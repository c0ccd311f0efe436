"""Uniting the contours of layers where bodies overlap: Clipper2, through manifold3d."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manifold3d import CrossSection, FillRule

from slicer_checks.contours import Rings
from slicer_checks.openchains import NO_FACE

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def united(rings: Sequence[Floats]) -> list[Floats]:
    """Return the rings around the places whose winding number is positive: the union's outline."""
    outline: list[Floats] = CrossSection(list(rings), FillRule.Positive).to_polygons()
    return outline


def unite_layers(rings: Rings, chosen: Flags) -> Rings:
    """Return a block whose `chosen` layers are united, and the others as they were."""
    points: list[Floats] = []
    faces: list[npt.NDArray[np.int32]] = []
    lengths: list[npt.NDArray[np.int64]] = []
    counts: list[int] = []
    for layer, unite in enumerate(chosen.tolist()):
        low, high = rings.layers[layer], rings.layers[layer + 1]
        start, stop = rings.offsets[low], rings.offsets[high]
        mine = rings.points[start:stop]
        sizes = np.diff(rings.offsets[low : high + 1])
        if unite:
            whole = united(np.split(mine, (rings.offsets[low + 1 : high] - start).tolist()))
            points += whole
            sizes = np.array([len(ring) for ring in whole], dtype=np.int64)
            faces.append(np.full(int(sizes.sum()), NO_FACE, dtype=np.int32))
        else:
            points.append(mine)
            faces.append(rings.face[start:stop])
        lengths.append(sizes)
        counts.append(len(sizes))
    return Rings(
        np.concatenate([np.empty((0, 2)), *points]),
        np.concatenate([np.empty(0, np.int32), *faces]),
        np.cumsum(np.concatenate([[0], *lengths])).astype(np.int64),
        np.cumsum([0, *counts]).astype(np.int64),
    )
