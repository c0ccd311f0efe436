"""The repair: what it mends, what it leaves, and that what it says is true of the file."""

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import numpy as np
import numpy.typing as npt
import pytest

from slicer_checks import Part, read, repair
from slicer_checks.errors import UnreadableFile
from slicer_checks.mending.draft import Draft, RepairLimits
from slicer_checks.mending.holes import close_holes
from slicer_checks.repair import Repair
from slicer_checks.texts import LANGUAGES, catalogue, repair_line
from tests.known_parts import (
    CORPUS,
    NO_CORPUS,
    SOLIDS,
    box_triangles,
    cylinder,
    hollow_box,
    inverted,
    moved,
    rotated,
    sphere,
    stl_bytes,
    twisted_prism,
)

Triangles = npt.NDArray[np.float64]
BOX = box_triangles(10.0, 10.0, 10.0)
SCHEMA = json.loads(
    resources.files("slicer_checks").joinpath("schemas/repair.schema.json").read_text("utf-8")
)
BAD = sorted((CORPUS / "meshes" / "bad").glob("*"))
CLEAN = ("pyslm_frameGuide", "oasis_NIST", "trimesh_torus", "prusa_M3x10", "d_hollow_box")


def mended(*bodies: Triangles, limits: RepairLimits | None = None) -> Repair:
    """Return the repair of a file of these triangles."""
    return repair(read(stl_bytes(np.concatenate(bodies)), name="part.stl"), limits)


def codes(found: Repair) -> tuple[list[str], list[str]]:
    """Return the codes of what was done and of what was left."""
    return [note.code for note in found.steps], [note.code for note in found.left]


def split(triangles: Triangles, shift_mm: float, seed: int = 1) -> Triangles:
    """Return triangles whose corners are each moved by up to `shift_mm`."""
    noise = np.random.default_rng(seed).uniform(-shift_mm, shift_mm, triangles.shape)
    return np.asarray(triangles + noise)


@pytest.mark.parametrize("name", sorted(set(SOLIDS) - {"inverted cube"}))
def test_a_sound_part_comes_back_as_it_is(name: str) -> None:
    """A part with nothing to mend is returned itself."""
    part = read(stl_bytes(SOLIDS[name]().triangles))
    found = repair(part)

    assert found.part is part
    assert (found.sound, found.changed, found.deviation) == (True, False, None)
    assert codes(found) == ([], [])
    assert "Nothing to mend" in str(found)


def test_a_sound_part_in_inches_is_written_in_millimetres() -> None:
    """Nothing is mended, and what is written is as large in millimetres."""
    part = read(stl_bytes(BOX / 25.4), "inch")
    found = repair(part)

    assert not found.changed
    assert found.part.unit == "mm"
    assert read(found.to_bytes(), "mm").size_mm == pytest.approx(part.size_mm, rel=1e-6)


def test_a_missing_triangle_of_any_size_is_put_back() -> None:
    """Only one triangle can belong where one is missing: the cube is whole again."""
    found = mended(BOX[1:])

    assert codes(found) == (["closed"], [])
    assert found.sound
    assert found.part.volume_mm3 == pytest.approx(1000.0)
    assert found.deviation is not None
    assert (found.deviation.largest_mm, found.deviation.patch_mm2) == pytest.approx((0.0, 50.0))


@pytest.mark.parametrize(
    ("side_mm", "closed"), [(3.5, True), (3.53, True), (3.54, False), (9.0, False)]
)
def test_a_hole_is_closed_up_to_the_limit(side_mm: float, closed: bool) -> None:
    """A square hole of 5 mm from corner to corner is the largest that is closed."""
    box = box_triangles(side_mm, side_mm, 12.0)
    lid = (box[:, :, 2] == 12.0).all(axis=1)
    found = mended(box[~lid])

    assert found.sound == closed
    assert codes(found) == ((["closed"], []) if closed else ([], ["hole-large"]))


def test_a_surface_in_pieces_has_no_hole_closed_and_says_so() -> None:
    """Above the limit of open edges the holes are left, with a note of its own."""
    lidless = BOX[~(BOX[:, :, 2] == 10.0).all(axis=1)]
    bounds = RepairLimits(hole_mm=20.0, open_edges=3)
    found = mended(lidless, limits=bounds)

    assert codes(found) == ([], ["holes-many"])
    assert (found.left[0].count, found.left[0].params) == (4, {"most": 3})
    assert codes(mended(lidless, limits=replace(bounds, open_edges=4))) == (["closed"], [])
    assert "100,000" in repair_line("left-holes-many", 100_001, {"most": 100_000})


