"""What a change makes of a schedule."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler import Limits, Part, Problem, Window, solve, verify
from scheduler.changes import DueDateMoved, MachineBought, MachineDown, OperatorAbsent, RushJob
from scheduler.schedule import Schedule
from scheduler.texts import LANGUAGES
from scheduler.what_if import what_if
from scheduler.what_if.comparison import Comparison, JobShift, Move
from tests.scheduler.problems import changes, machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=10)


def planned(asked: Problem) -> Schedule:
    """Return a schedule of a problem that has one."""
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return schedule


def many(count: int = 20) -> Problem:
    """Return a problem whose parts fill a platform each, on two machines."""
    return problem(
        parts=tuple(_large(f"p{n}", due=600 * n + 700) for n in range(count)),
        machines=(machine("M1"), machine("M2")),
    )


def _large(name: str, due: int) -> Part:
    (orientation,) = part().orientations
    large = replace(orientation, width_mm=90.0, depth_mm=90.0)
    return part(name, orientations=(large,), scan_s={"M1": 30_000.0, "M2": 30_000.0}, due=due)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems(), data=st.data())
def test_a_change_leaves_what_is_fixed_and_moves_little_else(
    asked: Problem, data: st.DataObject
) -> None:
    """Of any problem and change, the answer verifies, keeps fixed builds, and holds its limit."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    change = data.draw(changes(asked))
    answer = what_if(asked, schedule, change, QUICK)
    assert Comparison.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    assert answer.summary()
    assert len(answer.moves) <= answer.open_copies
    assert max(answer.moved_builds, answer.forced_builds) <= answer.open_builds
    assert answer.forced <= answer.open_copies
    if answer.after is None:
        assert answer.reason is not None
        return
    assert verify(change.applied(asked), answer.after) == []
    facts = {build.id: build for build in schedule.builds if build.fixed}
    assert {build.id: build for build in answer.after.builds if build.fixed} == facts
    if not isinstance(change, RushJob):
        assert answer.chosen <= answer.most_chosen
        assert answer.chosen_builds <= answer.most_chosen_builds


def test_a_rush_job_moves_a_tenth_of_the_others_at_most() -> None:
    """A job that would be first everywhere waits rather than move more than it may."""
    asked = many()
    schedule = planned(asked)
    rush = RushJob(parts=(_large("rush", due=0),))
    few = what_if(asked, schedule, rush, QUICK)
    free = what_if(asked, schedule, rush, replace(QUICK, most_moved=1.0))
    assert (few.open_copies, few.most_chosen, few.forced) == (20, 2, 0)
    assert len(few.moves) == few.chosen <= 2
    assert (few.open_builds, few.most_chosen_builds, few.forced_builds) == (20, 2, 0)
    assert few.moved_builds == few.chosen_builds <= 2 < free.moved_builds
    assert len(free.moves) > 2
    late = {one.job: one.late_after for one in few.shifts}["rush"]
    assert {one.job: one.late_after for one in free.shifts}["rush"] < late


def test_what_a_downtime_evicts_is_counted() -> None:
    """Builds of a machine that is down for good lose their place: they are open, and forced."""
    asked = many(6)
    schedule = planned(asked)
    never = MachineDown(machine="M2", start=0, end=asked.horizon)
    answer = what_if(asked, schedule, never, QUICK)
    evicted = sum(build.machine == "M2" for build in schedule.builds)
    assert (answer.open_copies, answer.open_builds) == (6, 6)
    assert answer.forced_builds >= evicted > 1
    assert evicted <= answer.moved_builds <= answer.open_builds
    assert evicted <= len(answer.moves) <= answer.open_copies
    assert answer.forced >= evicted


