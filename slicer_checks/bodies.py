"""How the bodies of a part lie to each other, and the volume they have together.

Two bodies *overlap* where their surfaces cross; one is *nested* in another when it lies in that
one's material without crossing it (a loose body in a cavity is not); they are *duplicates* when
nearly all of either is in the other. Metal that two bodies share is there once: the volume of such
bodies is that of their union (manifold3d). Where boxes, then surfaces, do not meet, none of it is
worked out.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from slicer_checks.enclosing import windings
from slicer_checks.frozen import frozen_array
from slicer_checks.patches import linked
from slicer_checks.shells import Shells
from slicer_checks.surface import Surfaced, crossings_of, shells_of_part, tree_of
from slicer_checks.uniting import Mesh, part_of_mesh, shared_volume, united_volume

Ids = npt.NDArray[np.int32]
Kind = Literal["overlapping", "nested", "duplicate"]

_SHELLS_MAX: Final = 2_000
"""A file of more closed shells is a pattern or a broken mesh; its bodies are not compared."""
_SAME: Final = 0.99
"""Bodies that share this much of either are one body, exported twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two bodies, as numbers of shells, that share metal: for "nested" the first is inside."""

    first: int
    second: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bodies:
    """Bodies that share metal, and the volume of all metal, each cubic millimetre counted once.

    `owner` names for each shell the body it belongs to: a cavity to the body around it. `united` is
    false where a union was needed but the surfaces cannot be taken as solids, and where boxes meet
    but the bodies are too many to compare: then the volume counts what is shared for each body.
    `compared` is false where bodies or their crossings are too many, so that meetings may be
    missing.
    """

    owner: Ids
    meetings: tuple[Meeting, ...]
    union_volume_mm3: float
    united: bool
    compared: bool


def bodies_of(part: Surfaced) -> Bodies:
    """Return how the part's bodies lie to each other."""
    return part.kept.once("bodies", lambda: _find(part))


def body_mesh(part: Surfaced, shell: int) -> Mesh:
    """Return the surface of one shell alone."""
    mine = shells_of_part(part).of_face == shell
    return part_of_mesh(part.vertices_mm, part.solid.faces[mine])


def body_with_cavities(part: Surfaced, body: int, owner: Ids) -> tuple[Mesh, list[Mesh]]:
    """Return a body's surface and those of its cavities."""
    cavities = [c for c in shells_of_part(part).cavities if owner[c] == body]
    return body_mesh(part, body), [body_mesh(part, int(cavity)) for cavity in cavities]


def groups_of(meetings: tuple[Meeting, ...]) -> list[list[int]]:
    """Return the bodies that hang together by sharing metal, as groups of two or more."""
    if not meetings:
        return []
    pairs = np.array([(meeting.first, meeting.second) for meeting in meetings])
    group = linked(pairs, int(pairs.max()) + 1)
    involved = np.unique(pairs)
    return [involved[group[involved] == one].tolist() for one in np.unique(group[involved])]


def _find(part: Surfaced) -> Bodies:
    """Compare the bodies, if there are several whose boxes meet."""
    if part.solid.bodies == 1:
        return _apart(part, np.zeros(1 + part.solid.cavities, dtype=np.int32), compared=True)
    shells = shells_of_part(part)
    owner = np.arange(len(shells), dtype=np.int32)
    near = _near_boxes(shells)
    complete = int(np.count_nonzero(shells.closed)) <= 2 * _SHELLS_MAX
    if len(near) == 0 or len(shells.bodies) > _SHELLS_MAX:
        return _apart(part, owner, compared=complete and len(near) == 0)
    inside = _inside(part, shells, near)
    for cavity in shells.cavities:
        around = [int(b) for b in shells.bodies if inside.get((int(cavity), int(b)), 0) > 0]
        owner[cavity] = min(around, key=lambda b: shells.volumes_mm3[b], default=cavity)
    meetings = _meetings(part, shells, owner, inside)
    volume = _union_volume(part, shells, owner, meetings)
    return Bodies(
        owner=frozen_array(owner, np.int32),
        meetings=meetings,
        union_volume_mm3=part.solid.volume_mm3 if volume is None else volume,
        united=complete and volume is not None,
        compared=complete and crossings_of(part).complete,
    )


