"""Orientation: the best way to lay known parts, what it costs, and what is kept fixed."""

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import numpy as np
import pytest

from slicer_checks import default_process, estimate, orient, slice_part
from slicer_checks.orientations import Orientations
from slicer_checks.supports import supports_of
from slicer_checks.turns import around, distinct, gathered, hull_of, laid, sphere
from tests.known_parts import box, table
from tests.known_parts import sphere as ball
from tests.slicer_checks.checked import part_of

PROCESS = default_process()
TABLE = table(width=20.0, leg=2.0, height=10.0).triangles


@pytest.fixture(scope="module")
def choices() -> Orientations:
    """Ways to lay a bridge of 20 mm x 10 mm x 10 mm whose ceiling hangs as drawn."""
    return orient(part_of(TABLE), PROCESS)


def test_a_bridge_is_turned_over(choices: Orientations) -> None:
    """Upside down it needs no support and is no higher: that is best, drawn it is held."""
    assert choices.best.support_mm3 == 0.0
    assert choices.best.stable
    assert choices.best.height_mm == pytest.approx(10.0)
    assert choices.as_drawn.overhang_mm2 == pytest.approx(160.0)
    assert choices.as_drawn.support_mm3 == pytest.approx(0.15 * 160.0 * 8.0, rel=0.01)
    assert not choices.as_drawn.pareto
    assert choices.best.pareto


def test_a_flat_plate_lies_flat() -> None:
    """A plate of 30 mm x 20 mm x 2 mm drawn on its edge is laid on its large side."""
    found = orient(part_of(box(2.0, 30.0, 20.0).triangles), PROCESS)

    assert found.as_drawn.height_mm == pytest.approx(20.0)
    assert found.best.height_mm == pytest.approx(2.0)
    assert found.best.footprint_mm2 == pytest.approx(600.0)
    assert found.best.contact_mm2 == pytest.approx(600.0)
    assert found.best.balance_mm == pytest.approx(10.0)


def test_what_is_kept_upright_stays_upright() -> None:
    """With y fixed the height is the size along y, ends alike told once; the drawn way is shown."""
    found = orient(part_of(box(4.0, 30.0, 20.0).triangles), PROCESS, fixed_axis="y")

    assert [choice.height_mm for choice in found.choices] == pytest.approx([30.0, 20.0])
    assert [choice.compared for choice in found.choices] == [False, True]
    assert found.offered == (found.best,)
    assert found.as_drawn.height_mm == pytest.approx(20.0)
    assert found.summary().splitlines()[2].strip().startswith("=")
    assert orient(part_of(TABLE), PROCESS, fixed_axis="z").tried == 2


@pytest.mark.parametrize("limit", [1, 2, 8])
def test_a_drawn_way_off_the_axis_is_never_best(limit: int) -> None:
    """A plate that lies flat as drawn is cheapest so, yet with x fixed it stands on its edge."""
    found = orient(part_of(box(30.0, 20.0, 2.0).triangles), PROCESS, fixed_axis="x", limit=limit)

    assert found.best.height_mm == pytest.approx(30.0)
    assert found.as_drawn.cost_eur < found.best.cost_eur
    assert found.choices[-1] is found.as_drawn
    assert "comparison" in found.summary()


def test_a_cube_keeps_the_axis_that_is_fixed() -> None:
    """Where the drawn way costs the same as an upright one, the upright one is still offered."""
    found = orient(part_of(box(10.0, 10.0, 10.0).triangles), PROCESS, fixed_axis="y")

    assert abs(found.best.rotation[2][1]) == pytest.approx(1.0)
    assert len(found.offered) == 1


def test_as_drawn_agrees_with_the_estimate(choices: Orientations) -> None:
    """Time, supports and price of the way it was drawn are those of its layers and supports."""
    part = part_of(TABLE)
    supports = supports_of(part, PROCESS)
    result = estimate(slice_part(part, PROCESS.layer_mm), PROCESS, supports=supports)
    drawn = choices.as_drawn

    assert drawn.time_s == pytest.approx(result.time_s, rel=0.01)
    assert drawn.support_mm3 == pytest.approx(supports.metal_mm3, rel=0.02)
    assert drawn.removal_s == pytest.approx(supports.removal_s, rel=0.02)
    assert drawn.machine == result.machine
    assert drawn.cost_eur == pytest.approx(result.cost_eur, rel=0.01)


