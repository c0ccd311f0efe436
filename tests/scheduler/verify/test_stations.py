"""The independent check of what follows printing, and of all codes together."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import scheduler
from scheduler import Operation, Schedule, Station, Step, Window, verify
from scheduler.texts import LANGUAGES
from tests.scheduler.problems import fixed, machine, part, placement, problem
from tests.scheduler.verify import test_verify
from tests.scheduler.verify.test_verify import Case, Mutation, ask, ask_part, both, codes

FURNACE = Station(
    id="furnace", kind="batch", capacity=2, load_s=600.0, unload_s=300.0, transport_s=120.0
)
EDM = Station(id="edm", kind="platform", load_s=60.0)
BLASTER = Station(id="blaster", kind="part", units=2, attended=True, skill="blasting")
STATIONS = (FURNACE, EDM, BLASTER)
RELIEF = Step(station="furnace", time_s=600.0, programme="A")
BLASTING = Step(station="blaster", time_s=120.0)
STAFF = (Window(start=0, end=1000), Window(start=0, end=1000, skills=("setting up",)))


def good() -> Case:
    """Return two builds through one furnace, one of them cut off, two of their parts blasted."""
    asked = problem(
        parts=(
            part("p", steps=(RELIEF, Step(station="edm", time_s=60.0), BLASTING)),
            part("q", scan_s={"M1": 0.0}, steps=(RELIEF,)),
            part("m", scan_s={"M2": 600.0}, steps=(RELIEF, BLASTING)),
        ),
        machines=(machine("M1"), machine("M2")),
        staff=STAFF,
        part_gap_mm=2.0,
        horizon=1000,
        stations=STATIONS,
    )
    first, _, beside = test_verify.good()[1].builds
    operations = (
        Operation(
            id="relief",
            station="furnace",
            programme="A",
            builds=("first", "beside"),
            load_start=112,
            start=122,
            end=132,
            unload_start=132,
            unload_end=137,
        ),
        Operation(
            id="cut",
            station="edm",
            builds=("first",),
            load_start=137,
            start=138,
            end=139,
            unload_start=139,
            unload_end=139,
        ),
        blast("p", "first", 139),
        blast("m", "beside", 300),
    )
    return asked, Schedule(builds=(first, beside), operations=operations)


def blast(name: str, build: str, start: int, **changes: Any) -> Operation:  # noqa: ANN401
    """Return the blasting of a part's only copy."""
    values: dict[str, Any] = {"unit": 1, "id": f"blast-{name}", **changes}
    times = {"load_start": start, "start": start, "end": start + 2}
    return Operation(
        station="blaster",
        builds=(build,),
        part=name,
        copies=(1,),
        unload_start=start + 2,
        unload_end=start + 2,
        **{**times, **values},
    )


def work(name: str, **changes: Any) -> Mutation:  # noqa: ANN401
    """Return a mutation that changes an operation of the schedule."""

    def mutate(case: Case) -> Case:
        operations = tuple(replace(o, **changes) if o.id == name else o for o in case[1].operations)
        return case[0], replace(case[1], operations=operations)

    return mutate


def instead(*operations: Operation) -> Mutation:
    """Return a mutation that blasts otherwise."""
    return lambda case: (
        case[0],
        replace(case[1], operations=(*case[1].operations[:2], *operations)),
    )


def with_idle(case: Case) -> Case:
    """Plan an operation on nothing."""
    idle = replace(case[1].operations[1], id="idle", builds=(), load_start=500, start=501)
    idle = replace(idle, end=501, unload_start=501, unload_end=501)
    return case[0], replace(case[1], operations=(*case[1].operations, idle))


ONE_BY_ONE = (replace(FURNACE, capacity=1), EDM, BLASTER)
DOWN = (FURNACE, EDM, replace(BLASTER, downtime=(Window(start=301, end=302),)))
LONGER = {"end": 142, "unload_start": 142, "unload_end": 142}
P, M = blast("p", "first", 139), blast("m", "beside", 300)

