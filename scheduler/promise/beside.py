"""New parts beside a schedule that stays exactly as it is: nobody is later by them.

A plan that is made again passes what follows printing anew, which at a crowded station may make
somebody late though nothing had to move. Here all that is planned is a fact.
"""

from __future__ import annotations

from dataclasses import replace

from scheduler.fixed import FixedBuild
from scheduler.problem import Problem
from scheduler.schedule import Schedule


def stood_still(problem: Problem, schedule: Schedule) -> Problem:
    """Return the problem in which every build and operation of a schedule is fixed."""
    own = (FixedBuild.pinned(build) for build in schedule.builds if not build.fixed)
    operations = tuple(replace(operation, fixed=True) for operation in schedule.operations)
    return replace(problem, fixed=(*problem.fixed, *own), operations=operations, previous=())


def let_go(problem: Problem, schedule: Schedule) -> Schedule:
    """Return a schedule in which no more is fixed than the problem fixes."""
    builds = {build.id for build in problem.fixed}
    operations = {operation.id for operation in problem.operations}
    return Schedule(
        builds=tuple(replace(one, fixed=one.id in builds) for one in schedule.builds),
        operations=tuple(replace(one, fixed=one.id in operations) for one in schedule.operations),
    )
