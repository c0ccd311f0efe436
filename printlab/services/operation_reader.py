"""What follows printing as its reader may see it; what is not theirs is "reserved", or left out."""

from collections.abc import Iterable, Mapping

from printlab.convert.expected import Moments, as_planned, in_flow
from printlab.lab import Desk
from printlab.records import Build, Operation, Station
from printlab.services.authorise import may_see, sees_own_only
from printlab.services.operation_view import BuildName, OperationView, StationView

__all__ = ["operation_views", "station_view"]


def operation_views(
    desk: Desk, operations: Iterable[Operation], moments: Mapping[str, Moments]
) -> tuple[OperationView, ...]:
    """Return operations for this actor, in the order of the flow.

    A company learns of its own work alone: of a furnace that holds more, only its own builds.
    """
    views = [_view(desk, one, moments[one.id]) for one in in_flow(operations)]
    if sees_own_only(desk.actor):
        views = [view for view in views if not view.reserved]
    return tuple(views)


def station_view(station: Station) -> StationView:
    """Return a station as the schedule needs it."""
    return StationView(
        id=station.id,
        name=station.name,
        kind=station.kind,
        units=station.units,
        capacity=station.capacity,
        attended=station.attended,
        skill=station.skill,
    )


def _view(desk: Desk, one: Operation, moments: Moments) -> OperationView:
    known = [build for build in one.builds if desk.actor.is_staff or _is_known(desk, build)]
    job = one.job if one.job is not None and may_see(desk.actor, one.job.submission) else None
    seen = job is not None if one.job_id is not None else bool(known)
    return OperationView(
        id=one.id,
        plan_id=one.plan_id,
        station=station_view(one.station),
        unit=one.unit,
        programme=one.programme if seen else None,
        state="failed" if seen and one.failure_reason is not None else one.state,
        reserved=not seen,
        builds=tuple(BuildName(id=b.id, number=b.number) for b in known) if seen else (),
        job_number=None if job is None else job.number,
        name=None if job is None else job.part_revision.part.name,
        submission_id=None if job is None else job.submission_id,
        copies=tuple(one.copies or ()) if seen else (),
        planned=as_planned(one),
        expected=moments,
        actual_start_at=one.actual_start_at,
        actual_end_at=one.actual_end_at,
        failure_reason=one.failure_reason if desk.actor.is_staff else None,
    )


def _is_known(desk: Desk, build: Build) -> bool:
    return any(may_see(desk.actor, placed.job.submission) for placed in build.placements)