MUTATIONS: tuple[tuple[str, Mutation], ...] = (
    ("operation-moved", work("cut", fixed=True)),
    ("operation-id-twice", work("cut", id="relief")),
    ("step-missing", ask_part("q", steps=(RELIEF, BLASTING))),
    ("step-unasked", ask_part("m", steps=(BLASTING,))),
    ("step-twice", instead(P, M, blast("m", "beside", 400, id="again"))),
    ("operation-wrong", work("cut", unit=2)),
    ("operation-wrong", with_idle),
    ("operation-full", ask(stations=ONE_BY_ONE)),
    ("programme-mixed", work("relief", programme="B")),
    ("operation-duration", work("blast-p", **LONGER)),
    ("operation-order", work("blast-p", unload_start=142, unload_end=142)),
    ("operation-early", work("relief", load_start=111, start=121, end=131)),
    ("operation-early", instead(blast("p", "first", 138), M)),
    ("unit-overlap", both(ask(staff=STAFF[:1] * 2), instead(P, blast("m", "beside", 140)))),
    ("operation-outside", ask(horizon=301)),
    ("operation-downtime", ask(stations=DOWN)),
    ("people-exceeded", instead(P, blast("m", "beside", 140, unit=2))),
)


@pytest.mark.parametrize(("code", "mutation"), MUTATIONS)
def test_a_fault_is_caught_by_its_rule_alone(code: str, mutation: Mutation) -> None:
    """The good schedule passes; with one fault, one rule and no other speaks."""
    assert codes(good()) == set()
    assert codes(mutation(good())) == {code}


def test_every_violation_has_a_mutation_and_a_sentence() -> None:
    """No code of the checker is untested or untold."""
    folder = Path(scheduler.__file__).parent / "verify"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(r'"((?:[a-z]+-)+[a-z]+)"', source)) - {"cp-sat"}
    cases = [(test_verify.good, *case) for case in test_verify.MUTATIONS]
    cases += [(good, *case) for case in MUTATIONS]
    assert used == {code for _, code, _ in cases}
    for sound, _, mutation in cases:
        for violation in verify(*mutation(sound())):
            assert str(violation) == violation.sentence("en")
            assert all(violation.sentence(lang) for lang in LANGUAGES)


def test_people_work_only_at_their_site() -> None:
    """A machine at another site than anybody's is not set up by anybody."""
    asked, schedule = good()
    away = (Window(start=0, end=1000, heads=9, sites=("Enschede",)),)
    near = (machine("M1", site="Enschede"), machine("M2", site="Enschede"))
    far = (machine("M1", site="Hengelo"), machine("M2", site="Enschede"))
    assert codes((replace(asked, staff=away, machines=near), schedule)) == set()
    assert "not-staffed" in codes((replace(asked, staff=away, machines=far), schedule))


def test_a_fact_that_nobody_serves_takes_nobody_from_others() -> None:
    """A pinned build that is set up where nobody is leaves the plan's own work its people."""
    asked, schedule = good()
    near = (Window(start=0, end=1000, heads=2, sites=("Enschede",)),)
    lab = (
        machine("M1", site="Enschede"),
        machine("M2", site="Enschede"),
        machine("M3", site="Hengelo"),
    )
    lonely = fixed(id="pin", machine="M3", setup_start=0, start=10, placements=(placement("n"),))
    more = replace(
        asked,
        parts=(*asked.parts, part("n", scan_s={"M3": 600.0})),
        machines=lab,
        staff=near,
        fixed=(lonely,),
    )
    beside = replace(schedule, builds=(*schedule.builds, lonely.as_build()))
    assert codes((more, beside)) == set()


def test_each_operation_has_a_person_of_its_own() -> None:
    """Who can do everything does what nobody else can, where the others can do the rest."""
    asked, schedule = good()
    busy = replace(
        schedule.builds[1], id="late", setup_start=139, start=149, end=169, cool_end=169,
        unload_start=169, unload_end=174, placements=(placement("n"),),
    )  # fmt: skip
    more = replace(asked, parts=(*asked.parts, part("n", scan_s={"M2": 600.0})))
    both_busy = replace(schedule, builds=(*schedule.builds, busy))
    assert codes((more, both_busy)) == set()
    assert codes((replace(more, staff=STAFF[:1]), both_busy)) == {"people-exceeded"}


def test_a_programme_binds_batches_alone() -> None:
    """Of any batch station, whatever it is called; at wire EDM and blasting it is a remark."""
    asked, schedule = good()
    remarked = replace(
        asked,
        parts=tuple(
            replace(
                one,
                steps=tuple(
                    step if step.station == "furnace" else replace(step, programme=f"for {one.id}")
                    for step in one.steps
                ),
            )
            for one in asked.parts
        ),
    )

    assert verify(remarked, schedule) == []
