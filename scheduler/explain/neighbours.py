"""Neighbours of a plan: the same one with something done otherwise for one job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scheduler.construct.batch import Batch
from scheduler.construct.insertion import Inserter
from scheduler.construct.line import Line
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.ruin import take_out
from scheduler.explain.delay import items_of
from scheduler.explain.extra_shift import extra_shifts
from scheduler.explain.link import Link, Params
from scheduler.machine import Machine
from scheduler.problem import Problem
from scheduler.replan.kept import as_early_as_can_be, keep_what_holds
from scheduler.replan.repair import priced
from scheduler.schedule import Schedule
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop

URGENT = 10.0
"""What a tick of the job's end weighs beside one of the objective; a priority ten times as high."""

MOST_WAITS = 3
"""So many waits for people are tried, the longest."""

MATES = frozenset({"mates-height", "mates-scan", "mate-release"})
"""Links that a plate-mate causes."""


class Neighbour(NamedTuple):
    """A plan of a problem that is changed, or not, and what was done to have it."""

    code: str
    params: Params
    problem: Problem
    plan: Plan


class Asked(NamedTuple):
    """What a neighbour is made of: a plan of a schedule, a job, and why the job ends so late."""

    plan: Plan
    schedule: Schedule
    job: str
    links: Sequence[Link]

    @property
    def problem(self) -> Problem:
        """The problem as it is."""
        return self.plan.workshop.shop.problem

    def last(self) -> Batch | None:
        """Return the batch of the job's last build, if it may still move."""
        ends = (
            (times.unload_end, line.printer, batch)
            for line in self.plan.lines
            for batch, times in zip(line.batches, line.times, strict=True)
            if not items_of(self.plan, self.job).isdisjoint(batch.items)
        )
        return max(ends, key=lambda one: one[:2], default=(0, 0, None))[2]


def more_people(asked: Asked) -> Iterator[Neighbour]:
    """Yield plans with somebody more, where the job waits longest for people."""
    waits = [one for one in asked.links if one.code in {"person-absent", "person-busy"}]
    waits.sort(key=lambda one: -one.ticks)
    for wait in waits[:MOST_WAITS]:
        for code, window in extra_shifts(asked.problem, wait):
            problem = replace(asked.problem, staff=(*asked.problem.staff, window))
            params = {"from": window.start, "until": window.end}
            plan = as_early_as_can_be(Workshop(Shop(problem)), asked.schedule)
            yield Neighbour(code, params, problem, plan)


