"""What solving promises of stations, skills, kept-free places, mates and fair shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    FairShare,
    Limits,
    Operation,
    Orientation,
    Platform,
    Problem,
    Reservation,
    Result,
    Schedule,
    Station,
    Step,
    Window,
    solve,
    verify,
)
from scheduler.completion import job_ends
from scheduler.construct.assemble import assemble
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.objective import terms
from scheduler.shop.shop import Shop
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems

QUICK = Limits(time_s=20.0, iterations=30)


FURNACE = Station(id="furnace", kind="batch", capacity=2, load_s=600.0, unload_s=600.0)


EDM = Station(id="edm", kind="platform", load_s=600.0, transport_s=600.0)


BLASTER = Station(id="blaster", kind="part", attended=True)


RELIEF = Step(station="furnace", time_s=7200.0, programme="650")


CUT = Step(station="edm", time_s=1800.0)


BLASTING = Step(station="blaster", time_s=1200.0)


TWO = (machine("M1"), machine("M2"))


def planned(asked: Problem) -> Schedule:
    """Return the schedule of a problem that has one."""
    result: Result = solve(asked, QUICK)
    assert result.schedule is not None
    return result.schedule


def at(schedule: Schedule, station: str) -> list[Operation]:
    """Return what is done at a station, in the order of time."""
    mine = [operation for operation in schedule.operations if operation.station == station]
    return sorted(mine, key=lambda operation: operation.load_start)


def mates(schedule: Schedule) -> set[frozenset[str]]:
    """Return the parts of each build."""
    return {frozenset(p.part for p in build.placements) for build in schedule.builds}


def everywhere(name: str, **changes: Any) -> Any:  # noqa: ANN401
    """Return a part that both machines may print."""
    return part(name, scan_s={"M1": 600.0, "M2": 600.0}, **changes)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_a_searched_plan_costs_what_its_schedule_costs(asked: Problem) -> None:
    """What the search minimizes is the objective of the schedule that it gives."""
    for plan, homeless in construct(Workshop(Shop(asked)), Control(QUICK, None)):
        if not homeless and not plan.undone():
            found = terms(asked, assemble(plan))
            assert plan.objective() == pytest.approx(sum(term.cost for term in found.values()))


def test_a_part_passes_the_stations_in_their_order() -> None:
    """Furnace, wire cutting and blasting follow the unloading, each with its way and loading."""
    asked = problem(
        parts=(part(steps=(RELIEF, CUT, BLASTING), due=0),), stations=(FURNACE, EDM, BLASTER)
    )
    schedule = planned(asked)
    (build,), (relief, cut, blast) = schedule.builds, schedule.operations
    assert relief.load_start == build.unload_end
    assert (relief.start, relief.end) == (relief.load_start + 10, relief.load_start + 130)
    assert cut.load_start == relief.unload_end + 10
    assert blast.start == cut.unload_end
    assert job_ends(asked, schedule) == {"p": blast.end}
    assert terms(asked, schedule)["tardiness"].amount == blast.end


def test_a_furnace_takes_platforms_of_one_programme_together() -> None:
    """Two platforms share a run when they ask for the same programme, and do not when not."""
    parts = [everywhere(name, steps=(RELIEF,), confidential=True, owner=name) for name in "ab"]
    asked = problem(parts=tuple(parts), machines=TWO, stations=(FURNACE,), objective="makespan")
    assert [len(o.builds) for o in at(planned(asked), "furnace")] == [2]
    other = replace(parts[1], steps=(replace(RELIEF, programme="900"),))
    apart = planned(replace(asked, parts=(parts[0], other)))
    assert [len(o.builds) for o in at(apart, "furnace")] == [1, 1]


def test_parts_of_other_programmes_never_share_a_platform() -> None:
    """A platform goes into the furnace whole."""
    hot = part("hot", steps=(replace(RELIEF, programme="900"),))
    asked = problem(parts=(part("cool", steps=(RELIEF,)), hot), stations=(FURNACE,))
    assert mates(planned(asked)) == {frozenset({"cool"}), frozenset({"hot"})}


def test_all_parts_of_a_platform_wait_for_its_furnace() -> None:
    """A part that needs no furnace is done when the platform it stands on is."""
    asked = problem(parts=(part("p", steps=(RELIEF,)), part("q")), stations=(FURNACE,))
    schedule = planned(asked)
    assert len(schedule.builds) == 1
    ends = job_ends(asked, schedule)
    assert ends["q"] == ends["p"] == at(schedule, "furnace")[0].unload_end


def test_attended_work_is_divided_over_the_people_s_hours() -> None:
    """Copies are blasted as many as the day holds, the others on the next day."""
    days = tuple(Window(start=d * 1440, end=d * 1440 + 240) for d in range(9))
    asked = problem(
        parts=(part(copies=12, steps=(BLASTING,), scan_s={"M1": 0.0}),),
        stations=(BLASTER,),
        staff=days,
    )
    schedule = planned(asked)
    blasts = at(schedule, "blaster")
    assert sum(len(o.copies) for o in blasts) == 12
    assert len(blasts) > 1
    assert len({o.load_start // 1440 for o in blasts}) == len(blasts)


def night(day: int) -> Window:
    """Return an hour after midnight in which a station is down."""
    return Window(start=day * 1440, end=day * 1440 + 60)


@pytest.mark.parametrize(
    ("station", "hours", "count"),
    [
        (replace(EDM, attended=True, load_s=0.0), 3.0, 5),
        (replace(EDM, load_s=0.0, downtime=tuple(night(day) for day in range(1, 20))), 3.0, 10),
    ],
)
def test_no_platform_takes_a_station_longer_than_it_is_to_be_had(
    station: Station, hours: float, count: int
) -> None:
    """What a shift, or a day between two nights, does not hold is printed in two builds."""
    cut = Step(station=station.id, time_s=3600.0 * hours)
    days = tuple(Window(start=d * 1440 + 480, end=d * 1440 + 1020) for d in range(20))
    small = (Orientation(id="up", width_mm=20.0, depth_mm=20.0, height_mm=10.0),)
    asked = problem(
        parts=tuple(
            part(f"p{n}", orientations=small, steps=(cut,), scan_s={"M1": 600.0})
            for n in range(count)
        ),
        machines=(machine(platform=Platform(width_mm=200.0, depth_mm=200.0)),),
        stations=(station,),
        staff=days,
        horizon=20 * 1440,
    )
    result = solve(asked, Limits(time_s=3.0))
    assert result.schedule is not None
    assert verify(asked, result.schedule) == []
    assert len(result.schedule.builds) == 2
    spans = [(o.load_start, o.unload_end) for o in at(result.schedule, station.id)]
    assert all(end - start <= 1440 - 60 for start, end in spans)


def test_what_is_fixed_at_a_station_stays_and_is_not_done_again() -> None:
    """A running furnace is taken until its end, and its platform needs no other run."""
    pin = fixed(start=-500, end=-400, state="running", height_mm=5.0)
    running = Operation(
        id="run", station="furnace", programme="650", builds=("pin",), load_start=-10, start=0,
        end=5000, unload_start=5000, unload_end=5010, fixed=True,
    )  # fmt: skip
    small = replace(FURNACE, capacity=1)
    asked = problem(
        parts=(part(steps=(RELIEF, CUT)), part("q", steps=(RELIEF,))),
        fixed=(pin,),
        stations=(small, EDM),
        operations=(running,),
    )
    schedule = planned(asked)
    first, second = at(schedule, "furnace")
    assert (first, second.load_start) == (running, 5010)
    (cut,) = at(schedule, "edm")
    assert cut.builds == ("pin",)
    assert cut.load_start == 5020


def test_only_who_can_change_powder_does_it() -> None:
    """A powder change waits for the person who knows how; the set-up does not."""
    staff = (
        Window(start=0, end=9000, skills=("setting up",)),
        Window(start=500, end=900, skills=("powder",)),
    )
    lab = machine(loaded="Ti64", setup_skill="setting up", powder_change_skill="powder")
    (build,) = planned(problem(machines=(lab,), staff=staff)).builds
    assert (build.powder_change_start, build.setup_start) == (500, 560)


def test_one_person_serves_the_machines_of_all_sites_one_after_the_other() -> None:
    """A pool shared by sites has no more heads than it has."""
    pool = (Window(start=0, end=9000, sites=("Hengelo", "Enschede")),)
    lab = (machine("M1", site="Hengelo"), machine("M2", site="Enschede"))
    parts = tuple(everywhere(n, confidential=True, owner=n, due=0) for n in "ab")
    schedule = planned(problem(parts=parts, machines=lab, staff=pool))
    starts = sorted(build.setup_start for build in schedule.builds)
    assert starts[1] - starts[0] == 10


def test_parts_leave_free_what_is_kept_free() -> None:
    """A platform with a worn middle holds parts beside it."""
    middle = ((20.0, 0.0), (80.0, 0.0), (80.0, 100.0), (20.0, 100.0))
    lab = machine(platform=Platform(width_mm=100.0, depth_mm=100.0, keep_outs=(middle,)))
    flat = (Orientation(id="up", width_mm=15.0, depth_mm=60.0, height_mm=5.0, turns_deg=(0,)),)
    asked = problem(parts=(part(copies=3, orientations=flat),), machines=(lab,))
    schedule = planned(asked)
    assert sorted(len(build.placements) for build in schedule.builds) == [1, 2]
    assert all(p.x_mm <= 5.0 or p.x_mm >= 80.0 for b in schedule.builds for p in b.placements)


def test_a_reserved_machine_works_for_its_owners_alone() -> None:
    """In the reserved stretch the owner's part is printed; the other waits for its end."""
    lab = machine(reserved=(Reservation(start=0, end=2000, owners=("school",)),))
    asked = problem(
        parts=(part("theirs", owner="school", due=0), part("other", due=0)), machines=(lab,)
    )
    schedule = planned(asked)
    first, second = sorted(schedule.builds, key=lambda build: build.setup_start)
    assert first.placements[0].part == "theirs"
    assert second.setup_start == 2000


