"""The date that can be promised for a part: the published plan, and the scheduler's answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import scheduler
from printlab.convert.fixed import as_facts
from printlab.convert.problem import ShopFloor, ask, spread_from, spread_of
from printlab.convert.published import published_schedule
from printlab.convert.timeline import Timeline
from printlab.records import JsonObject
from scheduler.document import document_of, value_of
from scheduler.promise import SURE
from scheduler.replan.standing import as_it_stands

__all__ = ["Promised", "plan_document", "promised", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A date that makes nobody late, kept with a probability of ``share``; and its plan.

    The plan has the part done at ``planned_at``, print times as they are estimated.
    """

    at: dt.datetime
    share: float
    planned_at: dt.datetime
    problem: scheduler.Problem
    schedule: scheduler.Schedule
    timeline: Timeline


def plan_document(floor: ShopFloor) -> JsonObject | None:
    """Write down what is published and what waits; nothing where no plan is published."""
    if not floor.previous and not floor.fixed:
        return None
    asked = ask(floor, give_way=True)
    return {
        "problem": replace(asked.problem, previous=()).to_dict(),
        "published": document_of(published_schedule(floor, asked)),
        "origin": asked.timeline.origin.isoformat(),
        "spread": spread_of(floor.jobs),
    }


def standing(plan: JsonObject | None) -> JsonObject | None:
    """Return a plan's document as the plan stands, with what waits put into it.

    Nothing where not everything has a place: then no date can be promised.
    """
    if plan is None:
        return None
    problem = as_facts(scheduler.Problem.from_dict(plan["problem"]))
    schedule = as_it_stands(problem, value_of(scheduler.Schedule, plan["published"]))
    return None if schedule is None else {**plan, "published": document_of(schedule)}


def promised(
    plan: JsonObject,
    part: scheduler.Part,
    setting: scheduler.Setting,
    around: Mapping[str, tuple[float, float]],
    limits: scheduler.Limits,
) -> Promised | None:
    """Return the date for a part in a plan that stands, or nothing where none can be promised.

    ``around`` holds, for the part by its id, the factors between which its scan time lies.
    """
    problem = as_facts(scheduler.Problem.from_dict(plan["problem"]))
    if setting.id not in {row.id for row in problem.settings}:
        problem = replace(problem, settings=(*problem.settings, setting))
    schedule = value_of(scheduler.Schedule, plan["published"])
    part = replace(part, release=problem.now)
    factors = spread_from({**plan["spread"], **around})
    try:
        offer = scheduler.promise(problem, schedule, (part,), limits, factors)
    except scheduler.SchedulerError:
        return None
    if offer.date is None or offer.end is None or offer.schedule is None:
        return None
    timeline = Timeline(origin=dt.datetime.fromisoformat(plan["origin"]), tick_s=problem.tick_s)
    return Promised(
        at=timeline.moment(offer.date),
        share=SURE,
        planned_at=timeline.moment(offer.end),
        problem=replace(problem, parts=(*problem.parts, part)),
        schedule=offer.schedule,
        timeline=timeline,
    )
