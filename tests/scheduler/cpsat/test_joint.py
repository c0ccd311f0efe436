"""Small problems as a whole: packing that is checked, and bounds that hold."""

from __future__ import annotations

from threading import active_count

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import (
    Limits,
    Orientation,
    Platform,
    Problem,
    Progress,
    Station,
    Step,
    Window,
    solve,
)
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.cpsat.joint import Joint, fits
from scheduler.cpsat.packing import cannot_pack
from scheduler.shop.shop import Shop
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems


def watch() -> Control:
    """Return a clock with a minute on it, that starts now."""
    return Control(Limits(time_s=60.0), None)


def block(side_mm: float, name: str = "up") -> Orientation:
    """Return an orientation with a square footprint."""
    return Orientation(id=name, width_mm=side_mm, depth_mm=side_mm, height_mm=5.0)


def joint(asked: Problem) -> Joint:
    """Return the model of a problem, with its first plan as the hint."""
    workshop = Workshop(Shop(asked))
    plan, homeless = next(construct(workshop, watch()))
    assert homeless == []
    return Joint(plan, 0.0)


def test_what_fits_by_area_but_does_not_pack_is_proven_apart() -> None:
    """Two blocks of 60 mm do not share a bed of 100 mm; the plan of two builds is optimal."""
    result = solve(problem(parts=(part(orientations=(block(60.0),), copies=2),)))
    assert result.status == "optimal"
    assert result.schedule is not None
    assert len(result.schedule.builds) == 2


def test_a_bound_without_proof_of_packing_is_not_claimed() -> None:
    """With two stands to choose from, packing is not decided, and optimality is not claimed."""
    ways = (block(60.0), block(61.0, "other"))
    result = solve(problem(parts=(part(orientations=ways, copies=2),)), Limits(time_s=2.0))
    assert result.status == "feasible"
    assert result.gap is not None
    assert result.gap > 0.0


@pytest.mark.parametrize(("side_mm", "apart"), [(60.0, True), (50.0, False)])
def test_packing_is_decided_on_a_rectangle(side_mm: float, apart: bool) -> None:
    """Squares beyond half the bed do not share it; halves do."""
    shop = Shop(problem(parts=(part(orientations=(block(side_mm),)),)))
    assert cannot_pack(shop.printers[0].bed, [shop.kinds[0]] * 2, watch()) is apart


def test_packing_is_not_decided_on_a_circle_or_for_many() -> None:
    """A round bed, or more boxes than can be decided, is left open."""
    round_one = machine(platform=Platform(shape="circle", diameter_mm=70.0))
    shop = Shop(problem(parts=(part(orientations=(block(40.0),)),), machines=(round_one,)))
    assert not cannot_pack(shop.printers[0].bed, [shop.kinds[0]] * 2, watch())
    square = Shop(problem())
    assert not cannot_pack(square.printers[0].bed, [square.kinds[0]] * 11, watch())


def test_the_model_finds_a_better_plan_than_its_hint() -> None:
    """A machine that is slower but free in time is found from a plan that ignores it."""
    parts = tuple(
        part(f"p{i}", due=70 + 5 * i, scan_s={"M1": 900.0, "M2": 1000.0}, weight=5.0)
        for i in range(3)
    )
    small = Platform(width_mm=25.0, depth_mm=25.0)
    labs = (
        machine("M1", platform=small, downtime=(Window(start=10, end=60),)),
        machine("M2", platform=small),
    )
    model = joint(problem(parts=parts, machines=labs, staff=(Window(start=0, end=9000),)))
    proof = model.solve(watch(), 20.0)
    assert proof.plan is not None
    assert proof.plan.objective() == pytest.approx(proof.bound)


