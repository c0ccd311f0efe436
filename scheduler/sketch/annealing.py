"""Simulated annealing of a sketch (Kirkpatrick, Gelatt and Vecchi 1983), in compiled code."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from scheduler.chance import begin, below, drawn
from scheduler.compiled import BARE, INNER
from scheduler.shop.kind import ROUNDING
from scheduler.sketch.costing import priced
from scheduler.sketch.moves import change, copy_into
from scheduler.sketch.tables import IMPOSSIBLE, TARDINESS, Amounts, Desk, Facts, Numbers, Sketch

LATE, LATE_UNITS = 0.3, 30
"""While units are late, one of them begins this share of the moves, or a share of so many units in
all where that is less: a search of many units has few moves for each. Any begins the others, and
all where only some are annealed."""


class Trail(NamedTuple):
    """Where an annealing is: the sketch ``now``, a copy of it, the best, and what the two cost.

    No platform of the best is too full, if one was found. All are worked out at a ``desk``.
    """

    now: Sketch
    copy: Sketch
    best: Sketch
    costs: Amounts
    desk: Desk


@numba.njit(**BARE)
def anneal(
    facts: Facts,
    trail: Trail,
    among: Numbers,
    heat: tuple[float, float],
    course: tuple[int, int],
) -> None:
    """Take moves from one heat to another; ``course`` is how many, and their seed.

    Each begins at a unit ``among`` these: all of them, or a few, while builds of others keep
    what they hold. Late ones begin no more moves than others then.
    """
    moves, seed = course
    begin(seed)
    now, costs, desk = trail.now, trail.costs, trail.desk
    units = len(now.home)
    chosen, used, late, count = desk.chosen, desk.used, desk.late, 0
    share = min(LATE, LATE_UNITS / units) if len(among) == units else 0.0
    cooling, warm = (heat[1] / heat[0]) ** (1.0 / moves), heat[0]
    copy_into(trail.copy, now)
    for _ in range(moves):
        warm *= cooling
        most = costs[0] - warm * np.log(1.0 - drawn())
        cost = IMPOSSIBLE
        unit = late[below(count)] if count > 0 and drawn() < share else among[below(len(among))]
        if change(facts, now, unit, chosen, used):
            cost = priced(facts, now, desk, most)
        if cost >= IMPOSSIBLE or cost > most:
            copy_into(now, trail.copy)
            continue
        costs[0] = cost
        copy_into(trail.copy, now)
        count = late_units(facts, desk, late)
        if cost < costs[1] and not _overfull(now, desk):
            costs[1] = cost
            copy_into(trail.best, now)


@numba.njit(**INNER)
def late_units(facts: Facts, desk: Desk, late: Numbers) -> int:
    """Write down the units of copies whose jobs are late, where that costs anything; count them."""
    count = 0
    for copy in range(len(facts.unit)):
        job = facts.job[copy]
        costs = facts.rates[TARDINESS] * facts.weight[job]
        if costs > 0.0 and desk.end[job] + facts.queued[job] > facts.due[job]:
            late[count] = facts.unit[copy]
            count += 1
    return count


@numba.njit(**INNER)
def _overfull(sketch: Sketch, desk: Desk) -> bool:
    """Tell whether a platform is too full."""
    for machine in range(len(sketch.sizes)):
        for place in range(sketch.sizes[machine]):
            if desk.share[sketch.order[machine, place]] > 1.0 + ROUNDING:
                return True
    return False