def test_as_many_holes_are_closed_as_the_limit_lets_through() -> None:
    """As many loose triangles as have open edges below the limit: too many to hold pair by pair."""
    limits = RepairLimits()
    count = limits.open_edges // 3
    faces = np.arange(3 * count, dtype=np.int32).reshape(-1, 3)
    points = np.random.default_rng(1).uniform(0.0, 1.0, (count, 3, 3))
    points += 2.0 * np.arange(count)[:, None, None]
    draft = Draft(points=points.reshape(-1, 3), faces=faces, patch=np.zeros(count, bool))

    left = close_holes(draft, limits).left

    assert [(note.code, note.count) for note in left] == [("hole-crossing", count)]


def test_a_round_hole_is_closed_by_the_least_area() -> None:
    """A lid of many edges is flat again, and the volume that of the cylinder."""
    known = cylinder(2.0, 9.0, sides=40)
    top = (known.triangles[:, :, 2] == 9.0).all(axis=1)
    found = mended(known.triangles[~top])

    assert found.sound
    assert found.part.volume_mm3 == pytest.approx(known.volume_mm3, rel=1e-6)


@pytest.mark.parametrize(
    ("shift_mm", "sound"), [(1e-6, True), (1e-4, True), (1e-3, True), (0.02, False)]
)
def test_cracks_are_closed_within_the_weld(shift_mm: float, sound: bool) -> None:
    """Corners up to a hundredth of a millimetre apart are joined, and no farther than told."""
    found = mended(split(cylinder(6.0, 9.0, sides=24).triangles, shift_mm))

    assert found.sound == sound
    if sound:
        assert set(codes(found)[0]) <= {"welded", "degenerate", "slivers"}
        assert found.deviation is not None
        assert found.deviation.largest_mm <= 4 * shift_mm


def test_the_weld_can_be_widened() -> None:
    """Whoever asks for a wider weld gets it, and is told how far corners moved."""
    limits = RepairLimits(weld_mm=0.1)
    found = mended(split(cylinder(6.0, 9.0, sides=24).triangles, 0.01), limits=limits)

    assert found.sound
    assert max(float(note.params["moved_mm"]) for note in found.steps if note.code == "welded") > 0


def test_turned_faces_and_bodies_are_set_right() -> None:
    """Every third face the wrong way, and a body inside out, come back outward."""
    odd = BOX.copy()
    odd[::3] = odd[::3, ::-1]
    found = mended(odd, moved(inverted(BOX), 20.0))

    assert found.sound
    assert codes(found) == (["turned", "inverted"], [])
    assert found.part.volume_mm3 == pytest.approx(2000.0)


def test_a_cavity_is_not_turned() -> None:
    """A hollow stays hollow."""
    assert mended(hollow_box().triangles).part.volume_mm3 == pytest.approx(7000.0)


def test_copies_are_dropped() -> None:
    """A body that is there three times, once inside out, is there once."""
    found = mended(BOX, BOX, inverted(BOX))

    assert found.sound
    assert codes(found)[0][0] == "copies"
    assert (found.part.triangles, found.part.volume_mm3) == pytest.approx((12, 1000.0))


def test_stacked_boxes_lose_the_sheet_between_them() -> None:
    """Where two boxes share a whole side, its two copies go and one body is left."""
    found = mended(BOX, moved(BOX, z=10.0))

    assert codes(found) == (["copies"], [])
    assert found.sound
    assert (found.part.bodies, found.part.volume_mm3) == pytest.approx((1, 2000.0))


def test_a_corner_on_an_edge_is_joined_to_it() -> None:
    """A triangle without area that closes a T-joint is dissolved, and the surface stays closed."""
    front = (BOX[:, :, 1] == 0.0).all(axis=1) & (BOX == 10.0).all(axis=2).any(axis=1)
    front |= (BOX[:, :, 1] == 0.0).all(axis=1)
    (first, second) = BOX[front]
    a, b, c = first
    middle = (a + b) / 2
    halves = np.array([[a, middle, c], [middle, b, c]])
    found = mended(BOX[~front], halves, second[None])

    assert found.sound
    assert found.part.volume_mm3 == pytest.approx(1000.0)
    assert found.part.topology.degenerate_faces == 0
    assert found.deviation is not None
    assert found.deviation.largest_mm == 0.0


def test_faces_that_cross_are_left_and_unsound() -> None:
    """A prism twisted until its sides cross is closed, but no sound result."""
    found = mended(twisted_prism(-60.0))

    assert found.part.watertight
    assert codes(found) == ([], ["crossing"])
    assert not found.sound
    assert found.to_dict()["sound"] is False
    assert mended(twisted_prism(30.0)).sound


def test_overlapping_bodies_are_united() -> None:
    """Two cubes that share 125 mm³ become one of 1,875 mm³, on the old surface."""
    found = mended(BOX, moved(BOX, 5.0, 5.0, 5.0))

    assert codes(found) == (["united"], [])
    assert found.sound
    assert (found.part.bodies, found.part.volume_mm3) == pytest.approx((1, 1875.0))
    assert found.deviation is not None
    assert found.deviation.largest_mm == pytest.approx(0.0, abs=1e-6)


