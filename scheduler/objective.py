"""What a schedule is worth: the terms of an objective and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.completion import job_ends
from scheduler.problem import Problem
from scheduler.result import Term
from scheduler.schedule import Build, Schedule

STILL_S = 4 * 3600
"""A print that starts at most this much earlier or later on its machine has not moved: half a
working day, our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What each amount weighs in the objective of a problem."""

    tardiness: float = 0.0
    powder_change: float = 0.0
    occupancy: float = 0.0
    stability: float = 0.0
    makespan: float = 0.0
    fairness: float = 0.0

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
            fairness=weights.fairness if problem.fair_share else 0.0,
        )


def terms(problem: Problem, schedule: Schedule) -> dict[str, Term]:
    """Return the terms of the problem's objective; the sum of their costs is its value."""
    rates = Rates.of(problem)
    own = [build for build in schedule.builds if not build.fixed]
    if problem.objective == "makespan":
        return {"makespan": _term(_makespan(problem, schedule), rates.makespan)}
    tardiness = _term(_tardiness(problem, schedule), rates.tardiness)
    if problem.objective == "total_tardiness":
        return {"tardiness": tardiness}
    found = {
        "tardiness": tardiness,
        "powder_change": _term(sum(map(_change, own)), rates.powder_change),
        "occupancy": _term(sum(map(_busy, own)), rates.occupancy),
        "stability": _term(moved_copies(problem, schedule), problem.weights.stability),
    }
    if problem.fair_share is not None:
        found["fairness"] = _term(_beyond_share(problem, schedule), rates.fairness)
    return found


def _term(amount: float, weight: float) -> Term:
    return Term(amount=float(amount), weight=weight, cost=amount * weight)


def _makespan(problem: Problem, schedule: Schedule) -> int:
    """Return the last tick at which a copy is done or a machine unloaded."""
    ends = [build.unload_end for build in schedule.builds]
    return max([*ends, *job_ends(problem, schedule).values()], default=0)


def _tardiness(problem: Problem, schedule: Schedule) -> float:
    """Return the sum over jobs of weight times ticks after the due date."""
    ends = job_ends(problem, schedule)
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


def _beyond_share(problem: Problem, schedule: Schedule) -> float:
    """Return by how many ticks members of a cooperative exceed their shares of machine time."""
    fair_share = problem.fair_share
    if fair_share is None:
        return 0.0
    parts = {part.id: part for part in problem.parts}
    given: dict[str, float] = {}
    for build in schedule.builds:
        if build.setup_start < fair_share.until:
            mates = [parts[placement.part] for placement in build.placements]
            scans = [(mate.owner, mate.scan_s.get(build.machine, 0.0)) for mate in mates]
            for owner, share in shares_of(scans).items():
                given[owner] = given.get(owner, 0.0) + share * _busy(build)
    return fair_share.beyond(given, problem.tick_s)


def shares_of(scans_s: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Return each owner's share of a build, by scan times; of copies where none takes time."""
    total_s = sum(scan_s for _, scan_s in scans_s)
    shares: dict[str, float] = {}
    for owner, scan_s in scans_s:
        share = scan_s / total_s if total_s > 0.0 else 1.0 / len(scans_s)
        shares[owner] = shares.get(owner, 0.0) + share
    return shares


def moved_copies(problem: Problem, schedule: Schedule) -> int:
    """Return how many copies that are not fixed are elsewhere than in the previous plan."""
    before = {(p.part, p.copy): (p.machine, p.start) for p in problem.previous}
    still = still_ticks(problem)
    return sum(
        is_moved(before.get((placement.part, placement.copy)), build.machine, build.start, still)
        for build in schedule.builds
        for placement in build.placements
        if not build.fixed
    )


def still_ticks(problem: Problem) -> int:
    """Return by how many ticks a start may shift without counting as moved."""
    return STILL_S // problem.tick_s


def is_moved(before: tuple[str, int] | None, machine: str, start: int, still: int) -> bool:
    """Tell whether a copy is on another machine than before, or starts at another time."""
    return before is not None and (before[0] != machine or abs(start - before[1]) > still)
