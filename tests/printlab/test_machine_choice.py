"""Which class of machines is offered once dates are promised, and not estimated alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from printlab.machine_choice import Choice, Promise, offered
from slicer_checks import Estimate, estimate, read, slice_part
from tests.known_parts import cube, stl_bytes

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
DUE = (NOON + dt.timedelta(hours=10)).isoformat()


def choice(name: str, hours: float, net_cents: int) -> Choice:
    """Return a class with a price that is ready so many hours after noon."""
    at = NOON + dt.timedelta(hours=hours)
    return Choice(
        machine_class=name,
        machine_id=name,
        cost=_cost(),
        net_cents=net_cents,
        ready={"at": at.isoformat()},
        late_s=max(0.0, (hours - 10) * 3600.0),
    )


@cache
def _cost() -> Estimate:
    """Return an estimate, which no choice here hangs on."""
    part = read(stl_bytes(cube(2.0).triangles), unit="mm")
    return estimate(slice_part(part, layer_mm=1.0))


def promising(longer_h: Mapping[str, float | None]) -> Promise:
    """Return promises that are so many hours later than the estimate; none: there is no such."""

    def promise(one: Choice) -> tuple[Choice, dt.timedelta]:
        hours = longer_h[one.machine_class]
        if hours is None:
            return one, dt.timedelta(0)
        at = dt.datetime.fromisoformat(one.ready["at"]) + dt.timedelta(hours=hours)
        after_noon_h = (at - NOON).total_seconds() / 3600.0
        return choice(one.machine_class, after_noon_h, one.net_cents), dt.timedelta(hours=hours)

    return promise


def names(longer_h: Mapping[str, float | None]) -> list[str]:
    """Return what is offered of the cheap and the fast class, and then the other with its hour."""
    both = [choice("fast", 5.0, 300), choice("cheap", 9.0, 100)]
    best, _, others = offered(both, promising(longer_h), DUE)
    return [
        best.machine_class,
        *(f"{one.machine_class} {one.ready['at'][11:13]}" for one in others),
    ]


def test_the_cheap_class_is_offered_while_its_promise_is_in_time() -> None:
    """One promise is enough; the other class is as much later."""
    assert names({"cheap": 1.0}) == ["cheap", "fast 18"]


def test_a_faster_class_is_offered_where_the_promise_of_the_cheap_one_is_late() -> None:
    """By its own promise: in time, or late by less."""
    assert names({"cheap": 4.0, "fast": 2.0}) == ["fast", "cheap 01"]
    assert names({"cheap": 4.0, "fast": 7.0}) == ["fast", "cheap 01"]


def test_a_faster_class_that_keeps_the_date_no_better_is_not_offered() -> None:
    """Its promise is told beside that of the cheap class; where it has none, the same margin."""
    assert names({"cheap": 4.0, "fast": 9.0}) == ["cheap", "fast 02"]
    assert names({"cheap": 4.0, "fast": None}) == ["cheap", "fast 21"]
