"""path-point-exposure: points that do not add up to the speed."""

from math import nan

import pytest

from tests.known_paths import small_path
from tests.set_paths import HATCH, needs_corpus, real_path, with_set
from tests.slicer_checks.pathchecked import found

CODE = "path-point-exposure"


def test_sets_without_points_are_right() -> None:
    """Who says nothing of points has no finding."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize(("time_us", "told"), [(75.0, False), (68.2, False), (68.1, True)])
def test_ten_per_cent_are_kept_or_passed(time_us: float, told: bool) -> None:
    """60 um in 75 us are 800 mm/s, as the set says."""
    path = with_set(HATCH, point_distance_um=60.0, point_time_us=time_us)
    assert bool(found(CODE, path)) is told


def test_the_worst_set_is_told_with_both_speeds() -> None:
    """The finding names the set, its speed and that of its points."""
    (finding,) = found(CODE, with_set(HATCH, point_distance_um=60.0, point_time_us=150.0))
    assert (finding.severity, finding.params["set"]) == ("warning", "hatch")
    assert (finding.params["speed_mm_s"], finding.params["points_mm_s"]) == (800.0, 400.0)
    assert finding.value is not None
    assert abs(finding.value - 50.0) < 1e-9


@pytest.mark.parametrize(
    "numbers",
    [
        {"point_distance_um": 0.0},
        {"point_time_us": 0.0},
        {"point_time_us": nan},
        {"speed_mm_s": nan},
        {"speed_mm_s": 0.0},
    ],
)
def test_all_three_numbers_are_needed(numbers: dict[str, float]) -> None:
    """Where one is unsaid or 0 there is nothing to compare."""
    path = with_set(HATCH, point_distance_um=60.0, point_time_us=150.0)
    assert found(CODE, with_set(HATCH, path, **numbers)) == []


@needs_corpus
def test_a_real_file_whose_points_disagree_is_told() -> None:
    """A public ILT file says 250 mm/s, and 200 um in 400 us, which are 500 mm/s."""
    (finding,) = found(CODE, real_path("Box_blocksupport.ilt"))
    assert (finding.severity, finding.value) == ("warning", 100.0)
