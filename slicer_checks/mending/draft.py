"""A mesh on its way to being sound, and what was done to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from slicer_checks.edges import collapsed, find_edges
from slicer_checks.finding import Param
from slicer_checks.solid import Solid, make_solid
from slicer_checks.topology import measure_topology

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One step that was taken, or one fault that was left: a code, how many, and its numbers."""

    code: str
    count: int
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairLimits:
    """What is mended without asking. Our own proposals: none has a published source.

    `weld_mm`: corners at open edges this near are joined, a tenth of a melt pool. `hole_mm` and
    `hole_edges`: the extent and the edges of a hole that is closed. `sliver_mm`: triangles lower
    than this are collapsed or flipped. `open_edges`: of a surface with more, no hole is closed: it
    is in pieces.
    """

    weld_mm: float = 0.01
    hole_mm: float = 5.0
    hole_edges: int = 100
    sliver_mm: float = 0.0001
    open_edges: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """Points in mm (V, 3), faces (F, 3), and which faces were added to close a hole."""

    points: Points
    faces: Ids
    patch: Flags
    steps: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()

    def with_faces(self, faces: Ids, keep: Flags | None = None) -> "Draft":
        """Return the draft with other corners for its faces, without those not kept."""
        if keep is None:
            return replace(self, faces=faces)
        return replace(self, faces=faces[keep], patch=self.patch[keep])

    def did(self, code: str, count: int, **params: Param) -> "Draft":
        """Return the draft with a step noted, if it did anything; counts of one kind add up."""
        if count == 0:
            return self
        for at, note in enumerate(self.steps):
            if note.code == code and not params:
                more = replace(note, count=note.count + count)
                return replace(self, steps=(*self.steps[:at], more, *self.steps[at + 1 :]))
        return replace(self, steps=(*self.steps, Note(code=code, count=count, params=params)))

    def leaves(self, code: str, count: int, **params: Param) -> "Draft":
        """Return the draft with a fault noted that is left as it is, if there is any."""
        if count == 0:
            return self
        return replace(self, left=(*self.left, Note(code=code, count=count, params=params)))


def open_edges(faces: Ids) -> int:
    """Count the edges of a single face."""
    return int(np.count_nonzero(find_edges(faces).boundary))


def solid_of(points: Points, faces: Ids) -> Solid:
    """Make the solid that faces mean."""
    edges = find_edges(faces)
    return make_solid(points, faces, edges, measure_topology(points, faces, edges))


def leaks(faces: Ids) -> int:
    """Count the edges that do not have exactly two faces that agree."""
    edges = find_edges(faces)
    return int(np.count_nonzero(edges.boundary | edges.nonmanifold | edges.misoriented))


def without_collapsed(draft: Draft) -> Draft:
    """Drop the faces that have two equal corners: they have no area and no edges."""
    gone = collapsed(draft.faces)
    return draft.with_faces(draft.faces, ~gone).did("collapsed", int(np.count_nonzero(gone)))
