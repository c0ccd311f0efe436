"""The shop floor: only legal steps, and what each takes along."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.records import AuditEntry, Job, Machine
from printlab.services import builds, overview, plans, submissions
from tests.printlab.workshop import Workshop

STEPS: dict[str, Callable[[Desk, str], object]] = {
    "start": builds.start,
    "finish": builds.finish,
    "fail": lambda desk, build_id: builds.fail(desk, build_id, "The recoater hit the part."),
    "pin": builds.pin,
    "unpin": builds.unpin,
}
LEGAL = {
    (): {"start", "pin", "unpin"},
    ("start",): {"finish", "fail"},
    ("start", "finish"): set(),
    ("start", "fail"): set(),
    ("pin",): {"start", "pin", "unpin"},
}


@pytest.fixture
def floor(checked: Workshop) -> tuple[Workshop, str]:
    """Publish a plan with one build, for the student's part."""
    with checked.lab.read(checked.people["student"]) as desk:
        (submission,) = submissions.list_for(desk).rows
    checked.approve(submission.id)
    return checked, checked.publish().builds[0].id


def step(shop: Workshop, build_id: str, name: str) -> None:
    """Take one step as an operator."""
    with shop.lab.write(shop.people["operator"]) as desk:
        STEPS[name](desk, build_id)


def refusal(shop: Workshop, build_id: str, name: str) -> Conflict | None:
    """Try one step, undo it, and return why it was refused, if it was."""
    with shop.lab.write(shop.people["operator"]) as desk:
        try:
            STEPS[name](desk, build_id)
        except Conflict as error:
            return error
        finally:
            desk.session.rollback()
    return None


@pytest.mark.parametrize("path", LEGAL, ids="-".join)
def test_only_legal_steps_are_taken(floor: tuple[Workshop, str], path: tuple[str, ...]) -> None:
    """From each state the steps that make sense are taken, and the others refused by name."""
    shop, build_id = floor
    for name in path:
        step(shop, build_id, name)
    refusals = {name: refusal(shop, build_id, name) for name in STEPS}
    taken = {name for name, error in refusals.items() if error is None}
    told = [error for error in refusals.values() if error is not None]

    assert {error.code for error in told} <= {"build-state"}
    assert all("B-0001" in error.message for error in told)
    assert taken == LEGAL[path]


def test_a_failed_build_gives_its_jobs_back(floor: tuple[Workshop, str]) -> None:
    """After a failure the job is open, without a promise, and the next plan holds it again."""
    shop, build_id = floor
    step(shop, build_id, "start")
    step(shop, build_id, "fail")
    with shop.lab.read(shop.people["manager"]) as desk:
        job = desk.session.scalars(select(Job)).one()
        assert (job.state, job.promised_at) == ("open", None)
        assert builds.get(desk, build_id).failure_reason == "The recoater hit the part."
        assert overview.manager_today(desk).unplanned_jobs == 1

    second = shop.publish()

    assert [build.number for build in second.builds] == ["B-0002"]
    assert [placement.copy for placement in second.builds[0].placements] == [1, 2]


def test_a_failure_needs_its_reason(floor: tuple[Workshop, str]) -> None:
    """A build does not fail without a word on why."""
    shop, build_id = floor
    step(shop, build_id, "start")
    with (
        shop.lab.write(shop.people["operator"]) as desk,
        pytest.raises(Invalid, match="what went wrong"),
    ):
        builds.fail(desk, build_id, "  ")


def test_starting_loads_the_powder(floor: tuple[Workshop, str]) -> None:
    """The machine holds the build's powder once it runs, whatever was in it before."""
    shop, build_id = floor
    with shop.lab.write(shop.people["manager"]) as desk:
        desk.session.scalars(
            select(Machine).filter_by(name="Compact 98")
        ).one().loaded_material = None
    step(shop, build_id, "start")

    with shop.lab.read(shop.people["manager"]) as desk:
        assert builds.get(desk, build_id).machine.loaded == "316L"


def test_a_machine_runs_one_build_at_a_time(floor: tuple[Workshop, str]) -> None:
    """A second build on the same machine is refused with the number of the one that runs."""
    shop, build_id = floor
    step(shop, build_id, "start")
    shop.upload("classmate")
    shop.work()
    with shop.lab.read(shop.people["classmate"]) as desk:
        (draft,) = submissions.list_for(desk).rows
    shop.approve(draft.id, "classmate")
    plan = shop.publish()
    other = next(build for build in plan.builds if build.id != build_id)
    machine_of_first = next(b for b in plan.builds if b.id == build_id).machine.name
    if other.machine.name != machine_of_first:
        pytest.skip("the planner chose another machine")
    with (
        shop.lab.write(shop.people["operator"]) as desk,
        pytest.raises(Conflict, match="still runs B-0001"),
    ):
        builds.start(desk, other.id)


def test_work_begins_only_on_a_published_plan(floor: tuple[Workshop, str]) -> None:
    """A build that is only proposed cannot be started or pinned."""
    shop, _ = floor
    shop.propose()
    with shop.lab.read(shop.people["manager"]) as desk:
        proposal = plans.proposed(desk)
    assert proposal is not None
    with shop.lab.write(shop.people["operator"]) as desk:
        with pytest.raises(Conflict, match="Publish the plan"):
            builds.start(desk, proposal.builds[0].id)
        plans.withdraw(desk, proposal.id)
        with pytest.raises(Conflict, match="Publish the plan"):
            builds.start(desk, proposal.builds[0].id)
    with shop.lab.read(shop.people["student"]) as desk, pytest.raises(NotFound):
        builds.get(desk, proposal.builds[0].id)


def test_a_job_is_not_cancelled_while_copies_of_it_run(floor: tuple[Workshop, str]) -> None:
    """After one of its builds failed a job is open, yet cannot go while another one runs."""
    shop, build_id = floor
    step(shop, build_id, "start")
    with shop.lab.write(shop.people["student"]) as desk:
        job = desk.session.scalars(select(Job)).one()
        job.state = "open"
        with pytest.raises(Conflict) as refused:
            submissions.withdraw(desk, job.submission_id)

    assert refused.value.code == "job-planned"


def test_each_step_is_recorded(floor: tuple[Workshop, str]) -> None:
    """The audit names who did what to which build."""
    shop, build_id = floor
    for name in ("pin", "unpin", "start", "finish"):
        step(shop, build_id, name)
    with shop.lab.read(shop.people["manager"]) as desk:
        entries = desk.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_id == build_id)
            .order_by(AuditEntry.sequence)
        ).all()

    assert [entry.action for entry in entries] == [
        "build-pinned",
        "build-unpinned",
        "build-started",
        "build-finished",
    ]
    assert {entry.user_id for entry in entries} == {shop.people["operator"].user_id}
