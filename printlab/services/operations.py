"""What happens at the stations: what follows printing begins and ends.

::

    planned --start--> running --finish--> finished
"""

from collections.abc import Sequence

from sqlalchemy import select

from printlab import audit
from printlab.errors import Conflict, NotFound
from printlab.lab import Desk
from printlab.records import Build, Operation, Plan
from printlab.services import plan_rows
from printlab.services.authorise import require_staff
from printlab.services.operation_reader import operation_views
from printlab.services.operation_view import OperationView
from printlab.services.ready_times import progress_of

__all__ = ["finish", "following", "give_up", "start"]


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


def give_up(desk: Desk, build: Build) -> None:
    """Take a build that failed out of all that was to follow it; what then holds nothing is off."""
    for operation in plan_rows.operations_with(desk, build):
        if operation.state == "planned":
            operation.builds.remove(build)
            if not operation.builds:
                operation.state = "cancelled"
    desk.session.flush()


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
    query = select(Operation.unit).where(
        Operation.station_id == operation.station_id, Operation.state == "running"
    )
    taken = set(desk.session.scalars(query))
    units: Sequence[int] = (operation.unit, *range(1, operation.station.units + 1))
    free = [unit for unit in units if unit not in taken]
    if not free:
        name = operation.station.name
        message = f"{name} is taken; finish what is in it first."
        raise Conflict("station-busy", message, {"station": name})
    return free[0]


def _done(desk: Desk, operation: Operation, action: str) -> Operation:
    desk.session.flush()
    numbers = [build.number for build in operation.builds]
    detail = {"station": operation.station.name, "builds": numbers}
    audit.record(desk, action, "operation", operation.id, detail=detail)
    return operation
