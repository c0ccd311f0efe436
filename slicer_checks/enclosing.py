"""Which shells enclose a point: how often each winds around it, by an upward ray and exact signs.

A ray that grazes an edge, and a point that lies on a face, are not decided: the caller takes
another point. The ray is half-open in y, so one through a corner counts once.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree
from slicer_checks.frozen import read_only
from slicer_checks.nearpairs import leaf_faces
from slicer_checks.predicates import side_of_line, side_of_plane

Ids = npt.NDArray[np.int32]

_PROBES: Final = 24
_STACK: Final = 64
_UNDECIDED: Final = 2


def windings(tree: BoxTree, of_face: Ids, shell: int, shells: int) -> Ids | None:
    """Return how often each shell winds around a corner of one shell (which itself gets 0).

    None where all corners tried lie on other shells.
    """
    corners = np.unique(tree.faces[of_face == shell])
    tried = corners[:: max(1, len(corners) // _PROBES)]
    for corner in tried:
        winding, decided = _windings(tree, read_only(of_face), shell, shells, int(corner))
        if decided:
            found: Ids = winding
            return found
    return None


def windings_of_points(tree: BoxTree, points: npt.NDArray[np.float64]) -> Ids:
    """Return how often all faces wind around each of some points; 0 for a point on a face."""
    whole = tree._replace(points=read_only(np.concatenate((tree.points, points))))
    of_face = read_only(np.zeros(len(tree.faces), dtype=np.int32))
    found = np.zeros(len(points), dtype=np.int32)
    probes = np.arange(len(tree.points), len(whole.points), dtype=np.int32)
    for number, probe in enumerate(probes.tolist()):
        winding, decided = _windings(whole, of_face, -1, 1, probe)
        found[number] = winding[0] if decided else 0
    return found


@numba.njit(cache=True)
def _windings(tree: BoxTree, of_face: Ids, shell: int, shells: int, probe: int) -> tuple[Ids, bool]:
    x, y, z = tree.points[probe, 0], tree.points[probe, 1], tree.points[probe, 2]
    winding = np.zeros(shells, dtype=np.int32)
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        box = tree.boxes[node]
        if not (box[0] <= x <= box[3] and box[1] <= y <= box[4] and z <= box[5]):
            continue
        if node < tree.leaves - 1:
            stack[top], stack[top + 1] = 2 * node + 1, 2 * node + 2
            top += 2
            continue
        first, end = leaf_faces(tree, node - tree.leaves + 1)
        for place in range(first, end):
            face = tree.order[place]
            if of_face[face] != shell:
                sense = _passed(tree, face, probe)
                if sense == _UNDECIDED:
                    return winding, False
                winding[of_face[face]] += sense
    return winding, True


@numba.njit(cache=True)
def _passed(tree: BoxTree, face: int, probe: int) -> int:
    """Return 1 or -1 where the ray leaves or enters by a face, 0 where it misses it."""
    points, y = tree.points, tree.points[probe, 1]
    crossings, sense = 0, 0
    for corner in range(3):
        a, b = tree.faces[face, corner], tree.faces[face, (corner + 1) % 3]
        if (points[a, 1] <= y) == (points[b, 1] <= y):
            continue
        rises = 1 if points[b, 1] > points[a, 1] else -1
        side = side_of_line(points, a, b, probe, 2)
        if side == 0:
            return _UNDECIDED
        if side == rises:
            crossings += 1
            sense += rises
    if crossings != 1:
        return 0
    a, b, c = tree.faces[face, 0], tree.faces[face, 1], tree.faces[face, 2]
    above = side_of_plane(points, a, b, c, probe)
    if above == 0:
        return _UNDECIDED
    return sense if above == -sense else 0