def test_one_build_may_move_always_unless_none_may() -> None:
    """A tenth of a few builds is one, with all of its copies; of a share of none it is none."""
    asked = many(3)
    (orientation,) = part().orientations
    half = (replace(orientation, width_mm=40.0, depth_mm=90.0),)
    parts = tuple(replace(one, copies=2, orientations=half) for one in asked.parts)
    asked = replace(asked, parts=parts)
    schedule = planned(asked)
    rush = RushJob(parts=(_large("rush", due=0),))
    sizes = [len(build.placements) for build in schedule.builds]
    few = what_if(asked, schedule, rush, QUICK)
    assert few.open_builds == len(sizes) < 10
    assert (few.most_chosen_builds, few.most_chosen) == (1, max(sizes))
    none = what_if(asked, schedule, rush, replace(QUICK, most_moved=0.0))
    assert (none.most_chosen_builds, none.most_chosen, none.moved_builds) == (0, 0, 0)


def test_everything_may_move_to_a_machine_that_is_bought() -> None:
    """What it could do is the question: it takes builds over unless few may move."""
    asked = replace(many(6), parts=tuple(_large(f"p{n}", due=700) for n in range(6)))
    schedule = planned(asked)
    bought = MachineBought(machine="M3", like="M1")
    answer = what_if(asked, schedule, bought, replace(QUICK, iterations=60))
    assert (answer.most_chosen_builds, answer.most_chosen) == (6, 6)
    assert answer.after is not None
    assert sum(build.machine == "M3" for build in answer.after.builds) > 1
    assert sum(one.late_after - one.late_before for one in answer.shifts) < 0
    held = what_if(asked, schedule, bought, replace(QUICK, iterations=60, most_moved=0.1))
    assert (held.most_chosen_builds, held.moved_builds <= 1) == (1, True)


def test_who_is_later_is_told() -> None:
    """A downtime's job is told with its end and lateness before and after."""
    asked = problem(parts=(part(due=100),))
    schedule = planned(asked)
    answer = what_if(asked, schedule, MachineDown(machine="M1", start=0, end=1000), QUICK)
    (shift,) = answer.shifts
    before = schedule.builds[0].unload_end
    assert (shift.end_before, shift.end_after) == (before, before + 1000)
    assert (shift.late_before, shift.late_after) == (0, before + 900)
    start = schedule.builds[0].start
    assert answer.moves == (
        Move(
            part="p",
            copy=1,
            machine_before="M1",
            start_before=start,
            machine_after="M1",
            start_after=start + 1000,
        ),
    )
    assert (answer.forced, answer.chosen) == (1, 0)
    assert answer.terms_after["tardiness"].amount == before + 900
    assert "p: 0 -> " in answer.summary()
    assert "jobs at another time: 1, later than they may: 1" in answer.summary()


def test_without_people_there_is_no_schedule_but_a_reason() -> None:
    """When nobody ever comes, the answer says what finds no time."""
    asked = problem(staff=(Window(start=0, end=100_000),))
    answer = what_if(asked, planned(asked), OperatorAbsent(start=0, end=100_000), QUICK)
    assert answer.after is None
    assert answer.reason is not None
    assert answer.reason.code == "nobody-there"
    assert "No schedule" in str(answer)


def test_a_rush_job_that_finds_no_time_beside_the_others_is_told() -> None:
    """A job that could be printed alone, but not before the horizon with the others."""
    asked = replace(many(4), horizon=1200)
    rush = RushJob(parts=tuple(_large(f"r{n}", due=0) for n in range(6)))
    answer = what_if(asked, planned(asked), rush, QUICK)
    assert answer.after is None
    assert answer.reason is not None
    assert answer.reason.code == "horizon-together"


def test_a_date_that_moves_is_lateness_and_a_machine_more_is_help() -> None:
    """A job due earlier is late by that much; a machine more takes builds over."""
    asked = many(6)
    schedule = planned(asked)
    (shift,) = (
        one
        for one in what_if(asked, schedule, DueDateMoved(job="p5", due=1), QUICK).shifts
        if one.job == "p5"
    )
    assert shift.late_after > shift.late_before
    bought = MachineBought(machine="M3", like="M1")
    answer = what_if(asked, schedule, bought, replace(QUICK, iterations=60))
    assert answer.after is not None
    assert "M3" in {build.machine for build in answer.after.builds}


def test_the_walk_ends_at_its_time() -> None:
    """Without a number of steps the time limit ends it."""
    asked = problem()
    answer = what_if(asked, planned(asked), MachineBought(machine="M2", like="M1"))
    assert answer.verified
    assert answer.runtime_s == pytest.approx(3.0, abs=1.0)


