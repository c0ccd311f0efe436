"""When somebody more would come, wherever in a day tick 0 lies."""

from __future__ import annotations

import pytest

from scheduler import Window
from scheduler.explain.extra_shift import extra_shifts, usual_hours
from scheduler.explain.link import Link
from tests.scheduler.problems import problem

DAY, HOUR = 1440, 60
ORIGINS = (0, 7, 8, 9, 13, 17, 18, 23)
"""Hours of the first day, a Friday, at which tick 0 lies."""


def working_days(origin: int) -> tuple[Window, ...]:
    """Return the hours of 8 to 17 of working days, as far as they are not past at an origin."""
    days = ((day * DAY + 8 * HOUR - origin, day * DAY + 17 * HOUR - origin) for day in range(21))
    return tuple(
        Window(start=max(0, start), end=end)
        for number, (start, end) in enumerate(days)
        if number % 7 not in {1, 2} and end > 0
    )


@pytest.mark.parametrize("hour", ORIGINS)
def test_usual_hours_are_those_of_whole_days(hour: int) -> None:
    """A day that is half over when the plan is made says nothing of the others."""
    first, last = usual_hours(problem(staff=working_days(hour * HOUR)), DAY) or (0, 0)
    assert ((first + hour * HOUR) % DAY, last - first) == (8 * HOUR, 9 * HOUR)


@pytest.mark.parametrize("hour", ORIGINS)
def test_somebody_comes_on_saturday_morning(hour: int) -> None:
    """Who waits from Friday night for Monday is helped on Saturday at 8, or at once."""
    origin = hour * HOUR
    wait = Link(code="person-absent", start=DAY - origin, end=3 * DAY + 8 * HOUR - origin)
    shifts = dict(extra_shifts(problem(staff=working_days(origin)), wait))
    assert shifts["advice-person-absent"].start + origin == DAY + 8 * HOUR
    assert shifts["advice-person-odd-hours"].start == wait.start


def test_a_night_shift_is_usual_where_most_come_at_night() -> None:
    """Hours that pass midnight are hours; in their midst somebody comes at once."""
    nights = tuple(Window(start=d * DAY + 1320, end=d * DAY + 1800) for d in range(7) if d != 3)
    asked = problem(staff=nights)
    assert usual_hours(asked, DAY) == (1320, 1800)
    wait = Link(code="person-absent", start=4 * DAY + 100, end=4 * DAY + 1320)
    ((code, window),) = extra_shifts(asked, wait)
    assert (code, window.start) == ("advice-person-absent", wait.start)


@pytest.mark.parametrize(
    "staff",
    [
        (Window(start=0, end=240),),
        (Window(start=99_000, end=100_000),),
        (Window(start=10, end=9000),),
    ],
)
def test_what_may_be_cut_off_tells_no_usual_hours(staff: tuple[Window, ...]) -> None:
    """Of a window that began by now, lasts to the horizon, or for days, the hours are unknown."""
    asked = problem(staff=staff)
    assert usual_hours(asked, DAY) is None
    wait = Link(code="person-absent", start=20_000, end=20_500)
    assert [code for code, _ in extra_shifts(asked, wait)] == ["advice-person-odd-hours"]
