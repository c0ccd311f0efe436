"""Plan metal (L-PBF) parts on the machines of a lab: nest, batch and sequence them.

>>> import scheduler
>>> problem = scheduler.read_problem("examples/plan_problem.json")  # doctest: +SKIP
>>> print(scheduler.solve(problem).summary())  # doctest: +SKIP
"""

from __future__ import annotations

from scheduler.errors import SchedulerError, StoppedError
from scheduler.fixed import FixedBuild, PreviousPlacement
from scheduler.limits import Limits, Progress
from scheduler.machine import Machine, Platform, PowderChange
from scheduler.part import Orientation, Part, Setting
from scheduler.problem import Problem, Weights
from scheduler.read import read_problem
from scheduler.result import Result
from scheduler.schedule import Build, Placement, Schedule
from scheduler.solve import solve
from scheduler.verify import verify
from scheduler.violation import Violation
from scheduler.window import Window

__all__ = [
    "Build",
    "FixedBuild",
    "Limits",
    "Machine",
    "Orientation",
    "Part",
    "Placement",
    "Platform",
    "PowderChange",
    "PreviousPlacement",
    "Problem",
    "Progress",
    "Result",
    "Schedule",
    "SchedulerError",
    "Setting",
    "StoppedError",
    "Violation",
    "Weights",
    "Window",
    "read_problem",
    "solve",
    "verify",
]
