"""How much of a plan may move when it is made again."""

from __future__ import annotations

from math import floor

from scheduler.construct.plan import Plan
from scheduler.objective import is_moved, still_ticks
from scheduler.shop.kind import Item

MOST_MOVED = 0.1
"""Share of the copies not started that is moved unless asked otherwise."""


class Stillness:
    """Where copies stand in a plan, and how many of them another plan may have elsewhere.

    A copy has moved when it is on another machine, or its print begins more than four hours
    earlier or later (`scheduler.objective.STILL_S`).
    """

    def __init__(self, plan: Plan, share: float) -> None:
        self._machines = [printer.machine.id for printer in plan.workshop.shop.printers]
        self._still = still_ticks(plan.workshop.shop.problem)
        self.spots = self._spots(plan)
        self.most = floor(share * len(self.spots))

    def moved(self, plan: Plan) -> int:
        """Return how many copies another plan has elsewhere."""
        return sum(
            is_moved(self.spots.get(item), machine, start, self._still)
            for item, (machine, start) in self._spots(plan).items()
        )

    def allows(self, plan: Plan) -> bool:
        """Tell whether another plan moves no more copies than it may."""
        return self.moved(plan) <= self.most

    def _spots(self, plan: Plan) -> dict[Item, tuple[str, int]]:
        return {
            item: (self._machines[line.printer], times.start)
            for line in plan.lines
            for batch, times in zip(line.batches, line.times, strict=True)
            for item in batch.items
        }
