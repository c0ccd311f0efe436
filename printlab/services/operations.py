"""What happens at the stations: what follows printing begins, ends, or spoils what is in it.

::

    planned --start--> running --finish--> finished
       ^------undo--------'  ^------undo------'
                          running --fail---> finished, with a reason; what was lost there is
                                             printed again

A note is undone as long as nothing that comes after it has begun and no other plan knows of it.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from printlab import audit
from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.records import Build, Operation, Placement, Plan
from printlab.services import jobs, plan_rows
from printlab.services.authorise import require_staff
from printlab.services.operation_reader import operation_views
from printlab.services.operation_view import OperationView
from printlab.services.ready_times import progress_of

__all__ = ["fail", "finish", "following", "give_up", "start", "undo"]

_LONGEST_REASON = 2000


def following(desk: Desk, build_id: str) -> tuple[OperationView, ...]:
    """Return what follows a build in its plan, as the actor may see it, in the flow's order."""
    build = plan_rows.visible_build(desk, build_id)
    plan = desk.session.get_one(Plan, build.plan_id)
    mine = plan_rows.operations_with(desk, build)
    everything = {one.id: one for one in (*plan_rows.operations_of(desk, plan), *mine)}
    progress = progress_of(desk, plan_rows.builds_of(desk, plan), list(everything.values()))
    return operation_views(desk, mine, progress.moments)


def start(desk: Desk, operation_id: str) -> Operation:
    """Note that a station is loaded and works; on another of its units when its own is taken."""
    operation = _for_work(desk, operation_id)
    _require_state(operation, "planned")
    _require_there(desk, operation)
    operation.unit = _free_unit(desk, operation)
    operation.state, operation.actual_start_at = "running", desk.now
    return _done(desk, operation, "operation-started")


def finish(desk: Desk, operation_id: str) -> Operation:
    """Note that a station is done and unloaded."""
    operation = _for_work(desk, operation_id)
    _require_state(operation, "running")
    operation.state, operation.actual_end_at = "finished", desk.now
    return _done(desk, operation, "operation-finished")


def undo(desk: Desk, operation_id: str) -> Operation:
    """Take back the last note about a station: that it was emptied, or else that it began.

    Raises
    ------
    Conflict
        ``operation-state`` where nothing was noted; ``operation-lost`` once parts were given up
        there; ``operation-replanned`` when a plan was published without it; ``operation-followed``
        when what comes after has begun; ``station-busy`` when its unit holds something else.
    """
    operation = _for_work(desk, operation_id)
    _require_undoable(desk, operation)
    if operation.state == "running":
        operation.state, operation.actual_start_at = "planned", None
        return _done(desk, operation, "operation-start-undone")
    if operation.unit in _taken_units(desk, operation):
        raise _busy(operation)
    operation.state, operation.actual_end_at = "running", None
    return _done(desk, operation, "operation-finish-undone")


def fail(
    desk: Desk, operation_id: str, reason: str, copies: Collection[int] | None = None
) -> Operation:
    """Note that what is at a station was spoilt: the next plan prints it again.

    At a station for parts only some ``copies`` of the job may be lost (None: all that are in it);
    elsewhere everything on the platforms is.

    Raises
    ------
    Invalid
        ``reason-missing``, or ``copies-unknown`` for copies that are not in it.
    """
    operation = _for_work(desk, operation_id)
    _require_state(operation, "running")
    reason = reason.strip()
    if not reason:
        raise Invalid("reason-missing", "Say what went wrong.", field="reason")
    for placement in _lost(operation, copies):
        placement.lost = True
        jobs.reopen(placement.job)
    operation.state, operation.actual_end_at = "finished", desk.now
    operation.failure_reason = reason[:_LONGEST_REASON]
    for build in operation.builds:
        _take_out_lost(desk, build)
    return _done(desk, operation, "operation-failed")


def give_up(desk: Desk, build: Build) -> None:
    """Take a build that failed out of all that was to follow it; what then holds nothing is off."""
    for operation in plan_rows.operations_with(desk, build):
        if operation.state == "planned":
            operation.builds.remove(build)
            if not operation.builds:
                operation.state = "cancelled"
    desk.session.flush()


