"""Solving: screen, construct, improve, prove, verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scheduler.companion.process import accompanied
from scheduler.construct.assemble import assemble
from scheduler.construct.hurdle import Params
from scheduler.construct.hurdles import horizon
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.screening import obstacle, shortage
from scheduler.control import Control
from scheduler.errors import SolverFaultError
from scheduler.limits import Limits, ProgressCallback
from scheduler.makespan_search import MakespanSearch
from scheduler.moved import moved_builds, places_before, places_of
from scheduler.objective import moved_copies, terms
from scheduler.problem import Problem
from scheduler.result import Cause, Reason, Result
from scheduler.schedule import Schedule
from scheduler.search import PROVEN, Search
from scheduler.shop.shop import Shop
from scheduler.verify import pinned_wrong, verify
from scheduler.violation import Violation

Status = Literal["infeasible", "unknown"]


def solve(
    problem: Problem, limits: Limits | None = None, *, progress: ProgressCallback | None = None
) -> Result:
    """Return the best plan found within the limits, verified, with a bound of its objective.

    ``progress`` is called about ten times a second; it ends the search by returning ``False``,
    and the best plan so far is returned. With ``limits.iterations`` the same problem and seed
    give the same plan. With ``limits.most_moved`` and previous placements the previous plan is
    kept but for that share of its builds, and of its copies. A large problem is searched by two
    processes at once (``limits.processes``); both have ended when this returns.
    """
    control = Control(limits or Limits(), progress)
    wrong = pinned_wrong(problem)
    if wrong:
        return _nothing(control, _pinned(wrong), "infeasible")
    workshop = Workshop(Shop(problem))
    screened = obstacle(workshop)
    if screened is not None:
        status: Status = "infeasible" if screened.proven else "unknown"
        return _nothing(control, screened.reason, status, screened.parts)
    search = (MakespanSearch if workshop.rates.makespan else Search)(workshop, control)
    short = shortage(workshop)
    if short is not None:
        search.construct()
        return _nothing(control, short, "infeasible", _left_over(search))
    with accompanied(workshop, control) as search.exchange:
        search.stay() if search.stays else search.run()
    if search.plan is None or not search.complete:
        return _unfinished(search)
    return _found(search, search.plan)


def _pinned(wrong: Sequence[Violation]) -> Reason:
    """Return that pinned builds break rules, and which."""
    causes = tuple(
        Cause(
            code=one.code, params={**one.params, "build": one.build or "", "part": one.part or ""}
        )
        for one in wrong
    )
    builds = dict.fromkeys(one.build or "" for one in wrong)
    params: Params = {"builds": ", ".join(builds)}
    return Reason(code="pinned-impossible", params=params, causes=causes)


def _nothing(
    control: Control, reason: Reason, status: Status, unplaced: tuple[str, ...] = ()
) -> Result:
    return Result(
        status=status,
        seed=control.limits.seed,
        runtime_s=control.elapsed_s,
        reason=reason,
        unplaced=unplaced,
    )


def _unfinished(search: Search) -> Result:
    control, shop = search.control, search.workshop.shop
    if control.stopped:
        return _nothing(control, Reason(code="cancelled", params={}), "unknown")
    if search.plan is not None and not search.homeless:
        params: Params = {"count": search.plan.undone(), **horizon(shop)}
        return _nothing(control, Reason(code="horizon-stations", params=params), "unknown")
    names = _left_over(search)
    params = {"part": names[0], "count": len(search.homeless), **horizon(shop)}
    return _nothing(control, Reason(code="horizon-together", params=params), "unknown", names)


def _left_over(search: Search) -> tuple[str, ...]:
    """Return the parts with copies that the best plan does not hold."""
    kinds = search.workshop.shop.kinds
    return tuple(dict.fromkeys(kinds[item.kind].part.id for item in sorted(search.homeless)))


def _found(search: Search, plan: Plan) -> Result:
    control, shop = search.control, search.workshop.shop
    schedule = assemble(plan)
    check_verified(shop.problem, schedule)
    found = terms(shop.problem, schedule)
    objective = sum(term.cost for term in found.values())
    bound = min(search.bound, objective)
    gap = (objective - bound) / objective if objective > 0.0 else 0.0
    return Result(
        status="optimal" if gap <= PROVEN else "feasible",
        schedule=schedule,
        objective=objective,
        terms=found,
        bound=objective if gap <= PROVEN else bound,
        gap=0.0 if gap <= PROVEN else gap,
        seed=control.limits.seed,
        processes=1 + (search.exchange is not None and search.exchange.answered),
        runtime_s=control.elapsed_s,
        first_schedule_s=search.first_s,
        certified=not any(kind.flat for kind in shop.kinds),
        moved=moved_copies(shop.problem, schedule) if shop.problem.previous else None,
        moved_builds=_moved_builds(shop.problem, schedule),
    )


def _moved_builds(problem: Problem, schedule: Schedule) -> int | None:
    """Return how many builds are not as they were in the previous plan, where there was one."""
    if not problem.previous:
        return None
    before = places_before(problem.previous)
    return moved_builds(before, places_of(schedule), problem.tick_s).moved


def check_verified(problem: Problem, schedule: Schedule) -> None:
    """Raise `SolverFaultError` when a schedule breaks a rule: the last step before it leaves."""
    violations = verify(problem, schedule)
    if violations:
        raise SolverFaultError("solver-fault", violation=str(violations[0]))
