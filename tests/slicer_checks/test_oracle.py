"""Self-intersections of real files beside what two other programs counted, differences by name.

The counts of edges, faces and shells stand beside the oracle in `test_mesh_files`.
"""

import csv

import numpy as np
import pytest

from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.surface import crossings_of
from tests.known_parts import CORPUS, NO_CORPUS
from tests.slicer_checks.exact import meet

MESHES = CORPUS / "meshes"
COPIES = "they count exact copies, which have a check of their own here"
CRACKS = "corners a few float steps apart are joined here before the test"
TOUCH = "pymeshlab counts triangles that only touch"
PLANE = "pymeshlab leaves out triangles of one plane that share an area"
SKINS = "pymeshlab counts faces back to back, which have a check of their own here"
CUT = "pymeshlab cuts concave quads by their first corner, so faces lie on one another"
DROPPED = "pymeshlab drops the faces without an area first, and what crosses beside them"
MISSED = "pymeshlab misses one pair; meshlib counts as many as we do"
EXPLAINED = {
    "d_cracks_1e-06": CRACKS,
    "oasis_AMcoin": CRACKS,
    "trimesh_angle_block": CRACKS,
    "trimesh_idler_riser": CRACKS,
    "d_duplicate_faces": COPIES,
    "d_overlap_boxes": TOUCH,
    "d_far_from_origin": PLANE,
    "trimesh_box": PLANE,
    "admesh_conveyor_fill-holes-bad": PLANE,
    "admesh_conveyor_nearby-bad": PLANE,
    "manifold_openscad-nonmanifold-crash": PLANE,
    "openfoam_propeller": PLANE,
    "trimesh_cycloidal": PLANE,
    "3DBenchy": SKINS,
    "prusa_seam_test_object": SKINS,
    "prusa_extruder_idler_quads": CUT,
    "3mf_heartgears": DROPPED,
    "libigl_camelhead": MISSED,
}
"""Why our count of crossing faces is not pymeshlab's; on every other file it is."""
REFUSED = ("nan", "billion_laughs", "zip_bomb", "MUSTFAIL", "number_formats", "notenoughindices")
"""Files that pymeshlab reads and we refuse."""
ADJUDICATED = (
    "bad/d_overlap_boxes.stl",
    "bad/admesh_conveyor_fill-holes-bad.stl",
    "good/build123d_low_poly_benchy.stl",
)
"""Files on which pymeshlab (12, 0, 0) and meshlib (0, 144, 12) disagree with each other."""
PAIRS = 300

pytestmark = pytest.mark.skipif(not MESHES.is_dir(), reason=NO_CORPUS)


def rows() -> list[dict[str, str]]:
    """Return the oracle's rows of files that both programs read, without flat ones."""
    table = MESHES / "oracle.csv"
    if not table.is_file():
        return []
    with table.open(newline="") as lines:
        return [
            row
            for row in csv.DictReader(lines)
            if row["pymeshlab_selfint_faces"]
            and row["volume"] not in ("", "0.0")
            and not any(name in row["file"] for name in REFUSED)
        ]


def explained() -> list[dict[str, str]]:
    """Return the rows whose count is not ours."""
    return [row for row in rows() if (MESHES / row["file"]).stem in EXPLAINED]


def crossing_faces(part: Part) -> int:
    """Return how many faces cross another."""
    return len(np.unique(crossings_of(part).crossing))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"][-40:])
def test_crossing_faces_are_as_many_as_another_program_counts(row: dict[str, str]) -> None:
    """The number of faces that cross is pymeshlab's, or the difference has its reason."""
    path = MESHES / row["file"]
    counted = int(float(row["pymeshlab_selfint_faces"]))

    assert (crossing_faces(read(path)) == counted) == (path.stem not in EXPLAINED)


@pytest.mark.parametrize("name", ADJUDICATED)
def test_where_others_disagree_fractions_decide(name: str) -> None:
    """Every two triangles whose boxes meet are judged in fractions; our pairs are exactly those."""
    part = read(MESHES / name)
    corners = part.vertices_mm[part.solid.faces]
    low, high = corners.min(axis=1), corners.max(axis=1)
    near = np.ones((len(corners), len(corners)), dtype=np.bool_)
    for axis in range(3):
        near &= low[:, None, axis] <= high[None, :, axis]
        near &= low[None, :, axis] <= high[:, None, axis]
    pairs = np.argwhere(np.triu(near, 1)).tolist()
    exact = {(a, b) for a, b in pairs if meet(corners[a], corners[b]) == 1}

    assert {tuple(sorted(pair)) for pair in crossings_of(part).crossing.tolist()} == exact


@pytest.mark.parametrize("row", explained(), ids=lambda row: row["file"][-40:])
def test_pairs_that_another_program_does_not_count_do_cross(row: dict[str, str]) -> None:
    """Where our count is explained, the first pairs that we count do cross, in fractions."""
    part = read(MESHES / row["file"])
    corners = part.vertices_mm[part.solid.faces]
    pairs = crossings_of(part).crossing[:PAIRS].tolist()

    assert all(meet(corners[one], corners[other]) == 1 for one, other in pairs)
