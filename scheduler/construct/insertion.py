"""Putting items into a plan, the one that would lose most by waiting first (regret)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from scheduler.construct.batch import Batch
from scheduler.construct.line import Line
from scheduler.construct.plan import Plan
from scheduler.shop.kind import Item

Halt = Callable[[], bool]
"""Tells whether the search should end."""


class Option(NamedTuple):
    """One way to put a part on a machine: into its ``position``-th build, or as a build there."""

    cost: float
    printer: int
    position: int
    fresh: bool


class Inserter:
    """Puts items into one plan; the best way per part and machine is kept until it is stale.

    With a ``reach``, only the last builds of each machine are looked at.
    """

    def __init__(self, plan: Plan, look_ahead: int, halt: Halt, reach: int | None = None) -> None:
        self.plan = plan
        self._reach = reach
        self._look_ahead = look_ahead
        self._halt = halt
        self._known: dict[int, dict[int, Option | None]] = {}

    def insert_all(self, items: Sequence[Item]) -> list[Item]:
        """Put items into the plan, in about their order; return those that found no place.

        Among the next few items, the one goes first whose second best machine is worst.
        """
        waiting = self.plan.workshop.shop.leaders(items)
        homeless: list[Item] = []
        while waiting:
            if self._halt():
                return homeless + sorted(self.plan.workshop.shop.with_mates(waiting))
            item = waiting.pop(self._most_regret(waiting[: self._look_ahead]))
            if not self._put(item):
                homeless += self.plan.workshop.shop.lump(item)
        return homeless

    def _most_regret(self, items: Sequence[Item]) -> int:
        if len(items) == 1:
            return 0
        regrets = [self._regret(item) for item in items]
        return regrets.index(max(regrets))

    def _regret(self, item: Item) -> float:
        costs = sorted(option.cost for option in self._options(item))
        return costs[1] - costs[0] if len(costs) > 1 else inf

    def _put(self, item: Item) -> bool:
        while options := self._options(item):
            best = min(options)
            line = self._line(best, item)
            if line is not None:
                self.plan.put(line)
                self._forget(best.printer)
                return True
            self._known[item.kind][best.printer] = self._best_on(item, best.printer)
        return False

    def _forget(self, printer: int) -> None:
        for options in self._known.values():
            options.pop(printer, None)

    def _options(self, item: Item) -> list[Option]:
        known = self._known.setdefault(item.kind, {})
        for printer in range(len(self.plan.lines)):
            if printer not in known:
                known[printer] = self._best_on(item, printer)
        return [option for option in known.values() if option is not None]

    def _best_on(self, item: Item, printer: int) -> Option | None:
        """Return the cheapest way on a machine.

        A build of its own costs its machine time at least: it is not tried where joining a
        build costs less.
        """
        workshop = self.plan.workshop
        alone = workshop.batcher.start(item, workshop.shop.printers[printer])
        if alone is None:
            return None
        best = self._cheapest(printer, self._joined(item, printer), fresh=False)
        machine = workshop.shop.printers[printer]
        ticks = machine.setup + alone.load.cooled + machine.unload
        if best is not None and best.cost <= workshop.rates.occupancy * ticks:
            return best
        places = range(self._first(printer), len(self.plan.lines[printer].batches) + 1)
        own = self._cheapest(printer, ((place, alone) for place in places), fresh=True)
        return min((option for option in (best, own) if option is not None), default=None)

    def _joined(self, item: Item, printer: int) -> Iterator[tuple[int, Batch]]:
        first = self._first(printer)
        for position, batch in enumerate(self.plan.lines[printer].batches[first:], start=first):
            grown = self.plan.workshop.batcher.add(batch, item)
            if grown is not None:
                yield position, grown

    def _first(self, printer: int) -> int:
        """Return the first build that is looked at: all, or the last few of a line."""
        count = len(self.plan.lines[printer].batches)
        return 0 if self._reach is None else max(0, count - self._reach)

    def _cheapest(
        self, printer: int, ways: Iterable[tuple[int, Batch]], *, fresh: bool
    ) -> Option | None:
        best: Option | None = None
        for position, batch in ways:
            line = self._with(printer, position, batch, fresh=fresh)
            if line is not None:
                option = Option(self.plan.change(line), printer, position, fresh)
                best = option if best is None else min(best, option)
        return best

    def _line(self, option: Option, item: Item) -> Line | None:
        workshop = self.plan.workshop
        if option.fresh:
            batch = workshop.batcher.start(item, workshop.shop.printers[option.printer])
        else:
            old = self.plan.lines[option.printer].batches[option.position]
            batch = workshop.batcher.add(old, item)
        if batch is None:
            return None
        return self._with(option.printer, option.position, batch, fresh=option.fresh)

    def _with(self, printer: int, index: int, batch: Batch, *, fresh: bool) -> Line | None:
        batches = self.plan.lines[printer].batches
        after = batches[index:] if fresh else batches[index + 1 :]
        return self.plan.try_line(printer, (*batches[:index], batch, *after), index)
