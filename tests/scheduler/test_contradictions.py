"""Problems that contradict themselves are refused, each by its own code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler import (
    FairShare,
    Operation,
    Platform,
    Problem,
    Reservation,
    SchedulerError,
    Step,
)
from tests.scheduler.problems import fixed, part, placement, problem
from tests.scheduler.test_stations import (
    BLASTER,
    BLASTING,
    CUT,
    EDM,
    FURNACE,
    RELIEF,
)

FAULTS: tuple[tuple[str, Any], ...] = (
    ("step-time", lambda: Step(station="edm", time_s=-1.0)),
    ("station-capacity", lambda: replace(EDM, capacity=2)),
    ("station-capacity", lambda: replace(EDM, units=0)),
    ("station-times", lambda: replace(EDM, load_s=-1.0)),
    ("fair-share-empty", lambda: FairShare(until=5, shares={})),
    ("fair-share-owner", lambda: FairShare(until=5, shares={"a": 1.0}, used_s={"b": 1.0})),
    ("window-empty", lambda: Reservation(start=5, end=5, owners=())),
    ("platform-keep-out", lambda: Platform(width_mm=9.0, depth_mm=9.0, keep_outs=(((0, 0),),))),
    ("orientation-supports", lambda: replace(part().orientations[0], support_s={"M1": -1.0})),
    ("apart-unknown", lambda: problem(parts=(part(apart_from=("x",)),))),
    ("apart-unknown", lambda: problem(parts=(part(apart_from=("p",)),))),
    (
        "together-apart",
        lambda: problem(parts=(part("a", together="g"), part(together="g", apart_from=("a",)))),
    ),
    (
        "together-setting",
        lambda: problem(parts=(part("a", together="g"), part(together="g", setting="titanium"))),
    ),
    (
        "together-fixed",
        lambda: problem(parts=(part(copies=2, together="g"),), fixed=(fixed(),)),
    ),
    ("id-twice", lambda: problem(stations=(EDM, EDM))),
    ("station-order", lambda: problem(stations=(BLASTER, EDM))),
    ("step-station", lambda: problem(parts=(part(steps=(CUT,)),))),
    (
        "step-order",
        lambda: problem(parts=(part(steps=(CUT, RELIEF)),), stations=(FURNACE, EDM)),
    ),
)


RUN = Operation(
    id="run", station="furnace", builds=("pin",), load_start=700, start=710, end=720,
    unload_start=720, unload_end=730, fixed=True,
)  # fmt: skip


BLAST = replace(RUN, station="blaster", part="p", copies=(1,))


FIXED_FAULTS = (
    ("operation-station", replace(RUN, station="oven")),
    ("operation-station", replace(RUN, unit=2)),
    ("operation-station", replace(RUN, fixed=False)),
    ("operation-times", replace(RUN, end=709)),
    ("operation-times", replace(RUN, unload_end=719)),
    ("operation-build", replace(RUN, builds=("other",))),
    ("operation-build", replace(RUN, builds=("pin",) * 3)),
    ("operation-build", replace(RUN, part="p")),
    ("operation-build", replace(BLAST, copies=())),
    ("operation-build", replace(BLAST, copies=(2,))),
)


@pytest.mark.parametrize(("code", "make"), FAULTS)
def test_a_contradiction_is_told(code: str, make: Any) -> None:  # noqa: ANN401
    """Values that cannot be meant have a code and one sentence."""
    with pytest.raises(SchedulerError) as told:
        make()
    assert told.value.code == code
    assert str(told.value)


@pytest.mark.parametrize(("code", "operation"), FIXED_FAULTS)
def test_a_fixed_operation_that_cannot_be_is_told(code: str, operation: Operation) -> None:
    """What is said to happen at a station must be possible there."""
    with pytest.raises(SchedulerError) as told:
        problem(
            parts=(part(steps=(RELIEF, BLASTING)),),
            fixed=(fixed(),),
            stations=(FURNACE, BLASTER),
            operations=(operation,),
        )
    assert told.value.code == code


def test_a_step_done_twice_is_told() -> None:
    """Two fixed runs of one platform contradict each other."""
    with pytest.raises(SchedulerError) as told:
        problem(
            parts=(part(steps=(RELIEF,)),),
            fixed=(fixed(),),
            stations=(FURNACE,),
            operations=(RUN, replace(RUN, id="again")),
        )
    assert told.value.code == "operation-twice"


def test_a_step_that_nobody_asked_for_is_told() -> None:
    """A fixed run of a platform whose parts need no furnace contradicts the problem."""
    with pytest.raises(SchedulerError) as told:
        problem(fixed=(fixed(),), stations=(FURNACE,), operations=(RUN,))
    assert told.value.code == "operation-unasked"


def test_two_fixed_operations_at_one_unit_are_apart() -> None:
    """No schedule keeps two that overlap; one right after the other may stand."""
    pins = (fixed(), fixed(id="other", start=800, end=900, placements=(placement("q"),)))
    parts = (part(steps=(RELIEF,)), part("q", steps=(RELIEF,)))

    def with_second(start: int) -> Problem:
        second = replace(RUN, id="second", builds=("other",), load_start=start, start=start + 10)
        second = replace(second, end=start + 20, unload_start=start + 20, unload_end=start + 30)
        return problem(parts=parts, fixed=pins, stations=(FURNACE,), operations=(RUN, second))

    assert len(with_second(730).operations) == 2
    with pytest.raises(SchedulerError) as told:
        with_second(729)
    assert told.value.code == "operation-overlap"
