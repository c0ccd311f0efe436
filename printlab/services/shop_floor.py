"""The state of the lab that a plan starts from, read in one go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from printlab.convert.problem import ShopFloor
from printlab.lab import Desk
from printlab.records import Build, Job
from printlab.services import jobs, lab, machine_time, plan_rows
from printlab.services.authorise import require_staff

__all__ = ["shop_floor"]


def shop_floor(desk: Desk, *, keep_published: bool = False) -> ShopFloor:
    """Return what a plan starts from.

    With ``keep_published``, every build of the published plan stays where it is: the state around
    which what is not planned yet, and a further part, are placed.
    """
    require_staff(desk.actor)
    rules = lab.terms(desk)
    until = desk.now + dt.timedelta(days=rules.plan_horizon_days)
    fixed, movable = plan_rows.fixed_builds(desk), plan_rows.movable_builds(desk)
    if keep_published:
        fixed, movable = [*fixed, *movable], []
    pending = [build for build in fixed if build.state == "finished"]
    wanted, printed = _jobs(desk, pending)
    return ShopFloor(
        now=desk.now,
        until=until,
        part_gap_mm=rules.part_gap_mm,
        objective=rules.objective,
        machines=lab.machines(desk),
        downtimes=lab.downtimes(desk),
        reservations=machine_time.reservations(desk),
        station_downtimes=machine_time.station_downtimes(desk),
        members=machine_time.members(desk),
        calibrations=lab.calibrations(desk),
        staffed=lab.staffed(desk, since=desk.now, until=until),
        jobs=wanted,
        printed=printed,
        fixed=fixed,
        previous=movable,
        stations=lab.stations(desk),
        operations=plan_rows.begun_operations(desk, fixed),
        passing=_passing(
            desk, pending, {job.id: printed.get(job.id, frozenset()) for job in wanted}
        ),
    )


def _jobs(desk: Desk, pending: list[Build]) -> tuple[list[Job], dict[str, frozenset[int]]]:
    """Return the jobs a plan knows, and which of their copies it need not know.

    A job that is printed is among them while copies of it wait for a station.
    """
    wanted = {job.id: job for job in jobs.open_jobs(desk)}
    settled = jobs.printed_copies(desk)
    waiting = [placement for build in pending for placement in build.held]
    for placement in waiting:
        job = wanted.setdefault(placement.job_id, placement.job)
        settled.setdefault(job.id, frozenset(range(1, job.copies + 1)))
    for placement in waiting:
        settled[placement.job_id] -= {placement.copy}
    ordered = sorted(wanted.values(), key=lambda job: job.number)
    return ordered, settled


def _passing(
    desk: Desk, pending: list[Build], settled: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[str]]:
    """Return, per job whose copies are all off a machine, the stations that they are to pass."""
    open_copies: dict[str, set[int]] = {}
    stations: defaultdict[str, set[str]] = defaultdict(set)
    for build in pending:
        follows = plan_rows.operations_with(desk, build)
        for placement in build.held:
            job = placement.job
            everything = set(range(1, job.copies + 1)) - settled[job.id]
            open_copies.setdefault(job.id, everything).discard(placement.copy)
            stations[job.id] |= {o.station_id for o in follows if o.job_id in {None, job.id}}
    return {job: frozenset(stations[job]) for job, left in open_copies.items() if not left}
