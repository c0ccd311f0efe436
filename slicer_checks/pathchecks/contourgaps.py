"""Gaps between lines that a contour crosses: what lies beyond it is another piece of the part."""

import numpy as np
import shapely

from slicer_checks.pathchecks.protocol import Mask, Numbers, Subject
from slicer_checks.pathchecks.spacing import Spacing
from slicer_checks.toolpath import Floats, Longs


def contour_between(subject: Subject, spacing: Spacing, vectors: Longs) -> Mask:
    """Tell of some vectors whether a contour lies between them and the next line.

    Vectors are told by their places in the spacing. The way is looked at on which the distance was
    taken: from line to line in the middle of what they have beside each other. Lines in
    neighbouring struts of a lattice have contours between.
    """
    ways = _ways(subject.toolpath.blocks.points_mm, spacing, vectors)
    layer: Numbers = subject.block_layer[spacing.block[vectors]]
    parted = np.zeros(len(vectors), dtype=bool)
    for number in np.unique(layer).tolist():
        mine = np.flatnonzero(layer == number)
        tree = shapely.STRtree(shapely.linestrings(_edges(subject, number)))
        crossed = tree.query(shapely.linestrings(ways[mine]), predicate="intersects")[0]
        parted[mine[crossed]] = True
    return parted


def _ways(points_mm: Floats, spacing: Spacing, vectors: Longs) -> Floats:
    """Return the way (N, 2, 2) from the middle of the overlap to the next line."""
    first, second = spacing.place[vectors], spacing.place[spacing.beside[vectors]]
    start, other = points_mm[first], points_mm[second]
    along = points_mm[first + 1] - start
    length = np.hypot(along[:, 0], along[:, 1])
    unit = along / length[:, None]
    ends = np.stack([_dot(points_mm[second + end] - start, unit) for end in (0, 1)])
    low = np.maximum(np.minimum(*ends), 0.0)
    high = np.minimum(np.maximum(*ends), length)
    middle = start + ((low + high) / 2)[:, None] * unit
    share = _dot(middle - start, unit) - ends[0]
    share = share / (ends[1] - ends[0])
    return np.stack((middle, other + share[:, None] * (points_mm[second + 1] - other)), axis=1)


def _dot(one: Floats, other: Floats) -> Floats:
    return np.asarray((one * other).sum(axis=1))


def _edges(subject: Subject, layer: int) -> Floats:
    """Return the edges (N, 2, 2) of the contours of a layer, open ones too."""
    blocks = subject.toolpath.blocks
    first, stop = blocks.layer_offsets[layer : layer + 2]
    found = [np.empty((0, 2, 2))]
    for block in (first + np.flatnonzero(subject.contours[first:stop])).tolist():
        points = blocks.points_mm[blocks.block_offsets[block] : blocks.block_offsets[block + 1]]
        found.append(np.stack((points[:-1], points[1:]), axis=1))
    edges = np.concatenate(found)
    return np.asarray(edges[np.isfinite(edges).all(axis=(1, 2))])