def test_a_comparison_is_told_in_sentences() -> None:
    """What moves, each job that is done at another time, and what it costs, in each language."""
    asked = many(6)
    schedule = planned(asked)
    down = what_if(asked, schedule, MachineDown(machine="M1", start=0, end=3000), QUICK)
    assert down.shifts
    for lang in LANGUAGES:
        lines = down.sentences(lang)
        assert len(lines) == 2 + len(down.shifts)
        assert all(one.job in " ".join(lines) for one in down.shifts)
    moved = what_if(asked, schedule, DueDateMoved(job="p0", due=10), QUICK)
    assert any("becomes late" in line for line in moved.sentences())
    back = what_if(moved.change.applied(asked), schedule, DueDateMoved(job="p0", due=9000), QUICK)
    assert any("p0 is no longer late" in line for line in back.sentences(says=str))


@pytest.mark.parametrize(
    ("shifts", "told"),
    [
        ((), "and what was planned is done when it was."),
        ((5,), "but 1 job is done later."),
        ((5, 9), "but 2 jobs are done later."),
        ((-5,), "but 1 job is done earlier."),
        ((5, 9, -5), "but 2 jobs are done later and 1 job is done earlier."),
    ],
)
def test_where_no_build_moves_jobs_may_still_be_later(shifts: tuple[int, ...], told: str) -> None:
    """That no build moves is told with how many jobs are done at another time, in one breath."""
    asked = problem()
    schedule = planned(asked)
    moved = tuple(
        JobShift(
            job=f"j{number}",
            due=None,
            end_before=100,
            end_after=100 + shift,
            late_before=0,
            late_after=0,
        )
        for number, shift in enumerate(shifts)
    )
    new = JobShift(job="new", due=None, end_before=None, end_after=7, late_before=0, late_after=0)
    change = DueDateMoved(job="p", due=None)
    answer = Comparison(change=change, before=schedule, after=schedule, shifts=(*moved, new))
    head = answer.sentences()[0]
    assert head.startswith("No build moves to another machine or by more than an hour, ")
    assert head.endswith(told)
    heads = {answer.sentences(lang)[0] for lang in LANGUAGES}
    assert len(heads) == len(LANGUAGES)
    assert all(str(len(shifts)) in one for one in heads if len(shifts) in {1, 2})


def test_what_cannot_be_is_told_with_its_reason() -> None:
    """Where there is no plan after a change, the sentences say so and why."""
    asked = many(6)
    never = MachineDown(machine="M1", start=0, end=asked.horizon)
    only = tuple(replace(one, scan_s={"M1": 30_000.0}) for one in asked.parts)
    alone = replace(asked, parts=only, machines=asked.machines[:1])
    answer = what_if(alone, planned(alone), never, QUICK)
    assert answer.after is None
    assert answer.sentences()[0] == "After this change there is no plan that follows every rule."
    assert len(answer.sentences()) > 1


@pytest.mark.parametrize(
    ("ends", "late", "code", "ticks"),
    [
        ((None, 50), (0, 0), "what-if-new", 50),
        ((None, 50), (0, 7), "what-if-new-late", 7),
        ((40, 50), (0, 0), "what-if-later", 10),
        ((50, 40), (0, 0), "what-if-sooner", 10),
        ((40, 50), (0, 7), "what-if-late", 7),
        ((50, 40), (7, 0), "what-if-no-longer-late", 7),
        ((40, 50), (7, 17), "what-if-later-still", 10),
        ((50, 40), (17, 7), "what-if-less-late", 10),
    ],
)
def test_every_shift_has_its_own_sentence(
    ends: tuple[int | None, int], late: tuple[int, int], code: str, ticks: int
) -> None:
    """A job that comes in, becomes late, stays late or is sooner is told apart."""
    shift = JobShift(
        job="J",
        due=None,
        end_before=ends[0],
        end_after=ends[1],
        late_before=late[0],
        late_after=late[1],
    )
    assert shift.code == code
    if ends[0] is not None:
        assert abs(shift.later) == ticks
