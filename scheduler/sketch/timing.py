"""Batches put at the times that a sketch gives them."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.shop.calendar import Crew
from scheduler.shop.kind import Item
from scheduler.shop.timeline import Moment, Times, place, when
from scheduler.sketch.tables import CHANGE, SETUP, UNLOAD


def timed(workshop: Workshop, made: Sequence[tuple[Batch, list[int]]]) -> Found:
    """Return the plan of batches at the ticks of a sketch, or else as soon as they can be.

    They come in the order of their set-ups, each with the ticks at which its powder change, set-up
    and unloading begin. What can be at no time is left over.
    """
    shop, liner = workshop.shop, workshop.liner
    crew, left = Crew(workshop.fixed_work), list[Item]()
    batches: list[list[Batch]] = [[] for _ in shop.printers]
    times: list[list[Times]] = [[] for _ in shop.printers]
    moments: list[list[Moment]] = [[opening] for opening in liner.openings]
    for batch, ticks in made:
        printer, index, load = shop.printers[batch.printer], batch.printer, batch.load
        starts, moment = (ticks[CHANGE], ticks[SETUP], ticks[UNLOAD]), moments[index][-1]
        found = when(shop, printer, load, starts, moment, crew=crew)
        found = found or place(shop, printer, load, moment, crew)
        if found is None:
            left += batch.items
            continue
        for work in found[0].work(printer.needs):
            crew.add(work)
        batches[index].append(batch)
        times[index].append(found[0])
        moments[index].append(found[1])
    plan = Plan(workshop)
    for index in range(len(plan.lines)):
        plan.put(liner.timed(index, tuple(batches[index]), times[index], moments[index]))
    return plan, left
