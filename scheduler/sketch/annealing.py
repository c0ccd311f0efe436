"""Simulated annealing of a sketch (Kirkpatrick, Gelatt and Vecchi 1983), in compiled code."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from scheduler.shop.kind import ROUNDING
from scheduler.sketch.chance import begin, drawn
from scheduler.sketch.costing import IMPOSSIBLE, cost_of
from scheduler.sketch.moves import change, copy_into
from scheduler.sketch.tables import INNER, Amounts, Desk, Facts, Sketch


class Trail(NamedTuple):
    """Where an annealing is: the sketch ``now``, a copy of it, the best, and what the two cost.

    No platform of the best is too full, if one was found. All are worked out at a ``desk``.
    """

    now: Sketch
    copy: Sketch
    best: Sketch
    costs: Amounts
    desk: Desk


@numba.njit(cache=True)
def anneal(facts: Facts, trail: Trail, heat: tuple[float, float], moves: int, seed: int) -> None:
    """Take so many moves, from one heat to another."""
    begin(seed)
    now, costs, desk = trail.now, trail.costs, trail.desk
    units = len(now.home)
    chosen = np.zeros(units, dtype=np.bool_)
    used = np.zeros(now.order.shape[1], dtype=np.bool_)
    cooling, warm = (heat[1] / heat[0]) ** (1.0 / moves), heat[0]
    copy_into(trail.copy, now)
    for _ in range(moves):
        warm *= cooling
        most = costs[0] - warm * np.log(1.0 - drawn())
        cost = IMPOSSIBLE
        if change(facts, now, chosen, used):
            cost = cost_of(facts, now, desk, most)
        if cost >= IMPOSSIBLE or cost > most:
            copy_into(now, trail.copy)
            continue
        costs[0] = cost
        copy_into(trail.copy, now)
        if cost < costs[1] and not _overfull(now, desk):
            costs[1] = cost
            copy_into(trail.best, now)


@numba.njit(cache=True, **INNER)
def _overfull(sketch: Sketch, desk: Desk) -> bool:
    """Tell whether a platform is too full."""
    for machine in range(len(sketch.sizes)):
        for place in range(sketch.sizes[machine]):
            if desk.share[sketch.order[machine, place]] > 1.0 + ROUNDING:
                return True
    return False
