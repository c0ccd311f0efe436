"""More first plans, in orders that are drawn: what is long, high and due soon about comes first.

Greedy plans of late jobs differ much by the order in which parts are put in, and a walk seldom
changes which long builds share a machine. (Randomised greedy starts: Feo and Resende 1995.)
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.control import Control
from scheduler.shop.kind import Kind
from scheduler.shop.shop import Shop

BUSY, HIGH, SPREAD = (1.0, 2.0, 4.0), (0.0, 4.0, 12.0), (0.0, 0.03, 0.1)
"""A part comes before its due date by its time on a machine, and by that of coating its layers,
times these; and by chance, as a share of the time within which parts are due."""

LOOK_AHEAD = (1, 1, 4)
"""Items among which regret chooses the next; one is quicker."""


def drawn(workshop: Workshop, control: Control, random: Random) -> Iterator[Found]:
    """Yield plans, each with the items that found no place in it, until the search is to end."""
    shop = workshop.shop
    facts = {item: _facts(shop, shop.kinds[item.kind]) for item in shop.items}
    dues = [due for due, _, _ in facts.values()]
    while dues and not control.halt():
        busy, high = random.choice(BUSY), random.choice(HIGH)
        spread = random.choice(SPREAD) * (max(dues) - min(dues) + 1)
        ranks = {
            item: due - busy * ticks - high * coating + random.gauss(0.0, spread)
            for item, (due, ticks, coating) in facts.items()
        }
        plan = Plan(workshop)
        inserter = Inserter(plan, random.choice(LOOK_AHEAD), control.halt)
        yield plan, inserter.insert_all(sorted(shop.items, key=ranks.__getitem__))


def _facts(shop: Shop, kind: Kind) -> tuple[float, float, float]:
    """Return when a part is due, its time on a machine at least, and of that the coating; ticks."""
    layers = shop.layers(kind.setting, kind.stands[0].height_mm)
    times_s = [
        (printer.machine.recoat_s * layers, scan_s)
        for printer, scan_s in zip(shop.printers, kind.scan_s, strict=True)
        if scan_s is not None
    ]
    coating_s, scan_s = min(times_s, key=sum)
    due = shop.horizon if kind.part.due is None else kind.part.due
    return float(due), (coating_s + scan_s) / shop.tick_s, coating_s / shop.tick_s
