"""Promising a date: the earliest that makes nobody late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, inf
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from scheduler.completion import job_ends
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.ruin import Allowed
from scheduler.construct.screening import obstacle
from scheduler.control import Control
from scheduler.errors import InvalidProblemError
from scheduler.limits import Limits
from scheduler.moved import places_of
from scheduler.objective import Rates
from scheduler.part import Part
from scheduler.problem import Problem
from scheduler.promise.beside import let_go, stood_still
from scheduler.promise.value import Promise
from scheduler.replan.kept import MISSING, keep_what_holds
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
from scheduler.verify import verify

PROMISE_S = 1.0
"""Seconds that are searched for an earlier date unless asked otherwise."""

SURE = 0.9
"""The probability with which the promised date is kept; our own choice."""

BESIDE = 0.25
"""Share of the time for a place beside all that is planned; the rest is for one among it."""

OTHERS = 1000.0
"""What lateness of other jobs weighs beside an earlier date while it is searched."""

RATES = Rates(tardiness=1.0, powder_change=0.01, occupancy=0.01)
"""The date counts; of plans with one date, the one with less machine time."""


class Placed(NamedTuple):
    """A schedule with the new parts in it, and how many of the other copies and builds moved."""

    schedule: Schedule
    copies: int = 0
    builds: int = 0


class Asked(NamedTuple):
    """What is promised: the problem with the new parts, the plan without, the new jobs.

    ``latest`` holds per other job the tick after which its end would be somebody's loss.
    """

    problem: Problem
    schedule: Schedule
    jobs: tuple[str, ...]
    latest: dict[str, int]

    def end(self, schedule: Schedule) -> int:
        """Return when a schedule has the new jobs done."""
        ends = job_ends(self.problem, schedule)
        return max(ends[job] for job in self.jobs)


def promise(
    problem: Problem,
    schedule: Schedule,
    parts: Sequence[Part],
    limits: Limits | None = None,
    spread: Spread | None = None,
) -> Promise:
    """Return the earliest date for new parts at which no job is late that was not.

    A job that was late is not later; running and pinned builds stay, and of the other builds a
    tenth moves at most (``limits.most_moved``), unless it takes more for any date. The due date of
    the parts plays no role. Raises `InvalidProblemError` for parts that do not go with the problem.
    """
    if not parts:
        raise InvalidProblemError("promise-parts")
    control = Control(limits or Limits(time_s=PROMISE_S), None)
    jobs = tuple(dict.fromkeys(part.job for part in parts))
    wanted = replace(problem, parts=(*problem.parts, *parts))
    asked = Asked(wanted, schedule, jobs, _latest(problem, schedule, jobs))
    screened = obstacle(_workshop(asked, wanted, problem.now))
    if screened is not None:
        return Promise(jobs=jobs, reason=screened.reason)
    found = [*_beside(asked, control)]
    found += _among(asked, control, forced=not found)
    best = _best(asked, found, spread or Spread())
    if best is None:
        return Promise(jobs=jobs, reason=Reason(code="promise-none", params={}))
    return replace(best, runtime_s=control.elapsed_s)


def _best(asked: Asked, found: Sequence[Placed], spread: Spread) -> Promise | None:
    """Return the promise that is kept soonest; none is kept before it is planned."""
    best: Promise | None = None
    for end, placed in sorted(((asked.end(one.schedule), one) for one in found), key=itemgetter(0)):
        if best is None or best.date is None or end < best.date:
            offer = _kept(asked, placed, spread)
            best = offer if best is None else min(best, offer, key=_soonest)
    return best


def _soonest(offer: Promise) -> tuple[float, int]:
    """Return what offers are compared by: the date that is kept, then the one that is planned."""
    return inf if offer.date is None else offer.date, offer.end or 0


def _latest(problem: Problem, schedule: Schedule, jobs: Sequence[str]) -> dict[str, int]:
    """Return per other job the tick after which its end would be somebody's loss."""
    ends = job_ends(problem, schedule)
    return {
        part.job: max(part.due, ends.get(part.job, part.due))
        for part in problem.parts
        if part.due is not None and part.job not in jobs
    }


