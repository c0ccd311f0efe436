"""Plan metal (L-PBF) parts on the machines of a lab: nest, batch and sequence them.

::

    problem = scheduler.read_problem("plan_problem.json")
    result = scheduler.solve(problem, scheduler.Limits(time_s=10.0))
    print(result.summary())

Values in, values out: no files but the one that is read, no clock but the time limit. `solve`
makes a schedule and `verify` judges one; `explain` says why a job is done when it is and what would
help; `what_if` changes something (`scheduler.changes`) and compares; `simulate` tells how sure
dates are, and `promise` which date can be kept. Everything else is a value of the problem or of
a result.
"""

from __future__ import annotations

from scheduler.errors import SchedulerError
from scheduler.explain import explain
from scheduler.explain.explanation import Explanation
from scheduler.fair_share import FairShare
from scheduler.fixed import FixedBuild, PreviousPlacement
from scheduler.limits import Limits, Progress
from scheduler.machine import Machine, Platform, PowderChange, Reservation
from scheduler.part import Orientation, Part, Setting
from scheduler.problem import Problem, Weights
from scheduler.promise import promise
from scheduler.promise.value import Promise
from scheduler.read import read_problem
from scheduler.result import Result
from scheduler.schedule import Build, Operation, Placement, Schedule
from scheduler.schemas import problem_schema, result_schema
from scheduler.simulate import simulate
from scheduler.simulate.robustness import Robustness
from scheduler.simulate.spread import Spread
from scheduler.solve import solve
from scheduler.station import Station, Step
from scheduler.verify import verify
from scheduler.violation import Violation
from scheduler.what_if import what_if
from scheduler.what_if.comparison import Comparison
from scheduler.window import Window

__all__ = [
    "Build",
    "Comparison",
    "Explanation",
    "FairShare",
    "FixedBuild",
    "Limits",
    "Machine",
    "Operation",
    "Orientation",
    "Part",
    "Placement",
    "Platform",
    "PowderChange",
    "PreviousPlacement",
    "Problem",
    "Progress",
    "Promise",
    "Reservation",
    "Result",
    "Robustness",
    "Schedule",
    "SchedulerError",
    "Setting",
    "Spread",
    "Station",
    "Step",
    "Violation",
    "Weights",
    "Window",
    "explain",
    "problem_schema",
    "promise",
    "read_problem",
    "result_schema",
    "simulate",
    "solve",
    "verify",
    "what_if",
]
