"""Which rounds begin afresh, and in how many turns the others take a plan apart."""

from __future__ import annotations

import pytest

from scheduler.sketch.cooling import LOOK_S
from scheduler.sketch.rounds import afresh, turns_in


@pytest.mark.parametrize(
    ("number", "share", "follow", "fresh"),
    [
        (1, 0.0, False, True),
        (5, 0.3, False, True),
        (5, 0.4, False, False),
        (6, 0.4, False, True),
        (7, 0.9, False, False),
        (7, 0.9, True, True),
    ],
)
def test_later_rounds_focus_but_for_some(
    number: int, share: float, follow: bool, fresh: bool
) -> None:
    """At first all begin afresh, then every third does; where stations follow, all do."""
    assert afresh(number, share, follow=follow) == fresh


@pytest.mark.parametrize(("units", "turns"), [(1, 25), (15, 25), (100, 4), (1000, 1)])
def test_turns_are_no_shorter_than_looks_at_the_clock(units: int, turns: int) -> None:
    """Many units take longer turns; the turns of few would overrun the time."""
    assert turns_in(25 * LOOK_S, units) == turns