def _apart(part: Surfaced, owner: Ids, *, compared: bool) -> Bodies:
    return Bodies(
        owner=frozen_array(owner, np.int32),
        meetings=(),
        union_volume_mm3=part.solid.volume_mm3,
        united=compared,
        compared=compared,
    )


def _near_boxes(shells: Shells) -> npt.NDArray[np.intp]:
    """Return the pairs of closed shells (N, 2) whose boxes meet."""
    closed = np.flatnonzero(shells.closed)[: 2 * _SHELLS_MAX]
    low, high = shells.boxes_mm[closed, :3], shells.boxes_mm[closed, 3:]
    meet = np.ones((len(closed), len(closed)), dtype=np.bool_)
    for axis in range(3):
        meet &= low[:, axis][:, None] <= high[:, axis][None, :]
        meet &= low[:, axis][None, :] <= high[:, axis][:, None]
    first, second = np.nonzero(np.triu(meet, 1))
    return np.stack((closed[first], closed[second]), axis=1)


def _inside(
    part: Surfaced, shells: Shells, near: npt.NDArray[np.intp]
) -> dict[tuple[int, int], int]:
    """Return how often each shell winds around each other shell that it is near."""
    found: dict[tuple[int, int], int] = {}
    for shell in np.unique(near).tolist():
        winding = windings(tree_of(part), shells.of_face, shell, len(shells))
        if winding is not None:
            found |= {(shell, int(o)): int(winding[o]) for o in np.flatnonzero(winding)}
    return found


def _meetings(
    part: Surfaced, shells: Shells, owner: Ids, inside: dict[tuple[int, int], int]
) -> tuple[Meeting, ...]:
    """Return the bodies that share metal: those that cross, then those that are nested."""
    closed = shells.closed
    pairs = owner[shells.of_face[crossings_of(part).crossing]].reshape(-1, 2)
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & closed[pairs].all(axis=1)]
    crossed = {(min(a, b), max(a, b)) for a, b in np.unique(pairs, axis=0).tolist()}
    met = [
        Meeting(first=a, second=b, kind=_overlap_kind(part, shells, a, b))
        for a, b in sorted(crossed)
    ]
    bodies, around = set(shells.bodies.tolist()), Counter[tuple[int, int]]()
    for (shell, other), turns in inside.items():
        around[shell, int(owner[other])] += turns
    nested = [
        Meeting(first=a, second=b, kind="nested")
        for (a, b), turns in sorted(around.items())
        if turns > 0 and a != b and {a, b} <= bodies and (min(a, b), max(a, b)) not in crossed
    ]
    return (*met, *nested)


def _overlap_kind(part: Surfaced, shells: Shells, a: int, b: int) -> Kind:
    """Tell two bodies that overlap from one body that is there twice."""
    one, two = sorted((float(shells.volumes_mm3[a]), float(shells.volumes_mm3[b])))
    if one < _SAME * two:
        return "overlapping"
    shared = shared_volume(body_mesh(part, a), body_mesh(part, b))
    return "duplicate" if shared >= _SAME * two else "overlapping"


def _union_volume(
    part: Surfaced, shells: Shells, owner: Ids, meetings: tuple[Meeting, ...]
) -> float | None:
    """Return the volume with each group of bodies that share metal as one."""
    volume = part.solid.volume_mm3
    for group in groups_of(meetings):
        united = united_volume([body_with_cavities(part, body, owner) for body in group])
        if united is None:
            return None
        volume += united - float(shells.volumes_mm3[np.isin(owner, group)].sum())
    return volume
