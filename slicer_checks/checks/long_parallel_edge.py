"""A long straight wall that the recoater meets over its whole length at once."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach, telling
from slicer_checks.checks.regions import shared_corners
from slicer_checks.creases import normals
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.patches import touching
from slicer_checks.process import Process

LIMITS = ("parallel-warning", "parallel-info")


Faces = NDArray[np.integer]


def long_parallel_edge(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Gather upright faces that look along the recoater's way; tell the longest wall of them."""
    for axis in sorted({machine.recoater_axis for machine in process.machines}):
        blade = 1 - "xy".index(axis)
        wall, length_mm = _longest(part, process, blade)
        passed = [one for one in telling(process, LIMITS) if length_mm >= one.value]
        if not passed:
            continue
        z_mm = part.vertices_mm[part.solid.faces[wall], 2]
        yield from breach(
            "long-parallel-edge",
            passed[0],
            length_mm,
            of_faces(part, layers, part.solid.face_numbers[wall]),
            z_mm=float(z_mm.min() - part.bounds_mm[0][2]),
            height_mm=float(np.ptp(z_mm)),
            axis=axis,
        )


def _longest(part: Part, process: Process, blade: int) -> tuple[Faces, float]:
    """Give the faces and the length of the longest wall along the blade's direction."""
    least = np.cos(np.radians(process.limit("parallel-angle").value))
    look = normals(part, np.arange(len(part.solid.faces)))[:, 1 - blade]
    best: tuple[Faces, float] = (np.zeros(0, dtype=np.int64), 0.0)
    for side in (-1, 1):
        faces = np.flatnonzero(side * look >= least)
        if len(faces) == 0:
            continue
        walls = touching(shared_corners(part, part.solid.face_numbers[faces]))
        corners = part.vertices_mm[part.solid.faces[faces]]
        length, height = _extent(corners[:, :, blade], walls), _extent(corners[:, :, 2], walls)
        length[height < process.limit("parallel-height").value] = 0.0
        if length.max() > best[1]:
            best = faces[walls == np.argmax(length)], float(length.max())
    return best


def _extent(numbers: NDArray[np.float64], walls: Faces) -> NDArray[np.float64]:
    """Give how far the faces' corners (F, 3) of each wall reach along one direction."""
    low, high = np.full(walls.max() + 1, np.inf), np.full(walls.max() + 1, -np.inf)
    np.minimum.at(low, walls, numbers.min(axis=1))
    np.maximum.at(high, walls, numbers.max(axis=1))
    return np.asarray(high - low)
