"""3MF: the build of a package as one mesh, in the unit the model names.

The model is the one the package's relationships point to, never one found by its name, so that what
is checked is what a printer reads. Objects are placed by the transforms of items and components;
parts of the model in other members (production extension) are followed inside the package only. A
transform that mirrors turns the faces over, so that what was outside stays outside.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.faults import (
    check_count,
    check_indices,
    check_points,
    no_faces,
)
from slicer_checks.formats.mesh import Mesh, Unread
from slicer_checks.formats.relationships import model_name
from slicer_checks.formats.threemf_attributes import Matrix
from slicer_checks.formats.threemf_blocks import cut_blocks
from slicer_checks.formats.threemf_model import Model, ModelObject
from slicer_checks.formats.threemf_placing import IDENTITY, ModelParts, Placing
from slicer_checks.formats.xml_events import parse_xml
from slicer_checks.limits import ReadLimits

Ids = npt.NDArray[np.int32]

_PRINTED: Final = frozenset({"model", "surface"})
_SUPPORTS: Final = frozenset({"support", "solidsupport"})
_INDEX_MAX: Final = 2.0**53


@dataclass(slots=True)
class _Build:
    """The meshes that were placed so far, and what was left out."""

    limits: ReadLimits
    points: list[Matrix] = field(default_factory=list)
    faces: list[Ids] = field(default_factory=list)
    supports: int = 0
    others: int = 0
    empty: int = 0


def read_3mf(archive: Archive, limits: ReadLimits) -> Mesh:
    """Read the build of a 3MF package; raise `UnreadableFile` with what is wrong otherwise."""
    build = _Build(limits=limits)
    models = ModelParts(archive=archive, read=lambda text: read_model(text, limits))
    placing = Placing[ModelObject](
        limits=limits,
        home_of=models.home_of,
        objects_of=lambda name: models.part(name).objects,
        built=_PRINTED,
    )
    root = model_name(archive, limits)
    model = models.part(root)
    model.check_parts()
    for item in model.items:
        for found, _part, matrix in placing.walk(item, root):
            _put(build, found, matrix)
    if not build.faces:
        raise no_faces("3MF")
    points, faces = _joined(build)
    check_points("3MF", points)
    counts = {
        "supports": build.supports,
        "objects of a type that is not built": build.others,
        "objects without faces": build.empty,
    }
    unread = {name: count for name, count in counts.items() if count}
    for part in models.found.values():
        unread |= {name: unread.get(name, 0) + count for name, count in part.unread.items()}
    return Mesh(
        file_format="3mf",
        points=points,
        faces=faces,
        unit=model.unit,
        unread=tuple(Unread(content=name, count=count) for name, count in unread.items()),
    )


def read_model(text: bytes, limits: ReadLimits) -> Model:
    """Read a model part: its regular runs by scanning, the rest, or all of it, as XML."""
    cut = cut_blocks(text)
    if cut is not None:
        skeleton, blocks = cut
        model = Model(skeleton, blocks, limits)
        try:
            parse_xml(skeleton, model, limits)
        except UnreadableFile:
            cut = None
        if cut is not None and model.blocks_met == len(blocks):
            return model
    return read_model_slowly(text, limits)


def read_model_slowly(text: bytes, limits: ReadLimits) -> Model:
    """Read a model part by the XML parser alone."""
    model = Model(text, [], limits)
    parse_xml(text, model, limits)
    return model


def _put(build: _Build, found: ModelObject, matrix: Matrix) -> None:
    """Add an object that is printed; count one that is not."""
    if found.kind in _PRINTED:
        _add(build, found, matrix)
    elif found.kind in _SUPPORTS:
        build.supports += 1
    else:
        build.others += 1


def _add(build: _Build, found: ModelObject, matrix: Matrix) -> None:
    """Add an object's own mesh where the transform puts it."""
    if found.triangles is None or found.points is None or not len(found.triangles):
        build.empty += not found.components
        return
    check_count("3MF", sum(map(len, build.faces)) + len(found.triangles), build.limits)
    check_count("3MF", sum(map(len, build.points)) + len(found.points), build.limits)
    ids = np.minimum(found.triangles, _INDEX_MAX).astype(np.int64)
    check_indices("3MF", ids, len(found.points))
    if matrix is IDENTITY:
        build.points.append(found.points)
    else:
        check_points("3MF", found.points)
        build.points.append(found.points @ matrix[:3] + matrix[3])
    mirrored = np.linalg.det(matrix[:3]) < 0
    build.faces.append((ids[:, ::-1] if mirrored else ids).astype(np.int32))


def _joined(build: _Build) -> tuple[Matrix, Ids]:
    if len(build.faces) == 1:
        return build.points[0], np.ascontiguousarray(build.faces[0])
    starts = np.cumsum([0, *map(len, build.points[:-1])])
    moved = [faces + start for faces, start in zip(build.faces, starts, strict=True)]
    return np.concatenate(build.points), np.concatenate(moved).astype(np.int32)
