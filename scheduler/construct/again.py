"""A plan made again from the previous one: its builds where they were, then what is new."""

from __future__ import annotations

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop


def keep_previous(workshop: Workshop) -> Found:
    """Return a plan of the previous builds in their order, and the items left to be placed."""
    plan = Plan(workshop)
    left = set(workshop.shop.items)
    for printer, items in _groups(workshop.shop):
        batch = _batch(workshop, printer, items)
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


def _batch(workshop: Workshop, printer: Printer, items: list[Item]) -> Batch | None:
    """Return a batch of as many of the items as still go together, the largest first."""
    kinds = workshop.shop.kinds
    together = workshop.shop.leaders(items)
    ordered = sorted(together, key=lambda item: (-kinds[item.kind].area_mm2, item))
    batch: Batch | None = None
    for item in ordered:
        batcher = workshop.batcher
        grown = batcher.start(item, printer) if batch is None else batcher.add(batch, item)
        batch = batch if grown is None else grown
    return batch
