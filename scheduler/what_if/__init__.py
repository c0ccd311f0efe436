"""What if: the schedule after a change, beside the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scheduler.changes import Change, MachineBought
from scheduler.completion import job_ends
from scheduler.construct.assemble import assemble
from scheduler.construct.hurdle import Params
from scheduler.construct.hurdles import horizon
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.screening import obstacle
from scheduler.control import Control
from scheduler.fixed import PreviousPlacement
from scheduler.limits import Limits
from scheduler.moved import NOWHERE, Where, moved_builds, places_before, places_of
from scheduler.objective import is_moved, still_ticks, terms
from scheduler.problem import Problem
from scheduler.replan.kept import keep_what_holds
from scheduler.replan.repair import Limit, repair
from scheduler.replan.stillness import MOST_MOVED, Stillness
from scheduler.result import Reason
from scheduler.schedule import Schedule
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop
from scheduler.solve import check_verified
from scheduler.what_if.comparison import Comparison, JobShift, Move

WHAT_IF_S = 3.0
"""Seconds that an answer takes unless asked otherwise."""

LEAST_MOVED = 1
"""Builds that may move however few there are: an answer moves nothing in the lab, and one that may
move nothing says nothing."""

ALL = 1.0
"""Share of the builds that may move where the question is what a new machine could do."""

Places = Mapping[tuple[str, int], Where]
"""In which build each copy of a part is."""


def what_if(
    problem: Problem, schedule: Schedule, change: Change, limits: Limits | None = None
) -> Comparison:
    """Return what a change makes of a schedule: who moves, by how much, and what it costs.

    Running and pinned builds stay; of the other builds, and copies, at most a tenth is moved beyond
    what the change itself moves, or one build where that is none (``limits.most_moved``). A machine
    that is bought asks what could be done with it: there everything may move. Raises
    `InvalidProblemError` for a change that names what is not there.
    """
    control = Control(limits or Limits(time_s=WHAT_IF_S), None)
    problem = replace(problem, previous=_open_in(problem, schedule))
    changed = change.applied(problem)
    workshop = Workshop(Shop(changed))
    screened = obstacle(workshop)
    if screened is not None:
        return _none(problem, schedule, change, screened.reason)
    kept, left = keep_what_holds(workshop, schedule)
    before = places_before(problem.previous)
    share = _share(change, control.limits)
    still = Stillness(kept, share, before.values(), least=LEAST_MOVED if share > 0.0 else 0)
    plan, homeless = repair(kept, left, Limit(still), control)
    if homeless or plan.undone():
        return _none(problem, schedule, change, no_place(plan, homeless))
    after = assemble(plan)
    check_verified(changed, after)
    held = places_of(assemble(kept))
    stood = {copy: held.get(copy, NOWHERE) for copy in before}
    return Comparison(
        change=change,
        before=schedule,
        after=after,
        tick_s=problem.tick_s,
        shifts=tuple(_shifts(problem, schedule, changed, after)),
        moves=tuple(moves(changed, after)),
        open_copies=len(before),
        forced=_moved_copies(problem, before, stood),
        chosen=still.moved(plan),
        most_chosen=still.most,
        open_builds=len(set(before.values())),
        moved_builds=moved_builds(before, places_of(after), problem.tick_s).moved,
        forced_builds=moved_builds(before, stood, problem.tick_s).moved,
        chosen_builds=still.moved_builds(plan),
        most_chosen_builds=still.most_builds,
        terms_before=terms(problem, schedule),
        terms_after=terms(changed, after),
        verified=True,
        runtime_s=control.elapsed_s,
    )


def _share(change: Change, limits: Limits) -> float:
    """Return which share of the builds may move beyond what the change itself moves."""
    if limits.most_moved is not None:
        return limits.most_moved
    return ALL if isinstance(change, MachineBought) else MOST_MOVED


def _open_in(problem: Problem, schedule: Schedule) -> tuple[PreviousPlacement, ...]:
    """Return where the copies of a schedule stand that are not started in a problem."""
    fixed = {(placed.part, placed.copy) for one in problem.fixed for placed in one.placements}
    copies = {part.id: part.copies for part in problem.parts}
    return tuple(
        spot
        for spot in previous_of(schedule)
        if (spot.part, spot.copy) not in fixed and spot.copy <= copies.get(spot.part, 0)
    )


def _moved_copies(problem: Problem, before: Places, now: Places) -> int:
    """Return how many copies of a plan have moved in another, or have no place there."""
    still = still_ticks(problem)
    return sum(is_moved(where, *now[copy], still) for copy, where in before.items())


def _none(problem: Problem, schedule: Schedule, change: Change, reason: Reason) -> Comparison:
    """Return the comparison of a change after which there is no schedule."""
    return Comparison(
        change=change, before=schedule, after=None, tick_s=problem.tick_s, reason=reason
    )


def no_place(plan: Plan, homeless: Sequence[Item]) -> Reason:
    """Return why a plan is none: what is left over, or cannot be finished in time."""
    shop = plan.workshop.shop
    params: Params = horizon(shop)
    if not homeless:
        return Reason(code="horizon-stations", params={"count": plan.undone(), **params})
    part = shop.kinds[homeless[0].kind].part.id
    return Reason(code="horizon-together", params={"part": part, "count": len(homeless), **params})


def lateness(due: int | None, end: int | None) -> int:
    """Return by how many ticks an end is after a due date; none where there is no date."""
    return 0 if due is None or end is None else max(0, end - due)


def _shifts(
    problem: Problem, before: Schedule, changed: Problem, after: Schedule
) -> Iterator[JobShift]:
    """Yield the jobs that end at another time, or are late by another measure."""
    ends_before, ends_after = job_ends(problem, before), job_ends(changed, after)
    dues = {part.job: part.due for part in problem.parts}
    for job, due in {part.job: part.due for part in changed.parts}.items():
        shift = JobShift(
            job=job,
            due=due,
            end_before=ends_before.get(job),
            end_after=ends_after.get(job),
            late_before=lateness(dues.get(job), ends_before.get(job)),
            late_after=lateness(due, ends_after.get(job)),
        )
        same_end = shift.end_before == shift.end_after
        if not (same_end and shift.late_before == shift.late_after):
            yield shift


def moves(problem: Problem, after: Schedule) -> Iterator[Move]:
    """Yield the copies that a schedule moves against the previous placements of its problem."""
    before = {(spot.part, spot.copy): spot for spot in problem.previous}
    still = still_ticks(problem)
    for build in after.builds:
        for placed in build.placements:
            spot = before.get((placed.part, placed.copy))
            known = None if spot is None else (spot.machine, spot.start)
            if spot is not None and is_moved(known, build.machine, build.start, still):
                yield Move(
                    part=placed.part,
                    copy=placed.copy,
                    machine_before=spot.machine,
                    start_before=spot.start,
                    machine_after=build.machine,
                    start_after=build.start,
                )


def previous_of(schedule: Schedule) -> tuple[PreviousPlacement, ...]:
    """Return where the copies of a schedule stand that may still move."""
    return tuple(
        PreviousPlacement.of(placed, build.machine, build.start)
        for build in schedule.builds
        if not build.fixed
        for placed in build.placements
    )
