"""path-uncovered: area inside contours that no vector melts."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.toolpath import Role
from tests.known_layers import CONTOUR, HATCH, HOLE, filled, hatch, made, part_of, path_of
from tests.known_parts import box_triangles, moved, tube
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-uncovered"


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_a_toolpath_that_is_made_covers_its_part(pattern: str) -> None:
    """Every pattern fills a box, also with several contours one inside the other."""
    for contours in (1, 3):
        path, _ = made(box_triangles(12.0, 12.0, 0.3), pattern=pattern, contours=contours)
        assert found(CODE, path) == []


@pytest.mark.parametrize("hatch_mm", [0.076, 0.1])
@pytest.mark.parametrize("pattern", ["meander", "stripe"])
def test_lines_along_an_edge_join_its_contour(hatch_mm: float, pattern: str) -> None:
    """Where lines run along the sides of a box, the last one lies near enough, wherever it falls.

    Gaps of a few hundredths are not told as wide as a cell, either.
    """
    for start_deg in (91.0, 0.5):
        own = {"start_deg": start_deg, "rotation_deg": 0.0, "hatch_mm": hatch_mm}
        for x_mm in (0.0, 0.02, 0.05, 0.07):
            box = moved(box_triangles(5.0, 5.0, 0.06), x=x_mm, y=x_mm)
            path, _ = made(box, pattern=pattern, **own)
            assert found(CODE, path) == []


def test_a_hole_of_the_part_needs_no_hatch() -> None:
    """What a contour the other way round encloses is no part."""
    path, _ = made(tube(8.0, 4.0, 0.3).triangles)
    assert found(CODE, path) == []


def test_lines_that_are_missing_are_warned_of() -> None:
    """One line in twelve leaves narrow gaps, which the widest track would close."""
    lines = hatch().reshape(-1, 4)
    kept = lines[np.arange(len(lines)) % 12 != 6].reshape(-1, 2)
    sparse = [(square(), CONTOUR), (kept, HATCH)]
    (finding,) = found(CODE, path_of([filled(), sparse, filled()]))
    assert (finding.severity, finding.params["layer"], finding.params["count"]) == ("warning", 1, 1)
    assert finding.value is not None
    assert 2.0 < finding.value < 5.0
    assert finding.where.layers == (1, 1)


def test_a_patch_without_hatch_is_an_error() -> None:
    """Without a tenth of its lines a layer stays powder there, and the place is shown."""
    lines = hatch().reshape(-1, 4)
    kept = np.concatenate((lines[:40], lines[50:])).reshape(-1, 2)
    share, hole = found(CODE, path_of([filled(), [(square(), CONTOUR), (kept, HATCH)]]))
    assert (share.severity, share.params["variant"]) == ("error", "wide")
    assert (hole.severity, hole.params["variant"]) == ("error", "hole")
    assert hole.value == pytest.approx(9.8 * 0.9, rel=0.03)
    assert np.array(hole.where.polygons[0])[:, 1] == pytest.approx(
        [4.05, 4.05, 4.95, 4.95], abs=0.1
    )


@pytest.mark.parametrize(("side_mm", "told"), [(0.6, 0), (1.0, 1)])
def test_a_hole_counts_above_its_limit(side_mm: float, told: int) -> None:
    """A patch of 0.16 mm2 that stays powder is none, one of 0.64 mm2 is a hole."""
    low, high = 5.0 - side_mm / 2, 5.0 + side_mm / 2
    lines = hatch().reshape(-1, 4)
    lines = np.sort(lines.reshape(-1, 2, 2), axis=1).reshape(-1, 4)
    inside = (lines[:, 1] > low) & (lines[:, 1] < high)
    left, right = lines[inside].copy(), lines[inside].copy()
    left[:, 2], right[:, 0] = low, high
    kept = np.concatenate((lines[~inside], left, right)).reshape(-1, 2)
    holes = [
        one
        for one in found(CODE, path_of([[(square(), CONTOUR), (kept, HATCH)]]))
        if one.params.get("variant") == "hole"
    ]
    assert len(holes) == told


def test_a_missing_contour_of_a_hole_is_found() -> None:
    """Hatch that leaves a hole out, without the contour of it, leaves powder in the part."""
    path, _ = made(tube(8.0, 4.0, 0.3).triangles)
    inner = path.blocks.block_direction == 0
    role = np.where(inner, Role.SUPPORT, path.blocks.block_role).astype(np.uint8)
    blocks = dataclasses.replace(path.blocks, block_role=role)
    told = found(CODE, dataclasses.replace(path, blocks=blocks))
    assert [one.severity for one in told] == ["error", "error"]


def test_contours_without_hatch_are_not_judged() -> None:
    """A sliced file has contours only, and a layer of walls may have none of its own."""
    assert found(CODE, path_of([[(square(), CONTOUR)]] * 3)) == []
    assert found(CODE, path_of([filled(), [(square(), CONTOUR)], filled()])) == []


@pytest.mark.parametrize(("every", "told"), [(10, 2), (2, 0)])
def test_a_layer_without_hatch_is_bare_where_others_have_some(every: int, told: int) -> None:
    """One layer of ten is forgotten; a core in every second layer alone is meant so."""
    layers = [
        [(square(), CONTOUR)] if number % every == every - 1 else filled() for number in range(10)
    ]
    findings = found(CODE, path_of(layers))
    assert [one.severity for one in findings] == ["error"] * told
    assert {one.where.layers for one in findings} == ({(9, 9)} if told else set())


def test_a_part_of_contours_beside_a_hatched_one_is_not_judged() -> None:
    """Only contours of parts with hatch in the layer are to be filled."""
    other = (square(10.0, 20.0), dataclasses.replace(CONTOUR, part=1))
    assert found(CODE, path_of([[*filled(), other]])) == []


def test_nested_contours_of_unsaid_direction_are_not_judged() -> None:
    """Where all rings turn alike and nothing is said, an inner one may be a hole or a contour."""
    unsaid = dataclasses.replace(CONTOUR, direction=dataclasses.replace(HATCH).direction)
    rings = [
        (square(), unsaid),
        (square(6.0, 2.0, 2.0), unsaid),
        (hatch(10.0, 0.0, 0.0)[:20], HATCH),
    ]
    assert found(CODE, path_of([rings])) == []
    said = [(square(), CONTOUR), (square(6.0, 2.0, 2.0)[::-1], HOLE), (hatch(2.0), HATCH)]
    assert len(found(CODE, path_of([said]))) == 2


def test_without_contours_the_slice_of_the_part_stands_for_them() -> None:
    """Hatch alone is held against the part, if one is given."""
    part = part_of(box_triangles(10.0, 10.0, 0.2))
    half = hatch().reshape(-1, 4)[:50].reshape(-1, 2)
    path = path_of([[(half, HATCH)]] * 4)
    assert found(CODE, path) == []
    assert [one.severity for one in found(CODE, path, part)] == ["error", "error"]
    assert found(CODE, path_of([[(hatch(), HATCH)]] * 4), part) == []
