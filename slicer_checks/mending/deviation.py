"""How far the mended surface is from the old one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, box_tree
from slicer_checks.distances import distances, sample_points
from slicer_checks.enclosing import windings_of_points
from slicer_checks.mending.draft import Draft, Ids, Points
from slicer_checks.topology import face_areas

_NOTHING_MM: Final = 1e-9
_ASIDE: Final = np.array((0.137, 0.211, 0.0))
"""A ray upward from a point on a round number grazes edges; from beside it, it hardly ever does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """The largest distances found, in mm, between the old and the new surface.

    `new_to_old_mm` is over the new faces that were not there before, without the patches that
    close holes, whose area is `patch_mm2`; `old_to_new_mm` over the old faces that are gone,
    without what lies inside the new metal, such as walls between united bodies. Corners are all
    measured, faces on a grid: `samples` points in all. Faces that are unchanged deviate by 0.
    """

    old_to_new_mm: float
    new_to_old_mm: float
    patch_mm2: float
    samples: int

    @property
    def largest_mm(self) -> float:
        """The larger of both directions."""
        return max(self.old_to_new_mm, self.new_to_old_mm)


def measure(points: Points, faces: Ids, mended: Draft) -> Deviation:
    """Measure a mended draft against the surface before."""
    gone, new = _changed(points, faces, mended.points, mended.faces)
    added = sample_points(mended.points, mended.faces[new & ~mended.patch])
    lost = sample_points(points, faces[gone])
    forth = _farthest(box_tree(points, faces), added)
    tree = box_tree(mended.points, mended.faces)
    united = any(step.code == "united" for step in mended.steps)
    back = _outside(tree, lost) if united else _farthest(tree, lost)
    return Deviation(
        old_to_new_mm=back,
        new_to_old_mm=forth,
        patch_mm2=float(face_areas(mended.points, mended.faces[mended.patch]).sum()),
        samples=len(added) + len(lost),
    )


def _farthest(tree: BoxTree, points: Points) -> float:
    return float(distances(tree, points).max(initial=0.0)) if len(points) else 0.0


def _outside(tree: BoxTree, points: Points) -> float:
    """Return the largest distance of the points that do not lie inside the new metal."""
    if len(points) == 0:
        return 0.0
    away = distances(tree, points)
    far = np.flatnonzero(away > _NOTHING_MM)
    aside = points[far] + _ASIDE * away[far][:, None]  # still on the same side of the surface
    far = far[windings_of_points(tree, aside) <= 0]
    return float(away[far].max(initial=0.0))


def _changed(
    old: Points, old_faces: Ids, new: Points, new_faces: Ids
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell which old faces are gone and which new ones were not there, by their corners."""
    _, ids = np.unique(np.concatenate((old, new)), axis=0, return_inverse=True)
    ids = ids.reshape(-1)
    both = np.concatenate((ids[old_faces], ids[new_faces + len(old)]))
    _, face = np.unique(np.sort(both, axis=1), axis=0, return_inverse=True)
    face = face.reshape(-1)
    one, two = face[: len(old_faces)], face[len(old_faces) :]
    return ~np.isin(one, two), ~np.isin(two, one)
