"""3MF slices (slice extension 1.0.2): contours of objects, layer by layer.

The stacks of the objects that the build places, in the root model or in parts that it refers to,
moved by the transforms of items and components, which may only move, turn and scale in the plane
and lift. Layers of several objects are one where their heights are the same micrometre. Polygons
are contours without exposures; whether a model's are closed is for checks to judge.
"""

from dataclasses import dataclass, field
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.faults import check_count
from slicer_checks.formats.file_units import check_coordinates
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.relationships import model_name
from slicer_checks.formats.threemf_attributes import Matrix
from slicer_checks.formats.threemf_parts import SUPPORTS, read_without_meshes, unit_mm
from slicer_checks.formats.threemf_placing import ModelParts, Placing
from slicer_checks.formats.threemf_slice_blocks import PlacedStack, blocks_of_stacks
from slicer_checks.formats.threemf_slice_model import SlicedObject, SliceModel, Stack, bad_stack
from slicer_checks.formats.threemf_slices_writer import write_slices
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, FileFacts, PathPart, Role, Toolpath

__all__ = ["read_slices", "write_slices"]

_BUILT: Final = frozenset({"model", "surface", *SUPPORTS})


@dataclass(slots=True)
class _Build:
    """The package while it is put together."""

    models: ModelParts[SliceModel]
    limits: ReadLimits
    stacks: list[PlacedStack] = field(default_factory=list)
    parts: list[PathPart] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    part: int = NOBODY
    placed: int = 0
    size: int = 0

    def count(self, content: str, times: int = 1) -> None:
        """Count what is left out."""
        if times:
            self.unread[content] = self.unread.get(content, 0) + times


def read_slices(archive: Archive, limits: ReadLimits) -> Toolpath:
    """Read the slices of a 3MF package; raise `UnreadableFile` with what is wrong otherwise."""
    models = ModelParts(
        archive=archive, read=lambda text: read_without_meshes(text, SliceModel, limits)
    )
    build = _Build(models=models, limits=limits)
    placing = Placing[SlicedObject](
        limits=limits,
        home_of=models.home_of,
        objects_of=lambda name: models.part(name).objects,
        built=_BUILT,
    )
    root = model_name(archive, limits)
    model = models.part(root)
    for item in model.items:
        home = models.part(models.home_of(item.placed.path, root))
        named = home.objects.get(item.placed.object_id)
        build.part = NOBODY if item.nameless else len(build.parts)
        if not item.nameless:
            build.parts.append(item.part("" if named is None else named.name))
        for found, part, matrix in placing.walk(item.placed, root):
            _put(build, found, part, matrix)
    if not build.stacks:
        raise UnreadableFile("3mf-no-slices", "The 3MF file places no object that is sliced.")
    _count_models(build)
    scale_mm = unit_mm(model.unit)
    blocks = blocks_of_stacks(build.stacks, scale_mm)
    check_coordinates(blocks.points_mm, blocks.layer_z_mm, limits)
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


def _count_models(build: _Build) -> None:
    """Count what the model parts left out, and the order that slices of several objects lose."""
    for read in build.models.found.values():
        for content, count in read.unread.items():
            build.count(content, count)
    if len({one.number for one in build.stacks}) > 1:  # their slices are sorted by height
        build.count("slices out of order", sum(one.stack.falls for one in build.stacks))


def _put(build: _Build, found: SlicedObject, part: str, matrix: Matrix) -> None:
    """Add the slices of an object that is built; count one that is not, or has none."""
    build.placed += 1
    if found.kind not in _BUILT:
        build.count("objects of a type that is not built")
    elif found.stack:
        _add(build, found, part, matrix)
    elif not found.components:
        build.count("objects without slices")


def _add(build: _Build, found: SlicedObject, part: str, matrix: Matrix) -> None:
    """Add the slices of an object where the transform puts them."""
    planar = matrix[2] == (0, 0, 1)
    if not planar.all() or matrix[0, 2] != 0 or matrix[1, 2] != 0:
        raise UnreadableFile(
            "3mf-slice-transform",
            "The 3MF file tilts or stretches a sliced object out of the plane of its slices.",
        )
    home = build.models.home_of(found.path, part)
    for stack in _resolved(build, home, found.stack):
        build.size += len(stack.points) // 2 + len(stack.tops) + 1
        check_count("3MF", build.size, build.limits)
        role = Role.SUPPORT if found.kind in SUPPORTS else Role.CORE
        build.stacks.append(
            PlacedStack(stack=stack, matrix=matrix, part=build.part, role=role, number=build.placed)
        )


def _resolved(build: _Build, part: str, number: str) -> list[Stack]:
    """Return a stack, or the stacks in other parts that it consists of; these refer no further."""
    stack = build.models.part(part).stacks.get(number)
    if stack is None or (stack.references and stack.tops):
        raise bad_stack(number)
    if not stack.references:
        return [stack]
    others = []
    for other, path in stack.references:
        home = build.models.home_of(path, part)
        found = None if home == part else build.models.part(home).stacks.get(other)
        if found is None or found.references:
            raise bad_stack(other)
        others.append(found)
    return others
