"""Explaining a schedule: why a job is done when it is, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.completion import job_ends
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.errors import InvalidProblemError
from scheduler.explain.advice import Advice
from scheduler.explain.chain import Chain
from scheduler.explain.delay import Delays
from scheduler.explain.explanation import Explanation
from scheduler.explain.neighbours import WAYS, Asked, Neighbour
from scheduler.limits import Limits
from scheduler.objective import is_moved, still_ticks, terms
from scheduler.problem import Problem
from scheduler.replan.kept import as_early_as_can_be, keep_what_holds
from scheduler.schedule import Schedule
from scheduler.shop.shop import Shop
from scheduler.verify import verify

EXPLAIN_S = 3.0
"""Seconds after which no more neighbours are tried, unless asked otherwise."""

MOST_ADVICE = 6
"""So many advices are told, the best first."""


def explain(
    problem: Problem, schedule: Schedule, job: str, limits: Limits | None = None
) -> Explanation:
    """Return why a job is done when it is in a verified schedule, what it delays, what would help.

    What would help is solved again, one thing at a time, while there is time; only what truly ends
    the job sooner, in a schedule that verifies, is told. Raises `InvalidProblemError` for a job
    that is not in the schedule.
    """
    explainer = Explainer(problem, schedule)
    return explainer.advised(explainer.reasons(job), limits)


class Explainer:
    """Explains many jobs of one verified schedule; see `explain`."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem, self.schedule = problem, schedule
        self.ends = job_ends(problem, schedule)
        self._workshop = Workshop(Shop(problem))
        self._delays = Delays(keep_what_holds(self._workshop, schedule)[0], schedule)

    def reasons(self, job: str) -> Explanation:
        """Return why a job is done when it is, and what it delays, without advice."""
        if job not in self.ends:
            raise InvalidProblemError("explain-job-unknown", job=job)
        delays = self._delays.of(job)
        return Explanation(
            job=job,
            due=next(part.due for part in self.problem.parts if part.job == job),
            end=self.ends[job],
            tick_s=self.problem.tick_s,
            chain=Chain(self._workshop.shop, self.schedule, job).links(),
            delays=tuple(sorted(delays, key=lambda one: (-one.ticks, one.job))),
            advice=(),
        )

    def advised(self, told: Explanation, limits: Limits | None = None) -> Explanation:
        """Return an explanation with what would help, looked for while there is time."""
        if not told.chain:
            return told
        control = Control(limits or Limits(time_s=EXPLAIN_S), None)
        plan, _ = keep_what_holds(Workshop(Shop(self.problem)), self.schedule)
        asked = Asked(plan, self.schedule, told.job, told.chain)
        return replace(told, advice=tuple(_best(asked, control)))


def _best(asked: Asked, control: Control) -> list[Advice]:
    """Return the best advice of each kind, the best first; of two ways to one plan the first."""
    best: dict[str, Advice] = {}
    seen: set[tuple[object, ...]] = set()
    for advice in _helpful(asked, control):
        outcome = (advice.end, *advice.cost.items(), advice.later_jobs)
        known = best.get(advice.code)
        if outcome not in seen and (known is None or _rank(advice) < _rank(known)):
            best[advice.code] = advice
        seen.add(outcome)
    return sorted(best.values(), key=_rank)[:MOST_ADVICE]


def _rank(advice: Advice) -> tuple[bool, int, int]:
    return not advice.on_time, len(advice.later_jobs), -advice.gain_ticks


def _helpful(asked: Asked, control: Control) -> Iterator[Advice]:
    again = as_early_as_can_be(asked.plan.workshop, asked.schedule)
    ends = (job_ends(asked.problem, one)[asked.job] for one in (asked.schedule, assemble(again)))
    end = min(ends)
    for way in WAYS:
        for neighbour in way(asked):
            advice = _judged(asked, neighbour, end)
            if advice is not None:
                yield advice
            if control.halt():
                return


def _judged(asked: Asked, neighbour: Neighbour, end: int) -> Advice | None:
    """Return the advice that a neighbour is, if its plan holds and its job ends sooner."""
    if neighbour.plan.undone():
        return None
    found = assemble(neighbour.plan)
    ends = job_ends(neighbour.problem, found)
    gain = end - ends[asked.job]
    if gain <= 0 or verify(neighbour.problem, found):
        return None
    before = job_ends(asked.problem, asked.schedule)
    dues = {part.job: part.due for part in asked.problem.parts}
    due = dues[asked.job]
    later = [
        job
        for job, limit in dues.items()
        if limit is not None and job != asked.job and ends[job] > max(limit, before[job])
    ]
    return Advice(
        code=neighbour.code,
        params=neighbour.params,
        gain_ticks=gain,
        end=ends[asked.job],
        on_time=due is not None and before[asked.job] > due >= ends[asked.job],
        cost=_cost(asked, found),
        later_jobs=tuple(later),
        moved=_moved(asked, found),
    )


def _cost(asked: Asked, found: Schedule) -> dict[str, float]:
    """Return the terms of the objective that differ, and by how much."""
    before, after = terms(asked.problem, asked.schedule), terms(asked.problem, found)
    changes = {name: after[name].amount - before[name].amount for name in after}
    return {name: amount for name, amount in changes.items() if amount}


def _moved(asked: Asked, found: Schedule) -> int:
    """Return how many copies of other jobs are elsewhere."""
    job_of = {part.id: part.job for part in asked.problem.parts}
    still = still_ticks(asked.problem)
    before = {
        (placed.part, placed.copy): (build.machine, build.start)
        for build in asked.schedule.builds
        for placed in build.placements
    }
    return sum(
        is_moved(before.get((placed.part, placed.copy)), build.machine, build.start, still)
        for build in found.builds
        for placed in build.placements
        if job_of[placed.part] != asked.job
    )
