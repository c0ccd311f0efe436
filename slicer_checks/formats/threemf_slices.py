"""3MF slices (slice extension 1.0.2): contours of objects, layer by layer.

The stacks of the objects that the build places, in the root model or in parts that it refers to,
moved by the transforms of items and components, which may only move, turn and scale in the plane
and lift. Layers of several objects are one where their heights are the same micrometre. Polygons
are contours without exposures; whether a model's are closed is for checks to judge.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.faults import check_count, check_points, shown
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.relationships import member_name, model_name
from slicer_checks.formats.threemf_attributes import Matrix, Placed
from slicer_checks.formats.threemf_model import too_many_instances
from slicer_checks.formats.threemf_parts import SUPPORTS, read_without_meshes, unit_mm
from slicer_checks.formats.threemf_slice_blocks import PlacedStack, blocks_of_stacks
from slicer_checks.formats.threemf_slice_model import SlicedObject, SliceModel, Stack, bad_stack
from slicer_checks.formats.threemf_slices_writer import write_slices
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, FileFacts, PathPart, Role, Toolpath

__all__ = ["read_slices", "write_slices"]

_BUILT: Final = frozenset({"model", "surface", *SUPPORTS})
_IDENTITY: Final = np.vstack((np.eye(3), np.zeros(3)))


@dataclass(slots=True)
class _Build:
    """The package while it is put together."""

    archive: Archive
    limits: ReadLimits
    root: str
    models: dict[str, SliceModel] = field(default_factory=dict)
    stacks: list[PlacedStack] = field(default_factory=list)
    parts: list[PathPart] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    part: int = NOBODY
    placed: int = 0
    size: int = 0

    def model(self, name: str) -> SliceModel:
        """Return a model part, read when it is first asked for; all are in one unit."""
        if name not in self.models:
            self.models[name] = read_without_meshes(
                self.archive.read(name), SliceModel, self.limits
            )
            first, *others = {model.unit: name for model in self.models.values()}
            if others:
                raise UnreadableFile(
                    "3mf-units-differ",
                    f"The parts of the 3MF model are in different units: {first}, {others[0]}.",
                    {"unit": first, "other": others[0]},
                )
        return self.models[name]

    def count(self, content: str) -> None:
        """Count what is left out."""
        self.unread[content] = self.unread.get(content, 0) + 1


def read_slices(archive: Archive, limits: ReadLimits) -> Toolpath:
    """Read the slices of a 3MF package; raise `UnreadableFile` with what is wrong otherwise."""
    build = _Build(archive=archive, limits=limits, root=model_name(archive, limits))
    model = build.model(build.root)
    for item in model.items:
        path = item.placed.path
        home = build.root if path is None else _part_name(build, path)
        found = build.model(home).objects.get(item.placed.object_id)
        build.part = NOBODY if item.nameless else len(build.parts)
        if not item.nameless:
            build.parts.append(item.part("" if found is None else found.name))
        _place(build, item.placed, build.root, _IDENTITY, ())
    if not build.stacks:
        raise UnreadableFile("3mf-no-slices", "The 3MF file places no object that is sliced.")
    for part in build.models.values():
        for content, count in part.unread.items():
            build.unread[content] = build.unread.get(content, 0) + count
    scale_mm = unit_mm(model.unit)
    blocks = blocks_of_stacks(build.stacks, scale_mm)
    check_points("3MF", blocks.points_mm)
    check_points("3MF", blocks.layer_z_mm.reshape(-1, 1))
    return Toolpath(
        blocks=blocks,
        exposures=(),
        parts=tuple(build.parts),
        facts=FileFacts(
            file_format="3mf-slices",
            unit_mm=scale_mm,
            version="2015/07",
            date=model.facts["date"],
            name=model.facts["name"],
        ),
        unread=tuple(Unread(content=name, count=count) for name, count in build.unread.items()),
    )


def _place(
    build: _Build, placed: Placed, part: str, outer: Matrix, above: tuple[tuple[str, str], ...]
) -> None:
    """Add the slices of what a component or item places, to the end of its components."""
    build.placed += 1
    if build.placed > build.limits.instances_max or len(above) > build.limits.component_depth_max:
        raise too_many_instances(build.limits)
    part = part if placed.path is None else _part_name(build, placed.path)
    key = (part, placed.object_id)
    found = build.model(part).objects.get(placed.object_id)
    if found is None or key in above:
        raise _misplaced(placed.object_id, missing=found is None)
    matrix = outer if placed.matrix is None else _after(placed.matrix, outer)
    if found.kind not in _BUILT:
        build.count("objects of a type that is not built")
        return
    if found.stack:
        _add(build, found, part, matrix)
    elif not found.components:
        build.count("objects without slices")
    for component in found.components:
        _place(build, component, part, matrix, (*above, key))


def _misplaced(number: str, *, missing: bool) -> UnreadableFile:
    """Return the error for an object that is placed but not there, or within itself."""
    why = "is placed but not there" if missing else "is a component of itself"
    return UnreadableFile(
        "3mf-object-missing" if missing else "3mf-cycle",
        f"Object {shown(number)!r} of the 3MF file {why}.",
        {"object": shown(number)},
    )


def _after(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the transform that does `inner` first."""
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused afterwards
        matrix: Matrix = inner @ outer[:3]
        matrix[3] += outer[3]
    return matrix


def _part_name(build: _Build, path: str) -> str:
    name = member_name(path)
    if not path.startswith("/") or name not in build.archive:
        raise UnreadableFile(
            "3mf-path",
            f"The 3MF file points to {shown(path)!r}, which is no place inside it.",
            {"path": shown(path)},
        )
    return name.lower()


def _add(build: _Build, found: SlicedObject, part: str, matrix: Matrix) -> None:
    """Add the slices of an object where the transform puts them."""
    planar = matrix[2] == (0, 0, 1)
    if not planar.all() or matrix[0, 2] != 0 or matrix[1, 2] != 0:
        raise UnreadableFile(
            "3mf-slice-transform",
            "The 3MF file tilts or stretches a sliced object out of the plane of its slices.",
        )
    home = part if found.path is None else _part_name(build, found.path)
    for stack in _resolved(build, home, found.stack):
        build.size += len(stack.points) // 2 + len(stack.tops) + 1
        check_count("3MF", build.size, build.limits)
        role = Role.SUPPORT if found.kind in SUPPORTS else Role.CORE
        build.stacks.append(
            PlacedStack(stack=stack, matrix=matrix, part=build.part, role=role, number=build.placed)
        )


def _resolved(build: _Build, part: str, number: str) -> list[Stack]:
    """Return a stack, or the stacks in other parts that it consists of; these refer no further."""
    stack = build.model(part).stacks.get(number)
    if stack is None or (stack.references and stack.tops):
        raise bad_stack(number)
    if not stack.references:
        return [stack]
    others = []
    for other, path in stack.references:
        home = _part_name(build, path)
        found = None if home == part else build.model(home).stacks.get(other)
        if found is None or found.references:
            raise bad_stack(other)
        others.append(found)
    return others
