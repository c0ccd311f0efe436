"""What is done with a plan inside a limited child: solve, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import scheduler
from printlab.child import ENOUGH, ReportProgress
from printlab.errors import Conflict
from printlab.plan_insight import plan_insight
from printlab.records import JsonObject
from printlab.texts import called

__all__ = ["make_plan"]

_SEARCHING: Final = "searching"
_EXPLAINING: Final = "explaining"


def make_plan(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Solve a scheduling problem; a plan that cannot be is refused with the reason's sentence."""
    problem = scheduler.Problem.from_dict(request["problem"])
    limits = scheduler.Limits(
        time_s=request["time_limit_s"],
        seed=request["seed"],
        workers=request["workers"],
        most_moved=request.get("most_moved") if problem.previous else None,
    )
    total_s = round(limits.time_s)
    enough = Path(request["scratch"]) / ENOUGH if "scratch" in request else None

    def progress(heard: scheduler.Progress) -> bool | None:
        report_progress(_stage(heard), min(total_s, round(heard.elapsed_s)), total_s)
        return heard.objective is None or enough is None or not enough.exists()

    report_progress(_SEARCHING, 0, total_s)
    result = scheduler.solve(problem, limits, progress=progress)
    if result.schedule is None:
        raise _impossible(problem, result, request.get("names", {}))
    report_progress(_EXPLAINING, total_s, total_s)
    insight = plan_insight(problem, result.schedule, request.get("spread", {}))
    return {"result": result.to_dict(), "insight": insight}


def _stage(heard: scheduler.Progress) -> str:
    """Return the stage with the best cost so far and the bound, as far as they are known."""
    if heard.objective is None:
        return _SEARCHING
    known = [value for value in (heard.objective, heard.bound) if value is not None]
    return " ".join([_SEARCHING, *(f"{value:.0f}" for value in known)])


def _impossible(
    problem: scheduler.Problem, result: scheduler.Result, names: Mapping[str, str]
) -> Conflict:
    """Return the refusal of a plan that cannot be, naming jobs and machines as people do.

    Its code is that of the first cause; ``causes`` among its params holds all, each a code with its
    params, where there are several.
    """
    if result.reason is None:
        return Conflict("plan-unknown", "No plan was found in the time given; give it more time.")
    known = {**names, **{part.id: part.job for part in problem.parts}}
    told = [
        replace(one, params={key: called(value, known) for key, value in one.params.items()})
        for one in result.reason.causes or (result.reason,)
    ]
    params: dict[str, object] = {**told[0].params, "status": result.status}
    if len(told) > 1:
        params["causes"] = [{"code": one.code, "params": dict(one.params)} for one in told]
    return Conflict(told[0].code, " ".join(one.sentence() for one in told), params)
