"""Rules about time: durations, order, release, horizon, one build at a time, downtime."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, fsum

from scheduler.machine import Machine
from scheduler.schedule import Build, Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation

ROUNDING = 1e-9
"""A duration this little above a whole tick (or layer) is that whole one."""


def durations_exact(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that set-up, printing, cooling and unloading take their exact sums, rounded up once."""
    for build, machine in facts.planned(schedule):
        for operation, ticks, needed in _durations(facts, build, machine):
            if ticks != needed:
                yield Violation(
                    code="duration-wrong",
                    build=build.id,
                    params={"operation": operation, "ticks": ticks, "needed": needed},
                )


def _durations(facts: Facts, build: Build, machine: Machine) -> Iterator[tuple[str, int, int]]:
    tick_s = facts.problem.tick_s
    print_s = _print_s(facts, build, machine)
    cooled_s = fsum([*print_s, machine.cool_down_s])
    yield "setup", build.start - build.setup_start, _ticks(machine.setup_s, tick_s)
    yield "print", build.end - build.start, _ticks(fsum(print_s), tick_s)
    yield "cooling", build.cool_end - build.start, _ticks(cooled_s, tick_s)
    yield "unload", build.unload_end - build.unload_start, _ticks(machine.unload_s, tick_s)


def _print_s(facts: Facts, build: Build, machine: Machine) -> list[float]:
    layer_mm = facts.settings[build.setting].layer_mm if build.setting in facts.settings else 1.0
    layers = ceil(build.height_mm / layer_mm - ROUNDING)
    scans_s: list[float] = []
    for placement, part in facts.placed(build):
        stand = facts.orientation(part, placement)
        scans_s.append(part.scan_s.get(machine.id, 0.0))
        scans_s.append(0.0 if stand is None else stand.support_s.get(machine.id, 0.0))
    return [machine.warm_up_s, *scans_s, layers * machine.recoat_s]


def _ticks(time_s: float, tick_s: int) -> int:
    return ceil(time_s / tick_s - ROUNDING)


def times_in_order(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that powder change, set-up, printing, cooling and unloading follow each other."""
    for build, _ in facts.planned(schedule):
        ends = (build.powder_change_start, build.powder_change_end)
        change = [tick for tick in ends if tick is not None]
        times = [*change, build.setup_start, build.start, build.end, build.cool_end]
        times += [build.unload_start, build.unload_end]
        if len(change) == 1 or any(after < before for before, after in pairwise(times)):
            yield Violation(code="order-wrong", build=build.id)


def released_parts_only(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that no build is set up before its parts are released."""
    for build, _ in facts.planned(schedule):
        for _, part in facts.placed(build):
            if build.setup_start < part.release:
                params = {"at": build.setup_start, "release": part.release}
                yield Violation(code="release-broken", build=build.id, part=part.id, params=params)


def within_now_and_horizon(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that builds begin after now and the machine's first day, and end by the horizon."""
    for build, machine in facts.planned(schedule):
        earliest = max(facts.problem.now, machine.available_from)
        if build.occupied_from < earliest:
            params = {"at": build.occupied_from, "earliest": earliest}
            yield Violation(code="past-start", build=build.id, params=params)
        if build.unload_end > facts.problem.horizon:
            params = {"at": build.unload_end, "horizon": facts.problem.horizon}
            yield Violation(code="horizon-exceeded", build=build.id, params=params)


def one_build_at_a_time(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that a machine has one build from its first operation to its unloading."""
    for machine in facts.machines:
        for before, after in pairwise(schedule.of_machine(machine)):
            if after.occupied_from < before.unload_end:
                yield Violation(code="machine-overlap", build=before.id, params={"other": after.id})


def reservations_kept(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that in a reserved stretch a machine works for the owners alone that it is kept for.

    It does not stand with the powder of a build of others that follows, either.
    """
    for build, machine in facts.planned(schedule):
        owners = {part.owner for _, part in facts.placed(build)}
        for slot in machine.reserved:
            meets = build.occupied_from < slot.end and build.unload_end > slot.start
            if meets and not owners <= set(slot.owners):
                params = {"start": slot.start, "end": slot.end}
                yield Violation(code="reservation-broken", build=build.id, params=params)


def nothing_in_downtime(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that no powder change, and no build from set-up to unloading, meets a downtime."""
    for build, machine in facts.planned(schedule):
        for down in machine.downtime:
            if _meets(build, down.start, down.end):
                params = {"start": down.start, "end": down.end}
                yield Violation(code="downtime-broken", build=build.id, params=params)


def _meets(build: Build, start: int, end: int) -> bool:
    """Tell whether a powder change, or the build from set-up to unloading, meets some ticks."""
    spans = [(build.setup_start, build.unload_end)]
    if build.powder_change_start is not None and build.powder_change_end is not None:
        spans.append((build.powder_change_start, build.powder_change_end))
    return any(begin < end and stop > start for begin, stop in spans)
