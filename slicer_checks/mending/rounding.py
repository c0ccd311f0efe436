"""Corners as they are written: float32, and each place once."""

from dataclasses import replace
from typing import Final

import numpy as np

from slicer_checks.edges import collapsed
from slicer_checks.mending.copies import drop_copies
from slicer_checks.mending.draft import Draft
from slicer_checks.mending.slivers import mend_narrow
from slicer_checks.weld import weld_exact

_FLAT_MM: Final = 1e-7


def rounded(draft: Draft) -> Draft:
    """Round the corners to float32, join those that fall together and drop what that flattens.

    Nothing is noted: it belongs to writing the file.
    """
    if len(draft.faces) == 0:
        return draft
    corners = draft.points.astype(np.float32)[draft.faces]
    points, faces = weld_exact(corners)
    keep = ~collapsed(faces)
    whole = replace(
        draft, points=points.astype(np.float64), faces=faces[keep], patch=draft.patch[keep]
    )
    if keep.all() and np.array_equal(corners, draft.points[draft.faces]):
        return whole
    mended = mend_narrow(drop_copies(whole), _FLAT_MM, "degenerate")
    return replace(mended, steps=draft.steps)
