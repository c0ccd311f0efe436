"""Whether a proposal still holds after what the shop floor, the clock and the lab did since.

Each refusal has its own code and one sentence that names what changed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from printlab.convert.fixed import GRACE, occupied_from
from printlab.convert.mates import group_name
from printlab.errors import Conflict
from printlab.lab import Desk
from printlab.records import Build, LabSetting, Operation, Plan
from printlab.services import jobs, plan_rows
from printlab.services.ready_times import progress_of

__all__ = ["Rows", "require_still_true"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a proposal leaves where it is (``kept``, ``begun``) and the ``own`` builds it adds."""

    kept: Sequence[Build]
    begun: Sequence[Operation]
    own: Sequence[Build]


def require_still_true(desk: Desk, plan: Plan, rows: Rows) -> None:
    """Refuse a proposal that became stale.

    Raises
    ------
    Conflict
        ``plan-outdated-lab``, ``-build``, ``-station``, ``-job``, ``-mates``, ``-start``,
        ``-machine`` or ``-late``.
    """
    _require_same_lab(desk, plan)
    _require_same_floor(desk, plan, rows)
    _require_wanted(desk, plan, rows.own)
    _require_mates(plan, rows)
    operations = [o for o in plan_rows.operations_of(desk, plan) if o.state == "planned"]
    _require_ahead(desk, plan, rows.own, operations)
    _require_in_time(desk, plan, rows, operations)


def _require_same_lab(desk: Desk, plan: Plan) -> None:
    loaded = desk.session.get(LabSetting, "lab")
    asked = plan.summary.get("asked_at")
    asked_at = plan.created_at if asked is None else dt.datetime.fromisoformat(asked)
    if loaded is not None and loaded.changed_at > asked_at:
        text = f"The lab file was loaded again since plan {plan.version} was asked for"
        raise _outdated(plan, "lab", text)


def _require_same_floor(desk: Desk, plan: Plan, rows: Rows) -> None:
    """See that the same builds are under way or pinned, and the same work at stations."""
    known = set(plan.summary.get("fixed_build_ids", []))
    changed = sorted(known ^ {build.id for build in rows.kept})
    if changed:
        number = plan_rows.find_build(desk, changed[0]).number or ""
        text = f"Build {number} began, ended or was pinned since plan {plan.version} was asked for"
        raise _outdated(plan, "build", text, build=number)
    noted = set(plan.summary.get("fixed_operation_ids", []))
    moved = sorted(noted ^ {operation.id for operation in rows.begun})
    if moved:
        name = desk.session.get_one(Operation, moved[0]).station.name
        text = f"Work at {name} was noted since plan {plan.version} was asked for"
        raise _outdated(plan, "station", text, station=name)


def _require_wanted(desk: Desk, plan: Plan, own: Sequence[Build]) -> None:
    """See that each copy is still to be printed."""
    printed = jobs.printed_copies(desk)
    for row in (placement for build in own for placement in build.placements):
        is_over = row.job.state not in jobs.UNFINISHED
        if is_over or row.copy in printed.get(row.job_id, ()):
            number = row.job.number
            text = f"Plan {plan.version} prints copies of job {number} that are not wanted any more"
            raise _outdated(plan, "job", text, job=number)


def _require_mates(plan: Plan, rows: Rows) -> None:
    """See that what is to share a platform does, and that confidential work meets no stranger.

    A group of which some are in builds that stay cannot be brought together any more, as
    `printlab.convert.mates.groups` says.
    """
    apart = {group_name(place.job) for build in rows.kept for place in build.held}
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for build in rows.own:
        owners = {place.job.organisation_id for place in build.placements}
        for place in build.placements:
            job, group = place.job, group_name(place.job)
            if group is not None and group not in apart:
                homes[group].add(build.id)
            if len(homes.get(group or "", ())) > 1 or (job.confidential and len(owners) > 1):
                number = job.number
                text = f"What job {number} may share a platform with is not what plan"
                raise _outdated(plan, "mates", f"{text} {plan.version} knew", job=number)


def _require_ahead(
    desk: Desk, plan: Plan, own: Iterable[Build], operations: Iterable[Operation]
) -> None:
    """See that no print, and but for a little no work by hand, should have begun already."""
    begins = [(build.planned_start_at, build.machine.name) for build in own]
    begins += [(occupied_from(build) + GRACE, build.machine.name) for build in own]
    begins += [(one.planned_load_at + GRACE, one.station.name) for one in operations]
    past = min((one for one in begins if one[0] < desk.now), default=None)
    if past is not None:
        text = f"Plan {plan.version} begins work at {past[1]} at a time that is past"
        raise _outdated(plan, "start", text, place=past[1])


def _require_in_time(desk: Desk, plan: Plan, rows: Rows, operations: Sequence[Operation]) -> None:
    """See that what runs is over when the proposal needs its machine, its parts or its station."""
    everything = [*rows.kept, *rows.own]
    progress = progress_of(desk, everything, [*rows.begun, *operations])
    for build in (one for one in rows.kept if one.state == "running"):
        free_at = max(progress.left[build.id], desk.now)
        after = [occupied_from(one) for one in rows.own if one.machine_id == build.machine_id]
        if after and min(after) + GRACE < free_at:
            number, name = build.number or "", build.machine.name
            text = f"Build {number} runs longer than plan {plan.version} took it to at {name}"
            raise _outdated(plan, "machine", text, build=number, machine=name)
    for one in operations:
        if progress.moments[one.id].load_at > one.planned_load_at + GRACE:
            name = one.station.name
            text = f"What plan {plan.version} loads at {name} is not there in time any more"
            raise _outdated(plan, "late", text, station=name)


def _outdated(plan: Plan, what: str, text: str, **params: str) -> Conflict:
    """Return the refusal of a plan that something overtook, in a sentence."""
    code = f"plan-outdated-{what}"
    return Conflict(code, f"{text}; make a new plan.", {"version": plan.version, **params})
