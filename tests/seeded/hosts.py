"""The clean parts that faults are planted in: real ones of the corpus, and a generated one."""

import numpy as np
import trimesh

from tests.known_parts import CORPUS
from tests.seeded.kinds import Host
from tests.seeded.solids import box, cylinder, triangles_of

FOLDER = CORPUS / "meshes" / "good"
REAL = {
    "cura_cylinder1000.stl": 1.0,
    "oasis_Parameter_quality_nut_1.stl": 1.0,
    "oasis_Tensile_Bar_Blank_1.stl": 1.0,
    "prusa universal wall mount hole.stl": 1.0,
    "pyslm_cube_rounds.stl": 1.0,
    "pyslm_frameGuide.stl": 1.0,
    "pythonocc_fan.stl": 1.0,
    "trimesh_20mm-xyz-cube.stl": 1.0,
}
"""Real parts, and what makes millimetres of their numbers."""


def real(name: str, seed: int = 0) -> Host:
    """Return a real part of the corpus in mm."""
    mesh = trimesh.load_mesh(FOLDER / name)
    triangles = np.asarray(mesh.triangles * REAL[name], dtype=np.float32).astype(np.float64)
    return Host(name=name, triangles=triangles, seed=seed)


def block(seed: int = 0) -> Host:
    """Return a generated part: a plate of 30 x 26 x 15 mm with a round boss on it."""
    solid = box((0.0, 0.0, 0.0), (30.0, 26.0, 15.0))
    solid += cylinder(7.0, 10.0, 19.0).translate((18.0, 14.0, 0.0))
    return Host(name="block", triangles=triangles_of(solid), seed=seed)
