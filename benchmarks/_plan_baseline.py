"""What a planner does by hand, as a peer: earliest due date first, into the first build with room.

Builds of a setting are filled in the order of due dates by a skyline; a build is closed when the
next part does not fit; closed builds go, in the order of their earliest due date, to the machine
that would unload them first. Times respect people, powder and downtime as every plan must.
"""

from __future__ import annotations

import scheduler
from scheduler.construct.assemble import assemble
from scheduler.construct.batch import Batch
from scheduler.construct.line import Line
from scheduler.construct.plan import Plan, Workshop
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop


def baseline(problem: scheduler.Problem) -> scheduler.Schedule | None:
    """Return the plan made by hand, or nothing when a part finds no place."""
    workshop = Workshop(Shop(problem))
    plan = Plan(workshop)
    for items in _fill(workshop):
        lines = [line for line in (_at_end(plan, items, p) for p in range(len(plan.lines))) if line]
        if not lines:
            return None
        plan.put(min(lines, key=lambda line: line.times[-1].unload_end))
    return assemble(plan)


def _fill(workshop: Workshop) -> list[list[Item]]:
    """Return the contents of builds, sized for the smallest platform."""
    shop = workshop.shop
    smallest = min(shop.printers, key=lambda printer: printer.bed.area_mm2)
    filled: list[list[Item]] = []
    current: dict[int, tuple[Batch, list[Item]]] = {}
    for item in sorted(shop.items, key=lambda item: (_due(shop, item), item)):
        setting = shop.kinds[item.kind].setting
        known = current.get(setting)
        grown = workshop.batcher.add(known[0], item) if known else None
        if known is not None and grown is not None:
            known[1].append(item)
            current[setting] = (grown, known[1])
            continue
        alone = workshop.batcher.start(item, smallest)
        filled.append([item])
        if alone is not None:
            current[setting] = (alone, filled[-1])
    return filled


def _due(shop: Shop, item: Item) -> int:
    due = shop.kinds[item.kind].part.due
    return shop.horizon if due is None else due


def _at_end(plan: Plan, items: list[Item], printer: int) -> Line | None:
    workshop = plan.workshop
    batch = workshop.batcher.start(items[0], workshop.shop.printers[printer])
    for item in items[1:]:
        batch = workshop.batcher.add(batch, item) if batch is not None else None
    if batch is None:
        return None
    batches = (*plan.lines[printer].batches, batch)
    return plan.try_line(printer, batches, len(batches) - 1)
