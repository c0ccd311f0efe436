"""A proposal that became stale is refused with one sentence that names what changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import Conflict
from printlab.labfile import read_lab_file
from printlab.records import Build, Job, Operation, Plan
from printlab.services import builds, lab_load, plans
from tests.printlab.services.station_work import begin, following, plan_of, printed
from tests.printlab.workshop import ROOT, Workshop


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def proposed(shop: Workshop) -> str:
    """Make a proposal and return its id."""
    assert shop.propose()[1] == "done"
    with shop.lab.read(shop.people["manager"]) as desk:
        plan = plans.proposed(desk)
    assert plan is not None
    return plan.id


def refusal(shop: Workshop, plan_id: str) -> Conflict:
    """Return why a proposal is not published; nothing of it happens."""
    with shop.lab.write(shop.people["manager"]) as desk, pytest.raises(Conflict) as refused:
        plans.publish(desk, plan_id)
    with shop.lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Plan, plan_id).state == "proposed"
    return refused.value


def test_what_changed_in_the_lab_is_named(shop: Workshop) -> None:
    """The lab file, what a job shares its platform with: each has its own code."""
    plan_id = proposed(shop)
    with shop.lab.write(Actor.system()) as desk:
        own = desk.session.scalars(select(Build).where(Build.plan_id == plan_id)).all()
        kept = {place.job_id: place.job.together for build in own for place in build.placements}
        first = next(iter(kept))
        for job_id in kept:
            desk.session.get_one(Job, job_id).together = "one group"
        sets = {build.parameter_set_id for build in own}
    assert len(own) > len(sets)
    assert refusal(shop, plan_id).code == "plan-outdated-mates"
    with shop.lab.write(Actor.system()) as desk:
        for job_id, together in kept.items():
            desk.session.get_one(Job, job_id).together = together
        desk.session.get_one(Job, first).state = "cancelled"
    assert refusal(shop, plan_id).code == "plan-outdated-job"
    shop.clock.forward(minutes=1)
    with shop.lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(ROOT / "examples" / "lab.toml"))

    assert refusal(shop, plan_id).code == "plan-outdated-lab"


def test_a_set_up_that_is_due_for_long_is_not_published(shop: Workshop) -> None:
    """A quarter of an hour after it should have begun it still may; an hour after, not."""
    plan_id = proposed(shop)
    with shop.lab.write(Actor.system()) as desk:
        own = desk.session.scalars(select(Build).where(Build.plan_id == plan_id)).all()
        first = min(own, key=lambda build: build.planned_setup_at)
        for build in own:
            build.planned_start_at += dt.timedelta(hours=3)
        setup_at = first.planned_powder_change_at or first.planned_setup_at
        name = first.machine.name
    shop.clock.now = setup_at + dt.timedelta(minutes=45)
    refused = refusal(shop, plan_id)
    assert (refused.code, refused.params["place"]) == ("plan-outdated-start", name)
    shop.clock.now = setup_at + dt.timedelta(minutes=15)

    with shop.lab.write(shop.people["manager"]) as desk:
        assert plans.publish(desk, plan_id).state == "published"


def test_a_build_that_runs_on_is_named(shop: Workshop) -> None:
    """What should be set up next on its machine cannot be, and the sentence says why."""
    first = min(plan_of(shop).builds, key=lambda build: (build.start_at, build.id))
    shop.clock.now = first.start_at
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, first.id)
    plan_id = proposed(shop)
    with shop.lab.write(Actor.system()) as desk:
        for build in desk.session.scalars(select(Build).where(Build.plan_id == plan_id)):
            build.machine_id = first.machine.id
            late = first.unload_end_at + dt.timedelta(days=2) - build.planned_setup_at
            for name in ("powder_change", "powder_change_end", "setup", "start", "end"):
                at = getattr(build, f"planned_{name}_at")
                setattr(build, f"planned_{name}_at", None if at is None else at + late)
            build.planned_cool_end_at += late
            build.planned_unload_at += late
            build.planned_unload_end_at += late
        for one in desk.session.scalars(select(Operation).where(Operation.plan_id == plan_id)):
            one.state = "cancelled"
        desk.session.get_one(Build, first.id).actual_start_at = first.start_at + dt.timedelta(
            days=3
        )

    refused = refusal(shop, plan_id)

    assert refused.code == "plan-outdated-machine"
    assert refused.params["build"] == first.number


def test_work_that_cannot_be_at_its_station_in_time_is_named(shop: Workshop) -> None:
    """A furnace that began hours later than the proposal knew makes what follows late."""
    _, after = printed(shop)
    begin(shop, after[0].id)
    plan_id = proposed(shop)
    with shop.lab.write(Actor.system()) as desk:
        row = desk.session.get_one(Operation, after[0].id)
        row.actual_start_at = shop.clock.now + dt.timedelta(days=2)
    assert refusal(shop, plan_id).code == "plan-outdated-late"
    with shop.lab.write(Actor.system()) as desk:
        row = desk.session.get_one(Operation, after[0].id)
        row.state, row.actual_start_at = "planned", None

    refused = refusal(shop, plan_id)

    assert (refused.code, refused.params["station"]) == ("plan-outdated-station", "Argon furnace")
    assert following(plan_of(shop), after[0].builds[0].id)
