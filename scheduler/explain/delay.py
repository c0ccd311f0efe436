"""What one job delays: the jobs whose builds wait behind its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import ConfigDict

from scheduler.construct.plan import Plan
from scheduler.replan.kept import as_early_as_can_be
from scheduler.schedule import Placement, Schedule
from scheduler.shop.kind import Item
from scheduler.strict import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Another job would be done so many ticks sooner without the one that is explained."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    job: str
    ticks: int
    late: bool
    """Whether the other job is done after its due date."""


def delays(plan: Plan, schedule: Schedule, job: str) -> Iterator[Delay]:
    """Yield what a job delays: everything is timed again, with it and without it."""
    workshop, shop = plan.workshop, plan.workshop.shop
    leaving = {shop.name(item) for item in items_of(plan, job)}
    builds = tuple(
        replace(build, placements=tuple(one for one in build.placements if not _is(one, leaving)))
        for build in schedule.builds
    )
    before = as_early_as_can_be(workshop, schedule).job_ends()
    without = as_early_as_can_be(workshop, replace(schedule, builds=builds)).job_ends()
    for number, other in enumerate(shop.jobs):
        sooner = before.get(number, 0) - without.get(number, 0)
        if other.name != job and number in without and sooner > 0:
            late = other.due is not None and before[number] > other.due
            yield Delay(job=other.name, ticks=sooner, late=late)


def _is(placed: Placement, copies: set[tuple[str, int]]) -> bool:
    return (placed.part, placed.copy) in copies


def items_of(plan: Plan, job: str) -> set[Item]:
    """Return the copies of a job that may move, and those that must be in a build with them."""
    shop = plan.workshop.shop
    mine = {item for item in plan.items() if shop.kinds[item.kind].part.job == job}
    return shop.with_mates(mine)
