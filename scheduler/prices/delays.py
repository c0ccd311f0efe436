"""What it costs at least that a part leaves a machine at a tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scheduler.construct.plan import Workshop
from scheduler.prices.stretches import Amounts, Ticks
from scheduler.shop.finishing import Passages, done_alone, passages


class Delays:
    """The delays of parts; each bears an equal share of what its job's delay costs.

    A job is as late as its last part, so no less than its parts are on average.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.shop, self.rates = workshop.shop, workshop.rates
        kinds = self.shop.kinds
        self._open = Counter(kinds[item.kind].job for item in self.shop.items)
        self._ways = {
            item.kind: passages(self.shop, [kinds[item.kind]]) for item in self.shop.items
        }
        self._known: dict[tuple[Passages, int], int] = {}

    def settled(self) -> float:
        """Return what the delays of jobs cost that have no open parts."""
        jobs = enumerate(self.shop.jobs)
        late = (
            job.weight * max(0, job.end - job.due)
            for index, job in jobs
            if job.due is not None and index not in self._open
        )
        return self.rates.tardiness * sum(late)

    def costs(self, items: Iterable[int], ticks: Ticks) -> Amounts:
        """Return per item, and tick at which its build is unloaded, what its delay costs."""
        rows = []
        for number in items:
            kind = self.shop.items[number].kind
            index = self.shop.kinds[kind].job
            job = self.shop.jobs[index]
            rate = self.rates.tardiness * job.weight / self._open[index]
            late = np.zeros(len(ticks))
            if job.due is not None and rate:
                done = [max(job.end, self._done(kind, int(tick))) for tick in ticks]
                late = np.maximum(np.array(done, dtype=np.float64) - job.due, 0.0)
            rows.append(rate * late)
        return np.array(rows)

    def _done(self, kind: int, tick: int) -> int:
        """Return when a copy could be done that is unloaded at a tick."""
        asked = self._ways[kind], tick
        if asked not in self._known:
            self._known[asked] = max(done_alone(self.shop, asked[0], tick).values())
        return self._known[asked]
