"""The published plan as the scheduler's schedule, with the question it answers as things stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import scheduler
from printlab.convert.fixed import planned_build
from printlab.convert.problem import Asked, ShopFloor, ask, planned_only
from printlab.convert.timeline import Timeline

__all__ = ["Scene", "published_schedule", "scene_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is planned, how, and the parts of jobs, by their id, that wait for a plan."""

    problem: scheduler.Problem
    published: scheduler.Schedule
    timeline: Timeline
    waiting: Mapping[str, scheduler.Part]


def scene_of(floor: ShopFloor) -> Scene:
    """Return what is planned on a shop floor; what waits is known, and not in the problem."""
    everything = ask(floor, give_way=True).problem
    asked = ask(planned_only(floor), give_way=True)
    planned = {part.id for part in asked.problem.parts}
    return Scene(
        problem=replace(asked.problem, settings=everything.settings, previous=()),
        published=published_schedule(floor, asked),
        timeline=asked.timeline,
        waiting={part.id: part for part in everything.parts if part.id not in planned},
    )


def published_schedule(floor: ShopFloor, asked: Asked) -> scheduler.Schedule:
    """Return what runs, is pinned or is planned, as builds; stations are left to who asks."""
    fixed = [build.as_build() for build in asked.problem.fixed]
    planned = [planned_build(build, asked.copies, asked.timeline) for build in floor.previous]
    return scheduler.Schedule(builds=(*fixed, *(build for build in planned if build.placements)))