def test_a_reserved_machine_does_not_stand_with_the_powder_of_others() -> None:
    """Powder is changed after the course week for a part that is released in it."""
    week = Reservation(start=1000, end=2000, owners=("school",))
    lab = machine(loaded="Ti64", reserved=(week,))
    (build,) = planned(problem(parts=(part("other", release=1500),), machines=(lab,))).builds
    assert build.powder_change_start == 2000
    (own,) = planned(
        problem(parts=(part("o", owner="school", release=1500),), machines=(lab,))
    ).builds
    assert own.powder_change_start == 0


def test_supports_take_the_time_of_their_stand() -> None:
    """A stand with supports prints longer than one without."""
    stand = replace(part().orientations[0], support_s={"M1": 1200.0})
    (bare,) = planned(problem()).builds
    (held,) = planned(problem(parts=(part(orientations=(stand,)),))).builds
    assert (held.end - held.start) - (bare.end - bare.start) == 20


def test_parts_that_may_not_meet_are_in_two_builds() -> None:
    """``apart_from`` works both ways."""
    asked = problem(parts=(part("a"), part("b", apart_from=("a",)), part("c")))
    assert {"a", "b"} not in [set(mine) for mine in mates(planned(asked))]
    assert len(planned(asked).builds) == 2


def test_parts_that_must_be_together_are_in_one_build() -> None:
    """Even where two machines side by side would be done sooner."""
    parts = tuple(replace(everywhere(n), scan_s={"M1": 9e4, "M2": 9e4}) for n in "ab")
    asked = problem(parts=parts, machines=TWO, objective="makespan")
    assert len(planned(asked).builds) == 2
    joined = tuple(replace(one, together="set") for one in parts)
    assert mates(planned(replace(asked, parts=joined))) == {frozenset("ab")}