def _workshop(asked: Asked, problem: Problem, due: int) -> Workshop:
    """Return the workshop of a problem in which the new parts are wanted by a due date."""
    parts = tuple(_weighed(part, asked.jobs, due) for part in problem.parts)
    return priced(Workshop(Shop(replace(problem, parts=parts))), RATES)


def _weighed(part: Part, jobs: Sequence[str], due: int) -> Part:
    """Return a part that is wanted as soon as can be, or one that must not be late for it."""
    if part.job in jobs:
        return replace(part, due=due, weight=1.0)
    return replace(part, weight=OTHERS)


def _nobody_later(shop: Shop, latest: dict[str, int]) -> Allowed:
    """Return the rule that no other job ends after its latest tick."""
    limits = {n: latest[job.name] for n, job in enumerate(shop.jobs) if job.name in latest}
    return lambda plan: all(end <= limits.get(job, end) for job, end in plan.job_ends().items())


def _beside(asked: Asked, control: Control) -> Iterator[Placed]:
    """Yield the schedule as it is with the new parts in builds of their own, if there is one."""
    still = stood_still(asked.problem, _as_it_is(asked))
    workshop = _workshop(asked, still, still.now)
    limit = Limit(Stillness(Plan(workshop), 0.0), _nobody_later(workshop.shop, asked.latest))
    share = replace(control.limits, time_s=BESIDE * control.limits.time_s)
    plan, homeless = repair(
        Plan(workshop), workshop.shop.items, limit, Control(share, None, control.started_s)
    )
    if homeless or plan.undone() or not limit.also(plan):
        return
    placed = let_go(asked.problem, assemble(plan))
    if not verify(asked.problem, placed):  # a powder change after it may have become another one
        yield Placed(placed)


def _as_it_is(asked: Asked) -> Schedule:
    """Return the schedule, or what of it still holds."""
    if all(fault.code in MISSING for fault in verify(asked.problem, asked.schedule)):
        return asked.schedule
    workshop = _workshop(asked, asked.problem, asked.problem.now)
    return assemble(keep_what_holds(workshop, asked.schedule)[0])


def _among(asked: Asked, control: Control, *, forced: bool) -> Iterator[Placed]:
    """Yield a schedule with the new parts among the others, of which few move; more if forced."""
    for due in (asked.problem.now, asked.problem.horizon):
        workshop = _workshop(asked, asked.problem, due)
        nobody = _nobody_later(workshop.shop, asked.latest)
        kept, left = keep_what_holds(workshop, asked.schedule)
        share = control.limits.most_moved
        share = MOST_MOVED if share is None else share
        still = Stillness(kept, share, places_of(asked.schedule).values())
        plan, homeless = repair(kept, left, Limit(still, nobody), control)
        if not homeless and not plan.undone() and nobody(plan):
            if forced or still.allows(plan):
                yield Placed(assemble(plan), still.moved(plan), still.moved_builds(plan))
            return
        if not workshop.shop.posts:
            return


def _kept(asked: Asked, placed: Placed, spread: Spread) -> Promise:
    """Return the promise that a schedule with the parts in it keeps."""
    problem, jobs, schedule = asked.problem, asked.jobs, placed.schedule
    check_verified(problem, schedule)
    end = asked.end(schedule)
    runs = simulated_ends(problem, schedule, Draws(Shop(problem), spread, RUNS, seed=0), RUNS)
    drawn = np.sort(np.max([runs[job] for job in jobs], axis=0))
    date = int(drawn[ceil(SURE * RUNS) - 1])
    return Promise(
        jobs=tuple(jobs),
        end=end,
        confidence=float((drawn <= end).mean()),
        date=None if date >= NEVER else date,
        moved=placed.copies,
        moved_builds=placed.builds,
        schedule=schedule,
    )
