"""What is noted at stations: begun and finished, in turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import NotFound
from printlab.records import Build, Operation
from printlab.services import builds, jobs, operations, overview
from tests.printlab.services.station_work import (
    NAMES,
    begin,
    end,
    following,
    pending,
    plan_of,
    printed,
    refused,
)
from tests.printlab.workshop import Workshop


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def test_a_build_waits_until_its_last_station_is_done(shop: Workshop) -> None:
    """Its job is printed when it is off the machine, and nothing is left to plan at the end."""
    build_id, after = printed(shop)
    for one in after:
        shop.clock.now = max(shop.clock.now, one.planned.start_at)
        begin(shop, one.id)
        assert build_id in pending(shop)
        shop.clock.now = max(shop.clock.now, one.planned.unload_end_at)
        end(shop, one.id)
    assert build_id not in pending(shop)

    plan = plan_of(shop)
    held = {placement.job_id for b in plan.builds if b.id == build_id for placement in b.placements}
    (job,) = [job for job in plan.jobs if job.id in held]
    assert job.ready_at == shop.clock.now
    with shop.lab.read(shop.people["manager"]) as desk:
        assert jobs.get(desk, job.id).state == "printed"
    second = shop.publish()
    assert build_id not in {build.id for build in second.builds}
    over = {one.id for one in (*second.past_operations, *second.operations)}
    assert over >= {one.id for one in after}
    with shop.lab.read(shop.people["student"]) as desk:
        told = operations.following(desk, build_id)
    assert [(one.id, one.state) for one in told] == [(one.id, "finished") for one in after]


def test_steps_are_taken_in_turn(shop: Workshop) -> None:
    """Nothing begins before the build is there and what precedes it is done; nor twice."""
    plan = plan_of(shop)
    first = following(plan, plan.builds[0].id)[0]
    assert refused(shop, first.id).code == "operation-early"

    _, after = printed(shop)
    assert refused(shop, after[1].id).message == "First finish what is done at Argon furnace."
    begin(shop, after[0].id)
    assert refused(shop, after[0].id).code == "operation-state"
    with shop.lab.write(shop.people["student"]) as desk, pytest.raises(NotFound):
        operations.finish(desk, after[0].id)


def test_a_station_does_one_thing_at_a_time(shop: Workshop) -> None:
    """What is in it must come out before the next goes in, unless it has a second unit."""
    build_id, after = printed(shop)
    (other,) = [build for build in plan_of(shop).builds if build.id != build_id]
    furnace, edm, *_ = following(plan_of(shop), other.id)
    for run in {after[0].id, furnace.id}:
        begin(shop, run)
        end(shop, run)
    begin(shop, after[1].id)
    assert refused(shop, edm.id).message == "Wire EDM is taken; finish what is in it first."
    with shop.lab.write(Actor.system()) as desk:
        desk.session.get_one(Operation, edm.id).station.units = 2

    begin(shop, edm.id)

    assert following(plan_of(shop), other.id)[1].unit == 2


def test_a_failed_build_has_no_more_to_follow(shop: Workshop) -> None:
    """What was planned after it is off, and the next plan prints and treats its parts anew."""
    plan = plan_of(shop)
    build = plan.builds[0]
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, build.id)
        builds.fail(desk, build.id, "The recoater hit the part.")

    plan = plan_of(shop)
    assert following(plan, build.id) == []
    (other,) = [b for b in plan.builds if b.id != build.id]
    assert [len(one.builds) for one in following(plan, other.id)] == [1, 1, 1]
    second = shop.publish()
    again = next(b for b in second.builds if b.placements == build.placements and b.id != build.id)
    assert {one.station.name for one in following(second, again.id)} == set(NAMES)


def test_a_furnace_goes_on_without_a_build_that_failed(shop: Workshop) -> None:
    """What was to be in it with the build stays in it."""
    plan = plan_of(shop)
    first, second = sorted(plan.builds, key=lambda build: build.start_at)
    run = following(plan, second.id)[0]
    with shop.lab.write(Actor.system()) as desk:
        for one in desk.session.scalars(select(Operation).where(Operation.id != run.id)):
            if one.programme is not None:
                one.state = "cancelled"
        both = [desk.session.get_one(Build, build.id) for build in (first, second)]
        desk.session.get_one(Operation, run.id).builds = both
    assert {build.id for build in following(plan_of(shop), first.id)[0].builds} == {
        first.id,
        second.id,
    }

    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, first.id)
        builds.fail(desk, first.id, "The recoater hit the part.")

    left = following(plan_of(shop), second.id)[0]
    assert (left.id, left.state) == (run.id, "planned")
    assert [build.id for build in left.builds] == [second.id]


def test_the_day_lists_what_is_done_at_stations(shop: Workshop) -> None:
    """A furnace is loaded, then taken out; blasting is attended."""
    _, after = printed(shop)
    shop.clock.now = after[0].planned.load_at
    with shop.lab.read(shop.people["manager"]) as desk:
        actions = overview.manager_today(desk).actions
    load = next(action for action in actions if action.kind == "load")
    assert (load.place, load.what) == ("Argon furnace", "900 °C, 2 h")

    begin(shop, after[0].id)
    shop.clock.now = after[0].planned.end_at
    with shop.lab.read(shop.people["manager"]) as desk:
        taken_out = [a for a in overview.manager_today(desk).actions if a.kind == "take-out"]
    (out,) = [action for action in taken_out if action.at == after[0].planned.unload_at]
    assert out.builds == tuple(build.number for build in after[0].builds)
