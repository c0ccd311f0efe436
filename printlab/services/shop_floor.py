"""The state of the lab that a plan starts from, read in one go."""

import datetime as dt

from printlab.convert.problem import ShopFloor
from printlab.lab import Desk
from printlab.services import jobs, lab, plans
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
    fixed, movable = plans.fixed_builds(desk), plans.movable_builds(desk)
    if keep_published:
        fixed, movable = [*fixed, *movable], []
    return ShopFloor(
        now=desk.now,
        until=until,
        part_gap_mm=rules.part_gap_mm,
        machines=lab.machines(desk),
        downtimes=lab.downtimes(desk),
        staffed=lab.staffed(desk, since=desk.now, until=until),
        jobs=jobs.open_jobs(desk),
        printed=jobs.printed_copies(desk),
        fixed=fixed,
        previous=movable,
    )
