"""Builds that begin late, run longer than planned, or have not begun, and what is expected."""

from __future__ import annotations

import datetime as dt

from printlab.convert.problem import ask
from printlab.records import Build
from printlab.services import builds, lab, plans, submissions
from printlab.services.plan_view import BuildView, PlanView
from printlab.services.shop_floor import shop_floor
from tests.printlab.services.station_work import build_of
from tests.printlab.workshop import Workshop


def test_a_late_build_is_unloaded_when_somebody_is_there(
    printed_only: tuple[Workshop, PlanView],
) -> None:
    """A build that began hours late is expected off its machine in staffed hours, not at night."""
    shop, first = printed_only
    late = build_of(first, 0)
    takes = late.unload_end_at - late.unload_at
    for hours in range(1, 24, 5):
        with shop.lab.write(shop.people["operator"]) as desk:
            row = desk.session.get_one(Build, late.id)
            row.state = "running"
            row.actual_start_at = late.start_at + dt.timedelta(hours=hours)
        with shop.lab.read(shop.people["manager"]) as desk:
            at = builds.get(desk, late.id).expected_unload_at
            windows = lab.staffed(desk, since=at, until=at + takes)
            plan = plans.current(desk)
        assert at >= late.unload_at
        assert (at, at + takes) in {(span.starts_at, span.ends_at) for span in windows}
        assert plan is not None
        held = {placement.job_id for placement in late.placements}
        assert {job.ready_at for job in plan.jobs if job.id in held} == {at + takes}


def test_a_build_that_has_not_begun_is_expected_from_now(
    printed_only: tuple[Workshop, PlanView],
) -> None:
    """Days after its start it begins now at the earliest, in staffed hours, and says nothing sure.

    Within half an hour people are taken to be at it.
    """
    shop, first = printed_only
    build = build_of(first, 0)
    held = {placement.job_id for placement in build.placements}
    for late, overdue in ((dt.timedelta(minutes=29), False), (dt.timedelta(days=3), True)):
        shop.clock.now = build.start_at + late
        with shop.lab.read(shop.people["manager"]) as desk:
            seen, plan = builds.get(desk, build.id), plans.current(desk)
            windows = lab.staffed(desk, since=shop.clock.now, until=seen.setup_at + 2 * seen.late)
        assert plan is not None
        assert seen.is_overdue is overdue
        mine = [job for job in plan.jobs if job.id in held]
        assert {job.holds is None for job in mine} == {overdue}
        if overdue:
            begins = seen.setup_at + seen.late
            assert begins >= shop.clock.now
            assert any(
                span.starts_at <= begins and seen.start_at + seen.late <= span.ends_at
                for span in windows
            )
            assert min(job.ready_at for job in mine) >= seen.unload_end_at + seen.late


def test_a_pinned_build_that_has_not_begun_is_planned_from_now(shop: Workshop) -> None:
    """A plan that keeps it gives it the time that it can begin at, and puts others behind it."""
    for who in ("student", "company"):
        one = shop.upload(who, machine_class="compact")
        assert shop.work() == ["done"]
        shop.approve(one, who)
    first = build_of(shop.publish(), 0)
    with shop.lab.write(shop.people["manager"]) as desk:
        builds.pin(desk, first.id)
    shop.clock.now = first.start_at + dt.timedelta(days=2)
    with shop.lab.read(shop.people["manager"]) as desk:
        asked = ask(shop_floor(desk), give_way=True)
    (kept,) = asked.problem.fixed

    assert kept.as_build().occupied_from >= asked.problem.now
    assert kept.end - kept.start == (first.end_at - first.start_at) / dt.timedelta(minutes=1)


def two_on_one_machine(shop: Workshop) -> tuple[BuildView, BuildView]:
    """Publish two builds for the smallest machine, and start the first."""
    for who in ("student", "company"):
        one = shop.upload(who, machine_class="compact")
        assert shop.work() == ["done"]
        shop.approve(one, who)
    plan = shop.publish()
    first, second = build_of(plan, 0), build_of(plan, 1)
    assert first.machine.id == second.machine.id
    shop.clock.now = first.start_at
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, first.id)
    return first, second


def test_a_pinned_build_in_the_way_is_named(shop: Workshop) -> None:
    """When a build runs into a pinned one, the plan fails with both numbers and what to do."""
    first, second = two_on_one_machine(shop)
    with shop.lab.write(shop.people["manager"]) as desk:
        builds.pin(desk, second.id)
    shop.clock.now = second.start_at

    task_id, ended = shop.propose()

    with shop.lab.read(shop.people["manager"]) as desk:
        told = plans.progress(desk, task_id).error_message
    assert ended == "pinned-blocked"
    assert told == (
        f"Build {second.number} is pinned to a time at which {first.number} still has the "
        "machine; unpin it and plan again."
    )


def test_a_late_build_does_not_stop_a_check(shop: Workshop) -> None:
    """A part that is checked while a build overruns gets a date after everything planned."""
    _, second = two_on_one_machine(shop)
    shop.clock.now = second.unload_end_at
    one = shop.upload("classmate", machine_class="compact", needed_by="2027-03-01")
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["classmate"]) as desk:
        ready_at = submissions.get(desk, one).part_revision.ready_at

    assert ready_at is not None
    assert ready_at > shop.clock.now + (second.end_at - second.start_at)
