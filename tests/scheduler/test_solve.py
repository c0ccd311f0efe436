"""What solving promises."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    Limits,
    Orientation,
    Platform,
    PreviousPlacement,
    Problem,
    Progress,
    Result,
    Window,
    solve,
    verify,
)
from scheduler.errors import SolverFaultError
from scheduler.problem import Weights
from scheduler.schedule import Build, Schedule
from scheduler.solve import check_verified
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems

QUICK = Limits(time_s=20.0, iterations=15)
DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020) for day in range(30))


def builds(result: Result) -> tuple[Build, ...]:
    """Return the builds of a result that has a schedule."""
    assert result.schedule is not None
    return result.schedule.builds


def plates(result: Result) -> list[list[str]]:
    """Return the names of the parts on each plate, in the order of time."""
    ordered = sorted(builds(result), key=lambda build: build.setup_start)
    return [sorted(placed.part for placed in build.placements) for build in ordered]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_every_schedule_of_a_random_problem_verifies(asked: Problem) -> None:
    """Whatever the problem, a result has a schedule without violations or a reason."""
    result = solve(asked, QUICK)
    if result.schedule is None:
        assert result.reason is not None
        assert result.reason.sentence("nl")
    else:
        assert verify(asked, result.schedule) == []
        assert result.objective == pytest.approx(sum(t.cost for t in result.terms.values()))
        assert result.bound is not None
        assert result.objective is not None
        assert result.bound <= result.objective


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_every_schedule_of_the_timed_search_verifies(asked: Problem) -> None:
    """The exact steps keep every rule, too."""
    result = solve(asked, Limits(time_s=0.6))
    assert (result.schedule is None) == (result.reason is not None)
    assert isinstance(result.schedule, Schedule | None)


def test_the_same_seed_gives_the_same_plan() -> None:
    """With iterations in place of time, a seed decides the plan."""
    asked = problem(parts=tuple(part(f"p{i}", copies=3, due=60 * i) for i in range(6)))
    first, second = solve(asked, QUICK), solve(asked, QUICK)
    assert first.schedule == second.schedule
    assert first.schedule is not None


def test_parts_that_fit_share_a_build() -> None:
    """Two parts of one setting save a set-up by sharing a platform."""
    result = solve(problem(parts=(part("a"), part("b"))), QUICK)
    assert plates(result) == [["a", "b"]]
    assert result.status == "optimal"
    assert result.certified


def test_confidential_parts_of_another_owner_stay_apart() -> None:
    """A confidential part shares with its owner's parts only."""
    secret = part("secret", owner="acme", confidential=True)
    mate = part("mate", owner="acme")
    result = solve(problem(parts=(part("open"), secret, mate)), Limits(time_s=20.0))
    assert not any({"open", "secret"} <= set(plate) for plate in plates(result))
    assert len(plates(result)) == 2
    assert result.status == "optimal"


def test_a_machine_prints_unattended_and_waits_for_unloading() -> None:
    """A build that ends at night is unloaded in the morning, and blocks its machine until then."""
    long_one = part("a", scan_s={"M1": 12 * 3600.0})
    other = part("b", setting="titanium")
    result = solve(problem(parts=(long_one, other), staff=DAYS, horizon=43_200), QUICK)
    by_part = {build.placements[0].part: build for build in builds(result)}
    assert by_part["a"].unload_start % 1440 >= 480
    assert all(480 <= build.setup_start % 1440 < 1020 for build in builds(result))


def test_one_person_serves_one_machine_at_a_time() -> None:
    """With one head, two machines are set up one after the other."""
    names = ("M1", "M2")
    parts = tuple(part(f"p{n}", scan_s={n: 600.0}) for n in names)
    labs = tuple(machine(name) for name in names)
    one = solve(problem(parts=parts, machines=labs, staff=(Window(start=0, end=999),)), QUICK)
    two = solve(
        problem(parts=parts, machines=labs, staff=(Window(start=0, end=999, heads=2),)), QUICK
    )
    assert sorted(build.setup_start for build in builds(two)) == [0, 0]
    assert sorted(build.setup_start for build in builds(one)) == [0, 10]


def test_heads_of_overlapping_windows_add_up() -> None:
    """Where two shifts overlap, two people work."""
    names = ("M1", "M2")
    parts = tuple(part(f"p{n}", scan_s={n: 600.0}) for n in names)
    labs = tuple(machine(name) for name in names)
    shifts = (Window(start=0, end=500), Window(start=5, end=500))
    result = solve(problem(parts=parts, machines=labs, staff=shifts), QUICK)
    assert sorted(build.setup_start for build in builds(result)) == [0, 5]


