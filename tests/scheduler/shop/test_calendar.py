"""The earliest time at which a person is there."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import Window
from scheduler.shop.calendar import Calendar, Crew, Span

WINDOWS = st.builds(
    lambda start, length, heads: Window(start=start, end=start + length, heads=heads),
    st.integers(0, 40),
    st.integers(1, 25),
    st.integers(1, 2),
)
SPANS = st.builds(
    lambda start, length: (start, start + length), st.integers(0, 60), st.integers(1, 8)
)


def possible(windows: list[Window], busy: list[Span], start: int, end: int) -> bool:
    """Tell, tick by tick, whether an operation may be there."""
    inside = any(window.start <= start and end <= window.end for window in windows)
    return inside and all(
        sum(a <= tick < b for a, b in busy)
        < sum(w.heads for w in windows if w.start <= tick < w.end)
        for tick in range(start, end)
    )


@settings(max_examples=150, deadline=None)
@given(
    windows=st.lists(WINDOWS, min_size=1, max_size=4),
    busy=st.lists(SPANS, max_size=5),
    tick=st.integers(0, 60),
    ticks=st.integers(1, 10),
)
def test_the_earliest_time_is_what_counting_finds(
    windows: list[Window], busy: list[Span], tick: int, ticks: int
) -> None:
    """The calendar agrees with trying every tick."""
    found = Calendar(windows).earliest(tick, ticks, Crew(busy))
    tried = (at for at in range(tick, 80) if possible(windows, busy, at, at + ticks))
    assert found == next(tried, None)


def test_what_takes_no_time_needs_nobody() -> None:
    """An operation of no ticks may be at any tick."""
    assert Calendar([]).earliest(7, 0, Crew([])) == 7
    assert Calendar([]).earliest(7, 1, Crew([])) is None
    assert Calendar([Window(start=5, end=9)]).heads_at(3) == 0
