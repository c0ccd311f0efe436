"""What a schedule is worth: the terms of an objective and their sum."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.problem import Problem
from scheduler.result import Term
from scheduler.schedule import Build, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What each amount weighs in the objective of a problem."""

    tardiness: float = 0.0
    powder_change: float = 0.0
    occupancy: float = 0.0
    stability: float = 0.0
    makespan: float = 0.0

    @classmethod
    def of(cls, problem: Problem) -> Rates:
        """Return the rates of a problem's named objective."""
        if problem.objective == "makespan":
            return cls(makespan=1.0)
        if problem.objective == "total_tardiness":
            return cls(tardiness=1.0)
        weights = problem.weights
        return cls(
            tardiness=weights.tardiness,
            powder_change=weights.powder_change,
            occupancy=weights.occupancy,
            stability=weights.stability if problem.previous else 0.0,
        )


def terms(problem: Problem, schedule: Schedule) -> dict[str, Term]:
    """Return the terms of the problem's objective; the sum of their costs is its value."""
    rates = Rates.of(problem)
    own = [build for build in schedule.builds if not build.fixed]
    if problem.objective == "makespan":
        return {"makespan": _term(_makespan(schedule), rates.makespan)}
    tardiness = _term(_tardiness(problem, schedule), rates.tardiness)
    if problem.objective == "total_tardiness":
        return {"tardiness": tardiness}
    return {
        "tardiness": tardiness,
        "powder_change": _term(sum(map(_change, own)), rates.powder_change),
        "occupancy": _term(sum(map(_busy, own)), rates.occupancy),
        "stability": _term(_moved(problem, own), problem.weights.stability),
    }


def _term(amount: float, weight: float) -> Term:
    return Term(amount=float(amount), weight=weight, cost=amount * weight)


def _makespan(schedule: Schedule) -> int:
    return max((build.unload_end for build in schedule.builds), default=0)


def _tardiness(problem: Problem, schedule: Schedule) -> float:
    """Return the sum over jobs of weight times ticks after the due date."""
    parts = {part.id: part for part in problem.parts}
    ends: dict[str, int] = {}
    for build in schedule.builds:
        for placement in build.placements:
            job = parts[placement.part].job
            ends[job] = max(ends.get(job, 0), build.unload_end)
    first = {part.job: part for part in problem.parts}
    return sum(
        part.weight * max(0, ends.get(job, 0) - part.due)
        for job, part in first.items()
        if part.due is not None
    )


def _change(build: Build) -> int:
    return (build.powder_change_end or 0) - (build.powder_change_start or 0)


def _busy(build: Build) -> int:
    return build.cool_end - build.setup_start + build.unload_end - build.unload_start


def _moved(problem: Problem, own: list[Build]) -> int:
    before = {(p.part, p.copy): (p.machine, p.start) for p in problem.previous}
    return sum(
        before.get((placement.part, placement.copy), (build.machine, build.start))
        != (build.machine, build.start)
        for build in own
        for placement in build.placements
    )
