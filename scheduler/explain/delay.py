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


class Delays:
    """What the jobs of a schedule delay: everything is timed again, with one and without it."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self._plan, self._schedule = plan, schedule
        self._before = as_early_as_can_be(plan.workshop, schedule).job_ends()

    def of(self, job: str) -> Iterator[Delay]:
        """Yield the jobs that would be done sooner without one."""
        workshop, shop = self._plan.workshop, self._plan.workshop.shop
        leaving = {shop.name(item) for item in items_of(self._plan, job)}
        if not leaving:
            return
        without = as_early_as_can_be(workshop, _without(self._schedule, leaving)).job_ends()
        for number, other in enumerate(shop.jobs):
            end = self._before.get(number, 0)
            if other.name != job and number in without and without[number] < end:
                late = other.due is not None and end > other.due
                yield Delay(job=other.name, ticks=end - without[number], late=late)


def _without(schedule: Schedule, leaving: set[tuple[str, int]]) -> Schedule:
    builds = tuple(
        replace(build, placements=tuple(one for one in build.placements if not _is(one, leaving)))
        for build in schedule.builds
    )
    return replace(schedule, builds=builds)


def _is(placed: Placement, copies: set[tuple[str, int]]) -> bool:
    return (placed.part, placed.copy) in copies


def items_of(plan: Plan, job: str) -> set[Item]:
    """Return the copies of a job that may move, and those that must be in a build with them."""
    shop = plan.workshop.shop
    mine = {item for item in plan.items() if shop.kinds[item.kind].part.job == job}
    return shop.with_mates(mine)
