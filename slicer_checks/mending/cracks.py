"""Joining corners that ought to meet: at open edges only, by the smallest distance that closes."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from slicer_checks.edges import collapsed, find_edges
from slicer_checks.mending.draft import Draft, Ids, Points, RepairLimits, open_edges
from slicer_checks.patches import linked
from slicer_checks.weld import WELD_STEPS

_DISTANCES_MM: Final = (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)


def close_cracks(draft: Draft, limits: RepairLimits) -> Draft:
    """Join corners at open edges, a few float steps apart first, then up to `weld_mm`.

    A larger distance is taken only where it closes more edges.
    """
    step_mm = WELD_STEPS * float(np.spacing(np.float32(np.abs(draft.points).max(initial=1.0))))
    reach = [step_mm, *(one for one in _DISTANCES_MM if step_mm < one < limits.weld_mm)]
    for distance_mm in [*reach, max(limits.weld_mm, step_mm)]:
        left = open_edges(draft.faces)
        if left == 0:
            break
        draft = _joined(draft, distance_mm, left)
    return draft


def _joined(draft: Draft, distance_mm: float, left: int) -> Draft:
    """Join corners within a distance if that closes edges; say how many and how far they moved."""
    target = _targets(draft.points, _loose(draft.faces), distance_mm)
    faces = target[draft.faces]
    keep = ~collapsed(faces)
    after = open_edges(faces[keep])
    if after >= left:
        return draft
    moved = np.flatnonzero(target != np.arange(len(target)))
    used = np.intersect1d(moved, draft.faces)
    far = np.linalg.norm(draft.points[used] - draft.points[target[used]], axis=1).max(initial=0.0)
    joined = replace(draft, faces=faces[keep], patch=draft.patch[keep])
    return joined.did("welded", left - after, corners=len(used), moved_mm=float(far))


def _loose(faces: Ids) -> Ids:
    """Return the corners at open edges."""
    edges = find_edges(faces)
    half = edges.order[edges.starts[:-1][edges.boundary]]
    ends = np.roll(faces, -1, axis=1).reshape(-1)
    return np.unique(np.concatenate((faces.reshape(-1)[half], ends[half])))


def _targets(points: Points, loose: Ids, distance_mm: float) -> Ids:
    """Return for each corner the one it is joined to: the lowest of those within the distance.

    A chain that reaches farther than twice the distance is left alone: it is no crack.
    """
    near = cKDTree(points[loose]).query_pairs(distance_mm, output_type="ndarray")
    group = linked(near, len(loose))
    groups = int(group.max(initial=-1)) + 1
    low, high = _extremes(points[loose], group, groups)
    short = np.linalg.norm(high - low, axis=1) <= 2 * distance_mm
    lowest = np.full(groups, len(points), dtype=np.int32)
    np.minimum.at(lowest, group, loose)
    target = np.arange(len(points), dtype=np.int32)
    target[loose] = np.where(short[group], lowest[group], loose)
    return target


def _extremes(points: Points, group: npt.NDArray[np.int32], groups: int) -> tuple[Points, Points]:
    low, high = np.full((groups, 3), np.inf), np.full((groups, 3), -np.inf)
    np.minimum.at(low, group, points)
    np.maximum.at(high, group, points)
    return low, high
