"""The makespan of few parts to proof, by a table of all sets of them for every machine.

Left out are people, powder, downtime and how parts lie (only their areas count), so the value is a
bound for the problem; where the builds pack and people are free, the plan that it gives is optimal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

import numpy as np

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan
from scheduler.control import Control
from scheduler.cpsat.proof import Proof
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.subsets.machine_ends import (
    NEVER,
    Ends,
    Kept,
    MachineEnds,
    Possible,
    holding,
    lacking,
)
from scheduler.subsets.possible import Possibilities

MOST_ITEMS = 21
"""Items of which all sets are gone through: a machine's table then has 16 MB."""

MOST_BUILDS = 30_000
"""Builds of a machine that are listed."""

ENDS_A_SECOND = 50_000_000
"""Ends that are compared in a second, on a slow machine; what takes longer is not begun."""


class _Machine:
    """A machine, its possible builds by the last released item, and its ends by set of items."""

    def __init__(
        self, printer: Printer, builds: list[list[Possible]], kept: list[tuple[Batch, Kept]]
    ) -> None:
        self.printer = printer
        self.builds = builds
        self.kept = kept
        self.able = sum(1 << number for number, some in enumerate(builds) if some)
        self.table = MachineEnds([], [])

    def work(self) -> int:
        """Return how many ends are compared to fill the table."""
        return sum(
            1 << (last + 1 - build.members.bit_count())
            for last, some in enumerate(self.builds)
            for build in some
        )

    @property
    def ends(self) -> Ends:
        """The earliest end of every set."""
        return self.table.ends

    def fill(self, releases: Sequence[int]) -> None:
        """Find the ends of all sets."""
        free = [max(self.printer.free, release) for release in releases]
        self.table = MachineEnds(self.builds, free, [kept for _, kept in self.kept])

    def sharing_work(self, longest: int) -> int:
        """Return how many ends are compared to share sets with other machines."""
        soon = np.flatnonzero(self.ends <= longest)
        return int((self.ends.size >> np.bitwise_count(soon).astype(np.int64)).sum())

    def sets_within(self, members: int) -> Iterator[int]:
        """Yield the sets of some items that the machine may print, the empty one last."""
        most = mine = members & self.able
        while mine:
            yield mine
            mine = (mine - 1) & most
        yield 0


class Exact:
    """The least makespan of some machines with some items, over tables of all sets of the items.

    Builds of the plan on these machines with none of the items are kept; the items of the others
    must be all among them.
    """

    def __init__(self, plan: Plan, printers: Sequence[Printer], items: Sequence[Item]) -> None:
        self._plan = plan
        self._shop = plan.workshop.shop
        kinds = self._shop.kinds
        self._printers = printers
        self._items = sorted(items, key=lambda item: (kinds[item.kind].part.release, item))
        self._releases = [kinds[item.kind].part.release for item in self._items]
        self._longest = max(plan.lines[printer.index].end for printer in printers)

    def solve(self, control: Control, time_s: float) -> Proof | None:
        """Return the best plan, if its builds find their place, and its makespan.

        Nothing where the tables are too large for the time, or the search is to end.
        """
        machines = self._filled(floor(ENDS_A_SECOND * time_s), control)
        tables = None if machines is None else self._tables(machines, control)
        if machines is None or tables is None:
            return None
        *others, last = machines
        ends = np.maximum(last.ends, tables[-1][::-1])
        mine = int(ends.argmin())
        shares = [(last, mine)]
        left = (ends.size - 1) ^ mine
        for machine, before, after in zip(
            others[:0:-1], tables[-2::-1], tables[:0:-1], strict=True
        ):
            mine = _own(machine, before, int(after[left]), left)
            shares.append((machine, mine))
            left ^= mine
        shares += [(others[0], left)] if others else []
        return Proof(self._made(shares), float(ends.min()))

    def _filled(self, most: int, control: Control) -> list[_Machine] | None:
        """Return the machines with their ends; nothing where more than so many are compared."""
        if len(self._items) > MOST_ITEMS:
            return None
        machines: list[_Machine] = []
        for printer in self._printers:
            possibilities = Possibilities(self._shop, printer, self._items)
            builds = possibilities.by_last(MOST_BUILDS)
            if builds is None or control.halt():
                return None
            kept = [
                (
                    batch,
                    Kept(max(printer.free, batch.load.release), possibilities.ticks(batch.items)),
                )
                for batch in self._plan.lines[printer.index].batches
                if batch.items[0] not in self._items
            ]
            machines.append(_Machine(printer, builds, kept))
        most -= sum(machine.work() for machine in machines)
        if most < 0:
            return None
        for machine in machines:
            if control.halt():
                return None
            machine.fill(self._releases)
        # the machines with most to share come first and last, where each set is met only once
        machines.sort(key=lambda machine: -machine.sharing_work(self._longest))
        machines[1:] = [*machines[2:], *machines[1:2]]
        most -= sum(machine.sharing_work(self._longest) for machine in machines[1:-1])
        return machines if most >= 0 else None

    def _tables(self, machines: Sequence[_Machine], control: Control) -> list[Ends] | None:
        """Return the ends of the first machine, of the first two, and so on but for the last."""
        *others, last = machines
        if not others:
            return [_nothing(last.ends.size)]
        tables = [others[0].ends]
        for machine in others[1:]:
            after = np.maximum(tables[-1], machine.ends[0])
            for mine in np.flatnonzero(machine.ends <= self._longest).tolist():
                if control.halt():
                    return None
                rest, there = lacking(tables[-1], mine), holding(after, mine)
                np.minimum(there, np.maximum(rest, machine.ends[mine]), out=there)
            tables.append(after)
        return tables

    def _made(self, shares: Sequence[tuple[_Machine, int]]) -> Plan | None:
        """Return the plan in which every machine prints its share, or nothing if a build fails."""
        plan = self._plan.copy()
        for machine, members in shares:
            batches = [batch for batch, _ in machine.kept]
            for build in machine.table.order(members):
                items = [item for number, item in enumerate(self._items) if build >> number & 1]
                batch = plan.workshop.batcher.of(items, machine.printer)
                if batch is None:
                    return None
                batches.append(batch)
            batches.sort(key=lambda batch: batch.load.release)
            line = plan.try_line(machine.printer.index, tuple(batches), 0)
            if line is None:
                return None
            plan.put(line)
        return plan


def _nothing(size: int) -> Ends:
    """Return the ends of no machine: only nothing is done."""
    ends = np.full(size, NEVER, np.int64)
    ends[0] = 0
    return ends


def _own(machine: _Machine, before: Ends, end: int, members: int) -> int:
    """Return which of some items are the machine's where all end so early."""
    return next(
        mine
        for mine in machine.sets_within(members)
        if max(machine.ends[mine], before[members ^ mine]) == end
    )
