"""A makespan made shorter a few machines at a time: the one that ends last, and one or two others.

Where a problem is too large to be solved whole, the content of two or three machines is not, or a
few of their builds. (A large neighbourhood that is searched exactly: Ahuja and others 2002.)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import TypeGuard

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.cpsat.headed import MOST_CHOICES, HeadedModel
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.subsets.exact import Exact

MOST_OF_TWO, MOST_OF_THREE = 16, 12
"""Items that two machines, or three, share anew in a fraction of a second."""

TRIES = 40
"""How often builds of theirs are chosen by chance where they have more."""

Group = tuple[Printer, ...]


def share_some(plan: Plan, control: Control, time_s: float, random: Random) -> Plan | None:
    """Return a better plan in which machines share some builds anew, or nothing.

    Two or three machines, in an order by chance: all on them or, where that is much, some builds.
    """
    for printers in _tried(plan, random):
        if control.halt():
            return None
        items = _some_items(plan, printers, random)
        found = Exact(plan, printers, items).solve(control, time_s)
        if found is not None and _is_better(found.plan, plan):
            return found.plan
    return None


def share_all(plan: Plan, control: Control, time_s: float, random: Random) -> Plan | None:
    """Return a better plan in which two machines share all parts of theirs anew, or nothing.

    The others are tried in an order by chance, each for so many seconds at most.
    """
    for printers in _pairs(plan, random):
        if control.halt():
            return None
        items = [item for batch in _batches(plan, printers) for item in batch.items]
        found = Exact(plan, printers, items).solve(control, time_s)
        if found is None and len(items) * (len(items) + 1) <= MOST_CHOICES:
            found = HeadedModel(plan, 0.0, printers).solve(control, time_s)
        if found is not None and _is_better(found.plan, plan):
            return found.plan
    return None


def _is_better(new: Plan | None, old: Plan) -> TypeGuard[Plan]:
    return new is not None and worth(new, []) < worth(old, [])


def _pairs(plan: Plan, random: Random) -> list[Group]:
    """Return the machine that ends last with each other, in an order by chance."""
    printers = plan.workshop.shop.printers
    last = max(printers, key=lambda printer: plan.lines[printer.index].end)
    others = [printer for printer in printers if printer is not last]
    random.shuffle(others)
    return [(last, other) for other in others]


def _tried(plan: Plan, random: Random) -> Iterator[Group]:
    """Yield the machine that ends last with one and two others: once each, then by chance."""
    pairs = _pairs(plan, random)
    threes = [(last, first, second) for (last, first), (_, second) in combinations(pairs, 2)]
    groups: list[Group] = [*pairs, *threes]
    yield from groups
    if any(len(_batches(plan, group)) > len(group) for group in groups):
        yield from random.choices(groups, k=TRIES)


def _batches(plan: Plan, printers: Group) -> list[Batch]:
    return [batch for printer in printers for batch in plan.lines[printer.index].batches]


def _some_items(plan: Plan, printers: Group, random: Random) -> list[Item]:
    """Return the items of some builds by chance, few enough to be shared anew at once."""
    most = MOST_OF_TWO if len(printers) == 2 else MOST_OF_THREE  # noqa: PLR2004  a pair
    batches = _batches(plan, printers)
    items: list[Item] = []
    for batch in random.sample(batches, len(batches)):
        if len(items) + len(batch.items) <= most:
            items += batch.items
    return items
