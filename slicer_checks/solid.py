"""The solid that a mesh means: what is sliced, weighed and priced.

From the exactly welded faces: cracks of a few float32 steps are closed where edges are open,
collapsed faces and needless copies go, faces are turned to agree with their neighbours, and bodies
that are inside out are turned. Nothing else is repaired, and each step is counted so that a finding
can say it.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.edges import Edges, collapsed, find_edges, shells_of
from slicer_checks.facing import disagreeing
from slicer_checks.frozen import frozen_array
from slicer_checks.repeats import surplus
from slicer_checks.topology import Topology, duplicates, face_areas, shell_volumes
from slicer_checks.weld import weld_close

Faces = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_PROBES_MAX: Final = 200_000_000
"""So many pairs of an inward shell and a face are looked at."""
_ROUNDING_STEPS: Final = 4
"""A shell thinner than this many steps of float32 at its coordinates has no inside."""
_ENCLOSING_FACES_MIN: Final = 4
"""A tetrahedron; fewer faces enclose nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solid:
    """The faces to slice, outward on every body, and what had to be done to get them.

    `face_numbers` are the faces in the part's numbering. `bodies` counts the surfaces that enclose
    material, `cavities` those that enclose a void inside a body (`cavity_mm3` in all, their faces
    in `cavity_where`), `inverted_bodies` the bodies that were inside out (the faces turned with
    them in `inverted_where`), `turned_faces` faces that disagreed with their neighbours,
    `open_edges` the boundary edges that are left, `unpaired_edges` those along which not as many
    faces run one way as the other. `*_where` are in the part's numbering.
    """

    faces: Faces
    face_numbers: Faces
    bodies: int
    cavities: int
    cavity_mm3: float
    cavity_where: Faces
    inverted_bodies: int
    inverted_where: Faces
    turned_faces: int
    tolerance_welded: bool
    closed_by_weld: int
    open_edges: int
    unpaired_edges: int
    volume_mm3: float


def make_solid(points: Points, faces: Faces, edges: Edges, topology: Topology) -> Solid:
    """Make the solid of exactly welded faces whose `edges` and `topology` are known."""
    joined, closed = _close_cracks(points, faces, edges)
    known = find_edges(joined) if closed > 0 else edges
    drop = collapsed(joined) | surplus_copies(points, joined, known)
    dropped = bool(drop.any())
    kept = joined[~drop] if dropped else joined
    numbers = np.flatnonzero(~drop)
    left = find_edges(kept) if dropped else known
    odd = disagreeing(len(kept), left)
    if odd.any():
        kept = np.where(odd[:, None], kept[:, ::-1], kept)
        left = find_edges(kept)
    if kept is faces:
        shell, volumes = np.array(topology.shell_of_face), np.array(topology.shell_volumes_mm3)
    else:
        shell = shells_of(len(kept), left)
        volumes = shell_volumes(points, kept, shell)
    turned_shell, cavity = _turned(points, kept, shell, volumes, left)
    inverted = turned_shell & ~cavity & _thick(points, kept, shell, volumes)
    turned = turned_shell[shell]
    outward = np.where(turned[:, None], kept[:, ::-1], kept) if turned.any() else kept
    return Solid(
        faces=frozen_array(outward, np.int32),
        face_numbers=frozen_array(numbers, np.int32),
        bodies=len(volumes) - int(np.count_nonzero(cavity)),
        cavities=int(np.count_nonzero(cavity)),
        cavity_mm3=float(np.abs(volumes[cavity]).sum()),
        cavity_where=frozen_array(numbers[cavity[shell]], np.int32),
        inverted_bodies=int(np.count_nonzero(inverted)),
        inverted_where=frozen_array(numbers[(inverted | (turned_shell & cavity))[shell]], np.int32),
        turned_faces=int(np.count_nonzero(odd)),
        tolerance_welded=closed > 0,
        closed_by_weld=closed,
        open_edges=int(np.count_nonzero(left.boundary)),
        unpaired_edges=int(np.count_nonzero(left.unpaired)),
        volume_mm3=max(0.0, float(np.where(turned_shell, -volumes, volumes).sum())),
    )


def surplus_copies(points: Points, faces: Faces, edges: Edges) -> Flags:
    """Tell which faces lie on another with the same corners and are not needed (see `repeats`)."""

    def in_metal(mine: Flags) -> bool:
        return (
            _winding(points, np.ascontiguousarray(faces[~mine]), _lowest(points, faces[mine])) > 0
        )

    return surplus(faces, edges, duplicates(faces, edges), in_metal)


