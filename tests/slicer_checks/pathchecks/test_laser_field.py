"""path-laser-field: vectors that their laser cannot reach."""

from dataclasses import replace

import pytest

from slicer_checks.finding import Finding
from slicer_checks.materials import default_process
from slicer_checks.toolpath import LaserSource, Shape, Toolpath
from tests.known_paths import small_path
from tests.set_paths import of_lasers
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-laser-field"

Box = tuple[tuple[float, float], tuple[float, float]]

LEFT = LaserSource(name="left", field_mm=((0.0, 0.0), (50.0, 100.0)))
RIGHT = LaserSource(name="right", field_mm=((40.0, 0.0), (100.0, 100.0)))


def test_vectors_within_their_fields_are_right() -> None:
    """Hatches from 1 mm to 9 mm and from 41 mm to 49 mm lie in both fields."""
    assert found(CODE, of_lasers([(0, 0.0, 10), (1, 40.0, 10)], lasers=(LEFT, RIGHT))) == []


@pytest.mark.parametrize(("x_mm", "told"), [(41.0, False), (41.0009, False), (41.002, True)])
def test_the_edge_is_kept_or_passed(x_mm: float, told: bool) -> None:
    """Hatches that end at 50 mm reach the edge of the left field."""
    assert bool(found(CODE, of_lasers([(0, x_mm, 10)], lasers=(LEFT,)))) is told


def test_the_farthest_block_is_told_with_its_place() -> None:
    """Each block outside is counted, and the worst shown."""
    path = of_lasers([(0, 45.0, 10), (1, 0.0, 10), (1, 60.0, 10)], lasers=(LEFT, RIGHT))
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.value, finding.params["count"]) == ("error", 39.0, 6)
    assert (finding.params["laser"], finding.where.layers) == ("right", (0, 0))
    assert len(finding.where.polygons[0]) == 20


def test_lasers_without_a_field_are_not_judged() -> None:
    """Nor are blocks that name no laser, or one that the file does not describe."""
    assert found(CODE, of_lasers([(0, 500.0, 10), (7, 500.0, 10)], lasers=(LaserSource(),))) == []
    assert found(CODE, small_path(4)) == []


def on_machine(path: Toolpath, *fields_mm: Box) -> list[Finding]:
    """Return what is told on a machine of 250 mm whose lasers have these fields."""
    process = default_process(layer_mm=0.03)
    machine = replace(process.machine("standard-250"), lasers=2, laser_fields_mm=fields_mm)
    return found(CODE, path, process=replace(process, machines=(machine,)))


def test_fields_of_the_machine_count_where_the_file_has_none() -> None:
    """They lie where the toolpath fits the plate, from its corner; the file's own go first."""
    halves = ((0.0, 0.0), (130.0, 250.0)), ((120.0, 0.0), (250.0, 250.0))
    path = of_lasers([(0, 10.0, 10), (1, 200.0, 10)], lasers=(LaserSource(), LaserSource()))
    assert on_machine(path, *halves) == []
    (finding,) = on_machine(path, *halves[::-1])
    assert (finding.severity, finding.value) == ("error", 110.0 - 1.0)
    own = LaserSource(field_mm=((0.0, 0.0), (250.0, 250.0)))
    assert on_machine(replace(path, lasers=(own, own)), *halves[::-1]) == []


def test_fields_of_the_machine_follow_a_frame_in_the_middle() -> None:
    """A toolpath round the origin is held against fields round it."""
    halves = ((0.0, 0.0), (130.0, 250.0)), ((120.0, 0.0), (250.0, 250.0))
    path = of_lasers([(0, -100.0, 10), (1, 90.0, 10)], lasers=())
    assert on_machine(path, *halves) == []
    assert len(on_machine(path, *halves[::-1])) == 1


def test_jumps_are_not_judged() -> None:
    """Mirrors may swing out while the laser is off."""
    path = of_lasers([(0, 500.0, 10)], lasers=(LEFT,))
    assert found(CODE, changed(path, block_shape=path.blocks.block_shape * 0 + Shape.JUMP)) == []
