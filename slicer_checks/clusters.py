"""Pairs of faces gathered into places: pairs whose faces touch are one place."""

import numpy as np
import numpy.typing as npt

from slicer_checks.patches import linked

Ids = npt.NDArray[np.int32]


def places_of_pairs(faces: Ids, pairs: Ids) -> list[Ids]:
    """Return the faces of each place, the place of most faces first.

    Two pairs belong to one place when they share a face or a corner of one.
    """
    if len(pairs) == 0:
        return []
    involved, index = np.unique(pairs, return_inverse=True)
    index = index.reshape(-1, 2)
    corners, corner = np.unique(faces[involved], return_inverse=True)
    corner = corner.reshape(-1, 3) + len(involved)
    at_corners = np.stack((np.repeat(np.arange(len(involved)), 3), corner.reshape(-1)), axis=1)
    links = np.concatenate((at_corners, index))
    group = linked(links, len(involved) + len(corners))
    label, counts = np.unique(group[: len(involved)], return_counts=True)
    largest = label[np.argsort(-counts, kind="stable")]
    return [involved[group[: len(involved)] == one].astype(np.int32) for one in largest]
