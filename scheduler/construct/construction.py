"""A first plan: regret insertion in several orders, the best of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from scheduler.construct.again import keep_previous
from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.control import Control
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop

LOOK_AHEAD = 4
"""Items among which regret chooses the next; more costs time and gains little."""

MANY = 250
"""Above this many items regret looks at one item at a time, to have a plan soon."""

VERY_MANY, REACH = 500, 6
"""Above this many items, only the last few builds of each machine are looked at."""

SHORTENED = 6
"""How often a first plan is begun anew since a station finds no stretch for a platform."""

Order = Callable[[Shop, Item], tuple[float, ...]]


def by_due(shop: Shop, item: Item) -> tuple[float, ...]:
    """Order by due date, the taller first."""
    kind = shop.kinds[item.kind]
    return (_due(shop, item), -kind.stands[0].height_mm, item.kind, item.copy)


def by_setting(shop: Shop, item: Item) -> tuple[float, ...]:
    """Order by powder and layer, then by due date: families stay together."""
    return (shop.kinds[item.kind].setting, *by_due(shop, item))


def by_height(shop: Shop, item: Item) -> tuple[float, ...]:
    """Order by height, the tallest first: plate-mates of like height share recoating."""
    kind = shop.kinds[item.kind]
    return (-kind.stands[0].height_mm, _due(shop, item), item.kind, item.copy)


def by_area(shop: Shop, item: Item) -> tuple[float, ...]:
    """Order by footprint, the largest first."""
    return (-shop.kinds[item.kind].area_mm2, _due(shop, item), item.kind, item.copy)


ORDERS: tuple[Order, ...] = (by_due, by_height, by_setting, by_area)


def _due(shop: Shop, item: Item) -> float:
    due = shop.kinds[item.kind].part.due
    return shop.horizon if due is None else due


def construct(workshop: Workshop, control: Control, turn: slice = slice(None)) -> Iterator[Found]:
    """Yield plans, each with the items that found no place in it.

    Where there was a plan before, the first keeps its builds; then there is one per order. The
    first plan is made whatever the time limit, unless the search is cancelled. Of all these, the
    ones whose ``turn`` it is are made.
    """
    for number, (plan, items) in enumerate(_beginnings(workshop, turn)):
        halt = control.halt if number else control.cancelled
        found = _filled(plan, items, halt)
        if control.stopped or (number and control.halt()):
            return
        yield found


def _filled(plan: Plan, items: list[Item], halt: Callable[[], bool]) -> Found:
    """Return a plan with items put in, and those that found no place.

    Where a station finds no stretch for a platform, it is begun anew with less on platforms.
    """
    workshop, shop = plan.workshop, plan.workshop.shop
    look_ahead = 1 if len(shop.items) > MANY else LOOK_AHEAD
    reach = REACH if len(shop.items) > VERY_MANY else None
    homeless = Inserter(plan, look_ahead, halt, reach).insert_all(items)
    for _ in range(SHORTENED if len(items) == len(shop.items) else 0):
        if halt() or not (plan.undone() and workshop.batcher.shorten(plan.platforms())):
            break
        plan = Plan(workshop)
        homeless = Inserter(plan, look_ahead, halt, reach).insert_all(items)
    return plan, homeless


def _beginnings(workshop: Workshop, turn: slice) -> Iterator[Found]:
    shop = workshop.shop
    ways = [None, *ORDERS] if shop.previous else [*ORDERS]
    for order in ways[turn]:
        if order is None:
            plan, left = keep_previous(workshop)
            yield plan, sorted(left, key=partial(by_due, shop))
        else:
            yield Plan(workshop), sorted(shop.items, key=partial(order, shop))
