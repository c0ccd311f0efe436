"""How much of a plan may move when it is made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import floor

from scheduler.construct.plan import Plan
from scheduler.moved import SHIFT_S, Where, moved_builds
from scheduler.objective import is_moved, still_ticks
from scheduler.shop.kind import Item

MOST_MOVED = 0.1
"""Share of the builds, and of the copies, not started that is moved unless asked otherwise."""


class Stillness:
    """Where builds and copies stand in a plan, and how many another plan may have elsewhere.

    A build has moved when it is on another machine, has lost a copy, or its print begins more than
    an hour earlier or later (`scheduler.moved`). A copy has moved when it is on another machine, or
    its print begins more than four hours earlier or later (`scheduler.objective.STILL_S`): what a
    schedule's stability counts. Neither may be more than the share of what there was ``before``,
    also of what has no place in the plan any more; without it, of what is in the plan. So many
    whole builds as ``least`` may move, however small the share of few builds is.
    """

    def __init__(
        self, plan: Plan, share: float, before: Iterable[Where] | None = None, *, least: int = 0
    ) -> None:
        problem = plan.workshop.shop.problem
        self._machines = [printer.machine.id for printer in plan.workshop.shop.printers]
        self._still, self._tick_s = still_ticks(problem), problem.tick_s
        self.spots = self._spots(plan)
        copies = Counter(self.spots.values() if before is None else before)
        largest = sum(sorted(copies.values(), reverse=True)[:least])
        self.most = max(floor(share * copies.total()), largest)
        self.most_builds = max(floor(share * len(copies)), min(least, len(copies)))

    @property
    def shift(self) -> int:
        """By how many ticks the begin of a build may shift without counting as moved."""
        return SHIFT_S // self._tick_s

    def moved(self, plan: Plan) -> int:
        """Return how many copies another plan has elsewhere."""
        return sum(
            is_moved(self.spots.get(item), machine, start, self._still)
            for item, (machine, start) in self._spots(plan).items()
        )

    def moved_builds(self, plan: Plan) -> int:
        """Return how many builds are not as they were in another plan."""
        return moved_builds(self.spots, self._spots(plan), self._tick_s).moved

    def excess(self, plan: Plan) -> tuple[int, int]:
        """Return how many builds, and copies, another plan moves more than it may."""
        builds = max(0, self.moved_builds(plan) - self.most_builds)
        return builds, max(0, self.moved(plan) - self.most)

    def allows(self, plan: Plan) -> bool:
        """Tell whether another plan moves no more than it may."""
        return not any(self.excess(plan))

    def _spots(self, plan: Plan) -> dict[Item, Where]:
        return {
            item: (self._machines[line.printer], times.start)
            for line in plan.lines
            for batch, times in zip(line.batches, line.times, strict=True)
            for item in batch.items
        }
