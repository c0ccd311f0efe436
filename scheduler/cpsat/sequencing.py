"""The best machines, order and times for builds whose content is settled.

Each machine is a circuit over its builds; an arc from one build to the next knows the powder
change between them. Starts that need a person have the staffed windows as their domain. The
plan at hand is given as a complete hint, without which larger models find nothing in time.
"""

from __future__ import annotations

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan
from scheduler.control import Control
from scheduler.cpsat.circuit import Circuit
from scheduler.cpsat.people import respect_heads
from scheduler.cpsat.queues import Queues
from scheduler.cpsat.run import Run
from scheduler.cpsat.task import Task, Tasks

MOST_ARCS = 12_000
"""Larger models are not built: they find nothing in the time there is."""


def resequence(plan: Plan, control: Control, time_s: float) -> Plan | None:
    """Return a plan with the same builds in better places, if one is found in the time."""
    builds = sum(len(line.batches) for line in plan.lines)
    if builds <= 1 or len(plan.lines) * (builds + 1) ** 2 > MOST_ARCS:
        return None
    tasks = tasks_of(plan)
    run = Run(tasks.model, control, time_s)
    return _rebuilt(plan, tasks, run) if run.found else None


def tasks_of(plan: Plan) -> Tasks:
    """Return the model of a plan's builds, with the plan as its hint."""
    tasks = Tasks(plan.workshop)
    for line in plan.lines:
        for batch, times in zip(line.batches, line.times, strict=True):
            tasks.add(line.printer, batch, times)
    for printer in plan.workshop.shop.printers:
        Circuit(tasks, printer).add()
    if plan.workshop.shop.posts and not plan.undone():
        Queues(tasks, plan).add()
    respect_heads(tasks.model, plan.workshop.shop, plan.workshop.fixed_work, tasks.work)
    tasks.minimize()
    return tasks


def _rebuilt(plan: Plan, tasks: Tasks, run: Run) -> Plan | None:
    """Return the plan that makes the builds in the order found, each as early as it can."""
    rebuilt = Plan(plan.workshop)
    for task in sorted(tasks.tasks, key=lambda task: run.solver.value(task.setup_start)):
        printer, batch = _chosen(task, run)
        batches = (*rebuilt.lines[printer].batches, batch)
        line = rebuilt.try_line(printer, batches, len(batches) - 1)
        if line is None:
            return None
        rebuilt.put(line)
    return rebuilt


def _chosen(task: Task, run: Run) -> tuple[int, Batch]:
    printer = next(p for p, here in task.here.items() if run.solver.boolean_value(here))
    return printer, task.batches[printer]
