"""Small problems as a whole: content, machines, order and times in one model, to proof.

Packing is checked after each solution. A content that does not pack is forbidden; while each
such content is proven not to pack, what the model proves holds for the problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import floor

from ortools.sat.python import cp_model

from scheduler.bounds import most_builds
from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.afterwards import Afterwards
from scheduler.cpsat.packing import cannot_pack
from scheduler.cpsat.people import respect_heads
from scheduler.cpsat.proof import Proof
from scheduler.cpsat.run import Run
from scheduler.cpsat.slot import Slot, Slots
from scheduler.nesting.stand import Stand
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.shop.timeline import Times

MOST_CHOICES = 700
"""Items times slots above which the model is not built: it would prove nothing in the time."""

SCALE = 100
"""Weights are counted in hundredths in the model, rounded down."""

ROUNDING = 1e-6


def fits(plan: Plan) -> bool:
    """Tell whether a plan's problem is small enough, and nothing is fixed in its future."""
    workshop = plan.workshop
    openings = zip(workshop.liner.openings, workshop.shop.printers, strict=True)
    some = len(workshop.shop.items) * len(workshop.shop.printers) > 0
    return some and small(workshop) and all(o.passed == len(p.fixed) for o, p in openings)


def small(workshop: Workshop) -> bool:
    """Tell whether a problem has few enough items times slots."""
    count = len(workshop.shop.items)
    return count * count * len(workshop.shop.printers) <= MOST_CHOICES


