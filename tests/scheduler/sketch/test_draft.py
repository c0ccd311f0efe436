"""Sketches that become plans: they keep the rules, and are better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import (
    Limits,
    Orientation,
    Problem,
    Reservation,
    Step,
    verify,
)
from scheduler.compiling import two_parts
from scheduler.construct.assemble import assemble
from scheduler.construct.construction import construct
from scheduler.construct.plan import Found, Workshop
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.search import Search
from scheduler.shop.shop import Shop
from scheduler.sketch.draft import Draft
from tests.scheduler.problems import FURNACE, machine, part, problem, problems
from tests.scheduler.sketch.labs import NAMES, busy_lab, first_plan, whole_plan


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_sketch_becomes_a_plan_that_keeps_every_rule(asked: Problem) -> None:
    """Whatever is annealed, what comes out holds every copy once, and verifies."""
    assume(asked.objective != "makespan")
    plan = whole_plan(asked)
    assume(plan is not None and plan.items())
    assert plan is not None
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assume(draft.possible)
    for found in (draft.anneal(0.05), draft.refine(plan, 0.02), draft.focus(plan, 0.02)):
        if found is not None and not found[1] and not found[0].undone():
            assert found[0].items() == plan.items()
            assert verify(asked, assemble(found[0])) == []


def test_sketches_are_better_than_first_plans() -> None:
    """On labs where jobs are late, of which one may have its best plan at once."""
    better = 0
    for seed in range(3):
        plan = first_plan(busy_lab(30, seed))
        found = Draft(plan, Control(Limits(time_s=60.0, seed=seed), None)).anneal(0.6)
        assert found is not None
        better += worth(*found) < worth(plan, [])
    assert better >= 2


def test_what_finds_no_room_counts_for_more() -> None:
    """Squares of which four fit by area, and one by shape: the plan has one on each platform."""
    square = Orientation(id="up", width_mm=55.0, depth_mm=55.0, height_mm=5.0)
    lab = problem(parts=tuple(part(f"p{n}", orientations=(square,)) for n in range(5)))
    plan = first_plan(lab)
    found = Draft(plan, Control(Limits(time_s=60.0), None)).anneal(0.3)
    assert found is not None
    assert found[1] == []
    assert [len(batch.items) for batch in found[0].lines[0].batches] == [1] * 5


def test_focusing_makes_a_poor_plan_better() -> None:
    """Of a lab where jobs are late, a setting at a time is annealed anew."""
    plan = first_plan(busy_lab(30, 1))
    found = Draft(plan, Control(Limits(time_s=60.0), None)).focus(plan, 0.6)
    assert found is not None
    assert worth(*found) < worth(plan, [])


def test_a_round_learns_of_room_from_its_own_builds_alone() -> None:
    """What parts that found no room in one round count for is forgotten when the next begins."""
    square = Orientation(id="up", width_mm=55.0, depth_mm=55.0, height_mm=5.0)
    plan = first_plan(problem(parts=tuple(part(f"p{n}", orientations=(square,)) for n in range(5))))
    control = Control(Limits(time_s=60.0), None)
    draft = Draft(plan, control)
    first = draft.shares
    draft.anneal(0.3)
    assert (draft.shares > first).any()
    control.stopped = True
    draft.anneal(0.3)
    assert draft.shares == pytest.approx(first)


def test_what_is_together_in_a_plan_is_so_in_its_sketch() -> None:
    """However full a platform of a plan is, its sketch is none that is too full."""
    square = Orientation(id="up", width_mm=49.0, depth_mm=49.0, height_mm=5.0)
    plan = first_plan(problem(parts=tuple(part(f"p{n}", orientations=(square,)) for n in range(4))))
    assert len(plan.lines[0].batches) == 1
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    found = draft.anneal(0.1)
    assert found is not None
    assert len(found[0].lines[0].batches) == 1


def test_nothing_comes_of_a_sketch_without_hope() -> None:
    """One that is no better than the best plan's own is not nested, nor made a plan."""
    plan = first_plan(problem(parts=(part(),)))
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assert draft.anneal(0.1) is not None
    assert draft.anneal(0.1, plan) is None
    assert draft.refine(plan, 0.1) is None


def test_where_stations_follow_a_sketch_as_dear_as_the_best_plan_has_hope() -> None:
    """Its plan may cost less there than it does itself."""
    step = Step(station=FURNACE.id, time_s=3600.0, programme="650")
    plan = first_plan(problem(parts=(part(steps=(step,)),), stations=(FURNACE,)))
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assert draft.anneal(0.1, plan) is not None
    assert draft.refine(plan, 0.1) is not None


def test_a_plan_that_is_no_sketch_is_left_alone() -> None:
    """A plan may use what is kept for its owner; a sketch does not, so none is refined."""
    both = tuple(machine(name) for name in NAMES)
    kept = Reservation(start=0, end=60 * 1440, owners=("lab",))
    lab = busy_lab(12, 0)
    on_first = tuple(replace(one, scan_s={"M1": one.scan_s["M1"]}) for one in lab.parts)
    reserved = (both[0], replace(both[1], reserved=(kept,)))
    workshop = Workshop(Shop(replace(lab, machines=reserved)))
    plans = construct(workshop, Control(Limits(time_s=60.0), None))
    plan = next(plan for plan, left in plans if not left and plan.lines[1].batches)
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assert not draft.possible
    assert draft.refine(plan, 0.1) is None
    alone = first_plan(replace(lab, machines=both[:1], parts=on_first))
    assert Draft(alone, Control(Limits(time_s=60.0), None)).possible


def test_a_plan_that_costs_nothing_can_be_sketched() -> None:
    """A machine without times, and a part without scanning: no heat, and no fault."""
    free = replace(two_parts().machines[0], id="M1")
    plan = first_plan(problem(machines=(free,), parts=(part(scan_s={"M1": 0.0}),)))
    assert Draft(plan, Control(Limits(time_s=60.0), None)).anneal(0.05) is not None


def test_all_first_plans_are_made_where_none_can_be_sketched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine that is kept for an owner all the time is used by plans, and by no sketch."""
    made: list[Found] = []

    def counted(workshop: Workshop, control: Control, turn: slice) -> Iterator[Found]:
        for found in construct(workshop, control, turn):
            made.append(found)
            yield found

    monkeypatch.setattr("scheduler.search.construct", counted)
    lab = busy_lab(12, 0)
    parts = tuple(replace(mine, scan_s={"M1": mine.scan_s["M1"]}) for mine in lab.parts)
    alone = replace(lab, parts=parts, machines=lab.machines[:1])
    kept = Reservation(start=0, end=lab.horizon, owners=("lab",))
    reserved = replace(alone, machines=(replace(lab.machines[0], reserved=(kept,)),))
    for asked, count in ((alone, 1), (reserved, 4)):
        made.clear()
        Search(Workshop(Shop(asked)), Control(Limits(time_s=60.0), None)).construct()
        assert len(made) == count


def test_compiling_does_not_count() -> None:
    """The clock of a search stands still while something else is done."""
    control = Control(Limits(time_s=60.0), None)
    started = control.started_s
    with control.paused():
        Workshop(Shop(two_parts()))
    assert control.started_s > started


def test_a_search_anneals_sketches_unless_the_same_is_asked_for() -> None:
    """With a number of iterations a plan is the same each time: sketches go by the clock."""
    workshop = Workshop(Shop(busy_lab(10, 0)))
    assert Search(workshop, Control(Limits(time_s=1.0), None)).sketches
    assert not Search(workshop, Control(Limits(time_s=1.0, iterations=5), None)).sketches