def _close_cracks(points: Points, faces: Faces, edges: Edges) -> tuple[Faces, int]:
    """Weld close vertices at open edges; return the faces and how many edges that closed."""
    before = int(np.count_nonzero(edges.boundary))
    if before == 0:
        return faces, 0
    half = edges.order[edges.starts[:-1][edges.boundary]]
    ends = np.roll(faces, -1, axis=1)
    loose = np.unique(np.concatenate((faces.reshape(-1)[half], ends.reshape(-1)[half])))
    joined = weld_close(points, faces, loose)
    after = int(np.count_nonzero(find_edges(joined).boundary))
    return (joined, before - after) if after < before else (faces, 0)


def _turned(
    points: Points, faces: Faces, shell: Faces, volumes: Points, edges: Edges
) -> tuple[Flags, Flags]:
    """Tell which shells must be turned to be right side out, and which enclose a cavity.

    Where the whole encloses less than nothing it is read as its mirror image, so the cavities of a
    part that is inside out stay cavities. Otherwise only closed shells are turned: the volume of an
    open shell alone depends on where it is measured from.
    """
    mirrored = bool(volumes.sum() < 0)
    if mirrored:
        cavity = _cavities(points, np.ascontiguousarray(faces[:, ::-1]), shell, -volumes)
        return (volumes < 0) | cavity, cavity
    cavity = _cavities(points, faces, shell, volumes)
    closed = np.ones(len(volumes), dtype=np.bool_)
    closed[shell[edges.faces_of(edges.boundary)]] = False
    return (volumes < 0) & ~cavity & closed, cavity


def _thick(points: Points, faces: Faces, shell: Faces, volumes: Points) -> Flags:
    """Tell which shells enclose more than rounding: a flat sheet is not inside out, but nothing."""
    step_mm = float(np.spacing(np.float32(np.abs(points).max(initial=0.0))))
    areas = np.bincount(shell, weights=face_areas(points, faces), minlength=len(volumes))
    return np.asarray(np.abs(volumes) > _ROUNDING_STEPS * step_mm * areas)


def _cavities(points: Points, faces: Faces, shell: Faces, volumes: Points) -> Flags:
    """Tell which shells of negative volume lie inside material of the other shells.

    Where there are too many to look it is not a part's cavities but a broken mesh: none does.
    """
    cavity = np.zeros(len(volumes), dtype=np.bool_)
    encloses = np.bincount(shell, minlength=len(volumes)) >= _ENCLOSING_FACES_MIN
    negative = np.flatnonzero((volumes < 0) & encloses)
    if len(negative) == len(volumes) or len(negative) * len(faces) > _PROBES_MAX:
        return cavity
    for number in negative:
        mine = shell == number
        probe = _lowest(points, faces[mine])
        cavity[number] = _winding(points, np.ascontiguousarray(faces[~mine]), probe) > 0
    return cavity


def _lowest(points: Points, faces: Faces) -> Points:
    """Return the lowest corner of some faces."""
    corner = points[faces].reshape(-1, 3)
    return np.asarray(corner[np.argmin(corner[:, 2])])


@numba.njit(cache=True)
def _winding(points: Points, faces: Faces, probe: Points) -> int:
    """Count how often the faces wind around the probe, by a ray in the direction of +z."""
    winding = 0
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        sense = _covers(a, b, c, probe)
        if sense != 0 and _height(a, b, c, probe) > probe[2]:
            winding += sense
    return winding


@numba.njit(cache=True)
def _covers(a: Points, b: Points, c: Points, probe: Points) -> int:
    """Return 1 or -1 when the probe lies under the triangle seen from above, by its orientation.

    Half-open in y, so a ray through an edge or a vertex counts once.
    """
    crossings = 0
    sense = 0
    for first, second in ((a, b), (b, c), (c, a)):
        if (first[1] <= probe[1]) != (second[1] <= probe[1]):
            share = (probe[1] - first[1]) / (second[1] - first[1])
            if first[0] + share * (second[0] - first[0]) > probe[0]:
                crossings += 1
                sense += 1 if second[1] > first[1] else -1
    return sense if crossings == 1 else 0


@numba.njit(cache=True)
def _height(a: Points, b: Points, c: Points, probe: Points) -> float:
    nx = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
    ny = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
    nz = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return float(a[2] - (nx * (probe[0] - a[0]) + ny * (probe[1] - a[1])) / nz)
