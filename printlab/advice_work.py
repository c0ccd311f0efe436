"""What would help one job of a plan, worked out inside a limited child."""

from typing import Final

import scheduler
from printlab.child import ReportProgress
from printlab.records import JsonObject
from scheduler.document import value_of

__all__ = ["advise"]

_LIMITS: Final = scheduler.Limits(time_s=8.0, workers=1)
"""Somebody waits for it."""


def advise(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Solve the neighbours of a plan again, and return what ends the job sooner."""
    report_progress("advising", 0, 1)
    problem = scheduler.Problem.from_dict(request["problem"])
    schedule = value_of(scheduler.Schedule, request["schedule"])
    told = scheduler.explain(problem, schedule, request["job"], _LIMITS)
    return {"advice": told.to_dict()["advice"]}