def test_no_kept_way_is_beaten_in_everything(choices: Orientations) -> None:
    """Ways marked as Pareto do not dominate one another, and each other one is dominated."""
    front = [choice for choice in choices.choices if choice.pareto]

    assert not any(one.dominates(other) for one in front for other in front)
    assert len(choices.choices) <= 8


def test_points_are_laid_on_the_plate(choices: Orientations) -> None:
    """A rotation keeps lengths and turns no part inside out; the lowest point is at 0."""
    part = part_of(TABLE)
    for choice in choices.choices:
        rotation = np.array(choice.rotation)
        points = choice.turned(part.vertices_mm)

        assert rotation @ rotation.T == pytest.approx(np.eye(3), abs=1e-9)
        assert np.linalg.det(rotation) == pytest.approx(1.0)
        assert points[:, 2].min() == pytest.approx(0.0)
        assert points[:, 2].max() == pytest.approx(choice.height_mm)


def test_the_table_and_the_document_tell_all(choices: Orientations) -> None:
    """Each language has its table; the JSON document agrees with its schema."""
    path = resources.files("slicer_checks").joinpath("schemas/orientations.schema.json")
    document = json.loads(json.dumps(choices.to_dict(), allow_nan=False))

    jsonschema.validate(document, json.loads(path.read_text("utf-8")))
    assert len(str(choices).splitlines()) == len(choices.choices) + 3
    assert "hoogte" in choices.summary("nl")
    assert "Höhe" in choices.summary("de")


def test_a_part_that_fits_on_no_machine_is_said_to() -> None:
    """The table says what its times and prices are worth, where some fit and where none does."""
    none = orient(part_of(box(700.0, 20.0, 20.0).triangles), limit=2)
    assert all(choice.machine is None for choice in none.choices)
    assert "None of these ways fits on a machine" in none.summary()
    assert "Geen van deze manieren past" in none.summary("nl")
    some = replace(none, choices=(replace(none.best, machine="m"), *none.choices[1:]))
    assert "A way without a machine fits on none" in some.summary()
    whole = replace(none, choices=(replace(none.best, machine="m"),))
    assert "fits on" not in whole.summary()


def test_a_limit_keeps_the_best_and_the_drawn_way() -> None:
    """Asked for one way of a bridge, the drawn one alone is given; of two, the best comes first."""
    found = orient(part_of(TABLE), PROCESS, limit=2)

    assert len(found.choices) == 2
    assert found.best.support_mm3 == 0.0
    assert found.choices[1].as_drawn


def test_the_hull_of_a_box_has_six_sides() -> None:
    """Sides are joined from their triangles, the largest first, with their areas."""
    part = part_of(box(4.0, 30.0, 20.0).triangles)
    hull = hull_of(part.vertices_mm)

    assert hull.area_mm2 == pytest.approx([600, 600, 120, 120, 80, 80])
    assert np.linalg.norm(hull.sides, axis=1) == pytest.approx(np.ones(6))
    assert abs(hull.sides[0]) == pytest.approx([1, 0, 0])


def test_bins_keep_all_the_area() -> None:
    """Gathered by direction, the faces of a ball have their area, and no normal is far off."""
    known = ball(5.0)
    part = part_of(known.triangles)
    bins = gathered(part.vertices_mm, part.solid.faces)

    assert bins.area_mm2.sum() == pytest.approx(known.area_mm2, rel=1e-5)
    assert np.linalg.norm(bins.normals, axis=1) == pytest.approx(np.ones(len(bins.normals)))


def test_directions_are_unit_and_apart() -> None:
    """Lattice and circles hold unit vectors; what nearly agrees is kept once."""
    spread = sphere(200)
    ring = around(np.array((0.0, 0.0, -1.0)), 10.0)

    assert np.linalg.norm(spread, axis=1) == pytest.approx(np.ones(200))
    assert ring[:, 2] == pytest.approx(np.full(6, -np.cos(np.radians(10))))
    assert len(distinct(np.concatenate((spread, spread)))) == 200
    for down in spread:
        assert laid(down) @ down == pytest.approx([0, 0, -1])
