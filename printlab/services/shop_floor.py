"""The state of the lab that a plan starts from, read in one go."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import select

from printlab.convert.problem import ShopFloor
from printlab.lab import Desk
from printlab.records import Build, Job, Placement, Plan
from printlab.services import jobs, lab, plans
from printlab.services.authorise import require_staff
from printlab.working_hours import StaffedWindow, WeeklyShift, staffed_windows

__all__ = ["shop_floor", "staffed"]


def shop_floor(desk: Desk, *, keep_published: bool = False) -> ShopFloor:
    """Return what a plan starts from.

    With ``keep_published``, every build of the published plan stays where it is and no job is
    asked for beyond them: the state around which a further part is placed.
    """
    require_staff(desk.actor)
    rules = lab.terms(desk)
    until = desk.now + dt.timedelta(days=rules.plan_horizon_days)
    fixed, movable = plans.fixed_builds(desk), plans.movable_builds(desk)
    if keep_published:
        fixed, movable = [*fixed, *movable], []
    wanted = jobs.open_jobs(desk)
    if keep_published:
        placed = {placement.job_id for build in fixed for placement in build.placements}
        wanted = [job for job in wanted if job.id in placed]
    return ShopFloor(
        now=desk.now,
        until=until,
        part_gap_mm=rules.part_gap_mm,
        machines=lab.machines(desk),
        downtimes=lab.downtimes(desk),
        staffed=staffed(desk, since=desk.now, until=until),
        jobs=wanted,
        printed=_settled_copies(desk, wanted, fixed, only_fixed=keep_published),
        fixed=fixed,
        previous=movable,
    )


def staffed(desk: Desk, *, since: dt.datetime, until: dt.datetime) -> tuple[StaffedWindow, ...]:
    """Return when people can work at machines between two moments."""
    weekly = [
        WeeklyShift(
            weekday=row.weekday,
            starts=row.starts,
            ends=row.ends,
            heads=row.heads,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in lab.shifts(desk)
    ]
    closed = frozenset(row.day for row in lab.closures(desk))
    return staffed_windows(weekly, closed, lab.terms(desk).time_zone, since=since, until=until)


def _settled_copies(
    desk: Desk, wanted: list[Job], fixed: list[Build], *, only_fixed: bool
) -> dict[str, frozenset[int]]:
    """Return the copies of each job that the plan has nothing to do with.

    Those in finished builds; with ``only_fixed`` all that are not in a fixed build.
    """
    if only_fixed:
        held: defaultdict[str, set[int]] = defaultdict(set)
        for build in fixed:
            for placement in build.placements:
                held[placement.job_id].add(placement.copy)
        return {
            job.id: frozenset(range(1, job.copies + 1)) - frozenset(held[job.id]) for job in wanted
        }
    done: defaultdict[str, set[int]] = defaultdict(set)
    rows = desk.session.execute(
        select(Placement.job_id, Placement.copy)
        .join(Build, Placement.build_id == Build.id)
        .join(Plan, Build.plan_id == Plan.id)
        .where(Build.state == "finished", Plan.state != "proposed")
    )
    for job_id, copy in rows:
        done[job_id].add(copy)
    return {job.id: frozenset(done[job.id]) for job in wanted}
