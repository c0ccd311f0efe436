"""path-laser-distance: lasers that work close to each other."""

import numpy as np
import pytest

from slicer_checks.materials import default_process
from slicer_checks.pathchecks import Subject
from slicer_checks.pathchecks.working import LASERS_MOST, pairs
from tests.known_paths import small_path
from tests.set_paths import of_lasers
from tests.slicer_checks.pathchecked import found

CODE = "path-laser-distance"


def test_one_laser_has_no_other_near() -> None:
    """A toolpath of one laser, or of none named, has no finding."""
    assert found(CODE, small_path(4)) == []
    assert found(CODE, of_lasers([(0, 0.0, 10), (0, 10.0, 10)])) == []


@pytest.mark.parametrize(("apart_mm", "told"), [(50.0, False), (49.9, True)])
def test_fifty_millimetres_are_kept_or_passed(apart_mm: float, told: bool) -> None:
    """Each laser is taken to be in the middle of its block."""
    assert bool(found(CODE, of_lasers([(0, 0.0, 10), (1, apart_mm, 10)]))) is told


def test_the_nearest_pair_is_told() -> None:
    """Of three lasers two are near; their distance and the time of both are told."""
    (finding,) = found(CODE, of_lasers([(0, 0.0, 10), (4, 100.0, 10), (9, 130.0, 10)]))
    assert (finding.severity, finding.params["one"], finding.params["other"]) == (
        "warning",
        "4",
        "9",
    )
    assert (finding.value, finding.params["count"]) == (30.0, 1)


def test_only_what_is_done_at_the_same_time_counts() -> None:
    """Lasers that swap their sides at the same moment stay apart though both go everywhere."""
    swapping = [(0, 0.0, 10), (0, 100.0, 10), (1, 100.0, 10), (1, 0.0, 10)]
    assert found(CODE, of_lasers(swapping)) == []
    following = [(0, 0.0, 10), (0, 100.0, 10), (1, 0.0, 10), (1, 100.0, 10)]
    (finding,) = found(CODE, of_lasers(following))
    assert finding.value is not None
    assert finding.value < 10.0


def test_the_average_is_over_time() -> None:
    """A laser that works beside a far one, then beside a near one, has a mean of both."""
    path = of_lasers([(0, 0.0, 40), (1, 100.0, 20), (1, 0.0, 20)], layers=1)
    held = pairs(Subject(toolpath=path, process=default_process()))
    assert held is not None
    assert abs(held.apart_mm[0, 1] - 50.0) < 10.0


def test_a_file_may_number_its_lasers_as_it_likes() -> None:
    """Large numbers cost no memory, and more lasers than machines have are not judged."""
    assert len(found(CODE, of_lasers([(0, 0.0, 10), (2_000_000_000, 1.0, 10)]))) == 1
    many = of_lasers([(number, 0.0, 2) for number in range(LASERS_MOST + 1)])
    assert found(CODE, many) == []
    assert np.unique(many.blocks.block_laser).size == LASERS_MOST + 1
