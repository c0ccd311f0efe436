"""Triangles that are too narrow: needles collapse, caps are flipped, within a tolerance."""

from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.mending.draft import Draft, Ids, Points
from slicer_checks.topology import face_areas

_ROUNDS: Final = 12
Faces = dict[int, set[int]]


def altitudes(points: Points, faces: Ids) -> Points:
    """Return each face's lowest altitude: twice its area over its longest side; 0 for a point."""
    doubled = 2 * face_areas(points, faces)
    longest = np.zeros(len(faces))
    for corner in range(3):
        side = points[faces[:, corner]] - points[faces[:, corner - 1]]
        np.maximum(longest, np.sqrt(np.einsum("ij,ij->i", side, side)), out=longest)
    height: Points = np.divide(doubled, longest, out=np.zeros(len(faces)), where=longest > 0)
    return height


def mend_narrow(draft: Draft, tolerance_mm: float, code: str) -> Draft:
    """Collapse or flip the faces whose altitude is at most the tolerance.

    A needle's short side becomes one corner; a cap's long side is turned to join its corner to the
    one across. Neither is done where it would turn a face over, open the surface, or make an edge
    of four faces. What cannot be done is left.
    """
    mended = 0
    for _ in range(_ROUNDS):
        narrow = np.flatnonzero(altitudes(draft.points, draft.faces) <= tolerance_mm)
        if len(narrow) == 0:
            break
        faces, done = _round(draft.points, draft.faces, narrow, tolerance_mm)
        if done == 0:
            break
        mended += done
        gone = (faces == faces[:, [1, 2, 0]]).any(axis=1)
        draft = draft.with_faces(faces, ~gone)
    return draft.did(code, mended)


def _round(
    points: Points, faces: Ids, narrow: npt.NDArray[np.intp], within: float
) -> tuple[Ids, int]:
    """Mend narrow faces that have no corner in common with one mended in this round."""
    faces = faces.copy()
    ring = _faces_at(faces, faces[narrow])
    busy: set[int] = set()
    done = 0
    for face in narrow.tolist():
        star = _star(faces, ring, face)
        if star & busy:
            continue
        if _collapse(points, faces, ring, face, within) or _flip(points, faces, ring, face):
            busy |= star
            done += 1
    return faces, done


def _faces_at(faces: Ids, near: Ids) -> Faces:
    """Return the faces at each corner that the narrow faces and their neighbours have."""
    corners = np.unique(faces[np.isin(faces, near).any(axis=1)])
    around = np.flatnonzero(np.isin(faces, corners).any(axis=1))
    ring: Faces = {}
    for face in around.tolist():
        for corner in faces[face].tolist():
            ring.setdefault(corner, set()).add(face)
    return ring


def _star(faces: Ids, ring: Faces, face: int) -> set[int]:
    """Return the corners of all faces that touch a face."""
    return {
        corner
        for at in faces[face].tolist()
        for other in ring[at]
        for corner in faces[other].tolist()
    }


def _sides(points: Points, face: npt.NDArray[np.int32]) -> Points:
    """Return the lengths of a face's sides, each from its corner on."""
    at = points[face]
    lengths: Points = np.linalg.norm(at - np.roll(at, -1, axis=0), axis=1)
    return lengths


def _collapse(points: Points, faces: Ids, ring: Faces, face: int, within: float) -> bool:
    """Join the ends of a needle's short side, if nothing turns over."""
    sides = _sides(points, faces[face])
    short = int(np.argmin(sides))
    if sides[short] > within:
        return False
    stays, goes = int(faces[face, short]), int(faces[face, (short + 1) % 3])
    around = [{int(c) for f in ring[end] for c in faces[f]} for end in (stays, goes)]
    shared = ring[stays] & ring[goes]
    if len(shared) != 2 or len((around[0] & around[1]) - {stays, goes}) != 2:  # noqa: PLR2004
        return False
    rest = np.array(sorted(ring[goes] - shared), dtype=np.int64)
    after = np.where(faces[rest] == goes, stays, faces[rest])
    if _turns_over(points, faces[rest], after):
        return False
    faces[rest] = after
    faces[list(shared)] = stays
    return True


def _flip(points: Points, faces: Ids, ring: Faces, face: int) -> bool:
    """Turn the long side of a cap, if both faces get higher by it."""
    long = int(np.argmax(_sides(points, faces[face])))
    a, b, c = (int(faces[face, (long + turn) % 3]) for turn in range(3))
    others = (ring[a] & ring[b]) - {face}
    if len(others) != 1:
        return False
    other = others.pop()
    (d,) = set(faces[other].tolist()) - {a, b} or {c}
    if d == c or ring[c] & ring[d] or not _runs(faces[other], b, a):
        return False
    before = np.array([faces[face], faces[other]])
    after = np.array([(a, d, c), (d, b, c)], dtype=np.int32)
    low = altitudes(points, after).min() <= altitudes(points, before).min()
    if low or _turns_over(points, np.repeat(before[1:], 2, axis=0), after):
        return False
    faces[[face, other]] = after
    return True


def _runs(face: npt.NDArray[np.int32], start: int, end: int) -> bool:
    """Tell whether a face runs from one corner straight to another."""
    corners = face.tolist()
    return bool(corners[(corners.index(start) + 1) % 3] == end)


def _turns_over(points: Points, before: Ids, after: Ids) -> bool:
    """Tell whether a face would look the other way than it did."""
    old, new = _normals(points, before), _normals(points, after)
    return bool((np.einsum("ij,ij->i", old, new) < 0).any())


def _normals(points: Points, faces: Ids) -> Points:
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    return np.asarray(np.cross(b - a, c - a))