class Joint:
    """The model of a whole small problem."""

    def __init__(self, plan: Plan, bound: float) -> None:
        self.workshop: Workshop = plan.workshop
        self.shop = self.workshop.shop
        self.slots = Slots(self.workshop, most_builds(self.workshop, plan.objective()))
        self.known = bound
        self.model = self.slots.model
        for item in self.shop.items:
            holds = (slot.holds.get(item) for line in self.slots.lines for slot in line)
            self.model.add_exactly_one(literal for literal in holds if literal is not None)
        respect_heads(self.model, self.shop, self.workshop.fixed_work, self.slots.work)
        self._copies_in_order()
        self._after = Afterwards(self.slots)
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

    def _copies_in_order(self) -> None:
        """See that of two copies of a part the first is in an earlier place, or in the same."""
        slots = [slot for line in self.slots.lines for slot in line]
        for first, second in pairwise(sorted(self.shop.items)):
            if first.kind == second.kind:
                ranked = [(n, slot) for n, slot in enumerate(slots) if first in slot.holds]
                rank = sum(n * (slot.holds[second] - slot.holds[first]) for n, slot in ranked)
                self.model.add(rank >= 0)

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
            for done in self._after.done.values():
                self.model.add(last >= done)
            costs.append((last, rates.makespan))
        scaled = [(term, floor(SCALE * cost + ROUNDING)) for term, cost in costs]
        total = sum(term * cost for term, cost in scaled if cost)
        if all(cost == SCALE * exact for (_, cost), (_, exact) in zip(scaled, costs, strict=True)):
            self.model.add(total >= floor(SCALE * self.known - ROUNDING))
        self.model.minimize(total)

    def _tardiness(self) -> list[tuple[cp_model.LinearExprT, float]]:
        costs: list[tuple[cp_model.LinearExprT, float]] = []
        for index, job in enumerate(self.shop.jobs):
            if job.due is None:
                continue
            soonest = max(0, job.end - job.due)
            most = max(soonest, self.shop.horizon - job.due)
            late = self.model.new_int_var(soonest, most, f"late{index}")
            self._later(late, index, job.due)
            costs.append((late, self.workshop.rates.tardiness * job.weight))
        return costs

    def _later(self, late: cp_model.IntVar, job: int, due: int) -> None:
        """See that a job is as late as its last copy: unloaded, and past every station."""
        mine = [item for item in self.shop.items if self.shop.kinds[item.kind].job == job]
        for item in mine:
            if item in self._after.done:
                self.model.add(late >= self._after.done[item] - due)
            for slot in (slot for line in self.slots.lines for slot in line):
                if item in slot.holds:
                    self.model.add(late >= slot.end - due).only_enforce_if(slot.holds[item])

    def _hint(self, plan: Plan) -> None:
        """Give the plan at hand; copies are the same, so the first is hinted first."""
        rank: dict[int, int] = {}
        for line, slots in zip(plan.lines, self.slots.lines, strict=True):
            for slot, batch, times in zip(slots, line.batches, line.times, strict=False):
                held = {}
                for item, stand in zip(batch.items, batch.stands, strict=True):
                    rank[item.kind] = rank.get(item.kind, 0) + 1
                    held[item.kind, rank[item.kind]] = stand
                self._hint_slot(slot, self._first_copies(held), (batch, times))
            for slot in slots[len(line.batches) :]:
                self._hint_slot(slot, {}, None)

    def _first_copies(self, held: Mapping[tuple[int, int], Stand]) -> dict[Item, Stand]:
        ranked: dict[int, list[Item]] = {}
        for item in sorted(self.shop.items):
            ranked.setdefault(item.kind, []).append(item)
        return {ranked[kind][number - 1]: stand for (kind, number), stand in held.items()}

    def _hint_slot(
        self, slot: Slot, held: Mapping[Item, Stand], built: tuple[Batch, Times] | None
    ) -> None:
        hint = self.model.add_hint
        hint(slot.used, built is not None)
        for item, holds in slot.holds.items():
            hint(holds, item in held)
            several = slot.stands[item] if len(slot.stands[item]) > 1 else {}
            for stand, chosen in several.items():
                hint(chosen, held.get(item) is stand)
        for setting, chosen in slot.settings.items():
            hint(chosen, built is not None and built[0].setting == setting)
        hint(slot.layers, 0 if built is None else built[0].layers)
        hint(slot.cooled, 0 if built is None else built[0].load.cooled)
        if built is not None:
            hint(slot.setup_start, built[1].setup_start)
            hint(slot.unload_start, built[1].unload_start)
            hint(slot.change_start, built[1].begins)

    def _plan(self, run: Run) -> tuple[Plan, list[tuple[Printer, list[Item]]]]:
        """Return the plan of a solution, and the contents that did not pack."""
        plan = Plan(self.workshop)
        unpacked: list[tuple[Printer, list[Item]]] = []
        used = [s for line in self.slots.lines for s in line if run.solver.boolean_value(s.used)]
        for slot in sorted(used, key=lambda slot: run.solver.value(slot.setup_start)):
            stands = {
                item: stand
                for item, ways in slot.stands.items()
                for stand, chosen in ways.items()
                if run.solver.boolean_value(chosen)
            }
            items, batch = list(stands), self._batch(stands, slot.printer)
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

    def _batch(self, stands: Mapping[Item, Stand], printer: Printer) -> Batch | None:
        """Return a batch of items in the stands that were chosen, or in others that fit."""
        batcher, layout = self.workshop.batcher, None
        if not any(stand.flat for stand in stands.values()):
            layout = batcher.oracle.layout(printer.bed, tuple(stands.values()))
        if layout is None:
            return batcher.of(list(stands), printer)
        return batcher.laid(printer, list(stands), list(stands.values()), layout)

    def _forbid(self, printer: Printer, items: list[Item], control: Control) -> bool:
        """Forbid a content on every platform like this one; tell whether that is proven right."""
        proven = cannot_pack(printer.bed, [self.shop.kinds[i.kind] for i in items], control)
        for line in self.slots.lines:
            for slot in line:
                literals = [slot.holds[item] for item in items if item in slot.holds]
                if slot.printer.bed == printer.bed and len(literals) == len(items):
                    self.model.add(sum(literals) <= len(items) - 1)
        return proven
