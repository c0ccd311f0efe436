"""Putting items into a plan, the one that would lose most by waiting first (regret)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import NamedTuple

from scheduler.construct.batch import Batch
from scheduler.construct.line import EARLY, Line
from scheduler.construct.plan import Plan
from scheduler.shop.kind import Item

Halt = Callable[[], bool]
"""Tells whether the search should end."""


MANY, ENOUGH = 60, 5
"""Above this many items, where machine time counts, from so many ways on, another is worked out
only where it is the better one even if builds after it end a little later for it, as for others."""


class Option(NamedTuple):
    """One way to put a part on a machine: into its ``position``-th build, or as a build there."""

    cost: float
    printer: int
    position: int
    fresh: bool


class Inserter:
    """Puts items into one plan; the best way per part and machine is kept until it is stale.

    Ways are worked out the most promising first, by what they cost at least in machine time and
    powder changes, until no other can be better. With a ``reach``, only the last builds of each
    machine are looked at.
    """

    def __init__(self, plan: Plan, look_ahead: int, halt: Halt, reach: int | None = None) -> None:
        self.plan = plan
        self._reach = reach
        self._look_ahead = look_ahead
        self._halt = halt
        tells = plan.workshop.rates.occupancy > 0.0 and len(plan.workshop.shop.items) > MANY
        self._enough = ENOUGH if tells else inf
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
        while (best := self._best(item)) is not None:
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

    def _best(self, item: Item) -> Option | None:
        """Return the cheapest way on any machine."""
        if self._look_ahead > 1:
            return min(self._options(item), default=None)
        printers = range(len(self.plan.lines))
        return self._cheapest(item, [way for p in printers for way in self._ways(item, p)])

    def _best_on(self, item: Item, printer: int) -> Option | None:
        """Return the cheapest way on a machine."""
        return self._cheapest(item, self._ways(item, printer))

    def _ways(self, item: Item, printer: int) -> list[Option]:
        """Return the ways to put an item on a machine, each with what it costs at least."""
        workshop, line = self.plan.workshop, self.plan.lines[printer]
        machine, batches, rates = workshop.shop.printers[printer], line.batches, workshop.rates
        alone = workshop.batcher.start(item, machine)
        if alone is None:
            return []
        first = 0 if self._reach is None else max(0, len(batches) - self._reach)
        ways: list[Option] = []
        for position in range(first, len(batches)):
            more = workshop.batcher.longer(batches[position], alone)
            if more is not None:
                late = rates.tardiness * alone.overdue(line.times[position].unload_end)
                ways.append(Option(rates.occupancy * more + late, printer, position, fresh=False))
        ticks = machine.setup + alone.load.cooled + machine.unload
        for position in range(first, len(batches) + 1):
            begins = max(line.moments[position].free, alone.load.release)
            late = rates.tardiness * alone.overdue(begins + ticks)
            change = rates.powder_change * self._changes(printer, position, alone)
            ways.append(Option(rates.occupancy * ticks + late + change, printer, position, True))
        return ways

    def _changes(self, printer: int, position: int, alone: Batch) -> int:
        """Return the ticks of powder changes that a build of its own adds at least."""
        shop, line = self.plan.workshop.shop, self.plan.lines[printer]
        if shop.printers[printer].fixed:
            return 0
        loaded, wanted = line.moments[position].loaded, shop.settings[alone.setting].material
        changes, ticks = shop.changes[printer], shop.change(printer, loaded, alone.setting)
        if position < len(line.batches):
            after = shop.settings[line.batches[position].setting].material
            ticks += changes[wanted, after] - changes[loaded, after]
        return max(0, ticks)

    def _cheapest(self, item: Item, ways: Iterable[Option]) -> Option | None:
        best: Option | None = None
        tried, hidden = 0, EARLY * max(line.end for line in self.plan.lines)
        for way in sorted(ways):
            surely = hidden if tried >= self._enough else 0.0
            if best is not None and way.cost + surely >= best.cost:
                break
            line = self._line(way, item)
            if line is not None:
                option = way._replace(cost=self.plan.change(line))
                tried, hidden = tried + 1, min(hidden, option.cost - way.cost)
                best = option if best is None else min(best, option)
        return best

    def _line(self, option: Option, item: Item) -> Line | None:
        workshop = self.plan.workshop
        batches, index = self.plan.lines[option.printer].batches, option.position
        if option.fresh:
            batch = workshop.batcher.start(item, workshop.shop.printers[option.printer])
        else:
            batch = workshop.batcher.add(batches[index], item)
        if batch is None:
            return None
        after = batches[index:] if option.fresh else batches[index + 1 :]
        return self.plan.try_line(option.printer, (*batches[:index], batch, *after), index)
