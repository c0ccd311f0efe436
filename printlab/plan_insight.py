"""What a plan says of each job beside its date: how sure it is, why then, and what would help."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Final

import scheduler
from printlab.convert.problem import spread_from
from printlab.records import JsonObject
from scheduler.completion import job_ends
from scheduler.explain import Explainer

__all__ = ["plan_insight"]

_LATE_S: Final = 2.0
"""Seconds for what would help a late job."""

_TOTAL_S: Final = 20.0
"""Seconds for all jobs together; for those that are left it is looked for when somebody asks."""


def plan_insight(
    problem: scheduler.Problem,
    schedule: scheduler.Schedule,
    spread: Mapping[str, tuple[float, float]],
) -> JsonObject:
    """Return the odds of every due date and the explanation of every job, the latest first.

    ``spread`` holds per part the factors between which its scan time lies. Late jobs are told what
    would help while there is time; ``advised`` names those for which it was looked for.
    """
    odds = scheduler.simulate(problem, schedule, spread_from(spread))
    explainer = Explainer(problem, schedule)
    late = _by_lateness(problem, schedule)
    told = {job: explainer.reasons(job) for job, _ in late}
    until_s = monotonic() + _TOTAL_S
    advised = []
    for job, ticks in late:
        time_s = min(_LATE_S, until_s - monotonic())
        if ticks > 0 and time_s > 0:
            told[job] = explainer.advised(told[job], scheduler.Limits(time_s=time_s, workers=1))
            advised.append(job)
    return {
        "robustness": odds.to_dict(),
        "explanations": {job: one.to_dict() for job, one in told.items()},
        "advised": advised,
    }


def _by_lateness(
    problem: scheduler.Problem, schedule: scheduler.Schedule
) -> Sequence[tuple[str, int]]:
    """Return jobs with the ticks that they are late, the latest first."""
    dues = {part.job: part.due for part in problem.parts}
    ends = job_ends(problem, schedule)
    late = {job: 0 if dues[job] is None else end - (dues[job] or 0) for job, end in ends.items()}
    return sorted(late.items(), key=lambda one: (-one[1], one[0]))
