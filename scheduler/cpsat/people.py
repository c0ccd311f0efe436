"""People in a model: where operations may start, and how many at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduler.shop.calendar import Calendar, Work
from scheduler.shop.printer import Post, Printer
from scheduler.shop.shop import Shop


def start_domain(
    shop: Shop, printer: Printer, ticks: int, earliest: int, need: int
) -> cp_model.Domain:
    """Return the ticks at which an operation with a person may start on a machine."""
    last = shop.horizon - ticks
    staffed = [(earliest, last)]
    if ticks > 0:
        staffed = [
            (max(a, earliest), min(b - ticks, last)) for a, b in shop.calendar.hours[need].windows
        ]
    domain = cp_model.Domain.from_intervals([[a, b] for a, b in staffed if a <= b])
    down = [[a - ticks + 1, b - 1] for a, b in printer.down if a - ticks + 1 < b]
    return domain.intersection_with(cp_model.Domain.from_intervals(down).complement())


def hours_domain(shop: Shop, post: Post, ticks: int) -> cp_model.Domain:
    """Return the ticks at which somebody is at a station for so long; any if nobody ever is."""
    windows = [
        [start, min(end, shop.horizon) - ticks]
        for start, end in shop.calendar.hours[post.need].windows
        if start <= min(end, shop.horizon) - ticks
    ]
    if not windows or ticks == 0:
        return cp_model.Domain(0, shop.horizon)
    return cp_model.Domain.from_intervals(windows)


def respect_heads(
    model: cp_model.CpModel,
    shop: Shop,
    fixed_work: Sequence[Work],
    work: Sequence[cp_model.IntervalVar],
) -> None:
    """See that operations never need more people than are there beside the fixed ones.

    Heads never bind when there is a person for every machine at any staffed tick. Skills and
    sites are relaxed: any person may do any work, where its own hours allow it at all.
    """
    stretches = _free_heads(shop.calendar, fixed_work)
    most = len(shop.printers)
    blockers, demands = [], []
    for start, end, free in stretches:
        if free < most:
            blockers.append(model.new_fixed_size_interval_var(start, end - start, f"away{start}"))
            demands.append(most - free)
    if blockers:
        ones = [1] * len(work)
        model.add_cumulative([*work, *blockers], [*ones, *demands], most)


def _free_heads(calendar: Calendar, fixed_work: Sequence[Work]) -> list[tuple[int, int, int]]:
    ends = (tick for work in fixed_work for tick in (work.start, work.end))
    ticks = sorted({*calendar.steps, *ends})
    stretches = []
    for start, end in itertools.pairwise(ticks):
        heads = calendar.heads_at(start)
        busy = sum(work.start <= start < work.end for work in fixed_work)
        if heads > 0:
            stretches.append((start, end, max(0, heads - busy)))
    return stretches
