"""What a plan says of each job beside its date: how sure it is, why then, and what would help."""

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Final

import scheduler
from printlab.convert.problem import spread_from
from printlab.records import JsonObject
from scheduler.completion import job_ends

__all__ = ["plan_insight"]

_LATE_S: Final = 2.0
"""Seconds for what would help a late job."""

_TOTAL_S: Final = 20.0
"""Seconds for all jobs together; those that are left then are told without advice."""

_NO_TIME_S: Final = 0.001


def plan_insight(
    problem: scheduler.Problem,
    schedule: scheduler.Schedule,
    spread: Mapping[str, tuple[float, float]],
) -> JsonObject:
    """Return the odds of every due date and the explanation of every job, the latest first.

    ``spread`` holds per part the factors between which its scan time lies.
    """
    odds = scheduler.simulate(problem, schedule, spread_from(spread))
    until_s = monotonic() + _TOTAL_S
    explained = {}
    for job, late in _by_lateness(problem, schedule):
        wanted_s = _LATE_S if late > 0 else _NO_TIME_S
        time_s = max(_NO_TIME_S, min(wanted_s, until_s - monotonic()))
        limits = scheduler.Limits(time_s=time_s, workers=1)
        explained[job] = scheduler.explain(problem, schedule, job, limits).to_dict()
    return {"robustness": odds.to_dict(), "explanations": explained}


def _by_lateness(
    problem: scheduler.Problem, schedule: scheduler.Schedule
) -> Iterable[tuple[str, int]]:
    """Return jobs with the ticks that they are late, the latest first."""
    dues = {part.job: part.due for part in problem.parts}
    ends = job_ends(problem, schedule)
    late = {job: 0 if dues[job] is None else end - (dues[job] or 0) for job, end in ends.items()}
    return sorted(late.items(), key=lambda one: (-one[1], one[0]))
