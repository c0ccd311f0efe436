"""Bodies that share metal made one, where the result is closed."""

from dataclasses import dataclass, field, replace

import numpy as np

from slicer_checks.bodies import bodies_of, body_with_cavities, groups_of
from slicer_checks.kept import Kept
from slicer_checks.mending.draft import Draft, Ids, Points, leaks, solid_of
from slicer_checks.mending.rounding import rounded
from slicer_checks.solid import Solid
from slicer_checks.surface import shells_of_part
from slicer_checks.uniting import Mesh, unite


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Surface:
    """A draft's surface, to ask about its bodies."""

    vertices_mm: Points
    solid: Solid
    kept: Kept = field(default_factory=Kept)


def merge_bodies(draft: Draft) -> Draft:
    """Unite each group of bodies that overlap or repeat each other.

    A body nested in another's metal stays: it may be meant as a hollow. A union that is not closed
    once its corners are written as float32 is not taken.
    """
    solid = solid_of(draft.points, draft.faces)
    surface = _Surface(vertices_mm=draft.points, solid=solid)
    if solid.bodies == 1:
        return draft
    found = bodies_of(surface)
    nested = {meeting.first for meeting in found.meetings if meeting.kind == "nested"}
    draft = draft.leaves("nested", len(nested))
    if all(meeting.kind == "nested" for meeting in found.meetings):
        return draft
    groups = groups_of(tuple(m for m in found.meetings if m.kind != "nested"))
    united = [
        unite([body_with_cavities(surface, body, found.owner) for body in group])
        for group in groups
    ]
    sound = [mesh for mesh in united if mesh is not None]
    taken = [group for group, mesh in zip(groups, united, strict=True) if mesh is not None]
    bodies = [body for group in taken for body in group]
    owners = found.owner[shells_of_part(surface).of_face]
    merged = _merged(draft, solid.face_numbers[np.isin(owners, bodies)], sound)
    if leaks(merged.faces) > leaks(draft.faces):
        return draft.leaves("not-united", sum(len(group) for group in groups))
    refused = sum(len(group) for group in groups) - len(bodies)
    return merged.did("united", len(bodies)).leaves("not-united", refused)


def _merged(draft: Draft, gone: Ids, united: list[Mesh]) -> Draft:
    """Put the united surfaces in the place of the bodies' faces."""
    keep = np.ones(len(draft.faces), dtype=np.bool_)
    keep[gone] = False
    points, faces, added = [draft.points], [draft.faces[keep]], 0
    for more, corners in united:
        faces.append(corners + sum(len(some) for some in points))
        points.append(more)
        added += len(corners)
    whole = replace(
        draft,
        points=np.concatenate(points),
        faces=np.concatenate(faces).astype(np.int32),
        patch=np.concatenate((draft.patch[keep], np.zeros(added, dtype=np.bool_))),
    )
    return rounded(whole)