def test_fixed_builds_stay_and_their_people_are_busy() -> None:
    """Running and pinned builds are in the schedule as they are; plans go around them."""
    pin = fixed(setup_start=490, unload_start=600, unload_end=605)
    running = fixed(id="run", start=-50, end=30, placements=(placement(copy=2),), state="running")
    parts = (part(copies=2), part("big", scan_s={"M1": 40 * 3600.0}), part("small"))
    result = solve(problem(parts=parts, fixed=(pin, running)), Limits(time_s=3.0))
    kept = [build for build in builds(result) if build.fixed]
    assert kept == [running.as_build(), pin.as_build()]
    big = next(b for b in builds(result) if "big" in [p.part for p in b.placements])
    assert big.setup_start >= 605


def test_a_plan_leaves_a_pinned_build_its_powder() -> None:
    """Titanium does not come before a pinned steel build that plans no change."""
    parts = (part(), part("t", setting="titanium"))
    result = solve(problem(parts=parts, fixed=(fixed(),)), QUICK)
    titanium = next(build for build in builds(result) if build.setting == "titanium")
    assert titanium.occupied_from >= 600


def test_nothing_happens_in_a_downtime() -> None:
    """Neither a powder change nor a build meets a downtime."""
    down = (Window(start=5, end=300), Window(start=400, end=420))
    asked = problem(
        parts=(part(setting="titanium"),), machines=(machine(downtime=down, powder_change_s=6060),)
    )
    (build,) = builds(solve(asked, QUICK))
    assert (build.powder_change_start, build.setup_start) == (420, 521)


def test_a_part_turns_to_fit() -> None:
    """A part that is too deep as drawn is turned by 90 degrees."""
    asked = problem(machines=(machine(platform=Platform(width_mm=21.0, depth_mm=11.0)),))
    (build,) = builds(solve(asked, QUICK))
    assert build.placements[0].rotation_deg == 90


def test_a_part_takes_another_orientation_to_fit() -> None:
    """A part too tall in one orientation stands in another."""
    ways = (
        Orientation(id="long", width_mm=10.0, depth_mm=200.0, height_mm=5.0),
        Orientation(id="high", width_mm=10.0, depth_mm=5.0, height_mm=90.0),
    )
    (build,) = builds(solve(problem(parts=(part(orientations=ways),)), QUICK))
    assert build.placements[0].orientation == "high"
    assert build.height_mm == 90.0


def test_a_round_platform_takes_what_lies_on_it() -> None:
    """Many parts on round platforms keep the edge and the gap."""
    round_one = machine(platform=Platform(shape="circle", diameter_mm=100.0, margin_mm=5.0))
    asked = problem(parts=(part(copies=30),), machines=(round_one,), part_gap_mm=1.0)
    result = solve(asked, Limits(time_s=2.0, iterations=5))
    assert 2 <= len(builds(result)) <= 3


def test_areas_alone_are_planned_and_not_certified() -> None:
    """Parts known by area fill a platform, and the result says that nothing was placed."""
    shape = (Orientation(id="up", width_mm=0.0, depth_mm=0.0, height_mm=5.0),)
    flat = part(orientations=shape, area_mm2=4_000.0, copies=3)
    result = solve(problem(parts=(flat, part("solid"))), Limits(time_s=10.0))
    assert len(builds(result)) == 2
    assert not result.certified
    assert result.status == "optimal"


@pytest.mark.parametrize("objective", ["makespan", "total_tardiness", "lab"])
def test_each_objective_is_proven_on_a_small_problem(objective: str) -> None:
    """Every named objective is solved to proof, and its terms add up to it."""
    parts = tuple(part(f"p{i}", due=50, scan_s={"M1": 600.0, "M2": 900.0}) for i in range(4))
    small = Platform(width_mm=25.0, depth_mm=25.0)
    labs = (machine("M1", platform=small), machine("M2", platform=small))
    result = solve(problem(parts=parts, machines=labs, objective=objective), Limits(time_s=20.0))
    assert result.status == "optimal"
    assert result.objective == result.bound
    assert result.objective == sum(term.cost for term in result.terms.values())


def test_the_previous_plan_is_kept_when_moving_costs() -> None:
    """With a weight on stability, a copy stays on the machine it was promised."""
    both = part(scan_s={"M1": 600.0, "M2": 1200.0})
    before = PreviousPlacement(part="p", copy=1, machine="M2", start=10)
    asked = problem(
        parts=(both,),
        machines=(machine("M1"), machine("M2")),
        weights=Weights(stability=1000.0),
        previous=(before,),
    )
    result = solve(asked, QUICK)
    assert [build.machine for build in builds(result)] == ["M2"]
    assert result.terms["stability"].amount == 0.0


