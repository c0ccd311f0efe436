"""The objects and constellations of an AMF put together into one mesh."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import check_count, check_indices, check_points, no_faces, shown
from slicer_checks.limits import ReadLimits

Points = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_INDEX_MAX: Final = 2.0**53
_NONE: Final = np.empty((0, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An item that a constellation places: turned by degrees about x, y and z, then moved."""

    object_id: str
    shift: tuple[float, ...]
    turn: tuple[float, ...]


@dataclass(slots=True)
class Item:
    """An object with a mesh, or a constellation with instances."""

    points: Points = field(default_factory=lambda: _NONE)
    faces: Points = field(default_factory=lambda: _NONE)
    instances: list[Instance] = field(default_factory=list)


@dataclass(slots=True)
class _Build:
    items: dict[str, Item]
    limits: ReadLimits
    placed: int = 0
    empty: int = 0
    points: list[Points] = field(default_factory=list)
    faces: list[Ids] = field(default_factory=list)


def build_mesh(items: dict[str, Item], limits: ReadLimits) -> tuple[Points, Ids, int]:
    """Return the points and faces of all that the file places, and how many objects have none."""
    build = _Build(items=items, limits=limits)
    placed = {one.object_id for item in items.values() for one in item.instances}
    for number in items:
        if number not in placed:
            _place(build, number, np.eye(3), np.zeros(3), ())
    if items and not build.placed:
        raise _no_object(next(iter(items)))
    if not build.faces:
        raise no_faces("AMF")
    starts = np.cumsum([0, *map(len, build.points[:-1])])
    faces = [ids + start for ids, start in zip(build.faces, starts, strict=True)]
    points = np.concatenate(build.points)
    check_points("AMF", points)
    return points, np.concatenate(faces).astype(np.int32), build.empty


def _place(build: _Build, number: str, turn: Points, shift: Points, above: tuple[str, ...]) -> None:
    build.placed += 1
    limits = build.limits
    if build.placed > limits.instances_max or len(above) > limits.component_depth_max:
        raise UnreadableFile(
            "amf-too-many",
            f"The AMF file places more than {limits.instances_max} objects.",
            {"instances_max": limits.instances_max},
        )
    if number in above or number not in build.items:
        raise _no_object(number)
    item = build.items[number]
    if len(item.faces):
        _add(build, item, turn, shift)
    elif not item.instances:
        build.empty += 1
    for one in item.instances:
        inner = np.array(one.shift)
        _place(
            build, one.object_id, turn @ _turned(one.turn), turn @ inner + shift, (*above, number)
        )


def _add(build: _Build, item: Item, turn: Points, shift: Points) -> None:
    check_count("AMF", sum(map(len, build.faces)) + len(item.faces), build.limits)
    check_count("AMF", sum(map(len, build.points)) + len(item.points), build.limits)
    check_points("AMF", item.points)
    ids = np.minimum(item.faces, _INDEX_MAX).astype(np.int64)
    check_indices("AMF", ids, len(item.points))
    build.points.append(item.points @ turn.T + shift)
    build.faces.append(ids.astype(np.int32))


def _turned(degrees: tuple[float, ...]) -> Points:
    """Return the rotation about x, then y, then z; right angles are exact."""
    matrix = np.eye(3)
    for axis, angle in enumerate(degrees):
        a, b = (axis + 1) % 3, (axis + 2) % 3
        cosine, sine = _cosine(angle), _cosine(angle - 90)
        step = np.eye(3)
        step[a, a], step[a, b], step[b, a], step[b, b] = cosine, -sine, sine, cosine
        matrix = step @ matrix
    return matrix


def _cosine(degrees: float) -> float:
    quarters = degrees / 90
    if quarters == round(quarters):
        return (1.0, 0.0, -1.0, 0.0)[round(quarters) % 4]
    return float(np.cos(np.radians(degrees)))


def _no_object(number: str) -> UnreadableFile:
    return UnreadableFile(
        "amf-object",
        f"The AMF file places object {shown(number)!r}, which it does not hold or which holds "
        "itself.",
        {"object": shown(number)},
    )
