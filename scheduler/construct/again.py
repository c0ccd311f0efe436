"""A plan made again from the previous one: its builds where they were, then what is new."""

from __future__ import annotations

from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop


def keep_previous(workshop: Workshop) -> Found:
    """Return a plan of the previous builds in their order, and the items left to be placed."""
    plan = Plan(workshop)
    left = set(workshop.shop.items)
    for printer, items in _groups(workshop.shop):
        batch = workshop.batcher.most_of(items, printer)
        if batch is None:
            continue
        batches = (*plan.lines[printer.index].batches, batch)
        line = plan.try_line(printer.index, batches, len(batches) - 1)
        if line is not None:
            plan.put(line)
            left -= set(batch.items)
    return plan, sorted(left)


def _groups(shop: Shop) -> list[tuple[Printer, list[Item]]]:
    """Return the open items of each previous build, the earliest first."""
    printers = {printer.machine.id: printer for printer in shop.printers}
    groups: dict[tuple[int, str], list[Item]] = {}
    for item in shop.items:
        spot = shop.previous.get(shop.name(item))
        if spot is not None and spot[0] in printers:
            machine, start = spot
            groups.setdefault((start, machine), []).append(item)
    return [(printers[machine], items) for (_, machine), items in sorted(groups.items())]
