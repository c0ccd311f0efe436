"""A surface without thickness."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.sheets import single_skins, thickness_behind
from slicer_checks.surface import crossings_of, shells_of_part, tree_of
from slicer_checks.topology import face_areas


def zero_thickness(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Find faces with a skin of their own body right behind them, and single open skins."""
    limit, least = process.limit("sheet-thickness"), process.limit("sheet-area-min")
    shells, solid = shells_of_part(part), part.solid
    behind_mm = thickness_behind(tree_of(part), shells.of_face, limit.value)
    behind_mm[single_skins(part.vertices_mm, solid.faces, shells)] = 0.0
    sheet = np.setdiff1d(np.flatnonzero(behind_mm < limit.value), crossings_of(part).crossing)
    area_mm2 = float(face_areas(part.vertices_mm, solid.faces[sheet]).sum())
    if area_mm2 >= least.value:
        yield from breach(
            "zero-thickness",
            limit,
            float(behind_mm[sheet].min()),
            of_faces(part, layers, solid.face_numbers[sheet]),
            area_mm2=area_mm2,
        )
