"""Bytes of a file in, a part out, or one clear reason why not."""

import hashlib
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.edges import find_edges
from slicer_checks.extent import extent, median_edge
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.formats.mesh import Mesh
from slicer_checks.frozen import frozen_array
from slicer_checks.limits import ReadLimits
from slicer_checks.part import Part
from slicer_checks.solid import make_solid
from slicer_checks.source import Source, load, name_of
from slicer_checks.topology import measure_topology
from slicer_checks.units import (
    UnitGuess,
    asked_unit,
    check_size,
    choose_unit,
    guess_unit,
    named_unit,
    unit_scale,
)
from slicer_checks.weld import weld_exact, weld_indexed

Points = npt.NDArray[np.float64]

_FAR_SIZES: Final = 1000
"""So many times its own size from the origin, decimals are compared from the part's own corner."""


def read(
    source: Source,
    unit: str | None = None,
    *,
    name: str | None = None,
    limits: ReadLimits | None = None,
) -> Part:
    """Read a part from a path or from the bytes of a file.

    Parameters
    ----------
    source
        A path, or the file's bytes.
    unit
        What the numbers are in: "mm", "um", "inch" or "m". Left out: the unit the file names, else
        millimetres, unless that is impossible for a part (see `slicer_checks.units`).
    name
        The part's name; left out: the file's name.
    limits
        How much a file may ask; the defaults suit a lab.

    Raises
    ------
    UnreadableFile
        The bytes are not a part we can read.
    NotAskable
        The unit is unknown.
    """
    bounds = ReadLimits() if limits is None else limits
    if unit is not None:
        unit_scale(unit)
    data = load(source, bounds)
    part = part_of(read_mesh(data, bounds), unit, name_of(source, name, "part"), bounds)
    return replace(part, sha256=hashlib.sha256(data).hexdigest())


def part_of(mesh: Mesh, unit: str | None, name: str, limits: ReadLimits) -> Part:
    """Return the part that a surface is; one that was in no file has no digest.

    Raises
    ------
    UnreadableFile
        It has a size that no part has.
    NotAskable
        The unit is unknown.
    """
    points, faces = _weld(mesh)
    guess = _guess(points, faces) if mesh.unit is None else named_unit(mesh.unit)
    taken, scale = choose_unit(unit, guess, limits)
    vertices_mm = frozen_array(points * scale, np.float64)
    check_size(_size(vertices_mm), taken, limits)
    edges = find_edges(faces)
    topology = measure_topology(vertices_mm, faces, edges)
    return Part(
        name=name,
        sha256="",
        file_format=mesh.file_format,
        unit=taken,
        unit_guess=guess if unit is None else asked_unit(unit),
        vertices_mm=vertices_mm,
        faces=frozen_array(faces, np.int32),
        topology=topology,
        solid=make_solid(vertices_mm, faces, edges, topology),
        unread=mesh.unread,
    )


def _weld(mesh: Mesh) -> tuple[Points, npt.NDArray[np.int32]]:
    """Return the distinct points as float64, and the faces numbered by them."""
    if mesh.faces is None:
        single, faces = weld_exact(mesh.corners.astype(np.float32, copy=False))
        return single.astype(np.float64), faces
    exact = mesh.points.astype(np.float64, copy=False)
    low, high = extent(exact)
    if np.abs((low, high)).max() < _FAR_SIZES * (high - low).max():
        return weld_indexed(exact, mesh.faces)
    moved, moved_faces = weld_indexed(exact - low, mesh.faces)
    return moved + low, moved_faces


def _guess(points: Points, faces: npt.NDArray[np.int32]) -> UnitGuess:
    return guess_unit(_size(points), median_edge(points, faces))


def _size(points: Points) -> tuple[float, float, float]:
    x, y, z = np.diff(extent(points), axis=0)[0].tolist()
    return x, y, z
