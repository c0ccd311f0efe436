"""Faces that lie on another with the same corners."""

import numpy as np

from slicer_checks.edges import find_edges
from slicer_checks.mending.draft import Draft
from slicer_checks.solid import surplus_copies


def drop_copies(draft: Draft) -> Draft:
    """Keep one of each set of equal faces, or none where the faces around close without them."""
    drop = surplus_copies(draft.points, draft.faces, find_edges(draft.faces))
    if not drop.any():
        return draft
    return draft.with_faces(draft.faces, ~drop).did("copies", int(np.count_nonzero(drop)))
