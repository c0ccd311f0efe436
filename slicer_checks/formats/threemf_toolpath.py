"""3MF toolpaths (toolpath extension 1.0, release candidate of 2026/03, and its drafts of 2019/05).

Every layer is a part of the package, named by its path; coordinates are whole numbers of a unit
that the toolpath names. Only planar toolpaths are read. Parameters that change along vectors are
counted, and the highest power they lead to is kept. What the specification tells a consumer to
reject (a part, profile, laser or group of lasers that is not declared, a modifier that is not
allowed) is refused; heights, powers and speeds are read as they stand, for checks to judge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import NamedTuple

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.faults import check_points, shown
from slicer_checks.formats.file_units import check_coordinates, in_mm
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.relationships import member_name, model_name
from slicer_checks.formats.threemf_layer import read_layer
from slicer_checks.formats.threemf_layer_blocks import LayerBlocks, Places, blocks_of
from slicer_checks.formats.threemf_parts import SUPPORTS, read_without_meshes, unit_mm
from slicer_checks.formats.threemf_profile import NAMELESS, bad_laser
from slicer_checks.formats.threemf_segments import NONE
from slicer_checks.formats.threemf_toolpath_model import NamedObject, Resource, ToolpathModel
from slicer_checks.formats.threemf_toolpath_writer import write_toolpath_3mf
from slicer_checks.formats.threemf_values import bad_value
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    FileFacts,
    LaserSource,
    Longs,
    PathPart,
    Role,
    Toolpath,
)

_Objects = dict[tuple[str | None, str], NamedObject]

__all__ = ["read_toolpath_3mf", "stream_toolpath_3mf", "write_toolpath_3mf"]


def read_toolpath_3mf(archive: Archive, limits: ReadLimits) -> Toolpath:
    """Read the toolpath of a 3MF package; raise `UnreadableFile` with what is wrong otherwise."""
    package = _package(archive, limits)
    return _toolpath(package, range(len(package.layers)))


def stream_toolpath_3mf(archive: Archive, limits: ReadLimits, layers: int) -> Iterator[Toolpath]:
    """Read the toolpath of a 3MF package so many layers at a time."""
    package = _package(archive, limits)
    every = range(len(package.layers))
    for first in every[::layers]:
        yield _toolpath(package, every[first : first + layers])


class _Package(NamedTuple):
    """What a package says before its layers, and the members that hold these."""

    archive: Archive
    limits: ReadLimits
    model: ToolpathModel
    resource: Resource
    scale_mm: float
    parts: list[PathPart]
    places: Places
    layers: list[str]


def _package(archive: Archive, limits: ReadLimits) -> _Package:
    model = read_without_meshes(archive.read(model_name(archive, limits)), ToolpathModel, limits)
    resource = model.resource()
    _check_resource(resource)
    scale_mm = resource.unit_factor * unit_mm(model.unit)
    if not 0 < scale_mm < inf:
        raise bad_value("toolpathresource", "unitfactor", repr(resource.unit_factor))
    parts, places = _places(model, resource, _objects(archive, limits, model))
    names = _layer_names(archive, resource)
    return _Package(archive, limits, model, resource, scale_mm, parts, places, names)


def _toolpath(package: _Package, those: range) -> Toolpath:
    """Read some layers of a package."""
    model, scale_mm = package.model, package.scale_mm
    # Layers tell profiles how high their power goes: each piece has profiles of its own.
    profiles = [profile.unused() for profile in package.resource.profiles]
    unread = dict(package.resource.unread)
    resource = replace(package.resource, profiles=profiles, unread=unread)
    places = replace(package.places, resource=resource)
    layers = [
        blocks_of(read_layer(package.archive.read(package.layers[at]), package.limits), places)
        for at in those
    ]
    tops = np.array([resource.layers[at][0] for at in those], dtype=np.int64)
    blocks = _joined(layers, resource, tops, scale_mm)
    lasers = _lasers(resource, scale_mm)
    check_coordinates(blocks.points_mm, blocks.layer_z_mm, package.limits)
    check_points("3MF", np.array([one.field_mm for one in lasers if one.field_mm]).reshape(-1, 2))
    return Toolpath(
        blocks=blocks,
        exposures=tuple(one.exposure for one in resource.profiles if one.uuid != NAMELESS),
        parts=tuple(package.parts),
        lasers=lasers,
        facts=FileFacts(
            file_format="3mf-toolpath",
            unit_mm=scale_mm,
            version=resource.version,
            date=model.facts["date"],
            name=model.facts["name"],
        ),
        unread=_summed(model.unread, resource.unread, *(layer.unread for layer in layers)),
    )


def _check_resource(resource: Resource) -> None:
    """Refuse a toolpath that is not planar, or that names lasers it does not declare."""
    if resource.kind != "planar":
        raise UnreadableFile(
            "3mf-toolpath-planar",
            f"The 3MF toolpath is of the type {shown(resource.kind)!r}; planar ones are read.",
            {"kind": shown(resource.kind)},
        )
    known = {laser.number for laser in resource.lasers}
    named = {resource.default_laser, *(profile.laser for profile in resource.profiles)} - {NONE}
    if (resource.lasers or resource.default_laser != NONE) and named - known:
        raise bad_laser(min(named - known))
    for lasers in resource.sync_groups.values():
        if not set(lasers.split()) <= {str(number) for number in known}:
            raise bad_value("syncgroup", "lasers", lasers)


def _objects(archive: Archive, limits: ReadLimits, model: ToolpathModel) -> _Objects:
    """Return the objects of the root model, and of the parts that items name, by path and number.

    A part that is not there leaves its objects nameless: their vectors are in the layers.
    """
    found: _Objects = {(None, number): one for number, one in model.objects.items()}
    for path in {item.placed.path for item in model.items}:
        if path is not None and member_name(path) in archive:
            other = read_without_meshes(archive.read(member_name(path)), ToolpathModel, limits)
            found |= {(path, number): one for number, one in other.objects.items()}
    return found


def _places(
    model: ToolpathModel, resource: Resource, objects: _Objects
) -> tuple[list[PathPart], Places]:
    """Return the parts of the build, and where UUIDs and lasers lead."""
    parts: list[PathPart] = []
    items: dict[str, int] = {}
    roles: list[Role] = []
    for item in model.items:
        found = objects.get((item.placed.path, item.placed.object_id))
        place = NOBODY if item.nameless else len(parts)
        items.setdefault(item.uuid, place)
        if not item.nameless:
            parts.append(item.part("" if found is None else found.name))
            supports = found is not None and found.kind in SUPPORTS
            roles.append(Role.SUPPORT if supports else Role.UNSAID)
            if found is not None:
                items.setdefault(found.uuid, place)
    items.pop("", None)
    return parts, Places(
        resource=resource,
        profiles={profile.uuid: at for at, profile in enumerate(resource.profiles)},
        parts=items,
        roles=[*roles, Role.UNSAID],
        lasers={laser.number: at for at, laser in enumerate(resource.lasers)},
        profile_lasers=np.array([one.laser for one in resource.profiles], dtype=np.int64),
    )


def _layer_names(archive: Archive, resource: Resource) -> list[str]:
    """Return the members that hold the layers; each layer has one to itself."""
    names: list[str] = []
    for top, path in resource.layers:
        if top == NONE:
            raise bad_value("toolpathlayer", "ztop", "")
        name = member_name(path).lower()
        if name not in archive:
            raise UnreadableFile(
                "3mf-path",
                f"The 3MF file points to {shown(path)!r}, which is no place inside it.",
                {"path": shown(path)},
            )
        names.append(name)
    if len(set(names)) < len(names):
        raise bad_value("toolpathlayer", "path", resource.layers[-1][1])
    return names


def _joined(layers: list[LayerBlocks], resource: Resource, tops: Longs, scale_mm: float) -> Blocks:
    """Return the blocks of layers whose tops (L) are given in the file's unit, in mm."""
    counts = [len(layer.lengths) for layer in layers]
    joined = LayerBlocks.joined(layers)
    return Blocks(
        points_mm=in_mm(joined.points, scale_mm),
        block_offsets=np.concatenate(([0], np.cumsum(joined.lengths))).astype(np.int64),
        block_shape=joined.shape,
        block_role=joined.role,
        block_direction=joined.direction,
        block_exposure=_exposures(resource)[joined.profile],
        block_part=joined.part,
        block_laser=joined.laser,
        layer_offsets=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        layer_z_mm=in_mm(tops, scale_mm),
    )


def _exposures(resource: Resource) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return the exposure that each profile is; the nameless one is none."""
    named = np.array([profile.uuid != NAMELESS for profile in resource.profiles], dtype=bool)
    return np.where(named, np.cumsum(named) - 1, NOBODY).astype(np.int32)


def _lasers(resource: Resource, scale_mm: float) -> tuple[LaserSource, ...]:
    sources = []
    for laser in resource.lasers:
        field = None
        if laser.field is not None:
            left, low, right, high = in_mm(np.array(laser.field), scale_mm).tolist()
            field = ((left, low), (right, high))
        sources.append(LaserSource(name=laser.name, field_mm=field))
    return tuple(sources)


def _summed(*counted: Mapping[str, int]) -> tuple[Unread, ...]:
    total: dict[str, int] = {}
    for counts in counted:
        for content, count in counts.items():
            total[content] = total.get(content, 0) + count
    return tuple(Unread(content=content, count=count) for content, count in total.items() if count)
