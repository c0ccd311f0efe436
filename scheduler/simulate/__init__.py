"""Simulating a schedule: how sure its dates are when print times are not what was estimated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scheduler.completion import job_ends
from scheduler.errors import InvalidProblemError
from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.shop.shop import Shop
from scheduler.simulate.course import Course
from scheduler.simulate.draws import Draws
from scheduler.simulate.people import NEVER, Ticks
from scheduler.simulate.robustness import JobOdds, Robustness
from scheduler.simulate.spread import Spread

RUNS = 1000
"""Runs unless asked otherwise: a share is then known to 1.6 % (its standard error, at most)."""

MOST_RUNS = 100_000


def simulate(
    problem: Problem,
    schedule: Schedule,
    spread: Spread | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> Robustness:
    """Return how often each due date holds in runs whose print times are drawn from a spread.

    Machines keep the order of their builds and stations that of their work; people come in their
    hours, each does one thing at a time, and nothing begins before its planned time. Raises
    `InvalidProblemError` for a number of runs that is none, or more than 100,000.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise InvalidProblemError("simulate-runs", runs=runs, limit=MOST_RUNS)
    spread = spread or Spread()
    ends = simulated_ends(problem, schedule, Draws(Shop(problem), spread, runs, seed), runs)
    dues = {part.job: part.due for part in problem.parts}
    planned = job_ends(problem, schedule)
    jobs = tuple(_odds(job, dues[job], planned[job], mine) for job, mine in sorted(ends.items()))
    held = [mine <= due for job, mine in ends.items() if (due := dues[job]) is not None]
    return Robustness(
        runs=runs,
        seed=seed,
        spread=spread,
        all_hold=float(np.all(held, axis=0).mean()) if held else 1.0,
        jobs=jobs,
    )


def simulated_ends(
    problem: Problem, schedule: Schedule, draws: Draws, runs: int
) -> Mapping[str, Ticks]:
    """Return per job the tick of its end in each run."""
    course = Course(draws.shop, schedule, draws, runs)
    course.run()
    job_of = {part.id: part.job for part in problem.parts}
    ends: dict[str, Ticks] = {}
    for build in schedule.builds:
        for placed in build.placements:
            job = job_of[placed.part]
            left = course.build_ends[build.id]
            end = np.maximum(left, course.copy_ends.get((placed.part, placed.copy), left))
            ends[job] = np.maximum(ends[job], end) if job in ends else end
    return ends


def _odds(job: str, due: int | None, planned: int, ends: Ticks) -> JobOdds:
    ranked = np.sort(ends)
    quantiles = [int(ranked[int(np.ceil(share * len(ranked))) - 1]) for share in (0.1, 0.5, 0.9)]
    known = [None if tick >= NEVER else tick for tick in quantiles]
    return JobOdds(
        job=job,
        due=due,
        planned_end=planned,
        holds=None if due is None else float((ends <= due).mean()),
        end_p10=known[0],
        end_p50=known[1],
        end_p90=known[2],
    )
