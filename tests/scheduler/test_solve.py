"""What solving promises."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Problem, Schedule, solve, verify
from tests.scheduler.problems import problems

QUICK = Limits(time_s=5.0, iterations=15)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_every_schedule_of_a_random_problem_verifies(problem: Problem) -> None:
    """Whatever the problem, a result has a schedule without violations or a reason."""
    result = solve(problem, QUICK)
    if result.schedule is None:
        assert result.reason is not None
        assert result.reason.sentence("nl")
    else:
        assert verify(problem, result.schedule) == []
        assert result.bound is not None
        assert result.objective is not None
        assert result.bound <= result.objective


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_every_schedule_of_the_timed_search_verifies(problem: Problem) -> None:
    """The exact steps keep every rule, too, and are never worse than the bound."""
    result = solve(problem, Limits(time_s=0.6))
    assert (result.schedule is None) == (result.reason is not None)
    assert isinstance(result.schedule, Schedule | None)
