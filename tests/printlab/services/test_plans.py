"""Planning: what may move and what may not, and what is said when there is no plan."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select

from printlab.convert.problem import ask
from printlab.convert.timeline import Timeline
from printlab.errors import Conflict, Invalid
from printlab.records import LabSetting, Machine, MachineDowntime, OperatorShift, Plan
from printlab.services import builds, lab, plans, submissions
from printlab.services.plan_view import BuildView, PlanView
from printlab.services.shop_floor import shop_floor
from scheduler import Weights
from tests.known_parts import box, stl_bytes
from tests.printlab.services.station_work import build_of, draft_of
from tests.printlab.workshop import MONDAY, Workshop


def planned_times(build: BuildView) -> tuple[object, ...]:
    """Return everything a pinned build must keep."""
    return (
        build.machine.id,
        build.setup_at,
        build.start_at,
        build.end_at,
        build.unload_at,
        build.unload_end_at,
        build.placements,
    )


def test_planning_again_moves_neither_running_nor_pinned_builds(
    planned: tuple[Workshop, PlanView],
) -> None:
    """A running and a pinned build keep their rows, times and places under the new plan."""
    shop, first = planned
    running, pinned = build_of(first, 0), build_of(first, 1)
    shop.clock.now = running.start_at
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, running.id)
    with shop.lab.write(shop.people["manager"]) as desk:
        builds.pin(desk, pinned.id)
    shop.upload("classmate", quantity="1")
    assert shop.work() == ["done"]
    shop.approve(draft_of(shop, "classmate"), "classmate")

    second = shop.publish()

    kept = {build.id: build for build in second.builds}
    assert second.version == 2
    assert planned_times(kept[running.id]) == planned_times(running)
    assert planned_times(kept[pinned.id]) == planned_times(pinned)
    assert (kept[running.id].state, kept[pinned.id].pinned) == ("running", True)
    assert len(second.builds) == 3
    assert {job.number for job in second.jobs} == {"J-0001", "J-0002", "J-0003"}


def test_a_build_that_is_neither_is_planned_anew(
    planned: tuple[Workshop, PlanView],
) -> None:
    """Builds that never began are superseded, and their jobs stand in the new plan."""
    shop, first = planned
    shop.clock.forward(days=1)

    second = shop.publish()

    assert not {build.id for build in first.builds} & {build.id for build in second.builds}
    assert all(build.setup_at >= shop.clock.now for build in second.builds)
    with shop.lab.read(shop.people["manager"]) as desk:
        states = {row.version: row.state for row in plans.history(desk)}
        old = plans.get(desk, first.id)
    assert states == {1: "superseded", 2: "published"}
    assert {build.state for build in old.builds} == {"superseded"}
    assert [job.promised_at for job in second.jobs] == [job.ready_at for job in second.jobs]


def test_handwork_lies_in_staffed_hours(planned: tuple[Workshop, PlanView]) -> None:
    """Set-ups and unloads are within the shifts of the lab file, by the clock of Amsterdam."""
    shop, plan = planned
    with shop.lab.read(shop.people["manager"]) as desk:
        zone = lab.terms(desk).time_zone
    for build in plan.builds:
        for begins, ends in (
            (build.setup_at, build.start_at),
            (build.unload_at, build.unload_end_at),
        ):
            local = begins.astimezone(zone), ends.astimezone(zone)
            assert local[0].weekday() < 5
            assert local[0].date() == local[1].date()
            assert dt.time(8) <= local[0].time()
            assert local[1].time() <= dt.time(18)


def test_a_plan_keeps_its_question_and_its_answer(
    planned: tuple[Workshop, PlanView],
) -> None:
    """The stored problem and result are documents the command line reads too."""
    shop, plan = planned
    with shop.lab.read(shop.people["manager"]) as desk:
        row = desk.session.get_one(Plan, plan.id)
        problem = json.loads(desk.files.read(row.problem_sha256))
        result = json.loads(desk.files.read(row.result_sha256))

    assert problem["schema"] == "printlab/scheduling-problem/1"
    assert result["schema"] == "printlab/scheduling-result/1"
    assert {part["job"] for part in problem["parts"]} == {"J-0001", "J-0002"}


def test_an_empty_plan_is_refused_with_a_sentence(shop: Workshop) -> None:
    """Without open jobs there is nothing to plan, and no task is queued."""
    with (
        shop.lab.write(shop.people["manager"]) as desk,
        pytest.raises(Conflict) as refusal,
    ):
        plans.request_plan(desk)

    assert refusal.value.code == "nothing-to-plan"
    assert refusal.value.message == "There is nothing to plan: no job is open."


def test_a_part_that_fits_nowhere_fails_the_plan_with_its_job(shop: Workshop) -> None:
    """The task fails with one sentence that names the job as people know it."""
    shop.upload("student", stl_bytes(box(400.0, 20.0, 3.0).triangles), quantity="1")
    assert shop.work() == ["done"]
    shop.approve(draft_of(shop, "student"), knows_errors=True)

    task_id, ended = shop.propose()

    with shop.lab.read(shop.people["manager"]) as desk:
        told = plans.progress(desk, task_id)
        assert plans.proposed(desk) is None
    assert told.state == "failed"
    assert told.error_code == ended
    assert told.error_message is not None
    assert "J-0001" in told.error_message
    assert told.error_message.count(".") >= 1


def test_a_lab_without_hours_says_so(checked: Workshop) -> None:
    """With nobody there to set up or unload, the plan fails with a sentence."""
    checked.approve(draft_of(checked, "student"))
    with checked.lab.write(checked.people["manager"]) as desk:
        for shift in desk.session.scalars(select(OperatorShift)):
            desk.session.delete(shift)

    task_id, ended = checked.propose()

    assert ended != "done"
    with checked.lab.read(checked.people["manager"]) as desk:
        assert plans.progress(desk, task_id).error_message


def test_a_ready_date_counts_what_is_not_planned_yet(shop: Workshop) -> None:
    """With approved work waiting for the same machine, a part is promised for later."""
    wish = {"machine_class": "compact", "needed_by": "2027-03-01", "confidential": "yes"}
    first = shop.upload("student", **wish)
    assert shop.work() == ["done"]
    shop.approve(first)
    second = shop.upload("company", **wish)
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["manager"]) as desk:
        alone = submissions.get(desk, first).part_revision.ready_at
        queued = submissions.get(desk, second).part_revision.ready_at

    assert alone is not None
    assert queued is not None
    assert queued > alone


def test_work_that_fits_nowhere_does_not_take_the_date_away(shop: Workshop) -> None:
    """An approved part that no machine can hold leaves others their ready date."""
    shop.upload("student", stl_bytes(box(400.0, 20.0, 3.0).triangles), quantity="1")
    assert shop.work() == ["done"]
    shop.approve(draft_of(shop, "student"), knows_errors=True)
    one = shop.upload("classmate")
    assert shop.work() == ["done"]

    with shop.lab.read(shop.people["classmate"]) as desk:
        assert submissions.get(desk, one).part_revision.ready_at is not None


def test_a_plan_that_is_being_made_is_asked_for_once(checked: Workshop) -> None:
    """Asking again gives the running task back; a silly time limit is refused."""
    checked.approve(draft_of(checked, "student"))
    with checked.lab.write(checked.people["manager"]) as desk:
        first = plans.request_plan(desk, 1.0)
        assert plans.request_plan(desk, 2.0).id == first.id
        with pytest.raises(Invalid, match=r"0\.5 to 300 seconds"):
            plans.request_plan(desk, 0.0)


def test_a_machine_that_is_down_gets_no_work(checked: Workshop) -> None:
    """A downtime over the whole horizon sends the work to another machine."""
    checked.approve(draft_of(checked, "student"))
    with checked.lab.write(checked.people["manager"]) as desk:
        compact = desk.session.scalars(select(Machine).filter_by(name="Compact 98")).one()
        desk.session.add(
            MachineDowntime(
                organisation_id=compact.organisation_id,
                machine_id=compact.id,
                starts_at=MONDAY - dt.timedelta(days=1),
                ends_at=MONDAY + dt.timedelta(days=90),
                reason="Moved to another room.",
            )
        )

    plan = checked.publish()

    assert {build.machine.name for build in plan.builds} == {"Standard 250"}


def test_a_plan_weighs_what_the_lab_file_says(checked: Workshop) -> None:
    """A lab without weights has the usual ones; what its file names is what a plan is asked for."""
    with checked.lab.write(checked.people["admin"]) as desk:
        usual = ask(shop_floor(desk)).problem.weights
        row = desk.session.get_one(LabSetting, "objective")
        row.value = {"tardiness": 3.0, "stability": 0.0}
    with checked.lab.read(checked.people["manager"]) as desk:
        told = ask(shop_floor(desk)).problem.weights

    assert usual == Weights(stability=30.0)
    assert told == Weights(tardiness=3.0, stability=0.0)


def test_moments_and_ticks_agree() -> None:
    """A whole minute is the same tick from both sides, and comes back as itself."""
    line = Timeline.starting(MONDAY + dt.timedelta(seconds=59))

    assert line.origin == MONDAY
    assert line.moment(line.floor(MONDAY + dt.timedelta(hours=1))) == MONDAY + dt.timedelta(hours=1)
    assert line.ceil(MONDAY + dt.timedelta(seconds=61)) == 2
