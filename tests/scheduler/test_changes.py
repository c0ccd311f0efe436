"""What a change makes of a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import Window
from scheduler.changes import (
    Change,
    DueDateMoved,
    MachineBought,
    MachineDown,
    OperatorAbsent,
    RushJob,
)
from scheduler.errors import InvalidProblemError
from tests.scheduler.problems import machine, part, problem

spans = st.tuples(st.integers(0, 30), st.integers(1, 20), st.integers(1, 3)).map(
    lambda drawn: Window(start=drawn[0], end=drawn[0] + drawn[1], heads=drawn[2])
)


@given(staff=st.lists(spans, min_size=1, max_size=4), away=spans)
def test_so_many_people_fewer_are_there(staff: list[Window], away: Window) -> None:
    """At each tick of an absence its heads are missing, as far as there are any; else none."""
    absence = OperatorAbsent(start=away.start, end=away.end, heads=away.heads)
    left = absence.applied(problem(staff=tuple(staff))).staff
    for tick in range(55):
        before, after = (
            sum(w.heads for w in windows if w.start <= tick < w.end) for windows in (staff, left)
        )
        missing = away.heads if away.start <= tick < away.end else 0
        assert after == max(0, before - missing)


def test_who_stays_has_whole_hours() -> None:
    """Two people of whom one is away for a while are still one window for the other."""
    asked = problem(staff=(Window(start=0, end=100, heads=2),))
    left = OperatorAbsent(start=40, end=60).applied(asked).staff
    assert left == (
        Window(start=0, end=100),
        Window(start=0, end=40),
        Window(start=60, end=100),
    )


def test_who_is_absent_may_be_one_who_has_a_skill() -> None:
    """Who cannot do it stays; who can do anything may be the one that is missed."""
    general, trained = Window(start=0, end=9, skills=("edm",)), Window(start=0, end=9)
    other = Window(start=0, end=9, skills=("printing",))
    asked = problem(staff=(other, general, trained))
    gone = OperatorAbsent(start=0, end=9, skill="edm").applied(asked).staff
    assert sorted(gone, key=str) == sorted((other, trained), key=str)
    both = OperatorAbsent(start=0, end=9, heads=3, skill="edm").applied(asked).staff
    assert both == (other,)


def test_a_machine_that_is_bought_prints_what_its_model_prints() -> None:
    """Every part that may go on the model may go on the new machine; its downtime stays."""
    down = (Window(start=5, end=9),)
    asked = problem(
        parts=(part("a"), part("b", scan_s={"M2": 5.0})),
        machines=(machine("M1", downtime=down), machine("M2")),
    )
    changed = MachineBought(machine="M3", like="M1", available_from=70).applied(asked)
    assert changed.machines[2] == machine("M3", available_from=70)
    assert [dict(one.scan_s) for one in changed.parts] == [
        {"M1": 600.0, "M3": 600.0},
        {"M2": 5.0},
    ]


def test_the_others_change_one_thing() -> None:
    """A rush job adds parts, a downtime a window, a date moves for the whole job."""
    asked = problem(parts=(part("a", job="j"), part("b", job="j")))
    assert RushJob(parts=(part("c"),)).applied(asked).parts == (*asked.parts, part("c"))
    moved = DueDateMoved(job="j", due=70).applied(asked)
    assert [one.due for one in moved.parts] == [70, 70]
    down = MachineDown(machine="M1", start=3, end=8).applied(asked)
    assert down.machines[0].downtime == (Window(start=3, end=8),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (MachineDown(machine="M9", start=0, end=5), "change-machine-unknown"),
        (MachineDown(machine="M1", start=5, end=5), "window-empty"),
        (MachineBought(machine="M2", like="M9"), "change-machine-unknown"),
        (MachineBought(machine="M1", like="M1"), "id-twice"),
        (DueDateMoved(job="none", due=5), "change-job-unknown"),
        (RushJob(parts=(part("p"),)), "id-twice"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(change: Change, code: str) -> None:
    """A change names machines, jobs and times as a problem does."""
    with pytest.raises(InvalidProblemError) as error:
        change.applied(problem())
    assert error.value.code == code


def test_an_absence_has_a_time_and_people() -> None:
    """Nobody is away for no time."""
    with pytest.raises(InvalidProblemError, match="ends at"):
        OperatorAbsent(start=5, end=5)
