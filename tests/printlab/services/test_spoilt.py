"""What is noted at stations: taken back, and what was spoilt there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import Conflict, Invalid, NotFound
from printlab.records import AuditEntry, Job, Operation, Plan, Station
from printlab.services import jobs, operations
from printlab.services.operation_reader import operation_views
from printlab.services.ready_times import progress_of
from tests.printlab.services.station_work import (
    NAMES,
    begin,
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


def note(shop: Workshop, operation_id: str) -> None:
    """Take back the last note about an operation, as an operator."""
    with shop.lab.write(shop.people["operator"]) as desk:
        operations.undo(desk, operation_id)


def not_undone(shop: Workshop, operation_id: str) -> str:
    """Return the code of why a note cannot be taken back."""
    with shop.lab.write(shop.people["operator"]) as desk, pytest.raises(Conflict) as refusal:
        operations.undo(desk, operation_id)
    return refusal.value.code


def state_of(shop: Workshop, operation_id: str) -> tuple[str, bool, bool]:
    """Return an operation's state, and whether it has begun and ended."""
    with shop.lab.read(shop.people["manager"]) as desk:
        row = desk.session.get_one(Operation, operation_id)
        return row.state, row.actual_start_at is not None, row.actual_end_at is not None


def spoil(shop: Workshop, operation_id: str, *copies: int) -> None:
    """Say as an operator that what is at a station, or some of it, is lost."""
    with shop.lab.write(shop.people["operator"]) as desk:
        operations.fail(desk, operation_id, "The door was open.", copies or None)


def test_a_wrong_note_is_taken_back_step_by_step(shop: Workshop) -> None:
    """Taken out becomes running, running becomes planned; each time it is written down."""
    _, after = printed(shop)
    furnace, edm = after[0].id, after[1].id
    assert not_undone(shop, furnace) == "operation-state"
    begin(shop, furnace)
    end(shop, furnace)
    begin(shop, edm)
    assert not_undone(shop, furnace) == "operation-followed"
    note(shop, edm)
    assert state_of(shop, edm) == ("planned", False, False)
    note(shop, furnace)
    assert state_of(shop, furnace) == ("running", True, False)
    note(shop, furnace)
    assert state_of(shop, furnace) == ("planned", False, False)

    with shop.lab.read(shop.people["manager"]) as desk:
        noted = select(AuditEntry.action).filter_by(subject_id=furnace)
        undone = [action for action in desk.session.scalars(noted) if "undone" in action]
    assert sorted(undone) == ["operation-finish-undone", "operation-start-undone"]
    with shop.lab.write(shop.people["student"]) as desk, pytest.raises(NotFound):
        operations.undo(desk, furnace)


def test_a_station_that_was_filled_again_is_not_undone(shop: Workshop) -> None:
    """Its unit holds something else now; nor is what a later plan no longer knows."""
    build_id, after = printed(shop)
    (other,) = [build for build in plan_of(shop).builds if build.id != build_id]
    theirs = following(plan_of(shop), other.id)
    for run in {after[0].id, theirs[0].id}:
        begin(shop, run)
        end(shop, run)
    begin(shop, after[1].id)
    end(shop, after[1].id)
    begin(shop, theirs[1].id)
    assert not_undone(shop, after[1].id) == "station-busy"
    end(shop, theirs[1].id)
    for one in (*after[2:], *theirs[2:]):
        begin(shop, one.id)
        end(shop, one.id)
    with shop.lab.write(Actor.system()) as desk:
        for plan in desk.session.scalars(select(Plan)):
            plan.state = "superseded"

    assert not_undone(shop, after[-1].id) == "operation-replanned"


