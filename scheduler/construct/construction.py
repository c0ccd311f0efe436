"""A first plan: regret insertion in several orders, the best of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.construct.insertion import Halt, Inserter
from scheduler.construct.plan import Plan, Workshop
from scheduler.shop.shop import Item, Shop

LOOK_AHEAD = 4
"""Items among which regret chooses the next; more costs time and gains little."""

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


def construct(workshop: Workshop, halt: Halt) -> Iterator[tuple[Plan, list[Item]]]:
    """Yield one plan per order, with the items that found no place in it."""
    shop = workshop.shop
    for number, order in enumerate(ORDERS):
        items = sorted(shop.items, key=lambda item: order(shop, item))
        plan = Plan(workshop)
        never = number == 0
        homeless = Inserter(plan, LOOK_AHEAD, halt if not never else _never).insert_all(items)
        yield plan, homeless
        if halt():
            return


def _never() -> bool:
    return False
