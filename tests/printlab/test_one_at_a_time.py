"""Two people who press at one moment: on every database, one is served and the other is told."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from printlab.actor import Actor
from printlab.errors import Conflict
from printlab.lab import Desk, Lab
from printlab.records import (
    Base,
    Build,
    Machine,
    Material,
    Operation,
    Organisation,
    ParameterSet,
    Plan,
    Station,
)
from printlab.services import builds, operations, plans
from tests.printlab.standing_clock import StandingClock

HOUR = dt.timedelta(hours=1)
OWNED = {"organisation_id": "lab"}


def furniture() -> list[Base]:
    """Return a machine, a furnace and the powder."""
    return [
        Organisation(id="lab", name="Lab", kind="lab"),
        Material(
            id="steel",
            name="316L",
            density_g_cm3=7.9,
            powder_cents_per_kg=1,
            packing_fraction=0.6,
            **OWNED,
        ),
        ParameterSet(
            id="set",
            name="316L",
            material_id="steel",
            layer_mm=0.03,
            hatch_mm=0.1,
            contours=1,
            hatch_speed_mm_s=800,
            contour_speed_mm_s=800,
            jump_speed_mm_s=5000,
            delay_per_vector_us=0,
            power_w=200,
            **OWNED,
        ),
        Machine(
            id="printer",
            name="Printer",
            machine_class="small",
            platform_shape="circle",
            platform_margin_mm=0,
            height_mm=100,
            lasers=1,
            recoat_s=9,
            warm_up_s=0,
            cool_down_s=0,
            setup_s=0,
            unload_s=0,
            powder_change_s=0,
            rate_cents_per_h=0,
            **OWNED,
        ),
        Station(id="furnace", name="Furnace", kind="batch", place=0, **OWNED),
    ]


def plan(key: str, version: int, state: str, now: dt.datetime) -> Plan:
    """Return a plan in a state."""
    return Plan(
        id=key,
        version=version,
        state=state,
        seed=0,
        runtime_s=1.0,
        origin_at=now,
        tick_s=60,
        problem_sha256="0" * 64,
        result_sha256="0" * 64,
        published_at=now if state == "published" else None,
        **OWNED,
    )


def build(key: str, plan_id: str, state: str, start: dt.datetime) -> Build:
    """Return a build of an hour on the one machine."""
    moments = ("setup", "start", "end", "cool_end", "unload", "unload_end")
    times = {f"planned_{name}_at": start + HOUR * place for place, name in enumerate(moments)}
    return Build(
        id=key,
        number=key,
        plan_id=plan_id,
        machine_id="printer",
        material_id="steel",
        parameter_set_id="set",
        state=state,
        height_mm=1.0,
        actual_end_at=start if state == "finished" else None,
        **times,
        **OWNED,
    )


def run_of(key: str, held: Build, start: dt.datetime) -> Operation:
    """Return a furnace run with a build."""
    moments = ("load", "start", "end", "unload", "unload_end")
    times = {f"planned_{name}_at": start + HOUR * place for place, name in enumerate(moments)}
    return Operation(id=key, plan_id="now", station_id="furnace", builds=[held], **times, **OWNED)


@pytest.fixture
def floor(any_lab: Lab, clock: StandingClock) -> Lab:
    """Return a lab with two proposals, two builds to begin and two runs of one furnace."""
    now = clock()
    with any_lab.write(Actor.system()) as desk:
        for row in (*furniture(), plan("now", 1, "published", now)):
            desk.session.add(row)
            desk.session.flush()
        desk.session.add_all(plan(key, v, "proposed", now) for key, v in (("one", 2), ("two", 3)))
        desk.session.flush()
        over = [build(f"over{place}", "now", "finished", now - 9 * HOUR) for place in (1, 2)]
        desk.session.add_all(over)
        desk.session.add_all(build(f"next{n}", "now", "planned", now + n * HOUR) for n in (1, 2))
        desk.session.flush()
        desk.session.add_all(run_of(f"run{n}", held, now) for n, held in enumerate(over, 1))
        desk.session.flush()
        for key in ("one", "two"):
            row = desk.session.get_one(Plan, key)
            row.summary = {"fixed_build_ids": ["over1", "over2"]}
    return any_lab


def at_one_moment(lab: Lab, *acts: Callable[[Desk], object]) -> list[str]:
    """Do things on connections of their own at one moment; return how each ended, sorted."""
    ready = threading.Barrier(len(acts))
    ended: list[str] = []

    def run(act: Callable[[Desk], object]) -> None:
        ready.wait()
        try:
            with lab.write(Actor.system()) as desk:
                act(desk)
        except Conflict as refused:
            ended.append(refused.code)
        else:
            ended.append("done")

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_a_proposal_is_published_once(floor: Lab) -> None:
    """Who comes second is told that it is published already."""
    ended = at_one_moment(
        floor, lambda desk: plans.publish(desk, "one"), lambda desk: plans.publish(desk, "one")
    )

    assert ended == ["done", "plan-state"]


def test_of_two_proposals_the_later_one_stands(floor: Lab) -> None:
    """Both hold where nothing is under way; one supersedes the other, and one is published."""
    with floor.write(Actor.system()) as desk:
        for key in ("1", "2"):
            desk.session.get_one(Operation, f"run{key}").state = "cancelled"
        for key in ("one", "two"):
            desk.session.get_one(Plan, key).summary = {}

    ended = at_one_moment(
        floor, lambda desk: plans.publish(desk, "one"), lambda desk: plans.publish(desk, "two")
    )

    assert ended == ["done", "done"]
    with floor.read(Actor.system()) as desk:
        states = [desk.session.get_one(Plan, key).state for key in ("now", "one", "two")]
    assert states[0] == "superseded"
    assert sorted(states[1:]) == ["published", "superseded"]


def test_one_of_two_starts_is_served(floor: Lab) -> None:
    """A machine prints one build, a furnace holds one run; the second is told so."""
    prints = at_one_moment(
        floor, lambda desk: builds.start(desk, "next1"), lambda desk: builds.start(desk, "next2")
    )
    runs = at_one_moment(
        floor,
        lambda desk: operations.start(desk, "run1"),
        lambda desk: operations.start(desk, "run2"),
    )

    assert prints == ["done", "machine-busy"]
    assert runs == ["done", "station-busy"]


def test_publishing_and_starting_at_one_moment_agree(floor: Lab) -> None:
    """Either the build begins and the proposal is stale, or it is superseded and cannot begin."""
    ended = at_one_moment(
        floor, lambda desk: plans.publish(desk, "one"), lambda desk: builds.start(desk, "next1")
    )

    assert ended in (["build-state", "done"], ["done", "plan-outdated-build"])


@pytest.mark.parametrize("what", ["plan", "build", "operation"])
def test_the_database_itself_allows_one(floor: Lab, what: str) -> None:
    """Whatever a program forgets, two published plans or two running things are refused."""

    def spoil() -> None:
        with floor.write(Actor.system()) as desk:
            if what == "plan":
                desk.session.get_one(Plan, "one").state = "published"
            for key in ("1", "2"):
                if what == "build":
                    desk.session.get_one(Build, f"next{key}").state = "running"
                if what == "operation":
                    desk.session.get_one(Operation, f"run{key}").state = "running"

    with pytest.raises(IntegrityError):
        spoil()
