"""The earliest time at which a person is there."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import Window
from scheduler.shop.calendar import Calendar, Crew, Need, Work

NEEDS: tuple[Need, ...] = ((None, None), (None, "edm"), ("Hengelo", "edm"), ("Enschede", None))
WINDOWS = st.builds(
    lambda start, length, heads, skills, sites: Window(
        start=start, end=start + length, heads=heads, skills=skills, sites=sites
    ),
    st.integers(0, 40),
    st.integers(1, 25),
    st.integers(1, 2),
    st.sampled_from(((), (), ("edm",), ("furnace",))),
    st.sampled_from(((), (), ("Hengelo",), ("Enschede", "Hengelo"))),
)
WORKS = st.builds(
    lambda start, length, need: Work(start, start + length, need),
    st.integers(0, 60),
    st.integers(1, 8),
    st.integers(0, len(NEEDS) - 1),
)


def able(window: Window, need: Need) -> bool:
    """Tell whether the people of a window do what is needed."""
    site, skill = need
    elsewhere = bool(window.sites) and site is not None and site not in window.sites
    unskilled = bool(window.skills) and skill is not None and skill not in window.skills
    return not elsewhere and not unskilled


def served(works: list[Work], windows: list[Window], tick: int) -> bool:
    """Tell, by trying every way, whether each operation has a person of its own at a tick."""
    people = [w for w in windows if w.start <= tick < w.end for _ in range(w.heads)]
    asked = [NEEDS[work.need] for work in works if work.start <= tick < work.end]
    ways = permutations(people[:7], len(asked))
    return any(all(map(able, way, asked)) for way in ways)


@settings(max_examples=150, deadline=None)
@given(
    windows=st.lists(WINDOWS, min_size=1, max_size=3),
    busy=st.lists(WORKS, max_size=4),
    tick=st.integers(0, 60),
    ticks=st.integers(1, 10),
    need=st.integers(0, len(NEEDS) - 1),
)
def test_the_earliest_time_is_what_trying_every_tick_finds(
    windows: list[Window], busy: list[Work], tick: int, ticks: int, need: int
) -> None:
    """What is promised already keeps its people; the new operation has one for all its time."""
    kept: list[Work] = []
    for work in busy:
        if all(served([*kept, work], windows, at) for at in range(work.start, work.end)):
            kept.append(work)
    found = Calendar(windows, NEEDS).earliest(tick, ticks, Crew(kept), need)

    def possible(at: int) -> bool:
        new = Work(at, at + ticks, need)
        inside = any(w.start <= at and new.end <= w.end and able(w, NEEDS[need]) for w in windows)
        return inside and all(served([*kept, new], windows, t) for t in range(at, new.end))

    assert found == next((at for at in range(tick, 80) if possible(at)), None)


def test_what_is_promised_beyond_the_people_there_leaves_none() -> None:
    """Facts may ask for more people than there are; then nobody else finds one."""
    windows = [Window(start=0, end=50, heads=1)]
    crew = Crew([Work(0, 10, 0), Work(5, 20, 0)])
    assert Calendar(windows).earliest(0, 5, crew) == 20
    crew.add(Work(20, 22, 0))
    assert Calendar(windows).earliest(0, 5, crew) == 22


def test_what_takes_no_time_needs_nobody() -> None:
    """An operation of no ticks may be at any tick."""
    assert Calendar([]).earliest(7, 0, Crew([])) == 7
    assert Calendar([]).earliest(7, 1, Crew([])) is None
    assert Calendar([Window(start=5, end=9)]).heads_at(3) == 0


@settings(max_examples=100, deadline=None)
@given(
    windows=st.lists(WINDOWS, min_size=1, max_size=3),
    busy=st.lists(WORKS, max_size=3),
    work=WORKS,
)
def test_a_time_is_free_where_it_is_the_earliest_from_itself(
    windows: list[Window], busy: list[Work], work: Work
) -> None:
    """Asking of one time says what looking for the first from there on says."""
    calendar, crew = Calendar(windows, NEEDS), Crew(busy)
    ticks = work.end - work.start
    first = calendar.earliest(work.start, ticks, crew, work.need)
    assert calendar.free(work, crew) == (first == work.start)


@given(windows=st.lists(WINDOWS, max_size=4), need=st.integers(0, len(NEEDS) - 1))
def test_those_who_serve_a_need_are_told(windows: list[Window], need: int) -> None:
    """By the numbers of their windows."""
    expected = {number for number, window in enumerate(windows) if able(window, NEEDS[need])}
    assert Calendar(windows, NEEDS).serving(need) == expected
