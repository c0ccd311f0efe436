"""A bound of tardiness when machines are crowded: jobs share the time that there is.

Every job is cut into single ticks of scanning, at its fastest machine. Each piece is sent to a
stretch of time, which holds no more pieces than it has machine ticks. A piece that is printed
in a stretch makes its job end no sooner than that stretch begins, so a job is at least as late
as its pieces are on average; the cheapest way to send them all is a flow. (The transportation
bound of Gelders and Kleindorfer 1974, with stretches in place of single ticks.)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

from ortools.graph.python import min_cost_flow

from scheduler.bounds import late_alone, lower_bound
from scheduler.construct.plan import Workshop
from scheduler.shop.kind import Kind

MOST_ARCS = 10_000
MOST_STRETCHES = 100
SCALE = 10_000
"""Costs of a tick are counted in ten-thousandths, rounded down."""


class Work(NamedTuple):
    """What is open of a job: ticks to scan, the first tick to do so, ticks after the last."""

    ticks: int
    release: int
    tail: int
    due: int
    weight: float
    alone: float


def crowded_bound(workshop: Workshop) -> float:
    """Return a lower bound of the objective that knows how much time the machines have."""
    works, apart = _works(workshop)
    late = apart + (_flow(works, _stretches(workshop, works)) if works else 0.0)
    return lower_bound(workshop, late)


def _works(workshop: Workshop) -> tuple[list[Work], float]:
    """Return the jobs that can be late, and how late the others are alone."""
    shop = workshop.shop
    tail = min(shop.ticks(p.machine.cool_down_s) - 1 + p.unload for p in shop.printers)
    works, apart = [], 0.0
    kinds_of: list[list[Kind]] = [[] for _ in shop.jobs]
    for item in shop.items:
        kinds_of[shop.kinds[item.kind].job].append(shop.kinds[item.kind])
    for job, kinds, alone in zip(shop.jobs, kinds_of, late_alone(workshop), strict=True):
        scans_s = [min(s for s in kind.scan_s if s is not None) for kind in kinds]
        ticks = floor(sum(scans_s) / shop.tick_s)
        if job.due is None or job.weight == 0.0 or ticks == 0:
            apart += alone
            continue
        release = min(kind.part.release for kind in kinds)
        works.append(Work(ticks, release, max(0, tail), job.due, job.weight, alone))
    return works, apart


def _stretches(workshop: Workshop, works: Sequence[Work]) -> list[tuple[int, int, int]]:
    """Return stretches of time with the machine ticks in each; all work fits into them."""
    free = [opening.free for opening in workshop.liner.openings]
    total = sum(work.ticks for work in works)
    latest = max(*free, *(work.release for work in works))
    end = latest + ceil(total / len(free)) + 1
    count = max(2, min(MOST_STRETCHES, MOST_ARCS // len(works)))
    step = max(1, ceil((end - min(free)) / count))
    edges = [*range(min(free), end, step), end]
    return [
        (start, stop, sum(max(0, stop - max(start, at)) for at in free))
        for start, stop in itertools.pairwise(edges)
    ]


def _flow(works: Sequence[Work], stretches: Sequence[tuple[int, int, int]]) -> float:
    flow = min_cost_flow.SimpleMinCostFlow()
    sink = len(works) + len(stretches)
    for index, (_, _, room) in enumerate(stretches):
        flow.add_arc_with_capacity_and_unit_cost(len(works) + index, sink, room, 0)
    for number, work in enumerate(works):
        flow.set_node_supply(number, work.ticks)
        for index, (start, stop, _) in enumerate(stretches):
            if stop > work.release:
                flow.add_arc_with_capacity_and_unit_cost(
                    number, len(works) + index, work.ticks, _cost(work, start)
                )
    flow.set_node_supply(sink, -sum(work.ticks for work in works))
    status = flow.solve()
    alone = sum(work.alone for work in works)
    return max(alone, flow.optimal_cost() / SCALE) if status == flow.OPTIMAL else alone


def _cost(work: Work, start: int) -> int:
    late = max(work.alone, work.weight * (start + work.tail - work.due))
    return floor(SCALE * late / work.ticks)
