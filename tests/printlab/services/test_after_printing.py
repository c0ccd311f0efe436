"""What follows printing: planned, kept when planned again, and told to each reader."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import Conflict, NotFound
from printlab.records import Operation, Plan, Station
from printlab.services import builds, operations, plans, submissions
from scheduler import Problem, Result, verify
from tests.printlab.services.station_work import (
    NAMES,
    begin,
    draft_of,
    end,
    following,
    pending,
    plan_of,
    printed,
)
from tests.printlab.workshop import Workshop


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def test_each_build_passes_the_stations_in_their_order(shop: Workshop) -> None:
    """Furnace, wire EDM and blasting follow one another, and the job is ready after the last."""
    plan = plan_of(shop)
    for build in plan.builds:
        after = following(plan, build.id)
        ends = {one.station.name: one.planned.unload_end_at for one in after}
        assert list(ends) == NAMES
        for before, then in pairwise(after):
            if before.station.name != then.station.name:
                assert then.planned.load_at > before.planned.unload_end_at
        assert after[0].programme == "900 °C, 2 h"
        assert after[0].planned.load_at >= build.unload_end_at + dt.timedelta(minutes=15)
        held = {placement.job_id for placement in build.placements}
        ready = {job.ready_at for job in plan.jobs if job.id in held}
        assert ready == {max(ends.values())} == {build.done_at}
    assert {job.promised_at for job in plan.jobs} == {job.ready_at for job in plan.jobs}


def test_the_stored_plan_is_one_that_the_scheduler_proves(shop: Workshop) -> None:
    """The question holds stations, steps and skills, and the answer breaks no rule."""
    with shop.lab.read(shop.people["manager"]) as desk:
        row = desk.session.scalars(select(Plan)).one()
        problem = Problem.from_dict(json.loads(desk.files.read(row.problem_sha256)))
        result = Result.from_dict(json.loads(desk.files.read(row.result_sha256)))

    assert [station.kind for station in problem.stations] == ["batch", "platform", "part"]
    assert [len(part.steps) for part in problem.parts] == [3, 3]
    edm = problem.parts[0].steps[1]
    assert edm.time_s == pytest.approx(5 * 60 + 60.0)  # a cube of 1 cm: 1 cm² of shadow
    assert {window.skills for window in problem.staff} == {("furnace", "wire-edm"), ("furnace",)}
    assert result.schedule is not None
    assert verify(problem, result.schedule) == []


def test_a_part_is_offered_with_what_follows_it(shop: Workshop) -> None:
    """The date of a check counts furnace, wire EDM and blasting: hours after the machine."""
    one = shop.upload("classmate")
    assert shop.work() == ["done"]
    shop.print_only()
    two = shop.upload("classmate")
    assert shop.work() == ["done"]

    with shop.lab.read(shop.people["classmate"]) as desk:
        dates = [submissions.get(desk, i).part_revision.ready_at for i in (one, two)]
    assert dates[0] is not None
    assert dates[1] is not None
    assert dates[0] - dates[1] > dt.timedelta(hours=8)


def test_planned_again_a_running_furnace_stays(shop: Workshop) -> None:
    """Builds off their machine wait; their furnace runs on under the new plan, at its real time."""
    build_id, after = printed(shop)
    assert pending(shop) == {build.id for build in plan_of(shop).builds}
    shop.clock.now = after[0].planned.start_at + dt.timedelta(minutes=10)
    begin(shop, after[0].id)
    shop.upload("classmate", quantity="1")
    assert shop.work() == ["done"]
    shop.approve(draft_of(shop, "classmate"), "classmate")

    second = shop.publish()

    kept = following(second, build_id)
    assert [one.station.name for one in kept] == NAMES
    assert (kept[0].id, kept[0].state, kept[0].plan_id) == (after[0].id, "running", second.id)
    assert kept[0].expected.start_at == shop.clock.now
    assert {one.state for one in kept[1:]} == {"planned"}
    assert not {one.id for one in kept[1:]} & {one.id for one in after}
    assert kept[1].planned.load_at >= kept[0].expected.unload_end_at
    assert next(b.state for b in second.builds if b.id == build_id) == "finished"
    with shop.lab.read(shop.people["manager"]) as desk:
        replaced = [desk.session.get_one(Operation, one.id).state for one in after[1:]]
    assert set(replaced) == {"superseded"}


def test_what_is_late_makes_what_follows_late(shop: Workshop) -> None:
    """A build that began a day late is expected later at each station, in people's hours."""
    plan = plan_of(shop)
    build = min(plan.builds, key=lambda build: (build.unload_end_at, build.id))
    shop.clock.now = build.start_at + dt.timedelta(days=1)
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, build.id)

    after = following(plan_of(shop), build.id)

    assert after[0].expected.load_at > after[0].planned.load_at
    for before, then in pairwise(after):
        assert then.expected.load_at >= before.expected.unload_end_at
    jobs_of_it = {placement.job_id for placement in build.placements}
    ready = {job.ready_at for job in plan_of(shop).jobs if job.id in jobs_of_it}
    assert ready == {after[-1].expected.unload_end_at}


