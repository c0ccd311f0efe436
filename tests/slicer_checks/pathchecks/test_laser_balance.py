"""path-laser-balance: lasers that work for different times."""

import pytest

from slicer_checks.toolpath import LaserSource
from tests.known_paths import small_path
from tests.set_paths import of_lasers
from tests.slicer_checks.pathchecked import found

CODE = "path-laser-balance"


def test_one_laser_or_none_named_is_right() -> None:
    """There is nothing to share."""
    assert found(CODE, small_path(4)) == []
    assert found(CODE, of_lasers([(0, 0.0, 100)])) == []


@pytest.mark.parametrize(("second", "told"), [(100, False), (85, False), (75, True)])
def test_a_fifth_is_kept_or_passed(second: int, told: bool) -> None:
    """The hatches of two lasers take about as long as they are many."""
    assert bool(found(CODE, of_lasers([(0, 0.0, 100), (1, 100.0, second)]))) is told


def test_the_busiest_and_the_idlest_are_told() -> None:
    """Lasers are called by their name, else by their number; the time is over the whole build."""
    lasers = (LaserSource(name="left"), LaserSource())
    path = of_lasers([(0, 0.0, 100), (1, 100.0, 50), (2, 200.0, 75)], lasers=lasers)
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["lasers"]) == ("warning", 3)
    assert (finding.params["busiest"], finding.params["idlest"]) == ("left", "1")
    assert finding.value is not None
    assert abs(finding.value - 50.0) < 0.1


def test_a_laser_that_is_described_and_never_used_is_idle() -> None:
    """It works a hundred percent less; without being described nobody misses it."""
    lasers = (LaserSource(name="left"), LaserSource(name="right"))
    (finding,) = found(CODE, of_lasers([(0, 0.0, 100)], lasers=lasers))
    assert finding.value == 100.0
    assert (finding.params["busiest"], finding.params["idlest"]) == ("left", "right")


def test_turns_from_layer_to_layer_even_out() -> None:
    """Lasers that take turns have shared the build evenly."""
    path = of_lasers([(0, 0.0, 60), (1, 100.0, 60), (0, 50.0, 40), (1, 150.0, 40)])
    assert found(CODE, path) == []