def test_a_member_beyond_its_share_waits() -> None:
    """Between equal jobs the member goes first that has had less than its share."""
    parts = tuple(part(n, owner=n, confidential=True, scan_s={"M1": 60_000.0}) for n in "ab")
    share = FairShare(until=1000, shares={"a": 1.0, "b": 1.0}, used_s={"a": 3e6})
    asked = problem(parts=parts, fair_share=share)
    builds = sorted(planned(asked).builds, key=lambda build: build.setup_start)
    assert [build.placements[0].part for build in builds] == ["b", "a"]
    result = solve(asked, QUICK)
    assert result.terms["fairness"].amount > 0.0
    assert share.beyond({"b": 50_000.0}, 60) == 0.0
    assert share.beyond({}, 60) == 25_000.0


def test_a_horizon_too_short_for_a_furnace_is_said() -> None:
    """What is printed in time and never relieved is no plan: part, station and hours are named."""
    asked = problem(parts=(part(steps=(RELIEF,)),), stations=(FURNACE,), horizon=150)
    result = solve(asked, QUICK)
    assert (result.status, result.schedule, result.unplaced) == ("infeasible", None, ("p",))
    assert result.reason is not None
    assert result.reason.code == "step-late"
    assert "Part p needs station furnace for 2 h 20 min; it reaches it 1 h 55 " in str(result)


