"""Small problems as a whole: content, machines, order and times in one model, to proof.

Packing is checked after each solution. A content that does not pack is forbidden; while each
such content is proven not to pack, what the model proves holds for the problem.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.packing import cannot_pack
from scheduler.cpsat.people import respect_heads
from scheduler.cpsat.run import Run
from scheduler.cpsat.slot import Slots
from scheduler.shop.shop import Item, Printer

MOST_CHOICES = 700
"""Items times slots above which the model is not built: it would prove nothing in the time."""

SCALE = 100
"""Weights are counted in hundredths in the model, rounded down."""

ROUNDING = 1e-6


class Proof(NamedTuple):
    """What the model gave: a plan, if any, and a bound of the problem's objective."""

    plan: Plan | None
    bound: float


def fits(plan: Plan) -> bool:
    """Tell whether a plan's problem is small enough, and nothing is fixed in its future."""
    workshop = plan.workshop
    openings = zip(workshop.liner.openings, workshop.shop.printers, strict=True)
    count = len(workshop.shop.items)
    choices = count * count * len(workshop.shop.printers)
    return 0 < choices <= MOST_CHOICES and all(o.passed == len(p.fixed) for o, p in openings)


class Joint:
    """The model of a whole small problem."""

    def __init__(self, plan: Plan) -> None:
        self.workshop: Workshop = plan.workshop
        self.shop = self.workshop.shop
        self.slots = Slots(self.workshop)
        self.model = self.slots.model
        for item in self.shop.items:
            holds = (slot.holds.get(item) for line in self.slots.lines for slot in line)
            self.model.add_exactly_one(literal for literal in holds if literal is not None)
        respect_heads(self.model, self.shop, self.workshop.fixed_work, self.slots.work)
        self._minimize()
        self._hint(plan)

    def solve(self, control: Control, time_s: float) -> Proof:
        """Return the best plan that packs and the best bound, found within the time."""
        until_s = control.elapsed_s + time_s
        bound, proving = 0.0, True
        while control.elapsed_s < until_s and not control.halt():
            run = Run(self.model, control, until_s - control.elapsed_s)
            if not run.found:
                break
            if proving:
                bound = max(bound, run.bound / SCALE)
            plan, unpacked = self._plan(run)
            if not unpacked:
                return Proof(plan, bound)
            for printer, items in unpacked:
                proving = self._forbid(printer, items, control) and proving
        return Proof(None, bound)

    def _minimize(self) -> None:
        rates = self.workshop.rates
        costs: list[tuple[cp_model.LinearExprT, float]] = []
        for slot in (slot for line in self.slots.lines for slot in line):
            attended = slot.printer.setup + slot.printer.unload
            costs.append((slot.used, rates.occupancy * attended))
            costs.append((slot.cooled, rates.occupancy))
        costs += [(need, rates.powder_change * ticks) for need, ticks in self.slots.changes]
        if rates.tardiness:
            costs += self._tardiness()
        if rates.makespan:
            fixed_end = self.workshop.fixed_end
            latest = max(self.shop.horizon, fixed_end)
            last = self.model.new_int_var(fixed_end, latest, "last")
            for slot in (slot for line in self.slots.lines for slot in line):
                self.model.add(last >= slot.end).only_enforce_if(slot.used)
            costs.append((last, rates.makespan))
        scaled = [(term, floor(SCALE * cost + ROUNDING)) for term, cost in costs]
        self.model.minimize(sum(term * cost for term, cost in scaled if cost))

    def _tardiness(self) -> list[tuple[cp_model.LinearExprT, float]]:
        costs: list[tuple[cp_model.LinearExprT, float]] = []
        for index, job in enumerate(self.shop.jobs):
            if job.due is None:
                continue
            soonest = max(0, job.end - job.due)
            most = max(soonest, self.shop.horizon - job.due)
            late = self.model.new_int_var(soonest, most, f"late{index}")
            for slot in (slot for line in self.slots.lines for slot in line):
                for item, holds in slot.holds.items():
                    if self.shop.kinds[item.kind].job == index:
                        self.model.add(late >= slot.end - job.due).only_enforce_if(holds)
            costs.append((late, self.workshop.rates.tardiness * job.weight))
        return costs

    def _hint(self, plan: Plan) -> None:
        for line, slots in zip(plan.lines, self.slots.lines, strict=True):
            for number, slot in enumerate(slots):
                used = number < len(line.batches)
                items = set(line.batches[number].items) if used else set()
                self.model.add_hint(slot.used, used)
                for item, holds in slot.holds.items():
                    self.model.add_hint(holds, item in items)
                if used:
                    times = line.times[number]
                    self.model.add_hint(slot.setup_start, times.setup_start)
                    self.model.add_hint(slot.unload_start, times.unload_start)

    def _plan(self, run: Run) -> tuple[Plan, list[tuple[Printer, list[Item]]]]:
        """Return the plan of a solution, and the contents that did not pack."""
        plan = Plan(self.workshop)
        unpacked: list[tuple[Printer, list[Item]]] = []
        used = [s for line in self.slots.lines for s in line if run.solver.boolean_value(s.used)]
        for slot in sorted(used, key=lambda slot: run.solver.value(slot.setup_start)):
            items = [i for i, holds in slot.holds.items() if run.solver.boolean_value(holds)]
            batch = self._batch(slot.printer, items)
            if batch is None:
                unpacked.append((slot.printer, items))
                continue
            batches = (*plan.lines[slot.printer.index].batches, batch)
            line = plan.try_line(slot.printer.index, batches, len(batches) - 1)
            if line is None:
                unpacked.append((slot.printer, items))
            else:
                plan.put(line)
        return plan, unpacked

    def _batch(self, printer: Printer, items: list[Item]) -> Batch | None:
        batch: Batch | None = None
        kinds = self.shop.kinds
        for item in sorted(items, key=lambda item: -kinds[item.kind].area_mm2):
            batcher = self.workshop.batcher
            batch = batcher.start(item, printer) if batch is None else batcher.add(batch, item)
            if batch is None:
                return None
        return batch

    def _forbid(self, printer: Printer, items: list[Item], control: Control) -> bool:
        """Forbid a content on every platform like this one; tell whether that is proven right."""
        proven = cannot_pack(printer.bed, [self.shop.kinds[i.kind] for i in items], control)
        for line in self.slots.lines:
            for slot in line:
                literals = [slot.holds[item] for item in items if item in slot.holds]
                if slot.printer.bed == printer.bed and len(literals) == len(items):
                    self.model.add(sum(literals) <= len(items) - 1)
        return proven
