"""A schedule as it stands: what was published, kept as far as it still may be."""

from __future__ import annotations

from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Workshop
from scheduler.construct.screening import obstacle
from scheduler.control import Control
from scheduler.limits import Limits
from scheduler.moved import places_of
from scheduler.problem import Problem
from scheduler.replan.kept import keep_what_holds
from scheduler.replan.repair import Limit, repair
from scheduler.replan.stillness import MOST_MOVED, Stillness
from scheduler.schedule import Schedule
from scheduler.shop.shop import Shop

FIRST = Limits(iterations=0)
"""The first plan found; nothing is searched."""


def as_it_stands(problem: Problem, schedule: Schedule) -> Schedule | None:
    """Return a schedule as a problem leaves it, or ``None`` where not every part has a place.

    Builds stay on their machines and in their order, later where what they wait for is late (as
    `keep_what_holds`); copies that are in no build are put in where they delay little.
    """
    workshop = Workshop(Shop(problem))
    if obstacle(workshop) is not None:
        return None
    kept, left = keep_what_holds(workshop, schedule)
    still = Stillness(kept, MOST_MOVED, places_of(schedule).values())
    plan, homeless = repair(kept, left, Limit(still), Control(FIRST, None))
    return None if homeless or plan.undone() else assemble(plan)
