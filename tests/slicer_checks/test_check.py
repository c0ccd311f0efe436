"""The verb that runs every check."""

import pytest

from slicer_checks import check, read, slice_part
from slicer_checks.checks import CHECKS
from slicer_checks.slicing import slice_for
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles, overhang_wedge, stl_bytes
from tests.slicer_checks.checked import part_of, process, with_limit

ATTACKS = CORPUS / "attacks" / "stl"


def test_progress_counts_the_checks() -> None:
    """A caller hears after each check how many are done."""
    heard: list[tuple[int, int]] = []

    check(
        part_of(box_triangles(5, 5, 5)),
        process(),
        progress=lambda done, total: heard.append((done, total)),
    )

    assert heard == [(number + 1, len(CHECKS)) for number in range(len(CHECKS))]


def test_layers_that_are_there_are_used() -> None:
    """Given layers are not cut again, and without a process their thickness is kept."""
    part = part_of(box_triangles(5, 5, 5))
    layers = slice_part(part, 0.1)
    report = check(part, layers=layers)

    assert report.layers is layers
    assert "layer-mismatch" not in {finding.code for finding in report.findings}


def test_a_part_is_cut_with_its_process_own_safe_angle() -> None:
    """Where a lab calls 30 degrees safe, layers and checks count the overhang beyond that alone."""
    part = part_of(overhang_wedge(38.0).triangles)
    lenient = with_limit("overhang-angle-safe", value=30.0)

    assert slice_for(part, process()).overhang_mm2.sum() > 0
    assert slice_for(part, lenient).overhang_mm2.sum() == 0
    assert slice_for(part, lenient).overhang_limit_deg == 30.0
    assert check(part, lenient).layers.overhang_mm2.sum() == 0


def test_without_a_choice_a_part_is_cut_at_the_default_layer() -> None:
    """The default is 316L at 0.03 mm."""
    report = check(read(stl_bytes(box_triangles(3, 3, 3))))

    assert report.layers.layer_mm == 0.03
    assert report.accepted


def test_layers_are_cut_with_the_rule_packs_angle() -> None:
    """The overhang column follows the angle that the rule pack calls safe."""
    strict = with_limit("overhang-angle-safe", value=60.0)

    assert check(part_of(box_triangles(5, 5, 5)), strict).layers.overhang_limit_deg == 60.0


@pytest.mark.skipif(not ATTACKS.exists(), reason=NO_CORPUS)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("inverted_cube.stl", "inside-out"),
        ("duplicate_facets_x100.stl", "duplicate-faces"),
        ("nonmanifold_fan_20k.stl", "not-watertight"),
    ],
)
def test_geometry_that_cannot_be_a_part_is_not_accepted(name: str, code: str) -> None:
    """What reads well and yet cannot be a part gets an error, not a price."""
    report = check(read(ATTACKS / name))

    assert not report.accepted
    assert code in {finding.code for finding in report.findings}


@pytest.mark.skipif(not ATTACKS.exists(), reason=NO_CORPUS)
@pytest.mark.parametrize("name", ["ok_cube_binary.stl", "ok_cube_ascii.stl", "name_jinja.stl"])
def test_a_plain_cube_is_accepted(name: str) -> None:
    """A cube is accepted however its file is written."""
    report = check(read(ATTACKS / name))

    assert report.accepted
    assert report.findings == ()
