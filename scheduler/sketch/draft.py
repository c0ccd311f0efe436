"""Sketches made of plans, annealed, and made plans of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from scheduler.construct.batch import Batch
from scheduler.construct.insertion import Inserter
from scheduler.construct.plan import Found, Plan
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.shop.course import Waits
from scheduler.shop.finishing import WAITING
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.sketch.cooling import Cooler
from scheduler.sketch.costing import busy
from scheduler.sketch.facts import facts_of, units_of
from scheduler.sketch.moves import copy_into
from scheduler.sketch.outline import outlined
from scheduler.sketch.rounds import afresh, turns_in
from scheduler.sketch.tables import IMPOSSIBLE, OVERFULL, POST, SETUP, WAY, Amounts, Sketch
from scheduler.sketch.timing import timed

FILL = 0.6
"""The share of a platform that parts, each with half the gap round it, take at most at first."""

DEARER, CHEAPER, FULL = 1.03, 0.98, 0.96
"""Parts of a build that could not be nested count for so much more of a platform after that; those
of one that could, and was as full as the third, for so much less."""

HEATS = (0.3, 0.035, 0.01, 0.001)
"""Heats between which sketches are annealed, as shares of what machine time costs in the first, or
of all it costs where machine time is free."""

HOTTER, COOL_SOON = (3.0, 0.1, 0.01, 0.001), 75
"""Heats of every other sketch where stations follow and no more units than that: a weekend late
costs more than machines do, and so few cool down well."""

WAITS_S = (0.0, 300.0)
"""Waits for people before each station, of which each sketch that is annealed knows one."""

WAITS = (Waits(), *WAITING)
"""What units of stations may wait for in the sketch of a plan: a full furnace, what is urgent."""

GENTLE = (0.003, 0.01, 0.035)
"""Heats from which the sketch of a plan is made better."""

FOCUS = 0.1
"""The heat from which one setting is annealed anew."""

STARTS = (8, 2, 1)
"""Sketches that are annealed between two heats: all begin alike, and the best of them go on."""

STRICT_STATIONS = 5.0
"""A platform's worth of parts too many costs what machine time costs in the first sketch, or so
many times that where stations follow: what is late weighs more there."""

EACH = 300
"""Moves for each unit that a sketch has at least between the first heats, or fewer are annealed."""

TIMES = (0.45, 0.15, 0.15)
"""Shares of the time for each of that; the rest is for parts that find no room."""

MANY = 250
"""Of more units a sketch is only warmed: it would not cool down in the time."""

REPAIRS, REPAIR = 5, 0.05
"""How often a sketch is annealed anew because parts found no room, and for what share each time."""

HOPEFUL_STATIONS = 1.1
"""A sketch is hopeful where it costs less than that of the best plan, or than so many times that
where stations follow: there its plan may cost less than it does."""


class Draft:
    """A sketch that begins as a plan, is annealed, and is made a plan of."""

    def __init__(self, plan: Plan, control: Control) -> None:
        shop = plan.workshop.shop
        self._workshop, self._control = plan.workshop, control
        self._random = Random(control.limits.seed)  # noqa: S311  a search, not a secret
        self._units = units_of(shop)
        self._facts = facts_of(plan.workshop, self._units, FILL)
        self._cooler = Cooler(self._facts, control, self._random)
        self._desk = self._cooler.desk
        with control.paused():
            self._begin(outlined(plan, self._units))
            self._unlearned = self.shares
            self._cooler.compile(self._start)
        machine_time = busy(self._facts, self._start, self._desk)
        all_costs = self._cooler.cost(self._start) if self.possible else 0.0
        self._cooler.scale = scale = machine_time or all_costs or 1.0
        self._facts.rates[OVERFULL] = scale * (STRICT_STATIONS if shop.posts else 1.0)
        self._rounds = 0

    def _begin(self, sketch: Sketch) -> None:
        """Begin from the sketch of a plan; what is together in it finds room together."""
        self._start = sketch
        self._cooler.cost(sketch)
        for build in np.unique(sketch.home):
            full = max(1.0, self._desk.share[build])
            self._facts.share[sketch.home == build] /= full

    @property
    def possible(self) -> bool:
        """Whether what it begins from can be sketched within the horizon."""
        return self._cooler.cost(self._start) < IMPOSSIBLE

    @property
    def shares(self) -> Amounts:
        """The share of a platform that each unit counts for on each machine, as learned so far."""
        return self._facts.share.copy()

    def round(self, time_s: float, best: Plan) -> Found | None:
        """Return the plan of a sketch annealed afresh or, later, mostly of the best one's.

        Afresh is from a heat that leaves little of where it begins: the first plan, or one that was
        focused on.
        """
        self._rounds += 1
        share = self._control.elapsed_s / self._control.limits.time_s
        if afresh(self._rounds, share, follow=bool(self._workshop.shop.posts)):
            return self.anneal(time_s, best)
        return self.focus(best, time_s)

    def anneal(self, time_s: float, best: Plan | None = None) -> Found | None:
        """Return the plan of a sketch annealed for some seconds; nothing where none was found.

        Nothing comes of one that has no hope to become better than the ``best`` plan, either.

        What was learned of the room that parts take is forgotten first: it holds for the builds of
        one sketch, and those of another would be kept too empty by it.
        """
        self._facts.share[:] = self._unlearned
        self._facts.waits[:] = WAITS[0]
        self._wait(self._random.choice(WAITS_S))
        most = IMPOSSIBLE if best is None else self._hopeful_below(outlined(best, self._units))
        if len(self._units) > MANY:
            self._cooler.cool(self._start, sum(TIMES) * time_s, (HEATS[1], HEATS[-1]))
        else:
            self._go_with_the_best(time_s)
        found = self._settled(time_s, most)
        self._wait(0.0)
        return found

    def _wait(self, wait_s: float) -> None:
        """Let everything wait so long before each station, beside the way to it."""
        shop = self._workshop.shop
        for posts in (self._facts.posts, self._facts.cabins):
            for row in posts:
                row[WAY] = shop.posts[row[POST]].way + shop.ticks(wait_s)

    def _go_with_the_best(self, time_s: float) -> None:
        """Anneal several sketches from heat to heat, and fewer each time."""
        hotter = self._workshop.shop.posts and len(self._units) <= COOL_SOON
        heats = self._random.choice((HEATS, HOTTER)) if hotter else HEATS
        moves = self._cooler.moves_in(TIMES[0] * time_s)
        most = max(1, int(moves / (EACH * len(self._units))))
        pool = [self._start] * min(STARTS[0], most)
        for among, share, hot, cold in zip(STARTS, TIMES, heats[:-1], heats[1:], strict=True):
            going = pool[:among]
            each_s = share * time_s / len(going)
            cooled = [self._cooler.cool(one, each_s, (hot, cold)) for one in going]
            pool = [sketch for _, sketch in sorted(cooled, key=lambda one: one[0])]

    def refine(self, plan: Plan, time_s: float) -> Found | None:
        """Return the plan of a plan's sketch, annealed a little; nothing where none was found.

        Units of stations wait for what makes that cheapest, and by how much later jobs of the plan
        are done than its sketch finds stays in account. Nothing comes of a sketch that is no
        cheaper, nor of a plan whose sketch is none: it may use what is kept for others.
        """
        known = outlined(plan, self._units)
        self._facts.waits[:] = min(WAITS, key=lambda waits: self._waiting(known, waits))
        if self._cooler.cost(known) >= IMPOSSIBLE:
            return None
        self._begin(known)
        if self._workshop.shop.posts:
            ends = plan.finish().job_ends
            self._facts.queued[list(ends)] = list(ends.values()) - self._desk.end[list(ends)]
        hot = self._random.choice(GENTLE)
        most = self._hopeful_below(self._start)
        self._cooler.cool(self._start, (1.0 - REPAIRS * REPAIR) * time_s, (hot, HEATS[-1]))
        found = self._settled(time_s, most)
        self._facts.queued[:] = 0
        return found

    def focus(self, plan: Plan, time_s: float) -> Found | None:
        """Return the plan of a plan's sketch of which a setting at a time is annealed anew.

        It is drawn by chance, the larger the likelier. Builds of others keep what they hold and may
        change places; the best so far goes on. Nothing comes of a sketch that is no cheaper, nor of
        a plan whose sketch is none.
        """
        sketch = outlined(plan, self._units)
        if self._cooler.cost(sketch) >= IMPOSSIBLE:
            return None
        self._begin(sketch)
        best, most = self._cooler.cost(sketch), self._hopeful_below(sketch)
        settings = self._facts.setting
        turns = turns_in(sum(TIMES) * time_s, len(settings))
        for _ in range(turns):
            among = np.flatnonzero(settings == self._random.choice(settings))
            self._cooler.cool(sketch, sum(TIMES) * time_s / turns, (FOCUS, HEATS[-1]), among)
            cost = self._cooler.cost(self._cooler.best)
            if cost < best and self._cooler.has_room:
                best, sketch = cost, self._cooler.copy(self._cooler.best)
        copy_into(self._cooler.best, sketch)
        return self._settled(time_s, most)

    def _waiting(self, sketch: Sketch, waits: Waits) -> float:
        """Return what a sketch costs where stations wait for what these tell."""
        self._facts.waits[:] = waits
        return self._cooler.cost(sketch)

    def _hopeful_below(self, best: Sketch) -> float:
        """Return below which cost a sketch is hopeful beside that of the best plan."""
        return self._cooler.cost(best) * (HOPEFUL_STATIONS if self._workshop.shop.posts else 1.0)

    def _settled(self, time_s: float, most: float) -> Found | None:
        """Return the best plan of the best sketch and of what repairs make of it.

        A repair is annealing anew, once it is known that parts find no room; there are some until
        all parts do, or until the sketch costs ``most``. A plan is made each time: what finds no
        room may have its place in another build.
        """
        found: Found | None = None
        for repair in range(REPAIRS + 1):
            if repair > 0:
                self._cooler.cool(self._cooler.copy(self._cooler.best), REPAIR * time_s, HEATS[2:])
            if self._control.halt() or self._cooler.cost(self._cooler.best) >= most:
                break
            nested, made = self._nested(), self._plan()
            if found is None or worth(*made) < worth(*found):
                found = made
            if nested:
                break
        return found

    def _builds(self) -> Iterator[tuple[int, Printer, list[int]]]:
        """Yield each build of the best sketch, its machine and units, in the order of set-ups."""
        best, desk = self._cooler.best, self._desk
        self._cooler.cost(best)
        builds = [int(b) for row, n in zip(best.order, best.sizes, strict=True) for b in row[:n]]
        for build in sorted(builds, key=lambda build: (desk.times[build, SETUP], build)):
            printer = self._workshop.shop.printers[desk.machine[build]]
            yield build, printer, np.flatnonzero(best.home == build).tolist()

    def _nested(self) -> bool:
        """Tell whether the parts of each build find room; let them count for more or for less."""
        share, found = self._facts.share, True
        for build, printer, units in self._builds():
            full = self._desk.share[build]
            if self._whole(self._items(units), printer) is None:
                share[units] *= max(DEARER, DEARER / full)
                found = False
            elif full > FULL:
                share[units] *= CHEAPER
        np.minimum(share, 1.0, out=share)
        return found

    def _items(self, units: Sequence[int]) -> list[Item]:
        return [item for unit in units for item in self._units[unit]]

    def _whole(self, items: Sequence[Item], printer: Printer) -> Batch | None:
        """Return the batch of items on a machine if they all find room."""
        shop, batcher = self._workshop.shop, self._workshop.batcher
        kinds = [shop.kinds[item.kind] for item in items]
        if any(kind.flat for kind in kinds):
            return batcher.of(items, printer)
        stands = [stand for kind in kinds if (stand := kind.lowest(printer)) is not None]
        layout = batcher.oracle.layout(printer.bed, stands, patient=True)
        return None if layout is None else batcher.laid(printer, items, stands, layout)

    def _plan(self) -> Found:
        """Return the plan of the best sketch; what finds no room goes wherever it is best."""
        batcher, left = self._workshop.batcher, list[Item]()
        made: list[tuple[Batch, list[int]]] = []
        for build, printer, units in self._builds():
            items = self._items(units)
            batch = self._whole(items, printer) or batcher.most_of(items, printer)
            if batch is None:
                left += items
                continue
            left += sorted(set(items).difference(batch.items))
            made.append((batch, self._desk.times[build].tolist()))
        plan, late = timed(self._workshop, made)
        left += late
        return plan, Inserter(plan, 1, self._control.halt).insert_all(left)
