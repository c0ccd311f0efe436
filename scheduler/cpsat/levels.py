"""The makespan by counting builds level by level, where too many parts are to be told apart.

Parts go to machines. At each level of height a machine has at least as many builds as the areas of
its parts that reach that level fill; counted so, builds of different heights cost what they cost at
least, and no model has fewer variables. Left out are which part is in which build, how parts lie,
people, powder and downtime: the bound holds for the problem, and a solution is decoded by filling
builds with the tallest first. (The area argument of Kucukkoc 2019, as a model that chooses.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor

from ortools.sat.python import cp_model

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan
from scheduler.control import Control
from scheduler.cpsat.proof import Proof
from scheduler.cpsat.run import Run
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer

MOST_LEVELS, MOST_RELEASES, MOST_LATE_LEVELS = 30, 5, 5
"""Heights and releases between two of these count as the lower, so that the model stays small."""

MILLI = 1000
"""Areas and times are counted in thousandths, rounded so that the model stays a relaxation."""


class LevelModel:
    """The model of a problem whose makespan counts, with items on machines."""

    def __init__(self, plan: Plan, bound: float) -> None:
        self.workshop, self.shop = plan.workshop, plan.workshop.shop
        self.model = cp_model.CpModel()
        longest = ceil(plan.objective())
        self._last = self.model.new_int_var(floor(bound), longest, "last")
        self._on: dict[tuple[int, Item], cp_model.IntVar] = {}
        self._counts: list[tuple[cp_model.IntVar, int, frozenset[Item]]] = []
        self._lates: list[tuple[cp_model.IntVar, int, frozenset[Item]]] = []
        self._any: dict[int, cp_model.IntVar] = {}
        for printer in self.shop.printers:
            if self.workshop.liner.openings[printer.index].free <= longest:
                self._machine(printer)
        for item in self.shop.items:
            self.model.add_exactly_one(on for (_, held), on in self._on.items() if held == item)
        self._copies_in_order()
        self.model.minimize(self._last)
        self._hint(plan)

    def solve(self, control: Control, time_s: float) -> Proof:
        """Return the plan of the best solution found in a time, and the bound proven."""
        run = Run(self.model, control, time_s)
        return Proof(self._plan(run) if run.found else None, run.proven)

    def _kind(self, item: Item) -> Kind:
        return self.shop.kinds[item.kind]

    def _layers(self, item: Item, printer: Printer) -> int:
        kind = self._kind(item)
        stand = kind.lowest(printer) or kind.stands[0]
        return self.shop.layers(kind.setting, stand.height_mm)

    def _machine(self, printer: Printer) -> None:
        able = [item for item in self.shop.items if self._kind(item).may_go(printer)]
        for item in able:
            name = f"m{printer.index}k{item.kind}c{item.copy}"
            self._on[printer.index, item] = self.model.new_bool_var(name)
        free = self.workshop.liner.openings[printer.index].free
        unit = MILLI * self.shop.tick_s
        scans, builds = self._scans(printer, able), self._all_builds(printer, able, MOST_LEVELS)
        used = self.model.new_bool_var(f"m{printer.index}used")
        for item in able:
            self.model.add_implication(self._on[printer.index, item], used)
        self._lates.append((used, printer.index, frozenset(able)))
        self.model.add(unit * self._last >= unit * free * used + scans + builds)
        for release in _few({self._kind(item).part.release for item in able}, MOST_RELEASES):
            late = [item for item in able if self._kind(item).part.release >= release > free]
            if late:
                self._after(printer, release, late)

    def _scans(self, printer: Printer, items: Sequence[Item]) -> cp_model.LinearExpr:
        """Return the thousandths of a second of scanning the items on a machine."""
        scans_s = [self._kind(item).scan_s[printer.index] or 0.0 for item in items]
        return self._sum(printer, items, [floor(MILLI * scan_s) for scan_s in scans_s])

    def _all_builds(
        self, printer: Printer, items: Sequence[Item], most: int
    ) -> cp_model.LinearExpr:
        """Return the time of the builds of all settings beside the scanning of their parts."""
        settings = sorted({self._kind(item).setting for item in items})
        groups = [[i for i in items if self._kind(i).setting == setting] for setting in settings]
        terms = [term for group in groups for term in self._builds(printer, group, most)]
        counts, costs = [count for count, _ in terms], [cost for _, cost in terms]
        return cp_model.LinearExpr.weighted_sum(counts, costs)

    def _always(self, printer: Printer) -> int:
        """Return the thousandths of a second of a build that has nothing in it."""
        attended = MILLI * self.shop.tick_s * (printer.setup + printer.unload)
        return attended + floor(MILLI * printer.unattended_s)

    def _builds(
        self, printer: Printer, items: Sequence[Item], most: int
    ) -> list[tuple[cp_model.IntVar, int]]:
        """Return, level by level, how many builds of a setting reach it, and what that costs."""
        layers = {item: self._layers(item, printer) for item in items}
        levels = [0, *_few(set(layers.values()), most)]
        terms: list[tuple[cp_model.IntVar, int]] = []
        for low, high in pairwise(levels):
            reach = [item for item in items if layers[item] >= high]
            count = self._count(printer, reach, f"m{printer.index}s{high}l{items[0].kind}")
            cost = floor(MILLI * printer.machine.recoat_s * (high - low))
            terms.append((count, cost if terms else cost + self._always(printer)))
        counts = [count for count, _ in terms]
        for above, below in pairwise(counts):
            self.model.add(below <= above)
        for item in items:
            top = sum(layers[item] >= level for level in levels[1:])
            self.model.add_implication(self._on[printer.index, item], self._some(counts[top - 1]))
        return terms

    def _some(self, count: cp_model.IntVar) -> cp_model.IntVar:
        """Return whether there is a build among some."""
        if count.index not in self._any:
            some = self.model.new_bool_var(f"{count.name}any")
            self.model.add(count >= some)
            self._any[count.index] = some
        return self._any[count.index]

    def _count(self, printer: Printer, items: Sequence[Item], name: str) -> cp_model.IntVar:
        """Return how many builds it takes to hold some items, by their areas."""
        count = self.model.new_int_var(0, len(items), name)
        self._counts.append((count, printer.index, frozenset(items)))
        taken, bare = [], []
        for kind in map(self._kind, items):
            taken.append(floor(MILLI * kind.taken_mm2))
            bare.append(floor(MILLI * kind.bare_mm2))
        for areas, room_mm2 in (
            (taken, printer.bed.packing_area_mm2),
            (bare, printer.bed.area_mm2),
        ):
            self.model.add(self._sum(printer, items, areas) <= ceil(MILLI * room_mm2) * count)
        return count

    def _sum(
        self, printer: Printer, items: Sequence[Item], each: Sequence[int]
    ) -> cp_model.LinearExpr:
        """Return the sum of what the items on a machine have each."""
        ons = [self._on[printer.index, item] for item in items]
        return cp_model.LinearExpr.weighted_sum(ons, each)

    def _after(self, printer: Printer, release: int, items: Sequence[Item]) -> None:
        """See that what is released late is printed after that."""
        unit = MILLI * self.shop.tick_s
        late = self.model.new_bool_var(f"m{printer.index}r{release}")
        for item in items:
            self.model.add_implication(self._on[printer.index, item], late)
        builds = self._all_builds(printer, items, MOST_LATE_LEVELS)
        after = unit * release + builds + self._scans(printer, items)
        self.model.add(unit * self._last >= after).only_enforce_if(late)
        self._lates.append((late, printer.index, frozenset(items)))

    def _copies_in_order(self) -> None:
        """See that of two copies of a part the first is on an earlier machine, or on the same."""
        for first, second in pairwise(sorted(self.shop.items)):
            if first.kind == second.kind:
                ranked = [n for n, item in self._on if item == first]
                rank = sum(n * (self._on[n, second] - self._on[n, first]) for n in ranked)
                self.model.add(rank >= 0)

    def _hint(self, plan: Plan) -> None:
        held = {
            item: line.printer
            for line in plan.lines
            for batch in line.batches
            for item in batch.items
        }
        for (printer, item), on in self._on.items():
            self.model.add_hint(on, held.get(item) == printer)
        for count, printer, items in self._counts:
            batches = plan.lines[printer].batches
            self.model.add_hint(count, sum(not items.isdisjoint(b.items) for b in batches))
        for late, printer, items in self._lates:
            batches = plan.lines[printer].batches
            self.model.add_hint(late, any(not items.isdisjoint(b.items) for b in batches))
        for count, printer, items in self._counts:
            some = self._any.get(count.index)
            if some is not None:
                batches = plan.lines[printer].batches
                self.model.add_hint(some, any(not items.isdisjoint(b.items) for b in batches))
        self.model.add_hint(self._last, ceil(plan.objective()))

    def _plan(self, run: Run) -> Plan | None:
        """Return a solution as a plan, or nothing where some builds have no time."""
        plan = Plan(self.workshop)
        for printer in self.shop.printers:
            mine = [
                item
                for (number, item), on in self._on.items()
                if number == printer.index and run.solver.boolean_value(on)
            ]
            batches = tuple(self._batches(printer, mine))
            line = plan.try_line(printer.index, batches, 0)
            if line is None:
                return None
            plan.put(line)
        return plan if len(plan.items()) == len(self.shop.items) else None

    def _batches(self, printer: Printer, items: Sequence[Item]) -> Iterator[Batch]:
        """Fill builds with the tallest first, and put those first that can begin first."""
        batches: list[Batch] = []
        leaders = self.shop.leaders(items)
        for item in sorted(leaders, key=lambda item: (-self._layers(item, printer), item)):
            for place, batch in enumerate(batches):
                grown = self.workshop.batcher.add(batch, item)
                if grown is not None:
                    batches[place] = grown
                    break
            else:
                alone = self.workshop.batcher.start(item, printer)
                batches += [] if alone is None else [alone]
        yield from sorted(batches, key=lambda batch: batch.load.release)


def _few(values: set[int], most: int) -> list[int]:
    """Return at most so many of some values, evenly among them, the least and nothing above."""
    ordered = sorted(values)
    if len(ordered) <= most:
        return ordered
    return [ordered[len(ordered) * place // most] for place in range(most)]
