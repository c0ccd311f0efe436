"""On which class of machines a part is offered: one that keeps the date, then the cheapest.

Worked out inside a limited child: no database, no clock. Whoever names no class gets the one that
serves best, so that naming one is never better; whoever names one learns which would keep the date.
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from printlab.convert.ready import promise_document, ready_document
from printlab.money import Rates, WorkedPart, price_of
from printlab.records import JsonObject
from slicer_checks import Estimate, LayerStack, Process, estimate
from slicer_checks.fit import machines_that_fit
from slicer_checks.supports import Supports

__all__ = ["Choice", "Promise", "Work", "choose", "offered"]

_Row = dict[str, Any]
_NEVER: Final = math.inf


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """A checked part: its layers and supports, every machine, and what the scheduler asks of it."""

    layers: LayerStack
    process: Process
    supports: Supports
    placed: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """A class of machines: what the part takes and costs on its cheapest, and when it is ready.

    ``late_s`` is how long after it is needed; infinite where no plan is found.
    """

    machine_class: str
    machine_id: str
    cost: Estimate
    net_cents: int
    ready: JsonObject
    late_s: float

    @property
    def rank(self) -> tuple[float, int, str]:
        """Order choices: what is in time, then what is late the least; of equals the cheapest."""
        return (self.late_s, self.net_cents, self.machine_class)

    def to_dict(self) -> JsonObject:
        """Return the choice as a report keeps it."""
        return {
            "machine_class": self.machine_class,
            "at": self.ready["at"],
            "net_cents": self.net_cents,
            "late_s": None if self.late_s == _NEVER else self.late_s,
        }


Promise = Callable[[Choice], tuple[Choice, dt.timedelta]]
"""Returns a choice with the date that can be promised, and by how much later that is than its
estimate; the choice as it is where none can be."""


def choose(work: Work, request: JsonObject) -> tuple[Choice, JsonObject]:
    """Return the class to print on, and when the part could be ready, with what would help.

    ``request`` has ``machines`` (of every class, with ``rates`` and ``per_build``),
    ``wanted_class`` (or None), ``due`` and ``ready``, the question to the scheduler.
    """
    wanted = request["wanted_class"]
    groups = _groups(work, request["machines"], wanted)
    choices = [_choice(work, request, group) for group in groups if _is_wanted(group, wanted)]
    best, margin, choices = offered(choices, partial(_promised, work, request), request["due"])
    ready: JsonObject = {**best.ready, "machine_class": best.machine_class}
    if best.late_s > 0:
        others = [_choice(work, request, g) for g in groups if not _is_wanted(g, wanted)]
        choices += [_later(one, margin, request["due"]) for one in others]
        due = dt.datetime.fromisoformat(request["due"]) - margin
        ready["most_in_time"] = _most_in_time(work, {**request, "due": due.isoformat()}, best)
    choices.append(best)
    ordered = sorted(choices, key=lambda choice: choice.rank)
    return best, {**ready, "choices": [choice.to_dict() for choice in ordered]}


def offered(
    choices: Sequence[Choice], promise: Promise, due: str
) -> tuple[Choice, dt.timedelta, list[Choice]]:
    """Return the choice to offer with its promise, how much later that is, and the others.

    What serves best by estimates is promised. Where another then serves better by the same margin,
    that is promised too, and the better of the two is offered.
    """
    first, *others = sorted(choices, key=lambda choice: choice.rank)
    best, margin = promise(first)
    others.sort(key=lambda choice: _later(choice, margin, due).rank)
    later = [_later(choice, margin, due) for choice in others]
    if not later or later[0].rank >= best.rank:
        return best, margin, later
    rival, more = promise(others[0])
    if rival is others[0]:  # no date can be promised for it
        return best, margin, later
    if rival.rank >= best.rank:
        return best, margin, [rival, *later[1:]]
    return rival, more, [best, *(_later(choice, more, due) for choice in others[1:])]


def _is_wanted(group: Sequence[_Row], wanted: str | None) -> bool:
    return wanted is None or group[0]["machine_class"] == wanted


def _groups(work: Work, rows: Sequence[_Row], wanted: str | None) -> list[list[_Row]]:
    """Put the machines that the part fits on together by class; where it fits none, the nearest."""
    asked = [row for row in rows if _is_wanted([row], wanted)]
    machines = tuple(work.process.machine(row["name"]) for row in asked)
    names = {machine.name for machine in machines_that_fit(machines, work.layers)}
    others = tuple(work.process.machine(row["name"]) for row in rows if row not in asked)
    names |= {machine.name for machine in machines_that_fit(others, work.layers)}
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        if row["name"] in names:
            groups.setdefault(row["machine_class"], []).append(row)
    return list(groups.values())


def _choice(work: Work, request: JsonObject, group: Sequence[_Row]) -> Choice:
    """Price a class by the cheapest of its machines, and find its date on all of them."""
    quantity = request["ready"]["quantity"]
    priced = [(_net_cents(cost, row, quantity), row, cost) for row, cost in _estimates(work, group)]
    net_cents, row, cost = min(priced, key=lambda one: one[0])
    ready = _ready(work, request, _lasers(request, row["machine_class"]), quantity)
    return Choice(
        machine_class=row["machine_class"],
        machine_id=row["id"],
        cost=cost,
        net_cents=net_cents,
        ready=ready,
        late_s=_late_s(ready, request["due"]),
    )


def _estimates(work: Work, group: Sequence[_Row]) -> list[tuple[_Row, Estimate]]:
    return [
        (
            row,
            estimate(
                work.layers,
                work.process,
                machine=work.process.machine(row["name"]),
                supports=work.supports,
            ),
        )
        for row in group
    ]


def _net_cents(cost: Estimate, row: _Row, quantity: int) -> int:
    part = WorkedPart(
        time_s=cost.time_s,
        mass_g=cost.mass_g,
        support_mass_g=cost.support_mass_g,
        powder_lost_g=max(0.0, cost.powder_g - cost.mass_g - cost.support_mass_g),
        shared_s=cost.time_s - cost.scan_time_s,
        removal_s=cost.removal_s,
        per_build=row["per_build"],
    )
    rates = Rates(**row["rates"], vat_percent=Decimal(0))
    return price_of(part, rates, quantity=quantity).net_cents


def _lasers(request: JsonObject, machine_class: str) -> dict[str, int]:
    return {
        row["id"]: row["lasers"]
        for row in request["machines"]
        if row["machine_class"] == machine_class
    }


def _ready(work: Work, request: JsonObject, lasers: dict[str, int], quantity: int) -> JsonObject:
    asked = {**request["ready"], "lasers": lasers, "quantity": quantity}
    return ready_document(asked, work.placed)


def _promised(work: Work, request: JsonObject, choice: Choice) -> tuple[Choice, dt.timedelta]:
    """Return a choice with the date that can be promised, and how much later that is.

    What is late because a date must be kept is as late on other machines, and for fewer copies:
    for those the same margin is taken, so that one promise is worked out, or two, and not many.
    """
    asked = {**request["ready"], "lasers": _lasers(request, choice.machine_class)}
    ready = None if choice.ready["at"] is None else promise_document(asked, work.placed)
    if ready is None:
        return choice, dt.timedelta(0)
    at, estimated = (dt.datetime.fromisoformat(one["at"]) for one in (ready, choice.ready))
    told = replace(choice, ready=ready, late_s=_late_s(ready, request["due"]))
    return told, max(dt.timedelta(0), at - estimated)


def _later(choice: Choice, margin: dt.timedelta, due: str) -> Choice:
    """Return a choice whose date is later by a margin."""
    if choice.ready["at"] is None:
        return choice
    at = dt.datetime.fromisoformat(choice.ready["at"]) + margin
    ready = {**choice.ready, "at": at.isoformat()}
    return replace(choice, ready=ready, late_s=_late_s(ready, due))


def _late_s(ready: JsonObject, due: str) -> float:
    if ready["at"] is None:
        return _NEVER
    late = dt.datetime.fromisoformat(ready["at"]) - dt.datetime.fromisoformat(due)
    return max(0.0, late.total_seconds())


def _most_in_time(work: Work, request: JsonObject, best: Choice) -> int:
    """Return how many copies the class could have ready in time; 0 for none."""
    lasers = _lasers(request, best.machine_class)

    def in_time(copies: int) -> bool:
        return _late_s(_ready(work, request, lasers, copies), request["due"]) == 0

    return _largest(in_time, request["ready"]["quantity"] - 1)


def _largest(holds: Callable[[int], bool], most: int) -> int:
    """Return the largest number up to ``most`` for which something holds, by halving; 0 for none.

    What holds for a number is taken to hold for every smaller one.
    """
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if holds(middle) else (least, middle - 1)
    return least