def own_build(asked: Asked) -> Iterator[Neighbour]:
    """Yield plans in which the job leaves its plate-mates, or half of it its other half."""
    batch = asked.last()
    if batch is None:
        return
    mine = [item for item in batch.items if item in items_of(asked.plan, asked.job)]
    sizes = {len(mine): "advice-own-build"} if len(mine) < len(batch.items) else {}
    if len(mine) > 1:
        sizes[len(mine) // 2] = "advice-split"
    for size, code in sizes.items():
        items = asked.plan.workshop.shop.with_mates(mine[:size])
        plan = _apart(asked, items)
        if plan is not None and len(items) < len(batch.items):
            yield Neighbour(code, {"copies": len(items)}, asked.problem, plan)


def mates_elsewhere(asked: Asked) -> Iterator[Neighbour]:
    """Yield plans in which a plate-mate that costs the job time is in another build."""
    batch, shop = asked.last(), asked.plan.workshop.shop
    if batch is None:
        return
    mates = dict.fromkeys(one.part for one in asked.links if one.code in MATES)
    for part in filter(None, mates):
        items = {item for item in batch.items if item.kind == shop.kind_of(part)}
        items = shop.with_mates(items)
        plan = asked.plan.copy()
        if not items.isdisjoint(items_of(plan, asked.job)) or not take_out(plan, items):
            continue
        if _back_elsewhere(plan, set(batch.items) - items, sorted(items)):
            yield Neighbour("advice-mate", {"part": part}, asked.problem, plan)


def _back_elsewhere(plan: Plan, left: set[Item], items: Sequence[Item]) -> bool:
    """Put items back, not into the build that they have left; tell whether all found a place."""
    for line in plan.lines:
        for batch in line.batches:
            if not left.isdisjoint(batch.items):
                batch.refused.update(item.kind for item in items)
    return not Inserter(plan, 1, lambda: False).insert_all(items)


def elsewhere(asked: Asked) -> Iterator[Neighbour]:
    """Yield plans in which the job's last build is earlier, and where it spares powder changes."""
    batch = asked.last()
    if batch is None:
        return
    plan = asked.plan.copy()
    if not take_out(plan, set(batch.items)):
        return
    batcher = plan.workshop.batcher
    moved = [batcher.moved(batch, printer) for printer in plan.workshop.shop.printers]
    plans = [_put(plan, line) for one in moved if one is not None for line in _lines(plan, one)]
    changes = _change_ticks(asked.plan)
    spared = [one for one in plans if _change_ticks(one) < changes]
    for code, those in (("advice-powder", spared), ("advice-earlier", plans)):
        if those:
            best = min(those, key=lambda one: _score(asked, one))
            machine = _machine_of(best, set(batch.items))
            yield Neighbour(code, {"machine": machine}, asked.problem, best)


def more_urgent(asked: Asked) -> Iterator[Neighbour]:
    """Yield a plan in which the job has a priority ten times as high."""
    weight = max(part.weight for part in asked.problem.parts if part.job == asked.job)
    plan = _first(asked, asked.problem)
    if plan is not None:
        params = {"weight": URGENT * max(1.0, weight)}
        yield Neighbour("advice-weight", params, asked.problem, plan)


def more_machines(asked: Asked) -> Iterator[Neighbour]:
    """Yield plans in which the job may be printed on a machine that it may not use now."""
    for machine in asked.problem.machines:
        problem = _with_machine(asked, machine)
        plan = None if problem is None else _first(asked, problem)
        if problem is None or plan is None:
            continue
        if _machine_of(plan, items_of(plan, asked.job)) == machine.id:
            yield Neighbour("advice-machine", {"machine": machine.id}, problem, plan)


def _with_machine(asked: Asked, machine: Machine) -> Problem | None:
    """Return the problem in which a job may go on a machine that holds its powder."""
    materials = {setting.id: setting.material for setting in asked.problem.settings}
    parts = tuple(
        replace(part, scan_s={**part.scan_s, machine.id: max(part.scan_s.values())})
        if part.job == asked.job
        and part.scan_s
        and machine.id not in part.scan_s
        and materials[part.setting] in machine.materials
        else part
        for part in asked.problem.parts
    )
    return None if parts == asked.problem.parts else replace(asked.problem, parts=parts)


def _first(asked: Asked, problem: Problem) -> Plan | None:
    """Return a plan into which the job is put again as if nothing else were so urgent."""
    parts = tuple(
        replace(part, due=problem.now, weight=URGENT * max(1.0, part.weight))
        if part.job == asked.job
        else part
        for part in problem.parts
    )
    rates = asked.plan.workshop.rates
    rates = replace(rates, tardiness=max(1.0, rates.tardiness))
    workshop = priced(Workshop(Shop(replace(problem, parts=parts))), rates)
    plan, left = keep_what_holds(workshop, asked.schedule)
    items = items_of(plan, asked.job)
    if left or not items or not take_out(plan, items):
        return None
    return None if Inserter(plan, 1, lambda: False).insert_all(sorted(items)) else plan


def _apart(asked: Asked, items: set[Item]) -> Plan | None:
    """Return the best plan in which items have a build of their own."""
    plan = asked.plan.copy()
    if not take_out(plan, items):
        return None
    workshop = plan.workshop
    own = [workshop.batcher.of(sorted(items), printer) for printer in workshop.shop.printers]
    plans = [_put(plan, line) for one in own if one is not None for line in _lines(plan, one)]
    return min(plans, key=lambda one: _score(asked, one), default=None)


def _lines(plan: Plan, batch: Batch) -> Iterator[Line]:
    """Yield the lines of a batch's machine with it in each place."""
    others = plan.lines[batch.printer].batches
    for place in range(len(others) + 1):
        batches = (*others[:place], batch, *others[place:])
        line = plan.try_line(batch.printer, batches, place)
        if line is not None:
            yield line


def _put(plan: Plan, line: Line) -> Plan:
    other = plan.copy()
    other.put(line)
    return other


def _score(asked: Asked, plan: Plan) -> tuple[int, float]:
    job = next(n for n, one in enumerate(plan.workshop.shop.jobs) if one.name == asked.job)
    return plan.undone(), plan.cost() + URGENT * plan.job_ends()[job]


def _change_ticks(plan: Plan) -> int:
    times = [times for line in plan.lines for times in line.times]
    return sum((one.change_end or 0) - (one.change_start or 0) for one in times)


def _machine_of(plan: Plan, items: set[Item]) -> str:
    """Return the machine of the last build that holds some of the items."""
    ends = [
        (times.unload_end, line.printer)
        for line in plan.lines
        for batch, times in zip(line.batches, line.times, strict=True)
        if not items.isdisjoint(batch.items)
    ]
    return plan.workshop.shop.printers[max(ends)[1]].machine.id


Way = Callable[[Asked], Iterator[Neighbour]]

WAYS: tuple[Way, ...] = (
    more_people,
    own_build,
    mates_elsewhere,
    elsewhere,
    more_urgent,
    more_machines,
)
"""What is tried, in this order while there is time."""