def test_only_small_problems_without_a_fixed_future_are_taken_whole() -> None:
    """A pinned build that is yet to come, or too many parts, leave a problem to the walk."""
    small = Workshop(Shop(problem()))
    pinned = Workshop(Shop(problem(parts=(part(copies=2),), fixed=(fixed(),))))
    running = fixed(start=-10, end=60, placements=(placement(),), state="running")
    begun = Workshop(Shop(problem(parts=(part(copies=2),), fixed=(running,))))
    many = Workshop(Shop(problem(parts=(part(copies=60),))))
    firsts = [next(construct(w, watch()))[0] for w in (small, pinned, begun, many)]
    assert [fits(plan) for plan in firsts] == [True, False, True, False]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_what_the_model_proves_holds_for_every_plan(asked: Problem) -> None:
    """No plan that is constructed or searched costs less than the bound, stations or not."""
    workshop = Workshop(Shop(asked))
    plans = [plan for plan, homeless in construct(workshop, watch()) if not homeless]
    assume(plans)
    assume(fits(plans[0]))
    proof = Joint(plans[0], 0.0).solve(watch(), 1.5)
    found = solve(asked, Limits(iterations=30)).objective
    values = [plan.objective() for plan in plans if not plan.undone()]
    values += [] if found is None else [found]
    if proof.plan is not None and not proof.plan.undone():
        values.append(proof.plan.objective())
    assert all(proof.bound <= value + 1e-6 for value in values)


def test_a_queue_at_a_station_is_proven() -> None:
    """Two builds that come to the wire at once, and to one person's hours, leave it one by one."""
    cut = (Step(station="wire", time_s=6000.0),)
    parts = tuple(
        part(f"p{i}", setting=setting, due=200, steps=cut, scan_s={"M1": 600.0, "M2": 600.0})
        for i, setting in enumerate(("steel", "titanium"))
    )
    wire = Station(id="wire", kind="platform", load_s=300.0, unload_s=300.0)
    labs = (machine("M1"), machine("M2", loaded="Ti64"))
    result = solve(problem(parts=parts, machines=labs, stations=(wire,)), Limits(time_s=10.0))
    assert result.status == "optimal"
    assert result.objective == 2 * (10 + 20 + 5) + 10 * (35 + 2 * 110 - 200)


def test_a_stand_without_supports_is_chosen_where_height_is_free() -> None:
    """Beside a taller part, a part stands up rather than on supports; alone the choice is open."""
    ways = (
        Orientation(
            id="flat", width_mm=20.0, depth_mm=20.0, height_mm=3.0, support_s={"M1": 900.0}
        ),
        Orientation(id="up", width_mm=20.0, depth_mm=20.0, height_mm=5.0),
    )
    asked = problem(parts=(part("a", orientations=ways), part("b")))
    result = solve(asked, Limits(time_s=10.0))
    assert (result.status, result.objective) == ("optimal", 10 + 10 + 2 * 10 + 5)


def long_proof() -> Problem:
    """Return a problem that is taken whole and not proven in a moment."""
    parts = tuple(
        part(f"p{i}", due=40 * i, setting="steel" if i % 2 else "titanium", weight=float(i))
        for i in range(16)
    )
    tight = machine(platform=Platform(width_mm=45.0, depth_mm=25.0))
    return problem(parts=parts, machines=(tight,))


def test_a_fault_of_the_callback_ends_the_solver_and_is_told() -> None:
    """What a callback raises while the solver runs comes out at once, and nothing runs on."""

    def watch(progress: Progress) -> None:
        if progress.stage == "prove":
            raise ValueError("a fault of the caller")

    threads = active_count()
    with pytest.raises(ValueError, match="of the caller"):
        solve(long_proof(), Limits(time_s=40.0), progress=watch)
    assert active_count() == threads


def test_a_cancelled_proof_ends() -> None:
    """Cancelling while the model is solved ends the search with the plan at hand."""
    stages: list[str] = []

    def watch(progress: object) -> bool:
        stage = getattr(progress, "stage", "")
        stages.append(stage)
        return stages.count("prove") < 2

    result = solve(long_proof(), Limits(time_s=40.0), progress=watch)
    assert result.schedule is not None
    assert result.runtime_s < 30.0
