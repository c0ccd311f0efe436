"""The calendar of many runs says what the calendar of one plan says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler import Window
from scheduler.shop.calendar import Calendar, Crew, Work
from scheduler.simulate.people import NEVER, People

NEEDS = ((None, None), (None, "powder"), ("Enschede", None), ("Hengelo", "powder"), (None, "edm"))

windows = st.builds(
    lambda start, length, heads, skills, sites: Window(
        start=start, end=start + length, heads=heads, skills=skills, sites=sites
    ),
    st.integers(0, 60),
    st.integers(1, 30),
    st.integers(1, 3),
    st.sampled_from(((), ("powder",), ("powder", "edm"))),
    st.sampled_from(((), ("Hengelo",), ("Enschede",))),
)
works = st.builds(
    lambda start, length, need: Work(start, start + length, need),
    st.integers(0, 80),
    st.integers(1, 15),
    st.integers(0, len(NEEDS) - 1),
)


@given(
    staff=st.lists(windows, max_size=6),
    runs=st.lists(st.lists(works, min_size=5, max_size=5), min_size=1, max_size=4),
    count=st.integers(1, 4),
    asked=st.tuples(st.integers(0, 80), st.integers(0, 12), st.integers(0, 3)),
)
def test_many_runs_are_as_one_and_one(
    staff: list[Window], runs: list[list[Work]], count: int, asked: tuple[int, int, int]
) -> None:
    """In each run somebody is free when the calendar of that run alone says so."""
    tick, ticks, need = asked[0], asked[1], min(asked[2], count - 1)
    calendar = Calendar(staff, NEEDS[:count])
    people = People(calendar, len(runs))
    kinds = [min(work.need, count - 1) for work in runs[0]]
    lengths = [work.end - work.start for work in runs[0]]
    for place, (kind, length) in enumerate(zip(kinds, lengths, strict=True)):
        starts = np.array([run[place].start for run in runs], dtype=np.int64)
        people.take(starts, length, kind)
    found = people.earliest(np.full(len(runs), tick, dtype=np.int64), ticks, need)
    for run, start in zip(runs, found, strict=True):
        crew = Crew(
            Work(work.start, work.start + length, kind)
            for work, kind, length in zip(run, kinds, lengths, strict=True)
        )
        expected = calendar.earliest(tick, ticks, crew, need)
        assert start == (NEVER if expected is None else expected)


def test_many_needs_are_asked_alone_and_together() -> None:
    """With five needs and one person, two who need somebody at once take turns."""
    calendar = Calendar((Window(start=0, end=100),), NEEDS)
    people = People(calendar, 1)
    people.take(np.array([10]), 5, 0)
    assert people.earliest(np.array([8]), 5, 4).tolist() == [15]
    assert people.earliest(np.array([97]), 5, 4).tolist() == [NEVER]
