"""Bodies that repeat an earlier body face for face: their faces are all duplicates.

A body that fills a cavity repeats the cavity's faces the other way around and is no copy: of both
the solid keeps none (see `repeats`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slicer_checks.edges import find_edges, shells_of
from slicer_checks.frozen import frozen_array
from slicer_checks.part import Part
from slicer_checks.topology import shell_volumes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Copies:
    """How many bodies are exact copies, the metal they count again, their faces in the part."""

    bodies: int
    volume_mm3: float
    faces: npt.NDArray[np.int32]


def copied_bodies(part: Part) -> Copies:
    """Find the closed surfaces among the duplicate faces of a part."""
    return part.kept.once("copies", lambda: _find(part))


def _kept(part: Part, faces: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Tell which faces have their three corners in a face of the solid."""
    left = part.faces[part.solid.face_numbers]
    asked = np.zeros(len(part.vertices_mm), dtype=np.bool_)
    asked[faces] = True
    likely = np.sort(left[asked[left].all(axis=1)], axis=1)
    both = np.concatenate((likely, np.sort(faces, axis=1)))
    number = np.unique(both, axis=0, return_inverse=True)[1].reshape(-1)
    return np.isin(number[len(likely) :], number[: len(likely)])


def _find(part: Part) -> Copies:
    where = part.topology.duplicate_where
    faces = part.faces[where]
    edges = find_edges(faces)
    shell = shells_of(len(faces), edges)
    volumes = shell_volumes(part.vertices_mm, faces, shell)
    whole = np.abs(volumes) > 0
    whole[shell[edges.faces_of(edges.boundary)]] = False
    whole[shell[(shell >= 0) & ~_kept(part, faces)]] = False
    chosen = where[whole[shell]] if len(where) else where
    return Copies(
        bodies=int(np.count_nonzero(whole)),
        volume_mm3=float(np.abs(volumes[whole]).sum()),
        faces=frozen_array(chosen, np.int32),
    )
