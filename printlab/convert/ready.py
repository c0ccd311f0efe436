"""When a part could be ready, printed and treated.

Where a plan is published, it is the date that makes nobody late and is kept in nine of ten cases.
Without one, or where no such date is found, the published builds stay, what is open is placed
around them, and the part after that, by print times as they are estimated.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import scheduler
from printlab.convert.fixed import as_facts
from printlab.convert.problem import Asked, stand
from printlab.convert.promised import promised, standing
from printlab.convert.stations import shadow_mm2, steps, treatments
from printlab.convert.timeline import Timeline
from printlab.records import JsonObject, PartRevision, Station
from scheduler.completion import job_ends

__all__ = ["promise_document", "ready_document", "ready_request"]

_PART = "this-part"
_FIRST = scheduler.Limits(time_s=2.0, workers=1, iterations=0)
"""The first plan found: a date is wanted now, not the best plan."""


def ready_request(
    asked: Sequence[Asked],
    revision: PartRevision,
    stations: Sequence[Station],
    *,
    quantity: int,
    plan: JsonObject | None,
    factors: Mapping[str, float],
) -> JsonObject:
    """Write down, for a child process, what the lab is already doing and what is asked for.

    ``asked`` begins with all that waits; what follows is taken where that cannot all be placed.
    ``plan`` is what is published (`plan_document`), if anything is.
    ``factors`` tell, by machine, by how much its lasers take longer than computed; ``lasers``, by
    the ids of the machines it may stand on, is added by who chooses machines.
    """
    return {
        "problems": [one.problem.to_dict() for one in asked],
        "origin": asked[0].timeline.origin.isoformat(),
        "setting": {
            "id": revision.parameter_set_id,
            "material": revision.parameter_set.material.name,
            "layer_mm": revision.parameter_set.layer_mm,
        },
        "treatments": treatments(stations, revision.material.name),
        "quantity": quantity,
        "owner": revision.organisation_id,
        "confidential": revision.part.confidential,
        "plan": plan,
        "factors": dict(factors),
    }


def ready_document(request: JsonObject, part: JsonObject) -> JsonObject:
    """Place the checked part among the lab's work and say when it is ready, and why.

    Ready is when its last copy is off the machine and has passed the last station after it.

    ``code`` is ``ready-after-machine`` (its machine is taken until then), ``ready-at-set-up``
    (somebody must be there to set it up), or ``ready-never`` with the scheduler's reason.
    """
    if not request["lasers"]:
        return {"at": None, "code": "ready-never", "params": {"reason": "no-machine"}}
    timeline = Timeline(origin=dt.datetime.fromisoformat(request["origin"]))
    code = "unknown"
    for document in request["problems"]:
        base = as_facts(scheduler.Problem.from_dict(document))
        problem = _with_part(base, request, part)
        result = scheduler.solve(problem, _FIRST)
        if result.schedule is not None:
            return _told(result.schedule, problem, timeline)
        code = result.reason.code if result.reason else "unknown"
    return {"at": None, "code": "ready-never", "params": {"reason": code}}


def promise_document(request: JsonObject, part: JsonObject) -> JsonObject | None:
    """Say which date can be promised, as `ready_document` does, with how often it is kept.

    Nothing where no plan is published or no date is found that makes nobody late.
    """
    plan = standing(request.get("plan"))
    if plan is None or not request["lasers"]:
        return None
    wanted = _wanted(request, part, 0)
    around = {_PART: (part["planned_laser_low"], part["planned_laser_high"])}
    found = promised(plan, wanted, scheduler.Setting(**request["setting"]), around, _FIRST)
    if found is None:
        return None
    told = _told(found.schedule, found.problem, found.timeline)
    return {
        **told,
        "at": found.at.isoformat(),
        "share": found.share,
        "planned_at": found.planned_at.isoformat(),
    }


def _told(
    schedule: scheduler.Schedule, problem: scheduler.Problem, timeline: Timeline
) -> JsonObject:
    """Say when the part's last copy is done, and what its last build waits for."""
    holding = [b for b in schedule.builds if any(place.part == _PART for place in b.placements)]
    last = max(holding, key=lambda build: build.unload_end)
    ends = [build.unload_end for build in schedule.of_machine(last.machine) if build is not last]
    before = max((end for end in ends if end <= last.setup_start), default=problem.now)
    waits = before > problem.now
    return {
        "at": timeline.moment(job_ends(problem, schedule)[_PART]).isoformat(),
        "code": "ready-after-machine" if waits else "ready-at-set-up",
        "params": {
            "machine_id": last.machine,
            "at": timeline.moment(before if waits else last.setup_start).isoformat(),
        },
    }


def _with_part(base: scheduler.Problem, request: JsonObject, part: JsonObject) -> scheduler.Problem:
    """Return the lab's problem with one more part in it.

    What the lab has taken on goes first: it counts as due at once, the part as due at no time.
    """
    setting = scheduler.Setting(**request["setting"])
    known = {row.id for row in base.settings}
    return replace(
        base,
        settings=base.settings if setting.id in known else (*base.settings, setting),
        parts=(
            *(replace(taken, due=base.now) for taken in base.parts),
            _wanted(request, part, base.now),
        ),
        previous=(),
    )


def _wanted(request: JsonObject, part: JsonObject, release: int) -> scheduler.Part:
    """Return the part that is asked about."""
    size_mm = (part["size_x_mm"], part["size_y_mm"])
    orientation = stand(size_mm, part["height_mm"], part["footprint_mm"])
    return scheduler.Part(
        id=_PART,
        job=_PART,
        owner=request["owner"],
        copies=request["quantity"],
        setting=request["setting"]["id"],
        orientations=(orientation,),
        scan_s={
            name: request["factors"].get(name, 1.0) * part["planned_laser_s"] / count
            for name, count in request["lasers"].items()
        },
        release=release,
        confidential=request["confidential"],
        steps=steps(
            request["treatments"],
            shadow_mm2(part["footprint_mm"], size_mm),
        ),
    )
