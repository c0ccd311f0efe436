"""Self-intersections of real files beside what two other programs counted, differences by name."""

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
}
"""Why our count of crossing faces is not pymeshlab's; on every other STL file it is."""
ADJUDICATED = (
    "bad/d_overlap_boxes.stl",
    "bad/admesh_conveyor_fill-holes-bad.stl",
    "good/build123d_low_poly_benchy.stl",
)
"""Files on which pymeshlab (12, 0, 0) and meshlib (0, 144, 12) disagree with each other."""

pytestmark = pytest.mark.skipif(not MESHES.is_dir(), reason=NO_CORPUS)


def rows() -> list[dict[str, str]]:
    """Return the oracle's rows of STL files that both programs read, without flat and odd ones."""
    table = MESHES / "oracle.csv"
    if not table.is_file():
        return []
    with table.open(newline="") as lines:
        return [
            row
            for row in csv.DictReader(lines)
            if row["file"].lower().endswith(".stl")
            and row["pymeshlab_selfint_faces"]
            and row["volume"] not in ("", "0.0")
            and "nan" not in row["file"]
        ]


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
