"""Promising a date: the earliest that makes nobody late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from scheduler.completion import job_ends
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.construct.ruin import Allowed
from scheduler.construct.screening import obstacle
from scheduler.control import Control
from scheduler.errors import InvalidProblemError
from scheduler.limits import Limits
from scheduler.objective import Rates
from scheduler.part import Part
from scheduler.problem import Problem
from scheduler.promise.value import Promise
from scheduler.replan.kept import keep_what_holds
from scheduler.replan.repair import Limit, priced, repair
from scheduler.replan.stillness import MOST_MOVED, Stillness
from scheduler.result import Reason
from scheduler.schedule import Schedule
from scheduler.shop.shop import Shop
from scheduler.simulate import RUNS, simulated_ends
from scheduler.simulate.draws import Draws
from scheduler.simulate.people import NEVER
from scheduler.simulate.spread import Spread
from scheduler.solve import check_verified

PROMISE_S = 1.0
"""Seconds that are searched for an earlier date unless asked otherwise."""

SURE = 0.9
"""The probability with which the promised date is kept; our own choice."""

OTHERS = 1000.0
"""What lateness of other jobs weighs beside an earlier date while it is searched."""

RATES = Rates(tardiness=1.0, powder_change=0.01, occupancy=0.01)
"""The date counts; of plans with one date, the one with less machine time."""


def promise(
    problem: Problem,
    schedule: Schedule,
    parts: Sequence[Part],
    limits: Limits | None = None,
    spread: Spread | None = None,
) -> Promise:
    """Return the earliest date for new parts at which no job is late that was not.

    A job that was late is not later; running and pinned builds stay, and of the other copies a
    tenth moves at most (``limits.most_moved``). The due date of the parts plays no role.
    Raises `InvalidProblemError` for parts that do not go with the problem.
    """
    if not parts:
        raise InvalidProblemError("promise-parts")
    limits = limits or Limits(time_s=PROMISE_S)
    control = Control(limits, None)
    jobs = tuple(dict.fromkeys(part.job for part in parts))
    asked = replace(problem, parts=(*problem.parts, *parts))
    latest = _latest(problem, schedule, jobs)
    for due in (problem.now, problem.horizon):
        urgent = replace(asked, parts=tuple(_weighed(part, jobs, due) for part in asked.parts))
        workshop = priced(Workshop(Shop(urgent)), RATES)
        screened = obstacle(workshop)
        if screened is not None:
            return Promise(jobs=jobs, reason=screened.reason)
        nobody = _nobody_later(workshop.shop, latest)
        found, still = _placed(workshop, schedule, nobody, control)
        if not found[1] and not found[0].undone() and nobody(found[0]):
            kept = _kept(asked, found[0], jobs, spread or Spread())
            return replace(kept, moved=still.moved(found[0]), runtime_s=control.elapsed_s)
        if not workshop.shop.posts:
            break
    return Promise(jobs=jobs, reason=Reason(code="promise-none", params={}))


def _latest(problem: Problem, schedule: Schedule, jobs: Sequence[str]) -> dict[str, int]:
    """Return per other job the tick after which its end would be somebody's loss."""
    ends = job_ends(problem, schedule)
    return {
        part.job: max(part.due, ends.get(part.job, part.due))
        for part in problem.parts
        if part.due is not None and part.job not in jobs
    }


def _weighed(part: Part, jobs: Sequence[str], due: int) -> Part:
    """Return a part that is wanted as soon as can be, or one that must not be late for it."""
    if part.job in jobs:
        return replace(part, due=due, weight=1.0)
    return replace(part, weight=OTHERS)


def _nobody_later(shop: Shop, latest: dict[str, int]) -> Allowed:
    """Return the rule that no other job ends after its latest tick."""
    limits = {n: latest[job.name] for n, job in enumerate(shop.jobs) if job.name in latest}
    return lambda plan: all(end <= limits.get(job, end) for job, end in plan.job_ends().items())


def _placed(
    workshop: Workshop, schedule: Schedule, nobody: Allowed, control: Control
) -> tuple[Found, Stillness]:
    """Return a plan with the parts in it where they are early and nobody is late."""
    kept, left = keep_what_holds(workshop, schedule)
    share = control.limits.most_moved
    still = Stillness(kept, MOST_MOVED if share is None else share)
    return repair(kept, left, Limit(still, nobody), control), still


def _kept(asked: Problem, plan: Plan, jobs: Sequence[str], spread: Spread) -> Promise:
    """Return the promise that a plan keeps."""
    schedule = assemble(plan)
    check_verified(asked, schedule)
    ends = job_ends(asked, schedule)
    end = max(ends[job] for job in jobs)
    runs = simulated_ends(asked, schedule, Draws(Shop(asked), spread, RUNS, seed=0), RUNS)
    drawn = np.sort(np.max([runs[job] for job in jobs], axis=0))
    date = int(drawn[ceil(SURE * RUNS) - 1])
    return Promise(
        jobs=tuple(jobs),
        end=end,
        confidence=float((drawn <= end).mean()),
        date=None if date >= NEVER else date,
        schedule=schedule,
    )
