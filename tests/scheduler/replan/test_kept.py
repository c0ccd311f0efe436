"""A schedule becomes a plan again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Problem, Window, solve, verify
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Workshop
from scheduler.replan.kept import keep_what_holds
from scheduler.shop.shop import Shop
from tests.scheduler.problems import machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=10)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_where_nothing_changed_nothing_moves(asked: Problem) -> None:
    """A schedule that still holds is the same afterwards, to the tick and the millimetre."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    plan, left = keep_what_holds(Workshop(Shop(asked)), schedule)
    again = assemble(plan)
    assert left == []
    assert [replace(b, placements=()) for b in again.builds] == [
        replace(b, placements=()) for b in schedule.builds
    ]
    for after, before in zip(again.builds, schedule.builds, strict=True):
        corners = [(p.part, p.copy, p.width_mm, p.depth_mm) for p in before.placements]
        assert [(p.part, p.copy, p.width_mm, p.depth_mm) for p in after.placements] == corners
    assert verify(asked, again) == []


def test_only_the_machine_that_is_down_waits() -> None:
    """What a downtime meets is later; the other machine's build has its old times."""
    parts = (part("a", scan_s={"M1": 6000.0}), part("b", scan_s={"M2": 6000.0}))
    asked = problem(parts=parts, machines=(machine("M1"), machine("M2")))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    down = machine("M1", downtime=(Window(start=50, end=400),))
    changed = replace(asked, machines=(down, machine("M2")))
    plan, left = keep_what_holds(Workshop(Shop(changed)), schedule)
    first, second = assemble(plan).builds
    assert left == []
    assert first.setup_start == 400
    assert second == schedule.builds[1]


def test_copies_that_are_not_asked_for_any_more_leave_their_build() -> None:
    """A build goes on with fewer parts, and is printed sooner."""
    asked = problem(parts=(part("a"), part("b")))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    changed = replace(asked, parts=(part("a"),))
    plan, left = keep_what_holds(Workshop(Shop(changed)), schedule)
    (build,) = assemble(plan).builds
    assert left == []
    assert [placed.part for placed in build.placements] == ["a"]
    assert build.end == schedule.builds[0].end - 10


def test_parts_that_may_not_be_on_their_machine_any_more_are_left() -> None:
    """What can no longer be printed where it was has to be put somewhere else."""
    both = {"M1": 600.0, "M2": 700.0}
    asked = problem(parts=(part(scan_s=both),), machines=(machine("M1"), machine("M2")))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    del both[schedule.builds[0].machine]
    changed = replace(asked, parts=(part(scan_s=both),))
    plan, left = keep_what_holds(Workshop(Shop(changed)), schedule)
    assert assemble(plan).builds == ()
    assert len(left) == 1
