"""Faces turned to agree with their neighbours, and bodies turned right side out."""

import numpy as np

from slicer_checks.edges import find_edges
from slicer_checks.facing import disagreeing
from slicer_checks.mending.draft import Draft, solid_of


def agree(draft: Draft) -> Draft:
    """Turn faces so that neighbours agree which side is out."""
    odd = disagreeing(len(draft.faces), find_edges(draft.faces))
    turned = np.where(odd[:, None], draft.faces[:, ::-1], draft.faces)
    return draft.with_faces(np.ascontiguousarray(turned)).did("turned", int(np.count_nonzero(odd)))


def outward(draft: Draft) -> Draft:
    """Turn the bodies that are inside out; a cavity stays a cavity."""
    solid = solid_of(draft.points, draft.faces)
    faces = draft.faces.copy()
    faces[solid.inverted_where] = faces[solid.inverted_where][:, ::-1]
    return draft.with_faces(faces).did("inverted", solid.inverted_bodies)
