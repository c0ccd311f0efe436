"""Builds as tasks of a model: their variables, their people and their costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Workshop
from scheduler.cpsat.people import start_domain
from scheduler.shop.printer import Printer
from scheduler.shop.timeline import Times

SCALE = 100
"""Weights are counted in hundredths in a model."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Task:
    """A build in a model: its variables, and its shape on each machine that can print it."""

    name: str
    batches: dict[int, Batch]
    here: dict[int, cp_model.IntVar]
    setup_start: cp_model.IntVar
    unload_start: cp_model.IntVar
    unload_end: cp_model.IntVar
    change_start: cp_model.IntVar
    times: Times
    printer: int
    material: str
    tails: Mapping[int, int]
    """Per job, the ticks that what follows printing takes at least."""


class Left(NamedTuple):
    """What follows a task: a tick, that of the plan at hand, and per job the ticks after it."""

    end: cp_model.IntVar
    tick: int
    tails: Mapping[int, int]


class Tasks:
    """The tasks of one model."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.shop = workshop.shop
        self.model = cp_model.CpModel()
        self.tasks: list[Task] = []
        self.work: list[cp_model.IntervalVar] = []
        self.costs: list[tuple[cp_model.IntVar, float]] = []
        self.left: dict[str, Left] = {}
        """By the names of tasks, when they have passed stations that the model knows."""
        self._spans: list[list[cp_model.IntervalVar]] = [[] for _ in self.shop.printers]

    def tick(self, name: str, hint: int) -> cp_model.IntVar:
        """Return a new variable of a tick, with a hint."""
        variable = self.model.new_int_var(self.shop.problem.now, self.shop.horizon, name)
        self.model.add_hint(variable, hint)
        return variable

    def literal(self, name: str, hint: bool) -> cp_model.IntVar:
        """Return a new yes-or-no variable, with a hint."""
        variable = self.model.new_bool_var(name)
        self.model.add_hint(variable, hint)
        return variable

    def add(self, printer: int, batch: Batch, times: Times) -> None:
        """Add a build that is planned on a machine at some times."""
        name = f"b{len(self.tasks)}"
        shapes = {p.index: self.workshop.batcher.moved(batch, p) for p in self.shop.printers}
        batches = {index: shape for index, shape in shapes.items() if shape is not None}
        task = Task(
            name=name,
            batches=batches,
            here={p: self.literal(f"{name}on{p}", p == printer) for p in batches},
            setup_start=self.tick(f"{name}setup", times.setup_start),
            unload_start=self.tick(f"{name}unload", times.unload_start),
            unload_end=self.tick(f"{name}end", times.unload_end),
            change_start=self.tick(f"{name}change", times.begins),
            times=times,
            printer=printer,
            material=self.shop.settings[batch.setting].material,
            tails=batch.tails,
        )
        self.model.add_exactly_one(task.here.values())
        for index in batches:
            self._on(task, self.shop.printers[index])
        self.tasks.append(task)

    def _on(self, task: Task, printer: Printer) -> None:
        here, batch = task.here[printer.index], task.batches[printer.index]
        earliest = max(printer.free, batch.load.release)
        setups = start_domain(self.shop, printer, printer.setup, earliest, printer.needs.setup)
        unloads = start_domain(self.shop, printer, printer.unload, earliest, printer.needs.unload)
        inside = self.model.add_linear_expression_in_domain
        inside(task.setup_start, setups).only_enforce_if(here)
        inside(task.unload_start, unloads).only_enforce_if(here)
        cooled = task.setup_start + printer.setup + batch.load.cooled
        self.model.add(task.unload_start >= cooled).only_enforce_if(here)
        end = task.unload_start + printer.unload
        self.model.add(task.unload_end == end).only_enforce_if(here)
        self._people(task, printer)
        ticks = printer.setup + batch.load.cooled + printer.unload
        self.costs.append((here, self.workshop.rates.occupancy * ticks))

    def _people(self, task: Task, printer: Printer) -> None:
        here = task.here[printer.index]
        for start, ticks in (
            (task.setup_start, printer.setup),
            (task.unload_start, printer.unload),
        ):
            if ticks > 0:
                name = f"{task.name}{start.name}p{printer.index}"
                self.work.append(
                    self.model.new_optional_fixed_size_interval_var(start, ticks, here, name)
                )
        if printer.down:
            self._spans[printer.index].append(self._span(task, printer))

    def _span(self, task: Task, printer: Printer) -> cp_model.IntervalVar:
        size = self.model.new_int_var(0, self.shop.horizon, f"{task.name}size{printer.index}")
        self.model.add_hint(size, task.times.unload_end - task.times.setup_start)
        return self.model.new_optional_interval_var(
            task.setup_start,
            size,
            task.unload_end,
            task.here[printer.index],
            f"{task.name}span{printer.index}",
        )

    def minimize(self) -> None:
        """Ask for the least cost: what was collected, tardiness, and the last end."""
        self._respect_downtime()
        self._tardiness()
        if self.workshop.rates.makespan:
            fixed_end = self.workshop.fixed_end
            latest = max(self.shop.horizon, fixed_end)
            last = self.model.new_int_var(fixed_end, latest, "last")
            ends = [(left, max(left.tails.values())) for left in map(self._left, self.tasks)]
            self.model.add_hint(last, max(fixed_end, *(left.tick + tail for left, tail in ends)))
            for left, tail in ends:
                self.model.add(last >= left.end + tail)
            self.costs.append((last, self.workshop.rates.makespan))
        scaled = [(variable, round(SCALE * cost)) for variable, cost in self.costs]
        self.model.minimize(sum(variable * cost for variable, cost in scaled if cost))

    def _left(self, task: Task) -> Left:
        unknown = Left(task.unload_end, task.times.unload_end, task.tails)
        return self.left.get(task.name, unknown)

    def _respect_downtime(self) -> None:
        for printer in self.shop.printers:
            down = [
                self.model.new_fixed_size_interval_var(start, end - start, f"down{start}")
                for start, end in printer.down
            ]
            if down:
                self.model.add_no_overlap([*self._spans[printer.index], *down])

    def _tardiness(self) -> None:
        if not self.workshop.rates.tardiness:
            return
        for index, job in enumerate(self.shop.jobs):
            lefts = [self._left(task) for task in self.tasks if index in task.tails]
            mine = [(left, left.tails[index]) for left in lefts]
            if job.due is None or not mine:
                continue
            end = max(job.end, *(left.tick + tail for left, tail in mine))
            soonest = max(0, job.end - job.due)
            most = max(soonest, self.shop.horizon - job.due)
            late = self.model.new_int_var(soonest, most, f"late{index}")
            self.model.add_hint(late, max(0, end - job.due))
            for left, tail in mine:
                self.model.add(late >= left.end + tail - job.due)
            self.costs.append((late, self.workshop.rates.tardiness * job.weight))
