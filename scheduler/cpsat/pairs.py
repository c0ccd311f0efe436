"""A makespan made shorter two machines at a time: the one that ends last, and another.

Where a problem is too large to be modelled whole, the content of two machines is not.
"""

from __future__ import annotations

from random import Random

from scheduler.construct.plan import Plan
from scheduler.control import Control
from scheduler.cpsat.headed import MOST_CHOICES, HeadedModel
from scheduler.shop.printer import Printer

TINY = 1e-9


def share_out(plan: Plan, control: Control, time_s: float, random: Random) -> Plan | None:
    """Return a better plan in which two machines share their parts anew, or nothing.

    The others are tried in an order by chance, each for so many seconds at most.
    """
    printers = plan.workshop.shop.printers
    last = max(printers, key=lambda printer: plan.lines[printer.index].end)
    others = [printer for printer in printers if printer is not last]
    random.shuffle(others)
    for other in others:
        if control.halt():
            return None
        if _choices(plan, (last, other)) > MOST_CHOICES:
            continue
        found = HeadedModel(plan, 0.0, (last, other)).solve(control, time_s).plan
        if found is not None and found.cost() < plan.cost() - TINY:
            return found
    return None


def _choices(plan: Plan, printers: tuple[Printer, Printer]) -> int:
    lines = (plan.lines[printer.index] for printer in printers)
    count = sum(len(batch.items) for line in lines for batch in line.batches)
    return count * (count + 1)