def test_a_spoilt_platform_is_printed_again(shop: Workshop) -> None:
    """Nothing follows it any more, its job is open, and the next plan has all of it anew."""
    build_id, after = printed(shop)
    begin(shop, after[0].id)
    end(shop, after[0].id)
    begin(shop, after[1].id)
    with (
        shop.lab.write(shop.people["operator"]) as desk,
        pytest.raises(Invalid, match="what went wrong"),
    ):
        operations.fail(desk, after[1].id, " ")
    spoil(shop, after[1].id)

    assert build_id not in pending(shop)
    held = next(build for build in plan_of(shop).builds if build.id == build_id)
    job_ids = {place.job_id or "" for place in held.placements}
    with shop.lab.read(shop.people["manager"]) as desk:
        assert {desk.session.get_one(Job, job).state for job in job_ids} == {"open"}
        mine = operations.following(desk, build_id)
    assert [one.state for one in mine] == ["finished", "failed"]
    assert mine[1].failure_reason == "The door was open."
    assert not_undone(shop, after[1].id) == "operation-lost"
    with shop.lab.read(shop.people["student"]) as desk:
        assert operations.following(desk, build_id)[1].failure_reason is None

    second = shop.publish()

    again = [build for build in second.builds if build.state == "planned"]
    placed = [(place.job_id, place.copy) for build in again for place in build.placements]
    assert sorted(placed) == sorted((place.job_id, place.copy) for place in held.placements)
    assert {one.station.name for one in following(second, again[0].id)} == set(NAMES)


def told(shop: Workshop, who: Actor, operation_id: str) -> tuple[bool, str]:
    """Return whether somebody sees that a station is taken alone, and its state."""
    with shop.lab.read(who) as desk:
        row = desk.session.get_one(Operation, operation_id)
        moments = progress_of(desk, row.builds, [row]).moments
        (view,) = operation_views(desk, [row], moments)
    return view.reserved, view.state


def test_a_spoilt_copy_is_printed_again_and_the_others_go_on(shop: Workshop) -> None:
    """Of two copies in the blasting cabin one is lost: one is printed, the job waits for it."""
    _, after = printed(shop)
    for one in after[:2]:
        begin(shop, one.id)
        end(shop, one.id)
    with shop.lab.write(Actor.system()) as desk:
        row = desk.session.get_one(Operation, after[2].id)
        others = [one.id for one in after[3:]]
        job_id, copies = row.job_id, sorted({c for one in after[2:] for c in one.copies})
        row.copies = copies
        for other in others:
            desk.session.get_one(Operation, other).state = "cancelled"
    assert len(copies) == 2
    begin(shop, after[2].id)
    with (
        shop.lab.write(shop.people["operator"]) as desk,
        pytest.raises(Invalid, match="that are in it"),
    ):
        operations.fail(desk, after[2].id, "Cracked.", [99])
    spoil(shop, after[2].id, copies[0])

    with shop.lab.read(shop.people["manager"]) as desk:
        assert jobs.printed_copies(desk) == {job_id: frozenset(copies[1:])}
    assert told(shop, shop.people["manager"], after[2].id) == (False, "failed")
    stranger = replace(shop.people["student"], user_id="somebody else")
    assert told(shop, stranger, after[2].id) == (True, "finished")
    second = shop.publish()
    again = [build for build in second.builds if build.state == "planned"]
    placed = [(place.job_id, place.copy) for build in again for place in build.placements]
    assert placed == [(job_id, copies[0])]
    (job,) = [job for job in second.jobs if job.id == job_id]
    assert job.ready_at > again[0].unload_end_at


def test_copies_lost_in_a_first_cabin_do_not_reach_a_second(shop: Workshop) -> None:
    """What follows a part station goes on without them, and a plan around it can be made."""
    build_id, after = printed(shop)
    for one in after[:2]:
        begin(shop, one.id)
        end(shop, one.id)
    with shop.lab.write(Actor.system()) as desk:
        cabin = desk.session.scalars(select(Station).filter_by(name="Blasting cabin")).one()
        columns = {c.name: getattr(cabin, c.name) for c in Station.__table__.columns}
        columns |= {"id": "second", "name": "Lathe", "place": cabin.place + 1}
        desk.session.add(Station(**columns))
        desk.session.flush()
        row = desk.session.get_one(Operation, after[2].id)
        copies = sorted({c for one in after[2:] for c in one.copies})
        row.copies = copies
        for other in after[3:]:
            desk.session.get_one(Operation, other.id).state = "cancelled"
        columns = {c.name: getattr(row, c.name) for c in Operation.__table__.columns}
        columns |= {"id": "turning", "station_id": "second"}
        desk.session.add(Operation(builds=list(row.builds), **columns))
    begin(shop, after[2].id)
    spoil(shop, after[2].id, copies[0])
    with shop.lab.read(shop.people["manager"]) as desk:
        assert desk.session.get_one(Operation, "turning").copies == copies[1:]

    second = shop.publish()

    turned = [one for one in following(second, build_id) if one.station.name == "Lathe"]
    assert [one.copies for one in turned] == [tuple(copies[1:])]
