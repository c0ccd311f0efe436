"""The order of builds on each machine, and the powder changes that the order asks for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.cpsat.people import start_domain
from scheduler.cpsat.task import Task, Tasks
from scheduler.schedule import Build
from scheduler.shop.printer import Printer
from scheduler.shop.timeline import Moment

DEPOT = 0


class Arc(NamedTuple):
    """A way from one node of a circuit to the next."""

    tail: int
    head: int
    literal: cp_model.IntVar


class Circuit:
    """One machine's circuit: the depot, the tasks that may be here, the fixed builds to come."""

    def __init__(self, tasks: Tasks, printer: Printer) -> None:
        self.tasks, self.printer = tasks, printer
        self.shop, self.model = tasks.shop, tasks.model
        self.opening: Moment = tasks.workshop.liner.openings[printer.index]
        self.mine = [task for task in tasks.tasks if printer.index in task.here]
        self.fixed = printer.fixed[self.opening.passed :]
        self.first_fixed = 1 + len(self.mine)
        self.hinted = self._hinted()
        self.changes: dict[tuple[int, int], list[cp_model.IntVar]] = {}

    def add(self) -> None:
        """Add the circuit and what its arcs imply."""
        arcs = [*self._stays(), *self._starts(), *self._steps(), *self._fixed_steps()]
        self.model.add_circuit(arcs)
        for (node, ticks), literals in self.changes.items():
            self._change(self.mine[node - 1], ticks, literals)

    def _hinted(self) -> set[tuple[int, int]]:
        """Return the arcs of the plan at hand."""
        nodes = [
            (task.times.begins, 1 + index)
            for index, task in enumerate(self.mine)
            if task.printer == self.printer.index
        ]
        nodes += [(b.occupied_from, self.first_fixed + i) for i, b in enumerate(self.fixed)]
        order = [DEPOT, *(node for _, node in sorted(nodes)), DEPOT]
        return set(itertools.pairwise(order))

    def _arc(self, tail: int, head: int) -> Arc:
        name = f"m{self.printer.index}a{tail}to{head}"
        return Arc(tail, head, self.tasks.literal(name, (tail, head) in self.hinted))

    def _stays(self) -> Iterator[tuple[int, int, cp_model.LiteralT]]:
        for index, task in enumerate(self.mine):
            yield 1 + index, 1 + index, ~task.here[self.printer.index]
        if not self.fixed:
            yield self._arc(DEPOT, DEPOT)

    def _starts(self) -> Iterator[Arc]:
        """Yield the arcs from and to the depot."""
        for index in range(len(self.mine)):
            arc = self._arc(DEPOT, 1 + index)
            self._follow(arc, self.opening.free, self.opening.loaded)
            yield arc
            yield self._arc(1 + index, DEPOT)

    def _steps(self) -> Iterator[Arc]:
        """Yield the arcs between tasks."""
        for tail, before in enumerate(self.mine, start=1):
            for head in range(1, 1 + len(self.mine)):
                if head != tail:
                    arc = self._arc(tail, head)
                    self._follow(arc, before.unload_end, before.material)
                    yield arc

    def _fixed_steps(self) -> Iterator[Arc]:
        """Yield the arcs from and to fixed builds."""
        last = len(self.fixed) - 1
        for index, build in enumerate(self.fixed):
            node = self.first_fixed + index
            yield self._arc(DEPOT if index == 0 else node - 1, node)
            if index == last:
                yield self._arc(node, DEPOT)
            for number, task in enumerate(self.mine, start=1):
                arc = self._arc(node, number)
                self._follow(arc, build.unload_end, self.shop.fixed_material(build))
                yield arc
                if self._suits(task, build):
                    back = self._arc(number, node)
                    before = task.unload_end <= build.occupied_from
                    self.model.add(before).only_enforce_if(back.literal)
                    yield back

    def _suits(self, task: Task, build: Build) -> bool:
        """Tell whether a fixed build has the powder change that it needs after a task."""
        change = (task.material, self.shop.fixed_material(build))
        planned = (build.powder_change_end or 0) - (build.powder_change_start or 0)
        return self.shop.changes[self.printer.index][change] <= planned

    def _follow(self, arc: Arc, free: cp_model.LinearExprT, loaded: str | None) -> None:
        """See that a task begins after the node before it, with a powder change where needed."""
        task = self.mine[arc.head - 1]
        ticks = self.shop.changes[self.printer.index][loaded, task.material]
        begins = task.change_start if ticks else task.setup_start
        self.model.add(begins >= free).only_enforce_if(arc.literal)
        if ticks:
            self.changes.setdefault((arc.head, ticks), []).append(arc.literal)

    def _change(self, task: Task, ticks: int, literals: list[cp_model.IntVar]) -> None:
        planned = task.times.change_start is not None and task.printer == self.printer.index
        lasting = (task.times.change_end or 0) - (task.times.change_start or 0)
        name = f"{task.name}change{ticks}on{self.printer.index}"
        changed = self.tasks.literal(name, planned and lasting == ticks)
        self.model.add(sum(literals) == changed)
        free, need = self.printer.free, self.printer.needs.change
        domain = start_domain(self.shop, self.printer, ticks, free, need)
        inside = self.model.add_linear_expression_in_domain(task.change_start, domain)
        inside.only_enforce_if(changed)
        ready = task.change_start + ticks <= task.setup_start
        self.model.add(ready).only_enforce_if(changed)
        self.tasks.work.append(
            self.model.new_optional_fixed_size_interval_var(
                task.change_start, ticks, changed, f"{name}work"
            )
        )
        self.tasks.costs.append((changed, self.tasks.workshop.rates.powder_change * ticks))
