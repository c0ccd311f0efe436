"""Real files of the shared corpus: counts against the oracle, slices against the volume."""

import csv
from math import isclose

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.slicing import slice_part
from slicer_checks.units import MM_PER_UNIT
from tests.known_parts import CORPUS, NO_CORPUS

MESHES = CORPUS / "meshes"
FLAT = {"assimp_triangle", "assimp_triangle_with_empty_solid", "d_zero_thickness_closed"}
FLAT |= {"d_zero_thickness_sheet", "openfoam_multiCollapse", "trimesh_plane_tri"}
"""Files that read well but have no extent in z, so they are refused."""
NOT_FINITE = {"d_nan_vertex"}
"""Files the oracle counts without their NaN facet; they are refused."""
PADDED = {"numpystl_HalfDonut"}
"""One line feed too long, which some loaders refuse: it holds no facet, so the file is read."""
FORMATS = (".stl", ".3mf", ".obj", ".ply", ".off", ".amf")
REFUSED = {"d_3mf_billion_laughs", "d_3mf_zip_bomb"}
REFUSED |= {"3mf_MUSTFAIL_Chapter2.1.1a_PartsRelationships_NonExist3DModelPart"}
"""Files that hold a mesh which the oracle counts, but that must not be read."""
REFUSED |= {"assimp_number_formats", "trimesh_notenoughindices"}
"""Files that lenient loaders read by passing over `3.1+e2` and a face of two corners."""
CUT_OTHERWISE = {"prusa_extruder_idler_quads"}
"""Concave quads, which the oracle cuts by their first corner and we cut inside: fewer faces lie on
one another, and the volume is another by 0.3 %."""
MOVED_BY_FLOAT32 = {"manifold_Generic_Twin_7081.1.t0_right"}
"""Decimals and thousands of slivers: as float32, as the oracle has it, the area is 6e-5 larger."""
OPEN = {"openfoam_propeller"}
"""A good part of open patches: its layers cannot be closed."""
COUNTS = {
    "triangles": "triangles",
    "boundary_edges": "boundary_edges",
    "nonmanifold_edges": "nonmanifold_edges",
    "misoriented_edges": "misoriented_edges",
    "degenerate": "degenerate_faces",
    "collapsed": "collapsed_faces",
    "duplicate_faces": "duplicate_faces",
    "shells": "shells",
}

pytestmark = pytest.mark.skipif(not MESHES.is_dir(), reason=NO_CORPUS)


def oracle() -> list[dict[str, str]]:
    """Return the oracle's rows for the formats that are read."""
    table = MESHES / "oracle.csv"
    if not table.is_file():
        return []
    with table.open(newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["file"].lower().endswith(FORMATS)]


ORACLE = oracle()
READABLE = [row for row in ORACLE if row["volume"]]
UNREADABLE = [
    row
    for row in ORACLE
    if row["triangles"] == "0" and not any(stem in row["file"] for stem in PADDED)
]
GOOD = [
    row
    for row in READABLE
    if row["file"].startswith("good/") and not any(stem in row["file"] for stem in OPEN)
]


def file_of(row: dict[str, str]) -> str:
    """Return a short name for a test's title."""
    return row["file"][-40:]


@pytest.mark.parametrize("row", READABLE, ids=file_of)
def test_counts_agree_with_the_oracle(row: dict[str, str]) -> None:
    """Edges, faces, shells, volume and area are the oracle's on every file that has them."""
    stem = (MESHES / row["file"]).stem
    if stem in FLAT | NOT_FINITE | REFUSED:
        with pytest.raises(UnreadableFile):
            read(MESHES / row["file"])
        return
    part = read(MESHES / row["file"])
    scale = MM_PER_UNIT[part.unit]
    found = {name: getattr(part.topology, ours, part.triangles) for name, ours in COUNTS.items()}
    if stem in CUT_OTHERWISE:
        assert found["triangles"] == int(row["triangles"])
        assert found["nonmanifold_edges"] < int(row["nonmanifold_edges"])
        return

    assert found == {name: int(row[name]) for name in COUNTS}
    inward = np.count_nonzero(part.topology.shell_volumes_mm3 < 0)
    assert inward == int(row["negative_shells"])
    assert part.watertight == (row["watertight"] == "1")
    volume = float(part.topology.shell_volumes_mm3.sum()) / scale**3
    assert isclose(volume, float(row["volume"]), rel_tol=1e-6, abs_tol=1e-9)
    near = 1e-4 if stem in MOVED_BY_FLOAT32 else 1e-6
    assert isclose(part.area_mm2 / scale**2, float(row["area"]), rel_tol=near)


@pytest.mark.parametrize("row", UNREADABLE, ids=file_of)
def test_what_others_read_as_empty_is_refused(row: dict[str, str]) -> None:
    """Files that common loaders turn into empty meshes are refused with a code."""
    with pytest.raises(UnreadableFile):
        read(MESHES / row["file"])


@pytest.mark.parametrize("row", GOOD, ids=file_of)
def test_good_parts_slice_to_their_volume(row: dict[str, str]) -> None:
    """Good files, welded where they must be, slice into closed layers that sum to the volume."""
    part = read(MESHES / row["file"])
    stack = slice_part(part, part.size_mm[2] / 200.3)

    assert not stack.open_chains.any()
    assert stack.volume_mm3 == pytest.approx(part.volume_mm3, rel=0.03)
    assert np.isfinite(stack.perimeter_mm).all()
    polygons = stack.polygons_many([20, 100, 180])
    for layer, polygon in zip([20, 100, 180], polygons, strict=True):
        if not stack.overlaps[layer] and part.bodies == 1:
            assert polygon.area == pytest.approx(stack.area_mm2[layer], rel=0.01)


def test_a_line_feed_too_many_is_no_fault() -> None:
    """A binary file with one blank byte after its last facet is read whole."""
    assert read(MESHES / "bad/numpystl_HalfDonut.stl").triangles == 288


def coin() -> Part:
    """Return the real coin whose corners differ by a few float32 steps."""
    return read(MESHES / "good/oasis_AMcoin.stl")


def test_the_coin_needs_the_tolerance_weld() -> None:
    """A real part with 378 open edges is one body once corners a few steps apart are joined."""
    part = coin()

    assert not part.watertight
    assert part.topology.boundary_edges == part.solid.closed_by_weld == 378
    assert part.solid.open_edges == 0
    assert part.bodies == 1