def test_planning_again_moves_little() -> None:
    """One more job leaves what was planned where it was, when moving costs."""
    before = busy_problem()
    planned = builds(solve(before, QUICK))
    previous = tuple(
        PreviousPlacement(part=p.part, copy=p.copy, machine=b.machine, start=b.start)
        for b in planned
        for p in b.placements
    )
    again = replace(
        before,
        parts=(*before.parts, part("new")),
        weights=Weights(stability=30.0),
        previous=previous,
    )
    result = solve(again, QUICK)
    assert result.terms["stability"].amount <= 0.1 * len(previous)


def test_a_horizon_too_short_for_all_is_said() -> None:
    """When parts fit one by one but not all together, the result names those left over."""
    parts = tuple(part(f"p{i}", owner=f"o{i}", confidential=True) for i in range(5))
    result = solve(problem(parts=parts, horizon=80), Limits(time_s=2.0))
    assert (result.status, result.schedule) == ("unknown", None)
    assert result.reason is not None
    assert result.reason.code == "horizon-together"
    assert len(result.unplaced) == 3


def test_a_plan_of_all_parts_is_better_than_any_delay() -> None:
    """However much lateness costs, every part gets a place."""
    parts = tuple(
        part(f"p{i}", due=0, weight=1e6, owner=f"o{i}", confidential=True) for i in range(6)
    )
    asked = problem(parts=parts, weights=Weights(tardiness=1e6))
    assert len(builds(solve(asked, Limits(iterations=60)))) == 6


def test_nothing_to_plan_is_a_plan_of_nothing() -> None:
    """Without open parts the plan is the fixed builds, and cannot be better."""
    result = solve(problem(fixed=(fixed(),)), QUICK)
    assert result.status == "optimal"
    assert builds(result) == (fixed().as_build(),)
    assert solve(problem(parts=(), machines=()), QUICK).status == "optimal"


def busy_problem() -> Problem:
    """Return a problem that a search does not finish in a moment."""
    parts = tuple(
        part(f"p{i}", copies=2, due=30 * i, setting="steel" if i % 2 else "titanium")
        for i in range(20)
    )
    return problem(parts=parts, machines=(machine(platform=Platform(width_mm=40, depth_mm=40)),))


def test_the_time_limit_is_kept() -> None:
    """A search of one second ends about then."""
    begun_s = monotonic()
    result = solve(busy_problem(), Limits(time_s=1.0))
    assert result.schedule is not None
    assert monotonic() - begun_s < 4.0


def test_cancelling_returns_the_best_plan_so_far() -> None:
    """A callback that says no ends the search with a verified plan."""
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return progress.objective is None

    limits = Limits(time_s=60.0)
    result = solve(busy_problem(), limits, progress=watch)
    assert result.runtime_s < limits.time_s / 3
    assert result.schedule is not None
    assert seen[-1].bound is not None
    assert [p.elapsed_s for p in seen] == sorted(p.elapsed_s for p in seen)


def test_cancelling_before_the_first_plan_says_so() -> None:
    """A search that is stopped at once has no plan and says why."""
    parts = tuple(part(f"p{i}", copies=40, due=i) for i in range(10))
    result = solve(problem(parts=parts), progress=lambda _: False)
    assert result.schedule is None
    assert result.reason is not None
    assert result.reason.code == "cancelled"


def test_a_schedule_with_a_violation_never_leaves() -> None:
    """A plan that breaks a rule is reported as our bug, not handed out."""
    with pytest.raises(SolverFaultError, match="a bug in the scheduler"):
        check_verified(problem(), Schedule(builds=()))


def test_a_summary_fits_a_terminal() -> None:
    """A result prints its builds, its value, its bound and its seed."""
    text = str(solve(problem(), QUICK))
    assert "Schedule (optimal): 1 build on 1 machine" in text
    assert "gap 0.0 %" in text


def test_a_plan_that_reaches_its_bound_ends_the_search() -> None:
    """Nothing can be less late than not at all: no time is spent on looking further."""
    stages: set[str] = set()

    def watch(progress: Progress) -> None:
        stages.add(progress.stage)

    names = ("M1", "M2", "M3")
    parts = tuple(
        part(
            f"p{number}",
            due=90_000,
            scan_s=dict.fromkeys(names, 600.0 + 60.0 * number),
            orientations=(
                Orientation(id="up", width_mm=60.0, depth_mm=60.0, height_mm=5.0 + number),
            ),
        )
        for number in range(21)  # sums that leave 9e-16 of nothing
    )
    asked = problem(
        objective="total_tardiness", parts=parts, machines=tuple(machine(name) for name in names)
    )
    result = solve(asked, Limits(time_s=20.0), progress=watch)
    assert (result.status, result.objective) == ("optimal", 0.0)
    assert "sequence" not in stages
