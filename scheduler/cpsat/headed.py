"""The makespan by builds that are each named after their tallest part, their head.

A build is as high as its head, so its time is a plain sum, and no two models say the same with
builds swapped. Left out are people, powder, downtime and how parts lie (only their areas count), so
the bound holds for the problem; a solution is decoded and kept when it packs. (Representatives as
in Campelo, Campos and Correa 2008 for colouring.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.proof import Proof
from scheduler.cpsat.room import keep_room
from scheduler.cpsat.run import Run
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer

MOST_CHOICES = 6000
"""Choices of a head and a machine for an item, above which the model proves nothing in the time."""
MILLI = 1000
"""Areas and times are counted in thousandths, rounded so that the model stays a relaxation."""


class _Build(NamedTuple):
    """A build that may be: who may be in it, and its time if it is."""

    printer: Printer
    head: Item
    holds: dict[Item, cp_model.IntVar]
    start: cp_model.IntVar
    ticks: cp_model.IntVar
    end: cp_model.IntVar


def choices(workshop: Workshop) -> int:
    """Return how many choices the model of a problem has."""
    count = len(workshop.shop.items)
    return count * (count + 1) // 2 * len(workshop.shop.printers)


def _items_on(plan: Plan, printers: Sequence[Printer]) -> list[Item]:
    lines = [plan.lines[printer.index] for printer in printers]
    return [item for line in lines for batch in line.batches for item in batch.items]


class HeadedModel:
    """The model of a problem whose makespan counts, or of some of its machines and what is on them.

    Of some machines, the last end of what they print is made as early as it can be.
    """

    def __init__(self, plan: Plan, bound: float, some: Sequence[Printer] | None = None) -> None:
        self.workshop = plan.workshop
        self.shop = plan.workshop.shop
        self.model = cp_model.CpModel()
        self._base = plan
        self._printers = self.shop.printers if some is None else some
        items = self.shop.items if some is None else _items_on(plan, some)
        self._rank = {item: n for n, item in enumerate(sorted(items, key=self._tall))}
        longest = ceil(plan.objective())
        if some is not None:
            longest = max(plan.lines[printer.index].end for printer in some)
        self._last = self.model.new_int_var(floor(bound), longest, "last")
        self._builds = list(self._all_builds(longest))
        for item in self._rank:
            held = (build.holds.get(item) for build in self._builds)
            self.model.add_exactly_one(literal for literal in held if literal is not None)
        for printer in self._printers:
            self._one_at_a_time(printer)
        self.model.minimize(self._last)
        self._hint(plan)

    def solve(self, control: Control, time_s: float) -> Proof:
        """Return the plan of the best solution found in a time, and the bound proven."""
        run = Run(self.model, control, time_s)
        if not run.found:
            return Proof(None, 0.0)
        return Proof(self._plan(run), run.bound)

    def _kind(self, item: Item) -> Kind:
        return self.shop.kinds[item.kind]

    def _layers(self, item: Item) -> int:
        kind = self._kind(item)
        return self.shop.layers(kind.setting, kind.stands[0].height_mm)

    def _tall(self, item: Item) -> tuple[int, int, Item]:
        return self._kind(item).setting, -self._layers(item), item

    def _all_builds(self, longest: int) -> Iterator[_Build]:
        for printer in self._printers:
            if self.workshop.liner.openings[printer.index].free > longest:
                continue
            able = [item for item in self._rank if self._kind(item).may_go(printer)]
            for head in able:
                setting = self._kind(head).setting
                held = [
                    item
                    for item in able
                    if self._rank[item] >= self._rank[head] and self._kind(item).setting == setting
                ]
                yield self._build(printer, head, held, longest)

    def _build(self, printer: Printer, head: Item, held: list[Item], longest: int) -> _Build:
        name = f"m{printer.index}h{head.kind}c{head.copy}"
        free = self.workshop.liner.openings[printer.index].free
        build = _Build(
            printer=printer,
            head=head,
            holds={i: self.model.new_bool_var(f"{name}k{i.kind}c{i.copy}") for i in held},
            start=self.model.new_int_var(free, longest, f"{name}start"),
            ticks=self.model.new_int_var(0, longest, f"{name}ticks"),
            end=self.model.new_int_var(free, longest, f"{name}end"),
        )
        used = build.holds[head]
        for item, holds in build.holds.items():
            self.model.add_implication(holds, used)
            release = self._kind(item).part.release
            self.model.add(build.start >= release).only_enforce_if(holds)
        keep_room(self.model, self.shop, printer.bed, build.holds, used)
        unit = MILLI * self.shop.tick_s
        always_s = printer.unattended_s + printer.machine.recoat_s * self._layers(head)
        always = unit * (printer.setup + printer.unload) + floor(MILLI * always_s)
        scans = [
            floor(MILLI * (self._kind(item).scan_s[printer.index] or 0.0)) * holds
            for item, holds in build.holds.items()
        ]
        self.model.add(unit * build.ticks >= always * used + sum(scans))
        self.model.add(self._last >= build.end).only_enforce_if(used)
        return build

    def _one_at_a_time(self, printer: Printer) -> None:
        mine = [build for build in self._builds if build.printer is printer]
        if not mine:
            return
        free = self.workshop.liner.openings[printer.index].free
        any_build = self.model.new_bool_var(f"m{printer.index}used")
        for build in mine:
            self.model.add_implication(build.holds[build.head], any_build)
        self.model.add(self._last >= free * any_build + sum(build.ticks for build in mine))
        self.model.add_no_overlap(
            self.model.new_optional_interval_var(
                build.start,
                build.ticks,
                build.end,
                build.holds[build.head],
                f"{build.start.name}span",
            )
            for build in mine
        )

    def _hint(self, plan: Plan) -> None:
        batches = {
            (line.printer, min(batch.items, key=self._rank.__getitem__)): (batch, times)
            for line in (plan.lines[printer.index] for printer in self._printers)
            for batch, times in zip(line.batches, line.times, strict=True)
        }
        for build in self._builds:
            batch, times = batches.get((build.printer.index, build.head), (None, None))
            for item, holds in build.holds.items():
                self.model.add_hint(holds, batch is not None and item in batch.items)
            self.model.add_hint(build.start, build.printer.free if times is None else times.begins)

    def _plan(self, run: Run) -> Plan | None:
        """Return the solution as a plan, its builds as early as they can; nothing if one fails."""
        plan = self._base.copy()
        for printer in self._printers:
            plan.put(self.workshop.liner.empty(printer.index))
        value = run.solver.boolean_value
        used = [build for build in self._builds if value(build.holds[build.head])]
        for build in sorted(used, key=lambda build: run.solver.value(build.start)):
            items = [item for item, holds in build.holds.items() if value(holds)]
            batch = self.workshop.batcher.of(items, build.printer)
            if batch is None:
                return None
            batches = (*plan.lines[build.printer.index].batches, batch)
            line = plan.try_line(build.printer.index, batches, len(batches) - 1)
            if line is None:
                return None
            plan.put(line)
        return plan