def test_round_bodies_are_united_and_stay_closed_as_float32() -> None:
    """Two turned balls that overlap are one closed surface after their corners were rounded."""
    one = sphere(6.0).triangles
    found = mended(one, moved(rotated(one, 33.0, axis=0), 4.1, 1.3, 0.7))

    assert found.sound
    assert found.part.bodies == 1
    assert found.part.volume_mm3 == pytest.approx(found.original.volume_mm3, rel=1e-6)


def test_a_nested_body_is_left_and_said() -> None:
    """A body in another's metal may be meant as a hollow: it stays."""
    found = mended(hollow_box(20.0, 10.0).triangles[:12], moved(BOX, 5.0, 5.0, 5.0))

    assert codes(found) == ([], ["nested"])


def test_what_is_not_touched_is_said() -> None:
    """Boxes that share an edge are left as they are, and called unsound."""
    found = mended(BOX, moved(BOX, 10.0, 10.0))

    assert codes(found) == ([], ["shared-edges"])
    assert not found.sound


def test_a_sheet_is_not_closed_by_its_own_back() -> None:
    """A lone triangle beside a part is not given a second skin."""
    lone = np.array([[[20.0, 0.0, 0.0], [22.0, 0.0, 0.0], [20.0, 2.0, 1.0]]])
    found = mended(BOX, lone)

    assert not found.sound
    assert codes(found) == ([], ["hole-crossing"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_said_in_every_language(lang: str) -> None:
    """The document keeps to its schema, and the summary has a line for each step and fault."""
    found = mended(BOX[1:], BOX[3:5], moved(BOX, 5.0, 5.0, 5.0), moved(BOX, 40.0)[:8])
    document = found.to_dict(lang)
    lines = found.summary(lang).splitlines()

    jsonschema.validate(document, SCHEMA)
    assert sum(line.startswith("  ") for line in lines) == len(found.steps) + len(found.left) > 2


def test_every_line_has_a_step_or_a_fault() -> None:
    """The catalogue holds lines for steps and for what is left, and no others."""
    assert all(code.startswith(("step-", "left-")) for code in catalogue("en")["repairs"])


@pytest.mark.skipif(not BAD, reason=NO_CORPUS)
@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name[-40:])
def test_what_a_repair_says_of_a_real_file_is_true_of_what_it_writes(file: object) -> None:
    """Every broken file that reads is mended or told why not; the file written is what is told."""
    try:
        part = read(file)  # type: ignore[arg-type]
    except UnreadableFile:
        return
    found = repair(part)
    written = read(found.to_bytes(), "mm")

    assert written.topology.watertight == found.part.topology.watertight
    assert written.triangles == found.part.triangles
    assert found.sound or found.left
    assert found.sound <= written.watertight
    jsonschema.validate(found.to_dict(), SCHEMA)
    _no_worse(part, found.part)


def _no_worse(before: Part, after: Part) -> None:
    """Hold that a repair opened nothing."""
    assert after.topology.boundary_edges <= before.topology.boundary_edges
    assert _odd_edges(after) <= _odd_edges(before)


def _odd_edges(part: Part) -> int:
    """Return how many edges do not have two faces that agree."""
    topology = part.topology
    return topology.boundary_edges + topology.nonmanifold_edges + topology.misoriented_edges


MENDED = {
    "admesh_block_normal-directions-bad.stl": "turned",
    "admesh_hourglass_fill-holes-bad.stl": "closed",
    "assimp_sphereWithHole.stl": "closed",
    "d_cracks_0.0001.stl": "welded",
    "d_duplicate_faces.stl": "copies",
    "d_flipped_half.stl": "turned",
    "d_missing_one_face.stl": "closed",
    "d_two_boxes_one_inverted.stl": "inverted",
    "d_overlap_boxes.stl": "united",
}


@pytest.mark.skipif(not BAD, reason=NO_CORPUS)
@pytest.mark.parametrize("name", sorted(MENDED))
def test_real_faults_are_mended(name: str) -> None:
    """Files with one known fault come back sound, by the step that fits it."""
    found = repair(read(CORPUS / "meshes" / "bad" / name))

    assert found.sound
    assert MENDED[name] in codes(found)[0]


@pytest.mark.skipif(not BAD, reason=NO_CORPUS)
@pytest.mark.parametrize("stem", CLEAN)
def test_good_real_files_come_back_as_they_are(stem: str) -> None:
    """Clean files are returned themselves, face for face."""
    (path,) = (CORPUS / "meshes" / "good").glob(f"{stem}*")
    part = read(path, "mm")
    found = repair(part)

    assert found.part is part
    assert not found.changed
