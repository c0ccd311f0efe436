"""path-delay: delays and waits in another unit than microseconds."""

from math import nan

import pytest

from tests.known_paths import small_path
from tests.set_paths import HATCH, with_set
from tests.slicer_checks.pathchecked import found

CODE = "path-delay"
MIRRORS = ("jump_delay_us", "mark_delay_us", "polygon_delay_us")
SWITCHES = ("laser_on_delay_us", "laser_off_delay_us")
WAITS = ("wait_before_us", "wait_after_us")


@pytest.mark.parametrize("name", MIRRORS)
@pytest.mark.parametrize(
    ("delay_us", "variant"),
    [(0.0, ""), (nan, ""), (1e-4, "short"), (0.4, "short"), (0.5, ""), (300.0, ""), (1e4, "")],
)
def test_a_delay_of_mirrors_is_some_microseconds(name: str, delay_us: float, variant: str) -> None:
    """What is written in seconds is too short for any mirror; none at all is a choice."""
    told = found(CODE, with_set(HATCH, **{name: delay_us}))
    assert [one.params["variant"] for one in told] == ([variant] if variant else [])


@pytest.mark.parametrize("name", [*MIRRORS, *SWITCHES])
def test_a_second_for_each_vector_is_told(name: str) -> None:
    """A warning with the number of vectors, the set and the delay."""
    (finding,) = found(CODE, with_set(HATCH, **{name: 1e6}))
    assert (finding.severity, finding.value, finding.params["variant"]) == ("warning", 1e6, "long")
    assert (finding.params["vectors"], finding.params["set"]) == (48, "hatch")


@pytest.mark.parametrize("name", SWITCHES)
def test_delays_of_the_laser_may_be_short_or_below_zero(name: str) -> None:
    """They shift the moment at which it is switched."""
    assert found(CODE, with_set(HATCH, **{name: 0.1})) == []
    assert found(CODE, with_set(HATCH, **{name: -50.0})) == []


@pytest.mark.parametrize(("wait_us", "told"), [(1e7, 0), (1.1e7, 1)])
@pytest.mark.parametrize("name", WAITS)
def test_a_wait_may_be_longer(name: str, wait_us: float, told: int) -> None:
    """Up to ten seconds for each block."""
    findings = found(CODE, with_set(HATCH, **{name: wait_us}))
    assert [one.params["variant"] for one in findings] == ["wait"] * told


def test_a_clean_toolpath_has_none() -> None:
    """Nor does a set that no vector has."""
    assert found(CODE, small_path(4)) == []
