"""The fewest sets that hold everything: checked against trying all, and where greed takes more."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.construct import cover
from scheduler.construct.cover import fewest

NUMBERS = st.sets(st.integers(0, 7), min_size=1)


def test_greed_takes_three_where_two_are_enough() -> None:
    """The largest set is in neither of the two that hold all."""
    sets = {"large": {1, 2, 3, 4}, "odd": {1, 3, 5}, "even": {2, 4, 6}}
    assert sorted(fewest(sets)) == ["even", "odd"]
    assert fewest({}) == []


@given(sets=st.dictionaries(st.integers(0, 9), NUMBERS, max_size=7))
def test_no_smaller_choice_holds_all(sets: dict[int, set[int]]) -> None:
    """What is chosen holds all that there is, and nothing smaller does."""
    chosen = fewest(sets)
    everything = set().union(*sets.values())
    assert set().union(*(sets[name] for name in chosen)) == everything
    for size in range(len(chosen)):
        for some in combinations(sets, size):
            assert set().union(*(sets[name] for name in some)) != everything


def test_of_very_many_none_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many would have to be tried, greed's choice stands, without needless ones."""
    monkeypatch.setattr(cover, "TRIED", 0)
    sets = {"large": {1, 2, 3, 4}, "odd": {1, 3, 5}, "even": {2, 4, 6}}
    assert fewest(sets) == ["odd", "even"]
