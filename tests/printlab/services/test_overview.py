"""The manager's day: what runs, what needs a person, what will be late."""

from __future__ import annotations

import datetime as dt

from printlab.services import builds, overview, submissions
from tests.printlab.workshop import Workshop

POWDER_CHANGE = dt.timedelta(hours=5)
"""What the example lab's large machines take to be cleaned for another powder."""


def today(shop: Workshop) -> overview.Today:
    """Return the manager's day as it is now."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return overview.manager_today(desk)


def test_an_empty_lab_has_a_quiet_day(shop: Workshop) -> None:
    """Nothing runs, nothing waits, nothing is late."""
    day = today(shop)

    assert (day.running, day.actions, day.late_jobs, day.awaiting) == ((), (), (), ())
    assert (day.unplanned_jobs, day.proposed_plan_id, day.plan_task_id) == (0, None, None)


def test_a_powder_change_and_a_late_job_are_told_with_their_times(shop: Workshop) -> None:
    """A nickel part for today: the steel machine is cleaned first, and the job is late."""
    one = shop.upload("student", material_id="IN718", needed_by="2027-02-01")
    assert shop.work() == ["done"]
    shop.approve(one)
    assert today(shop).unplanned_jobs == 1
    (build,) = shop.publish().builds
    day = today(shop)

    kinds = [(action.kind, action.at) for action in day.actions]
    assert kinds[:2] == [("powder-change", build.powder_change_at), ("set-up", build.setup_at)]
    change = day.actions[0]
    assert change.ends_at == build.powder_change_end_at
    assert change.ends_at - change.at == POWDER_CHANGE
    assert day.unplanned_jobs == 0
    (late,) = day.late_jobs
    assert late.number == "J-0001"
    assert late.ready_at > build.unload_end_at
    assert late.due_at is not None
    assert late.late_s == (late.ready_at - late.due_at).total_seconds()


def test_what_was_not_done_stays_on_the_list(checked: Workshop) -> None:
    """A set-up that nobody did is overdue; a build that began late is unloaded late."""
    checked.print_only()
    with checked.lab.read(checked.people["manager"]) as desk:
        student = checked.people["student"].user_id
        rows = submissions.list_for(desk).rows
        (mine,) = [row.id for row in rows if row.user_id == student]
    checked.approve(mine)
    (build,) = checked.publish().builds
    checked.clock.now = build.setup_at + dt.timedelta(days=1)
    assert next((a.kind, a.is_overdue) for a in today(checked).actions) == ("set-up", True)

    with checked.lab.write(checked.people["operator"]) as desk:
        builds.start(desk, build.id)
    day = today(checked)

    assert [b.id for b in day.running] == [build.id]
    (unload,) = day.actions
    assert (unload.kind, unload.is_overdue) == ("unload", False)
    assert unload.at == build.unload_at + (checked.clock.now - build.start_at)
    checked.clock.now = unload.ends_at + dt.timedelta(minutes=1)
    assert [action.is_overdue for action in today(checked).actions] == [True]


def test_what_waits_for_a_decision_is_on_the_list(checked: Workshop) -> None:
    """Submissions that were handed in stand there until somebody decides."""
    with checked.lab.write(checked.people["student"]) as desk:
        (mine,) = submissions.list_for(desk).rows
        submissions.submit(desk, mine.id)

    assert [row.id for row in today(checked).awaiting] == [mine.id]
