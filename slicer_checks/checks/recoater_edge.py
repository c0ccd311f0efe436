"""A thin wedge over powder that curls up in the way of the recoater."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.checks.regions import down_faces
from slicer_checks.creases import Creases, creases, normals
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.patches import touching
from slicer_checks.process import Process

SIDEWAYS = 0.5
"""An edge looks sideways, and to the recoater, within 60° of it (the cosine)."""


def recoater_edge(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Look for sharp ridges of a face that hangs over powder, and tell the longest."""
    limit = process.limit("wedge-angle")
    _, angle_deg = down_faces(part, layers.layer_mm)
    hangs = angle_deg < process.limit("overhang-angle-safe").value
    found = creases(part)
    wedge_deg = 180 - np.degrees(found.turn_rad)
    sharp = (wedge_deg < limit.value) & hangs[found.faces].any(axis=1)
    axes = {machine.recoater_axis for machine in process.machines}
    for axis in sorted(axes):
        at = np.flatnonzero(sharp)
        at = at[_faces_recoater(part, found, at, axis)]
        if len(at) == 0:
            continue
        places = touching(np.unique(found.ends[at], return_inverse=True)[1].reshape(-1, 2))
        length_mm = np.bincount(places, weights=found.length_mm[at])
        kept = np.flatnonzero(length_mm >= process.limit("wedge-length").value)
        for place in kept[np.argsort(-length_mm[kept], kind="stable")][:PLACES_SHOWN]:
            mine = at[places == place]
            z_mm = part.vertices_mm[found.ends[mine], 2].mean() - part.bounds_mm[0][2]
            yield from breach(
                "recoater-edge",
                limit,
                float(wedge_deg[mine].min()),
                of_faces(part, layers, part.solid.face_numbers[np.unique(found.faces[mine])]),
                length_mm=float(length_mm[place]),
                z_mm=float(z_mm),
                places=len(kept),
                axis=axis,
            )


def _faces_recoater(
    part: Part, found: Creases, at: NDArray[np.integer], axis: str
) -> NDArray[np.bool_]:
    """Tell which ridges point to where the recoater comes from, or to where it goes."""
    tip = sum(normals(part, found.faces[at, side]) for side in (0, 1))
    tip = np.asarray(tip)
    size = np.maximum(np.linalg.norm(tip, axis=1), 1e-9)
    level = np.maximum(np.hypot(tip[:, 0], tip[:, 1]), 1e-9)
    along = np.abs(tip[:, "xy".index(axis)])
    return np.asarray((along / level >= SIDEWAYS) & (level / size >= SIDEWAYS))
