"""A plan made again: what holds is kept, what is new is put in, then little is moved.

How many builds and copies may move is a limit of the search and not a value of the problem: it says
how far this one search may go, the next may go farther, and neither a schedule nor its worth
depends on it. What the change itself moves does not count: builds that are later only because
their machine, or a person, is not there any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

from scheduler.companion.exchange import Exchange
from scheduler.construct.construction import by_due
from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.construct.ruin import Allowed, Walk, Worth, worth
from scheduler.control import Control
from scheduler.objective import Rates
from scheduler.replan.stillness import Stillness
from scheduler.shop.kind import Item

STILL_RATES = (0.0, 100.0, 10_000.0, 1e7)
"""What a moved copy costs while new parts are put in, tried one after the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """What a plan that is made again may not do: move too much, or break another rule."""

    still: Stillness
    also: Allowed = lambda _: True

    def allows(self, plan: Plan) -> bool:
        """Tell whether a plan keeps within it."""
        return self.still.allows(plan) and self.also(plan)

    def excess(self, found: Found) -> tuple[tuple[int, int], bool, Worth]:
        """Return what plans are compared by: what moves too many, the other rule, their worth."""
        plan, homeless = found
        return self.still.excess(plan), not self.also(plan), worth(plan, homeless)


def repair(
    kept: Plan,
    left: Sequence[Item],
    limit: Limit,
    control: Control,
) -> Found:
    """Return a plan with what is left put into a kept one, made better within the limit."""
    found = put_in(kept, left, limit, control)
    if not limit.allows(found[0]):
        return found
    return improved(found, limit.allows, control)


def improved(
    found: Found, allowed: Allowed, control: Control, exchange: Exchange | None = None
) -> Found:
    """Return what a walk makes of a plan until the limits, over plans that are allowed."""
    limits = control.limits
    walk = Walk(*found, limits.seed, allowed)
    begun_s, steps = control.elapsed_s, 0
    while not _ended(control, steps):
        left = 1.0 - (control.elapsed_s - begun_s) / limits.time_s
        if limits.iterations is not None:
            left = 1.0 - steps / limits.iterations
        walk.step(left, control.halt if limits.iterations is None else control.cancelled)
        _trade(walk, exchange)
        steps += 1
    _trade(walk, exchange, last=True)
    return walk.best, walk.best_homeless


def _trade(walk: Walk, exchange: Exchange | None, *, last: bool = False) -> None:
    """Tell the companion the best plan, and walk on from a better one of its."""
    if exchange is not None:
        heard = exchange.trade(walk.best, walk.best_homeless, last=last)
        if heard is not None:
            walk.restart(*heard)


def _ended(control: Control, steps: int) -> bool:
    if control.limits.iterations is not None:
        return steps >= control.limits.iterations or control.cancelled()
    return control.halt()


def put_in(kept: Plan, left: Sequence[Item], limit: Limit, control: Control) -> Found:
    """Return a plan with what is left put into a kept one.

    The first way is tried whatever the time limit, unless the search is cancelled. Where none
    moves little enough, the one that moves least is taken.
    """
    if not left:
        return kept, []
    workshop = kept.workshop
    items = sorted(left, key=partial(by_due, workshop.shop))
    return min(_ways(kept, items, limit.still, control), key=limit.excess)


def _ways(kept: Plan, items: Sequence[Item], still: Stillness, control: Control) -> Iterator[Found]:
    """Yield a plan for each price of moving, to the last, or the first when time is up.

    One that was cut short is none, unless it is the first; a plan that must be the same each time
    does not look at the time.
    """
    halt = control.cancelled if control.limits.iterations is not None else control.halt
    for number, rate in enumerate(STILL_RATES):
        found = _with_rate(kept, items, (still, rate), halt if number else control.cancelled)
        if number and halt():
            return
        yield found
        if halt():
            return


def _with_rate(
    kept: Plan, items: Sequence[Item], price: tuple[Stillness, float], halt: Callable[[], bool]
) -> Found:
    """Return a kept plan with items put in where moving a copy of it has a price.

    A copy counts as moved here as soon as its build does.
    """
    still, rate = price
    workshop = kept.workshop
    shop = copy(workshop.shop)
    shop.previous = {shop.name(item): spot for item, spot in still.spots.items()}
    careful = copy(workshop)
    careful.shop, careful.rates = shop, replace(workshop.rates, stability=rate)
    careful = priced(careful, careful.rates)
    careful.liner.still = still.shift
    plan = in_workshop(kept, careful)
    homeless = Inserter(plan, 1, halt).insert_all(items)
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
        workshop.liner.timed(line.printer, line.batches, line.times, line.moments)
        for line in plan.lines
    ]
    return Plan(workshop, lines)
