"""When what is planned is done: off the machine, and through every station after it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import Problem
from scheduler.schedule import Schedule


def platform_ends(schedule: Schedule) -> dict[str, int]:
    """Return per build the tick at which its parts are off the machine and off the platform.

    All parts of a build wait for what is done to its platform.
    """
    ends = {build.id: build.unload_end for build in schedule.builds}
    for operation in schedule.operations:
        for build in operation.builds if operation.part is None else ():
            ends[build] = max(ends.get(build, 0), operation.unload_end)
    return ends


def copy_ends(schedule: Schedule) -> Iterator[tuple[str, int, int]]:
    """Yield part, copy, and the tick at which it has passed its last step."""
    platforms = platform_ends(schedule)
    later: dict[tuple[str, int], int] = {}
    for operation in schedule.operations:
        for copy in operation.copies if operation.part is not None else ():
            key = (str(operation.part), copy)
            later[key] = max(later.get(key, 0), operation.unload_end)
    for build in schedule.builds:
        for placement in build.placements:
            key = (placement.part, placement.copy)
            yield *key, max(platforms[build.id], later.get(key, 0))


def job_ends(problem: Problem, schedule: Schedule) -> dict[str, int]:
    """Return per job the tick at which the last of its copies has passed its last step."""
    job_of = {part.id: part.job for part in problem.parts}
    ends: dict[str, int] = {}
    for part, _, end in copy_ends(schedule):
        ends[job_of[part]] = max(ends.get(job_of[part], 0), end)
    return ends
