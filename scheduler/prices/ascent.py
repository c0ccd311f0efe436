"""Prices of parts at which machines earn little: a bound of the whole objective.

Each part pays a price to the build that takes it. For any prices, what all parts pay, less what
each machine earns at most by itself, is a bound: no plan costs less. Prices of parts that no
machine takes rise, of those that several take fall. (Lagrangian relaxation, Fisher 1981; machine
by machine as in Luh, Hoitomt, Max and Pattipati 1990. Steps are Polyak's 1969, towards a level
that comes nearer where it is not reached, as in Brannlund 1993, in a direction that remembers the
one before, as in Camerini, Fratta and Maffioli 1975.)

Left out are how parts lie, the number of people, queues at stations, stability and fairness, and
that a machine prints a part once only; times are taken by stretches, each as early as it may be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.construct.plan import Plan
from scheduler.prices.delays import Delays
from scheduler.prices.stretches import Amounts, stretches
from scheduler.prices.way import Machine

DAY_S = 24 * 3600
BEYOND_DAYS = 2
"""Time is told apart up to so many days after the end of the plan at hand."""

MOST_STRETCHES = 40
MOST_CELLS = 400_000
"""Pairs of stretches times parts times machines: with more, a step takes too long."""

BUILD_SHARE = 0.6
"""What of a build's common time its parts pay at first: less than all, as it could be shared."""

RISE, PATIENCE, MEMORY = 0.25, 10, 0.7
"""How far above the bound the level is at first, relative to it; steps without gain after which
that is halved; and how much of the last direction is kept. All found by trial on labs of 50 and
100 parts."""

TINY = 1e-9


class Prices:
    """The bound of a problem, raised step by step; ``plan`` says what to begin with."""

    def __init__(self, plan: Plan) -> None:
        workshop = plan.workshop
        shop = workshop.shop
        last = max([workshop.fixed_end, *(line.end for line in plan.lines)])
        until = min(shop.horizon, last + BEYOND_DAYS * DAY_S // shop.tick_s)
        cells = max(1, len(shop.items)) * len(shop.printers)
        most = min(MOST_STRETCHES, int((2 * MOST_CELLS / cells) ** 0.5))
        edges = stretches(workshop, until, most)
        delays = Delays(workshop)
        self._settled = delays.settled()
        kinds = [shop.kinds[item.kind] for item in shop.items]
        self._machines = [
            Machine(workshop, printer, edges, delays)
            for printer in shop.printers
            if any(kind.may_go(printer) for kind in kinds)
        ]
        self._prices = self._best_prices = _first_prices(plan)
        self._direction = np.zeros(len(shop.items))
        self._rise: float | None = None
        self._idle = 0
        self.bound = 0.0

    def climb(self, more: Callable[[int], bool]) -> float:
        """Take steps while ``more`` says so, told how many there were; return the best bound."""
        steps = 0
        while more(steps) and self._step():
            steps += 1
        return self.bound

    def _step(self) -> bool:
        """Look what the prices prove, and change them; tell whether there is anything to gain."""
        value, excess = self._look()
        if self._rise is None:
            self._rise = RISE * max(abs(value), float(self._prices.sum()))
        gained = value - self.bound
        self._idle = 0 if gained > self._rise / 10.0 else self._idle + 1
        if gained > 0.0:
            self.bound, self._best_prices = value, self._prices
        if self._idle >= PATIENCE:
            self._rise, self._idle = self._rise / 2.0, 0
            self._prices, self._direction = self._best_prices, np.zeros(len(self._prices))
        self._direction = excess + MEMORY * self._direction
        length = float(self._direction @ self._direction)
        if length <= TINY or self._rise <= TINY:
            return False
        step = (self.bound + self._rise - value) / length
        self._prices = np.maximum(0.0, self._prices + step * self._direction)
        return True

    def _look(self) -> tuple[float, Amounts]:
        """Return the bound that the prices prove, and of each part how much of it nobody takes."""
        value = self._settled + float(self._prices.sum())
        left = np.ones(len(self._prices))
        for machine in self._machines:
            earned, builds = machine.earn(self._prices)
            value -= earned
            for offers, best, pair in builds:
                left[offers.items] -= offers.content(best, pair)
        return value * (1.0 - TINY), left


def _first_prices(plan: Plan) -> Amounts:
    """Return prices to begin with: a part's own machine time, and some of its build's."""
    shop, rate = plan.workshop.shop, plan.workshop.rates.occupancy
    number = {item: place for place, item in enumerate(shop.items)}
    prices = np.zeros(len(shop.items))
    for line in plan.lines:
        printer = shop.printers[line.printer]
        for batch in line.batches:
            scans_s = [shop.kinds[item.kind].scan_s[printer.index] or 0.0 for item in batch.items]
            busy = printer.setup + batch.load.cooled + printer.unload
            common = busy - sum(scans_s) / shop.tick_s
            for item, scan_s in zip(batch.items, scans_s, strict=True):
                own = scan_s / shop.tick_s
                prices[number[item]] = rate * (own + BUILD_SHARE * common / len(scans_s))
    return prices
