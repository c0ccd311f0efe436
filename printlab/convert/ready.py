"""When a part could be ready: the published plan stays, and the part is placed around it."""

import datetime as dt

import scheduler
from printlab.convert.problem import Asked
from printlab.convert.timeline import Timeline
from printlab.records import JsonObject, PartRevision

__all__ = ["ready_document", "ready_request"]

_PART = "this-part"
_LIMITS = scheduler.Limits(time_s=2.0, workers=1, iterations=0)
"""The first plan found: a date is wanted now, not the best plan."""


def ready_request(
    asked: Asked, revision: PartRevision, lasers: dict[str, int], *, quantity: int, owner: str
) -> JsonObject:
    """Write down, for a child process, what the lab is already doing and what is asked for."""
    return {
        "problem": asked.problem.to_dict(),
        "origin": asked.timeline.origin.isoformat(),
        "setting": {
            "id": revision.parameter_set_id,
            "material": revision.parameter_set.material.name,
            "layer_mm": revision.parameter_set.layer_mm,
        },
        "lasers": lasers,
        "quantity": quantity,
        "owner": owner,
        "confidential": revision.part.confidential,
    }


def ready_document(request: JsonObject, part: JsonObject) -> JsonObject:
    """Place the checked part into the lab's plan and say when it is off the machine, and why.

    ``code`` is ``ready-after-machine`` (its machine is taken until then), ``ready-at-set-up``
    (somebody must be there to set it up), or ``ready-never`` with the scheduler's reason.
    """
    if not request["lasers"]:
        return {"at": None, "code": "ready-never", "params": {"reason": "no-machine"}}
    timeline = Timeline(origin=dt.datetime.fromisoformat(request["origin"]))
    base = scheduler.Problem.from_dict(request["problem"])
    problem = _with_part(base, request, part)
    result = scheduler.solve(problem, _LIMITS)
    if result.schedule is None:
        code = result.reason.code if result.reason else "unknown"
        return {"at": None, "code": "ready-never", "params": {"reason": code}}
    builds = [build for build in result.schedule.builds if not build.fixed]
    last = max(builds, key=lambda build: build.unload_end)
    taken = [b.unload_end for b in result.schedule.of_machine(last.machine) if b.fixed]
    before = [end for end in taken if end <= last.setup_start]
    waits = bool(before) and max(before) > problem.now
    since = max(before) if waits else last.setup_start
    return {
        "at": timeline.moment(last.unload_end).isoformat(),
        "code": "ready-after-machine" if waits else "ready-at-set-up",
        "params": {"machine_id": last.machine, "at": timeline.moment(since).isoformat()},
    }


def _with_part(base: scheduler.Problem, request: JsonObject, part: JsonObject) -> scheduler.Problem:
    """Return the lab's problem with one more part in it."""
    setting = scheduler.Setting(**request["setting"])
    known = {row.id for row in base.settings}
    orientation = scheduler.Orientation(
        id="as-uploaded",
        width_mm=part["size_x_mm"],
        depth_mm=part["size_y_mm"],
        height_mm=part["height_mm"],
        polygon=tuple((x, y) for x, y in part["footprint_mm"]) or None,
    )
    wanted = scheduler.Part(
        id=_PART,
        job=_PART,
        owner=request["owner"],
        copies=request["quantity"],
        setting=setting.id,
        orientations=(orientation,),
        scan_s={name: part["scan_time_s"] / count for name, count in request["lasers"].items()},
        release=base.now,
        confidential=request["confidential"],
    )
    return scheduler.Problem(
        tick_s=base.tick_s,
        now=base.now,
        horizon=base.horizon,
        weights=base.weights,
        part_gap_mm=base.part_gap_mm,
        settings=base.settings if setting.id in known else (*base.settings, setting),
        parts=(*base.parts, wanted),
        machines=base.machines,
        staff=base.staff,
        fixed=base.fixed,
    )