def _lost(operation: Operation, copies: Collection[int] | None) -> list[Placement]:
    """Return the copies that were spoilt: those named, or all that are in it."""
    inside = [place for build in operation.builds for place in build.held]
    if operation.job_id is None:
        return inside
    known = set(operation.copies or ())
    wanted = known if copies is None else set(copies)
    if not wanted or not wanted <= known:
        raise Invalid("copies-unknown", "Choose copies that are in it.", field="copies")
    return [one for one in inside if one.job_id == operation.job_id and one.copy in wanted]


def _take_out_lost(desk: Desk, build: Build) -> None:
    """Take what was lost out of all that was to follow; a build without anything left is off."""
    if not build.held:
        give_up(desk, build)
        return
    gone = {(place.job_id, place.copy) for place in build.placements if place.lost}
    for operation in plan_rows.operations_with(desk, build):
        if operation.state == "planned" and operation.job_id is not None:
            job, before = operation.job_id, operation.copies or []
            operation.copies = [copy for copy in before if (job, copy) not in gone]
            if not operation.copies:
                operation.state = "cancelled"


def _require_undoable(desk: Desk, operation: Operation) -> None:
    if operation.state not in plan_rows.BEGUN:
        _require_state(operation, "running")
    name = operation.station.name
    if operation.failure_reason is not None:
        raise Conflict(
            "operation-lost",
            f"Parts were given up at {name}; the next plan prints them again.",
            {"station": name},
        )
    if desk.session.get_one(Plan, operation.plan_id).state != "published":
        raise Conflict(
            "operation-replanned",
            f"A plan was published since without this work at {name}; it stays as noted.",
            {"station": name},
        )
    for build in operation.builds:
        after = [o for o in plan_rows.operations_with(desk, build) if _precedes(operation, o)]
        begun = [one for one in after if one.state in plan_rows.BEGUN]
        if begun:
            later = begun[0].station.name
            raise Conflict(
                "operation-followed", f"First undo what is noted at {later}.", {"station": later}
            )


def _for_work(desk: Desk, operation_id: str) -> Operation:
    """Return an operation of a plan that was published, for staff."""
    require_staff(desk.actor)
    operation = desk.session.get(Operation, operation_id)
    if operation is None:
        raise NotFound
    plan_rows.require_published(desk, operation.plan_id)
    return operation


def _require_state(operation: Operation, state: str) -> None:
    if operation.state != state:
        raise Conflict(
            "operation-state",
            f"This cannot be done: the work at {operation.station.name} is {operation.state}.",
            {"station": operation.station.name, "state": operation.state},
        )


def _require_there(desk: Desk, operation: Operation) -> None:
    """Refuse to begin before all builds are off their machine and through what comes before."""
    for build in operation.builds:
        if build.state != "finished":
            raise Conflict(
                "operation-early",
                f"Build {build.number} is still to come off its machine.",
                {"build": build.number or ""},
            )
        before = [o for o in plan_rows.operations_with(desk, build) if _precedes(o, operation)]
        undone = [one for one in before if one.state in {"planned", "running"}]
        if undone:
            raise Conflict(
                "operation-out-of-turn",
                f"First finish what is done at {undone[0].station.name}.",
                {"station": undone[0].station.name},
            )


def _precedes(one: Operation, other: Operation) -> bool:
    """Whether what is in one operation passes it before the other."""
    places = [(o.station.kind == "part", o.station.place) for o in (one, other)]
    shares = one.job_id is None or (
        one.job_id == other.job_id and not set(one.copies or ()).isdisjoint(other.copies or ())
    )
    return places[0] < places[1] and shares


def _free_unit(desk: Desk, operation: Operation) -> int:
    """Return the unit it was planned on, or another one that is free."""
    taken = _taken_units(desk, operation)
    units: Sequence[int] = (operation.unit, *range(1, operation.station.units + 1))
    free = [unit for unit in units if unit not in taken]
    if not free:
        raise _busy(operation)
    return free[0]


def _taken_units(desk: Desk, operation: Operation) -> set[int]:
    """Return the units of its station that hold something now."""
    query = select(Operation.unit).where(
        Operation.station_id == operation.station_id, Operation.state == "running"
    )
    return set(desk.session.scalars(query))


def _busy(operation: Operation) -> Conflict:
    name = operation.station.name
    message = f"{name} is taken; finish what is in it first."
    return Conflict("station-busy", message, {"station": name})


def _done(desk: Desk, operation: Operation, action: str) -> Operation:
    desk.session.flush()
    numbers = [build.number for build in operation.builds]
    detail = {"station": operation.station.name, "builds": numbers}
    audit.record(desk, action, "operation", operation.id, detail=detail)
    return operation