def test_a_furnace_with_too_little_time_for_all_is_said() -> None:
    """Each of two parts could be relieved alone; that there is no time for both is not proven."""
    two = (replace(RELIEF, programme="600"), RELIEF)
    parts = tuple(everywhere(f"p{n}", steps=(step,)) for n, step in enumerate(two))
    asked = problem(parts=parts, machines=TWO, stations=(FURNACE,), horizon=190)
    result = solve(asked, QUICK)
    assert (result.status, result.schedule) == ("unknown", None)
    assert result.reason is not None
    assert result.reason.code == "horizon-stations"
    assert "1 operation finds no time" in result.reason.sentence()


def test_two_units_work_side_by_side() -> None:
    """A second unit halves the queue."""
    parts = tuple(everywhere(n, steps=(CUT,), confidential=True, owner=n) for n in "ab")
    asked = problem(parts=parts, machines=TWO, stations=(EDM,), objective="makespan")
    one = at(planned(asked), "edm")
    two = at(planned(replace(asked, stations=(replace(EDM, units=2),))), "edm")
    assert one[1].load_start >= one[0].unload_end
    assert {operation.unit for operation in two} == {1, 2}
    assert two[1].load_start < two[0].unload_end


def test_verify_speaks_of_the_search_s_own_plans() -> None:
    """The plan of a lab with everything passes the independent check."""
    parts = tuple(everywhere(n, copies=3, steps=(RELIEF, CUT, BLASTING), due=900) for n in "abc")
    days = tuple(Window(start=d * 1440 + 480, end=d * 1440 + 1020) for d in range(40))
    asked = problem(
        parts=parts, machines=TWO, stations=(FURNACE, EDM, BLASTER), staff=days, horizon=60_000
    )
    assert verify(asked, planned(asked)) == []


def test_a_pinned_placement_keeps_its_mates_from_another_build() -> None:
    """A group that is pinned whole is a fact."""
    pin = fixed(placements=(placement("p", 1), placement("p", 2, x_mm=30.0)), height_mm=5.0)
    asked = problem(parts=(part(copies=2, together="g"), part("q")), fixed=(pin,))
    assert len(planned(asked).builds) == 2
