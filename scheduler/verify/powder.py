"""The rule about powder: what a build needs is what the machine holds, or is changed to."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from scheduler.machine import Machine
from scheduler.schedule import Build, Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation


def powder_as_loaded(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that each change of powder is planned, takes its time, and none is needless.

    A fixed build that follows another fixed build, or nothing, is a fact and not checked.
    """
    for machine in facts.machines.values():
        loaded = machine.loaded
        after_fact = True
        for build in schedule.of_machine(machine.id):
            if build.setting not in facts.settings:
                continue
            material = facts.settings[build.setting].material
            if not (after_fact and facts.is_fact(build)):
                yield from _change(facts, machine, build, (loaded, material))
            loaded = material
            after_fact = facts.is_fact(build)


def _change(
    facts: Facts, machine: Machine, build: Build, powders: tuple[str | None, str]
) -> Iterator[Violation]:
    loaded, material = powders
    needed = ceil(machine.change_s(loaded, material) / facts.problem.tick_s - 1e-9)
    if build.powder_change_start is None or build.powder_change_end is None:
        if needed > 0:
            params: dict[str, str | int | float] = {
                "from_material": loaded or "-",
                "to_material": material,
            }
            yield Violation(code="powder-change-missing", build=build.id, params=params)
        return
    ticks = build.powder_change_end - build.powder_change_start
    if loaded == material and not facts.is_fact(build):
        yield Violation(code="powder-change-needless", build=build.id)
    elif ticks < needed or (ticks > needed and not facts.is_fact(build)):
        params = {"operation": "powder change", "ticks": ticks, "needed": needed}
        yield Violation(code="duration-wrong", build=build.id, params=params)
