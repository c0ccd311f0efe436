"""An independent check of a schedule: it shares no code with what makes schedules.

Each rule is one function from (facts, schedule) to violations. Fixed builds are facts: they are
checked to be kept, and what is planned around them is checked against them. What a pinned build
holds, and where that lies, is checked too: nobody has loaded its platform yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.verify import clock, contents, people, plates, powder, stations
from scheduler.verify.facts import Facts
from scheduler.violation import Violation

Rule = Callable[[Facts, Schedule], Iterator[Violation]]

OF_PLATFORMS: tuple[Rule, ...] = (
    contents.settings_not_mixed,
    contents.machines_eligible,
    contents.confidential_alone,
    contents.apart_and_together,
    plates.boxes_as_oriented,
    plates.parts_on_platform,
    plates.keep_outs_free,
    plates.parts_apart,
    plates.areas_within_platform,
    plates.heights_within_machine,
)
"""What must hold of each platform, whenever it is printed."""

RULES: tuple[Rule, ...] = (
    contents.each_copy_once,
    contents.builds_named_once_and_filled,
    contents.fixed_builds_kept,
    contents.machines_known,
    *OF_PLATFORMS,
    clock.durations_exact,
    clock.times_in_order,
    clock.released_parts_only,
    clock.within_now_and_horizon,
    clock.one_build_at_a_time,
    clock.nothing_in_downtime,
    clock.reservations_kept,
    powder.powder_as_loaded,
    stations.operations_kept,
    stations.each_step_once,
    stations.units_hold,
    stations.programmes_alike,
    stations.operation_durations,
    stations.steps_in_order,
    stations.units_one_at_a_time,
    stations.operations_in_time,
    people.inside_one_window,
    people.enough_people,
)


def verify(problem: Problem, schedule: Schedule) -> list[Violation]:
    """Return every broken rule of a schedule; an empty list is a schedule that can be run."""
    facts = Facts(problem)
    return [violation for rule in RULES for violation in rule(facts, schedule)]


def pinned_wrong(problem: Problem) -> list[Violation]:
    """Return the rules that platforms of pinned builds break, whatever else is planned."""
    facts = Facts(problem)
    pinned = Schedule(builds=tuple(facts.fixed.values()))
    return [violation for rule in OF_PLATFORMS for violation in rule(facts, pinned)]
