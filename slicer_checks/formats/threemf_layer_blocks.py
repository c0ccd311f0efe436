"""The segments of a layer of 3MF as blocks of a toolpath: references resolved, loops closed."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.threemf_layer import Layer
from slicer_checks.formats.threemf_profile import bad_laser
from slicer_checks.formats.threemf_segments import (
    FIRST,
    HATCH,
    KIND,
    LASER,
    LOOP,
    NONE,
    PART,
    POLYLINE,
    PROFILE,
    SYNC,
    Longs,
    Segments,
)
from slicer_checks.formats.threemf_toolpath_model import Resource
from slicer_checks.formats.threemf_values import bad_value
from slicer_checks.toolpath import Bytes, Direction, Ids, Role, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where references lead: profiles of the resource and parts by UUID, lasers by number.

    `roles` are those of the parts; the last is of no part. `profile_lasers` are the lasers that
    the profiles name.
    """

    resource: Resource
    profiles: dict[str, int]
    parts: dict[str, int]
    roles: list[Role]
    lasers: dict[int, int]
    profile_lasers: Longs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerBlocks:
    """Blocks as columns, and their points (N, 2) in the units of the file.

    `profile` are places in the resource's profiles. `unread` counts what was left out.
    """

    points: npt.NDArray[np.int32]
    lengths: Longs
    shape: Bytes
    role: Bytes
    direction: Bytes
    profile: Ids
    part: Ids
    laser: Ids
    unread: dict[str, int]

    @classmethod
    def joined(cls, layers: list["LayerBlocks"]) -> "LayerBlocks":
        """Return the blocks of all layers as those of one."""
        columns = [column.name for column in fields(cls) if column.name != "unread"]
        nothing = blocks_of(Layer(), _NOWHERE)
        return cls(
            **{
                name: np.concatenate([getattr(layer, name) for layer in (nothing, *layers)])
                for name in columns
            },
            unread={},
        )


def blocks_of(layer: Layer, places: Places) -> LayerBlocks:
    """Return the blocks of a layer; refuse references that lead nowhere (sections 1.1 and 1.2)."""
    segments = layer.segments
    table = segments.table
    profiles = {number: places.profiles.get(uuid) for number, uuid in layer.profiles.items()}
    parts = {number: places.parts.get(uuid) for number, uuid in layer.parts.items()}
    profile = _resolved(table[:, PROFILE], profiles, "profile")
    part = _resolved(table[:, PART], parts, "part")
    _check_sync(table[:, SYNC], places.resource)
    points, lengths = _closed(segments)
    roles = np.array(places.roles, dtype=np.uint8)
    return LayerBlocks(
        points=points,
        lengths=lengths,
        shape=np.where(table[:, KIND] == HATCH, Shape.HATCHES, Shape.POLYLINE).astype(np.uint8),
        role=roles[part],
        direction=np.where(table[:, KIND] == POLYLINE, Direction.OPEN, Direction.UNSAID).astype(
            np.uint8
        ),
        profile=profile,
        part=part,
        laser=_lasers(table[:, LASER], profile, places),
        unread=_unread(layer, segments, profile, places.resource),
    )


def _resolved(numbers: Longs, meanings: dict[int, int | None], what: str) -> Ids:
    """Return what the layer's own numbers stand for."""
    used, places = np.unique(numbers, return_inverse=True)
    found = [meanings.get(number) for number in used.tolist()]
    known = [place for place in found if place is not None]
    if len(known) < len(found):
        number = int(used[found.index(None)])
        raise UnreadableFile(
            f"3mf-toolpath-{what}",
            f"A segment of the 3MF toolpath is of {what} {number}, which its layer does not "
            "declare, or which stands for nothing in the file.",
            {"number": number},
        )
    return np.array(known, dtype=np.int32)[places]


def _check_sync(numbers: Longs, resource: Resource) -> None:
    for number in np.unique(numbers[numbers != NONE]).tolist():
        if number not in resource.sync_groups:
            raise bad_value("segment", "lasersync", str(number))


def _lasers(named: Longs, profile: Ids, places: Places) -> Ids:
    """Return the laser of each segment: its own, its profile's, or the default."""
    lasers = np.where(named == NONE, places.profile_lasers[profile], named)
    lasers = np.where(lasers == NONE, places.resource.default_laser, lasers)
    if places.lasers:
        used, at = np.unique(lasers, return_inverse=True)
        for number in used.tolist():
            if number != NONE and number not in places.lasers:
                raise bad_laser(number)
        lasers = np.array([places.lasers.get(one, NONE) for one in used.tolist()], dtype=int)[at]
    return lasers.astype(np.int32)


def _closed(segments: Segments) -> tuple[npt.NDArray[np.int32], Longs]:
    """Return points and how many each block has, loops with their first point once more."""
    points = segments.points
    firsts = segments.table[:, FIRST]
    ends = np.append(firsts[1:], len(points))[: len(firsts)]
    loops = np.flatnonzero((segments.table[:, KIND] == LOOP) & (ends > firsts))
    loops = loops[(points[firsts[loops]] != points[ends[loops] - 1]).any(axis=1)]
    lengths = ends - firsts
    lengths[loops] += 1
    return np.insert(points, ends[loops], points[firsts[loops]], axis=0), lengths


def _unread(layer: Layer, segments: Segments, profile: Ids, resource: Resource) -> dict[str, int]:
    """Count what a toolpath does not hold; let the profiles know how far their factors go."""
    used, at = np.unique(profile, return_inverse=True)
    peaks, lows = np.full((len(used), 4), float(NONE)), np.full((len(used), 4), np.inf)
    changed, vectors = np.zeros((2, len(used), 4), dtype=np.int64)
    np.maximum.at(peaks, at, segments.peaks)
    np.minimum.at(lows, at, segments.lows)
    np.add.at(changed, at, segments.changed)
    np.add.at(vectors, at, segments.vectors[:, None])
    counts = {
        **layer.unread,
        "tags": segments.tagged,
        "predicted times": segments.predicted,
        "waits for other lasers": int((segments.table[:, SYNC] != NONE).sum()),
    }
    for row, factor in np.argwhere(vectors).tolist():
        one = resource.profiles[used[row]]
        always = bool(changed[row, factor] == vectors[row, factor])
        one.reach(factor, (float(lows[row, factor]), float(peaks[row, factor])), always=always)
        content = _ALONG.get(one.ranges.get(factor, ("",))[0], "other parameters along vectors")
        counts[content] = counts.get(content, 0) + int(changed[row, factor])
    return {content: count for content, count in counts.items() if count}


_ALONG: Final = {
    "laserpower": "power along vectors",
    "laserspeed": "speed along vectors",
}
"""What is left out of vectors whose parameter changes, by the parameter."""


_NOWHERE: Final = Places(
    resource=Resource(number="", unit_factor=1.0, kind="planar", version=""),
    profiles={},
    parts={},
    roles=[Role.UNSAID],
    lasers={},
    profile_lasers=np.empty(0, dtype=np.int64),
)
