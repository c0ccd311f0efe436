"""path-layer-time: layers that leave no time to cool."""

import pytest

from slicer_checks.toolpath import Role, Shape
from tests.known_paths import small_path
from tests.set_paths import HATCH, at_heights, needs_corpus, on_machine, real_names, real_path
from tests.set_paths import with_set as of_set
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-layer-time"


def test_layers_that_take_their_time_are_right() -> None:
    """Recoating alone takes 8 s."""
    assert found(CODE, small_path(4), process=on_machine(8.0)) == []


def test_short_layers_are_a_warning() -> None:
    """All are counted, and the shortest is told with what recoating takes of it."""
    (finding,) = found(CODE, small_path(4), process=on_machine(2.6))
    assert (finding.severity, finding.params["count"], finding.params["layers"]) == (
        "warning",
        4,
        4,
    )
    assert finding.value is not None
    assert 2.6 < finding.value < 3.0
    assert finding.params["recoat_s"] == 2.6
    assert finding.where.layers == (0, 3)


@pytest.mark.parametrize(("slower", "told"), [(0.9, True), (1.1, False)])
def test_exposure_counts_with_recoating(slower: float, told: bool) -> None:
    """At about 100 mm of hatch, 20 mm/s make a layer of 5 s longer than the limit."""
    path = of_set(HATCH, speed_mm_s=96.0 / 3.0 / slower, mark_delay_us=0.0)
    assert bool(found(CODE, path, process=on_machine(5.0 - 0.13))) is told


def test_contours_alone_are_not_judged() -> None:
    """The machine makes the hatch of such files, so their time is not known."""
    assert found(CODE, at_heights(0.03, 0.06), process=on_machine(2.6)) == []


def test_layers_of_supports_alone_are_not_judged() -> None:
    """They may be short: there is no part yet that could get hot."""
    path = small_path(4)
    roles = path.blocks.block_role.copy()
    roles[:6] = Role.SUPPORT
    (finding,) = found(CODE, changed(path, block_role=roles), process=on_machine(2.6))
    assert (finding.params["count"], finding.where.layers) == (2, (2, 3))


def test_points_fill_a_layer_too() -> None:
    """A layer of single points is judged as one of hatches is."""
    shapes = small_path(4).blocks.block_shape.copy()
    shapes[1::3] = Shape.POINTS
    path = changed(block_shape=shapes)
    assert len(found(CODE, path, process=on_machine(2.6))) == 1


@needs_corpus
@pytest.mark.parametrize("name", real_names())
def test_real_files_are_no_error(name: str) -> None:
    """Short layers of public files, if any, are a warning."""
    told = found(CODE, real_path(name), process=on_machine(8.0))
    assert told == []