def test_a_proposal_made_before_the_furnace_began_is_outdated(shop: Workshop) -> None:
    """It would put in what is in already."""
    _, after = printed(shop)
    shop.propose()
    begin(shop, after[0].id)
    with shop.lab.write(shop.people["manager"]) as desk:
        proposal = plans.proposed(desk)
        assert proposal is not None
        with pytest.raises(Conflict) as refusal:
            plans.publish(desk, proposal.id)

    assert refusal.value.code == "plan-outdated-station"


def test_a_build_that_never_had_stations_is_done_when_it_is_off(checked: Workshop) -> None:
    """Stations that come into the lab later ask nothing of what has left a machine."""
    checked.print_only()
    checked.approve(draft_of(checked, "student"))
    (build,) = checked.publish().builds
    with checked.lab.write(Actor.system()) as desk:
        assert desk.session.scalars(select(Operation)).all() == []
        for station in desk.session.scalars(select(Station)):
            station.active = True
    with checked.lab.write(checked.people["operator"]) as desk:
        builds.start(desk, build.id)
        builds.finish(desk, build.id)

    assert pending(checked) == set()
    assert plan_of(checked).jobs[0].ready_at == checked.clock.now


def test_a_station_that_comes_later_asks_nothing_of_what_was_printed(shop: Workshop) -> None:
    """Parts off their machine pass what they were planned to pass, whatever the lab adds."""
    build_id, after = printed(shop)
    begin(shop, after[0].id)
    end(shop, after[0].id)
    with shop.lab.write(Actor.system()) as desk:
        edm = desk.session.scalars(select(Station).filter_by(name="Wire EDM")).one()
        late = {c.name: getattr(edm, c.name) for c in Station.__table__.columns if c.name != "id"}
        desk.session.add(Station(**(late | {"name": "Second furnace", "place": 0})))
        desk.session.scalars(select(Station).filter_by(name="Blasting cabin")).one().active = False

    second = shop.publish()

    assert [one.station.name for one in following(second, build_id)] == NAMES[:2]


def test_a_company_sees_its_own_work_alone(shop: Workshop) -> None:
    """Neither operations of others, nor what else is in a furnace, nor stations that it skips."""
    everything, mine = plan_of(shop), plan_of(shop, "company")
    own = {placement.job_number for build in mine.builds for placement in build.placements}
    build_ids = {build.id for build in mine.builds}

    assert own == {"J-0002"}
    assert {build.id for one in mine.operations for build in one.builds} == build_ids
    assert {one.job_number for one in mine.operations} <= own | {None}
    assert len(mine.operations) == len(following(everything, next(iter(build_ids))))
    assert plan_of(shop, "rival").operations == ()
    assert plan_of(shop, "rival").stations == ()


def test_a_company_is_told_nothing_of_a_build_without_its_work(shop: Workshop) -> None:
    """What follows such a build is refused like the build itself; a class learns its times."""
    mine = {build.id for build in plan_of(shop, "company").builds}
    strange = next(build.id for build in plan_of(shop).builds if build.id not in mine)
    for read in (builds.get, operations.following):
        with shop.lab.read(shop.people["company"]) as desk, pytest.raises(NotFound):
            read(desk, strange)
    with shop.lab.read(shop.people["student"]) as desk:
        assert operations.following(desk, strange)


def test_a_student_learns_when_a_station_is_taken_and_not_by_whom(shop: Workshop) -> None:
    """Work of the company is reserved: no programme, no build, no job, no copies."""
    mine = plan_of(shop, "student")
    others = [one for one in mine.operations if one.reserved]

    assert len(mine.operations) == len(plan_of(shop).operations)
    for one in others:
        assert (one.programme, one.builds, one.job_number, one.name, one.copies) == (
            None,
            (),
            None,
            None,
            (),
        )
    assert {one.job_number for one in mine.operations} == {None, "J-0001"}
