"""A schedule becomes a plan again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Problem, Schedule, Station, Step, Window, solve, verify
from scheduler.construct.assemble import assemble
from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Workshop
from scheduler.part import Turn
from scheduler.replan.kept import keep_what_holds
from scheduler.shop.shop import Shop
from tests.scheduler.problems import fixed, machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=10)


def planned(asked: Problem) -> Schedule:
    """Return a schedule of a problem that has one."""
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return schedule


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
    schedule = planned(asked)
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
    schedule = planned(asked)
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
    schedule = planned(asked)
    del both[schedule.builds[0].machine]
    changed = replace(asked, parts=(part(scan_s=both),))
    plan, left = keep_what_holds(Workshop(Shop(changed)), schedule)
    assert assemble(plan).builds == ()
    assert len(left) == 1


def test_when_one_of_two_people_is_away_one_build_waits() -> None:
    """Two set-ups at once for two people: with one of them, one goes after the other."""
    parts = (part("a", scan_s={"M1": 6000.0}), part("b", scan_s={"M2": 6000.0}))
    two = (Window(start=0, end=9000, heads=2),)
    asked = problem(parts=parts, machines=(machine("M1"), machine("M2")), staff=two)
    schedule = planned(asked)
    assert [build.setup_start for build in schedule.builds] == [0, 0]
    alone = replace(asked, staff=(Window(start=0, end=9000),))
    plan, left = keep_what_holds(Workshop(Shop(alone)), schedule)
    assert left == []
    assert sorted(build.setup_start for build in assemble(plan).builds) == [0, 10]
    assert verify(alone, assemble(plan)) == []


def test_a_build_makes_room_for_one_that_is_pinned_now() -> None:
    """What a newly pinned build overlaps goes behind it; the pinned copies leave their build."""
    asked = problem(parts=(part("p"), part("q", scan_s={"M1": 60_000.0})))
    schedule = planned(asked)
    pin = fixed(setup_start=20, start=30, end=600, unload_end=605)
    changed = replace(asked, fixed=(pin,))
    plan, left = keep_what_holds(Workshop(Shop(changed)), schedule)
    assert left == []
    pinned, moved = assemble(plan).builds
    assert pinned.fixed
    assert moved.setup_start == 605
    assert verify(changed, assemble(plan)) == []


def test_a_box_that_somebody_turned_over_stays_where_it_lies() -> None:
    """A box turned by 180 degrees is a box: it stays, and others are put beside it."""
    asked = problem()
    (build,) = planned(asked).builds
    (placed,) = build.placements
    over: Turn = 180 if placed.rotation_deg in {0, 180} else 270
    by_hand = replace(placed, rotation_deg=over, x_mm=40.0, y_mm=30.0)
    schedule = Schedule(builds=(replace(build, placements=(by_hand,)),))
    assert verify(asked, schedule) == []
    workshop = Workshop(Shop(replace(asked, parts=(part(), part("q", copies=9)))))
    plan, left = keep_what_holds(workshop, schedule)
    assert len(left) == 9
    assert Inserter(plan, 1, lambda: False).insert_all(left) == []
    after = assemble(plan)
    assert verify(workshop.shop.problem, after) == []
    spots = [(one.x_mm, one.y_mm) for one in after.builds[0].placements if one.part == "p"]
    assert spots in ([(40.0, 30.0)], [(0.0, 0.0)])


def test_an_absence_at_a_station_leaves_the_prints_alone() -> None:
    """Who is missing at the blasting does not make the print be timed again."""
    blaster = Station(id="blaster", kind="part", attended=True, skill="blasting")
    step = Step(station="blaster", time_s=600.0)
    crew = (Window(start=0, end=9000, skills=("printing",)),)
    asked = problem(
        parts=(part(steps=(step,)),),
        machines=(machine(setup_skill="printing", unload_skill="printing"),),
        stations=(blaster,),
        staff=(*crew, Window(start=0, end=9000, skills=("blasting",))),
    )
    schedule = planned(asked)
    later = (*crew, Window(start=500, end=9000, skills=("blasting",)))
    plan, left = keep_what_holds(Workshop(Shop(replace(asked, staff=later))), schedule)
    assert left == []
    assert assemble(plan).builds == schedule.builds
    assert [one.load_start for one in assemble(plan).operations] == [500]


def test_parts_that_may_no_longer_share_a_platform_lose_their_build() -> None:
    """A part that has become confidential is not kept with another owner's; the rest stays."""
    parts = (part("a", owner="A", due=0), part("b", owner="B", due=0), part("c", release=3000))
    asked = problem(parts=parts)
    schedule = planned(asked)
    assert len(schedule.builds) == 2
    secret = replace(asked, parts=(replace(parts[0], confidential=True), *parts[1:]))
    plan, left = keep_what_holds(Workshop(Shop(secret)), schedule)
    assert {item.kind for item in left} == {0, 1}
    assert [p.part for build in assemble(plan).builds for p in build.placements] == ["c"]
