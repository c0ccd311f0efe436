"""A plan made again: what holds is kept, what is new is put in, then little is moved.

How many copies may move is a limit of the search and not a value of the problem: it says how
far this one search may go, the next may go farther, and neither a schedule nor its worth depends
on it. What the change itself moves does not count: builds that are later only because their
machine, or a person, is not there any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from scheduler.construct.construction import by_due
from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.ruin import Walk, worth
from scheduler.control import Control
from scheduler.objective import Rates
from scheduler.replan.stillness import Stillness
from scheduler.shop.calendar import Crew
from scheduler.shop.kind import Item

STILL_RATES = (0.0, 100.0, 10_000.0, 1e7)
"""What a moved copy costs while new parts are put in, tried one after the other."""

Found = tuple[Plan, list[Item]]
"""A plan, and the items that have no place in it."""

Allowed = Callable[[Plan], bool]


def repair(kept: Plan, left: Sequence[Item], still: Stillness, control: Control) -> Found:
    """Return a plan with what is left put into a kept one, made better while it stays still.

    The first plan is made whatever the time limit. Where no way to put things in moves few enough
    copies, the one that moves fewest is taken.
    """
    plan, homeless = _inserted(kept, left, still, control)
    if not still.allows(plan):
        return plan, homeless
    return improved((plan, homeless), still.allows, control)


def improved(found: Found, allowed: Allowed, control: Control) -> Found:
    """Return what a walk makes of a plan until the limits, over plans that are allowed."""
    limits = control.limits
    walk = Walk(*found, limits.seed, allowed)
    begun_s, steps = control.elapsed_s, 0
    while not _ended(control, steps):
        left = 1.0 - (control.elapsed_s - begun_s) / limits.time_s
        if limits.iterations is not None:
            left = 1.0 - steps / limits.iterations
        walk.step(left, control.halt if limits.iterations is None else control.cancelled)
        steps += 1
    return walk.best, walk.best_homeless


def _ended(control: Control, steps: int) -> bool:
    if control.limits.iterations is not None:
        return steps >= control.limits.iterations or control.cancelled()
    return control.halt()


def _inserted(kept: Plan, left: Sequence[Item], still: Stillness, control: Control) -> Found:
    if not left:
        return kept, []
    workshop = kept.workshop
    items = sorted(left, key=partial(by_due, workshop.shop))
    ways = (_with_rate(kept, items, still, rate) for rate in STILL_RATES)
    found = list(_until(control, ways))
    return min(found, key=lambda one: (max(0, still.moved(one[0]) - still.most), worth(*one)))


def _until(control: Control, ways: Iterable[Found]) -> Iterable[Found]:
    """Yield ways to the last, or at least one when there is no time left."""
    for way in ways:
        yield way
        if control.halt():
            return


def _with_rate(kept: Plan, items: Sequence[Item], still: Stillness, rate: float) -> Found:
    """Return a kept plan with items put in where moving a copy of it has a price."""
    workshop = kept.workshop
    shop = copy(workshop.shop)
    shop.previous = {shop.name(item): spot for item, spot in still.spots.items()}
    careful = copy(workshop)
    careful.shop, careful.rates = shop, replace(workshop.rates, stability=rate)
    plan = in_workshop(kept, priced(careful, careful.rates))
    homeless = Inserter(plan, 1, lambda: False).insert_all(items)
    return in_workshop(plan, workshop), homeless


def priced(workshop: Workshop, rates: Rates) -> Workshop:
    """Return a workshop that is like another, and counts cost by other rates."""
    other = copy(workshop)
    other.rates = rates
    other.liner = type(workshop.liner)(other.shop, rates)
    return other


def in_workshop(plan: Plan, workshop: Workshop) -> Plan:
    """Return a plan with its costs as another workshop counts them."""
    lines = [
        workshop.liner.line(line.printer, line.batches, Crew(()), line, len(line.batches)) or line
        for line in plan.lines
    ]
    return Plan(workshop, lines)
