"""The way through time on which a machine earns most: builds, powder changes and waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from scheduler.construct.plan import Workshop
from scheduler.prices.delays import Delays
from scheduler.prices.offers import Best, Offers
from scheduler.prices.stretches import NOBODY, Amounts, Ticks, pairs_of, stretch_of
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop

NEVER = -np.inf
WAIT, CHANGE = -1, -2
"""What leads to a state: waiting, a powder change, or a build from a stretch (0 and on)."""


class Chosen(NamedTuple):
    """A build on the best way: whose it is, what those earn, and the pair of stretches."""

    offers: Offers
    best: Best
    pair: int


class Machine:
    """What a machine can do, stretch by stretch."""

    def __init__(
        self, workshop: Workshop, printer: Printer, edges: Sequence[int], delays: Delays
    ) -> None:
        shop, opening = workshop.shop, workshop.liner.openings[printer.index]
        self.pairs = pairs_of(shop, printer, edges, opening.free)
        self.stretches = len(edges)
        self.offers = [
            Offers(delays, printer, items, self.pairs) for items in _by_setting(shop, printer)
        ]
        self.materials = sorted({offers.material for offers in self.offers})
        ticks = _changes(shop, printer, settled=opening.passed == len(printer.fixed))
        rate = workshop.rates.powder_change
        self.cost: Amounts = rate * np.array(
            [[ticks[source, target] for target in self.materials] for source in self.materials]
        )
        np.fill_diagonal(self.cost, np.inf)
        self.changed: list[list[int]] = []
        """Per powder, and stretch in which a machine is unloaded, that in which it is changed."""
        self.first: list[tuple[int, float]] = []
        """Per powder, the first stretch in which it can be in the machine, and the cost of that."""
        for target in self.materials:
            others = (ticks[pair] for pair in ticks if pair[1] == target != pair[0])
            least = min(others, default=0)  # where there is one powder alone, nothing is changed
            free = [opening.free, *map(int, self.pairs.done)]
            ends = [_changed(workshop, printer, tick, least) for tick in free]
            reached = [stretch_of(edges, end) for end in ends]
            self.changed.append(reached[1:])
            needed = ticks[opening.loaded, target]
            at = reached[0] if needed else stretch_of(edges, opening.free)
            self.first.append((at, rate * needed))

    def earn(self, prices: Amounts) -> tuple[float, list[Chosen]]:
        """Return the most that the machine earns, and the builds with which it does."""
        way = _Way(self, [offers.best(prices) for offers in self.offers])
        return way.earned, list(way.builds()) if way.earned > 0.0 else []


def _by_setting(shop: Shop, printer: Printer) -> Iterator[list[int]]:
    """Yield the numbers of the items that a machine may print, setting by setting."""
    for setting in range(len(shop.settings)):
        items = [
            number
            for number, item in enumerate(shop.items)
            if shop.kinds[item.kind].setting == setting and shop.kinds[item.kind].may_go(printer)
        ]
        if items:
            yield items


def _changes(shop: Shop, printer: Printer, *, settled: bool) -> dict[tuple[str | None, str], int]:
    """Return the ticks of powder changes, by way of other powders where that is shorter.

    They are none where a fixed build that is still to come may change the powder.
    """
    ticks = dict(shop.changes[printer.index])
    if not settled:
        return dict.fromkeys(ticks, 0)
    between = sorted({target for _, target in ticks})
    for middle, (source, target) in product(between, list(ticks)):
        by_way = ticks[source, middle] + ticks[middle, target]
        ticks[source, target] = min(ticks[source, target], by_way)
    return ticks


def _changed(workshop: Workshop, printer: Printer, tick: int, ticks: int) -> int | None:
    """Return when a powder change that begins at a tick or later has ended."""
    calendar = workshop.shop.calendar
    start = calendar.earliest(tick, ticks, NOBODY, printer.needs.change)
    return None if start is None else start + ticks


class _Way:
    """The best way of one machine; a state is a stretch and the powder in it."""

    def __init__(self, machine: Machine, bests: Sequence[Best]) -> None:
        self.machine, self.bests = machine, bests
        shape = (machine.stretches, len(machine.materials))
        self.worth = np.full(shape, NEVER)
        self.by: Ticks = np.full(shape, WAIT, dtype=np.int64)
        self.source: Ticks = np.zeros((*shape, 2), dtype=np.int64)
        """From which stretch and powder a state is reached by a change of powder."""
        for powder, (at, cost) in enumerate(machine.first):
            self.worth[at, powder] = -cost
        self._tables()
        bonus = self._inner()
        for stretch in range(shape[0]):
            self._wait(stretch)
            self.worth[stretch] += bonus[stretch]
            self._change(stretch)
            reached = self.worth[stretch] + self.earned_in[stretch]
            better = reached > self.worth
            np.copyto(self.worth, reached, where=better)
            self.by[better] = stretch
        self.earned = max(0.0, float(self.worth[-1].max()))

    def _inner(self) -> Amounts:
        """Return per stretch what builds that begin and end in it earn at most."""
        pairs = self.machine.pairs
        bonus = np.zeros(self.machine.stretches)
        for best in self.bests:
            bonus[pairs.start[: pairs.same]] += np.maximum(best.earned[: pairs.same], 0.0)
        return bonus

    def _tables(self) -> None:
        """Note per two stretches and powder what a build earns at most, and by whose offer."""
        pairs, count = self.machine.pairs, self.machine.stretches
        start, end = pairs.start[pairs.same :], pairs.end[pairs.same :]
        shape = (count, count, len(self.machine.materials))
        self.earned_in = np.full(shape, NEVER)
        self.whose: Ticks = np.zeros(shape, dtype=np.int64)
        for number, (offers, best) in enumerate(zip(self.machine.offers, self.bests, strict=True)):
            powder = self.machine.materials.index(offers.material)
            earned = best.earned[pairs.same :]
            better = earned > self.earned_in[start, end, powder]
            self.earned_in[start[better], end[better], powder] = earned[better]
            self.whose[start[better], end[better], powder] = number

    def _wait(self, stretch: int) -> None:
        if stretch:
            better = self.worth[stretch - 1] > self.worth[stretch]
            np.copyto(self.worth[stretch], self.worth[stretch - 1], where=better)
            self.by[stretch, better] = WAIT

    def _change(self, stretch: int) -> None:
        after = self.worth[stretch][:, None] - self.machine.cost
        sources = after.argmax(axis=0)
        for target, source in enumerate(sources):
            at = max(stretch, self.machine.changed[target][stretch])
            if after[source, target] > self.worth[at, target]:
                self.worth[at, target] = after[source, target]
                self.by[at, target] = CHANGE
                self.source[at, target] = (stretch, source)

    def builds(self) -> Iterator[Chosen]:
        """Yield the builds of the best way, the last first, and those within its stretches."""
        pairs, machine = self.machine.pairs, self.machine
        ends = zip(pairs.start.tolist(), pairs.end.tolist(), strict=True)
        number = {pair: place for place, pair in enumerate(ends)}
        stretch, powder, seen = machine.stretches - 1, int(self.worth[-1].argmax()), -1
        while stretch >= 0:
            inner = number.get((stretch, stretch)) if stretch != seen else None
            seen = stretch
            for offers, best in zip(machine.offers, self.bests, strict=True):
                if inner is not None and best.earned[inner] > 0.0:
                    yield Chosen(offers, best, inner)
            by = int(self.by[stretch, powder])
            if by == CHANGE:
                stretch, powder = map(int, self.source[stretch, powder])
            elif by == WAIT:
                stretch -= 1
            else:
                whose = int(self.whose[by, stretch, powder])
                yield Chosen(machine.offers[whose], self.bests[whose], number[by, stretch])
                stretch = by
