"""The plan of a schedule that was made before: its builds as they are, while they still may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from scheduler.construct.assemble import assemble
from scheduler.construct.batch import Batch
from scheduler.construct.lying import may_lie, spot_of
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.nesting.skyline import Spot
from scheduler.nesting.stand import Stand
from scheduler.schedule import Build, Schedule
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer
from scheduler.shop.timeline import Moment, Times
from scheduler.verify import verify
from scheduler.violation import Violation

MISSING = frozenset({"copy-missing", "step-missing"})
"""Rules that a plan breaks while parts wait to be put into it, or builds to be finished."""


class Known(NamedTuple):
    """A build of a schedule, and what of it there still is to be printed."""

    build: Build
    batch: Batch


def keep_what_holds(workshop: Workshop, schedule: Schedule) -> Found:
    """Return a plan of a schedule's builds, and the items that have no place in it.

    A build stays on its machine, in its order and with what is on its platform. It keeps its
    times while no rule is broken on its machine up to it; from there on, builds are as early as
    they can be. A build that breaks a rule at any time, as one that others may not share any
    more, is not kept. What is fixed is not touched.
    """
    lines = _lines(workshop, schedule)
    everything = {known.build.id for line in lines for known in line}
    plan = _kept(workshop, lines, _broken(workshop, schedule))
    if faults(plan):
        plan = _kept(workshop, lines, everything)
        while (fewer := _without(lines, _faulty(plan))) != lines:
            lines, plan = fewer, _kept(workshop, fewer, everything)
    return plan, sorted(set(workshop.shop.items) - plan.items())


def faults(plan: Plan) -> list[Violation]:
    """Return what is wrong with a plan, but for parts and steps that are missing."""
    faults = verify(plan.workshop.shop.problem, assemble(plan))
    return [fault for fault in faults if fault.code not in MISSING]


def _faulty(plan: Plan) -> list[Build]:
    """Return the builds of a plan that break a rule."""
    named = {fault.build for fault in faults(plan)}
    return [build for build in assemble(plan).builds if build.id in named]


def _without(lines: Sequence[Sequence[Known]], faulty: Sequence[Build]) -> list[list[Known]]:
    """Return lines without the builds that hold what is in some others."""
    gone = {(placed.part, placed.copy) for build in faulty for placed in build.placements}

    def holds(known: Known) -> bool:
        return any((placed.part, placed.copy) in gone for placed in known.build.placements)

    return [[known for known in line if not holds(known)] for line in lines]


def as_early_as_can_be(workshop: Workshop, schedule: Schedule) -> Plan:
    """Return a plan of a schedule's builds, each as early as it can be now, in their order."""
    lines = _lines(workshop, schedule)
    return _kept(workshop, lines, {known.build.id for line in lines for known in line})


def _lines(workshop: Workshop, schedule: Schedule) -> list[list[Known]]:
    taken = {fixed.id for fixed in workshop.shop.problem.fixed}
    return [
        [
            Known(build, batch)
            for build in schedule.of_machine(printer.machine.id)
            if build.id not in taken and (batch := _batch(workshop, printer, build)) is not None
        ]
        for printer in workshop.shop.printers
    ]


def _kept(workshop: Workshop, lines: Sequence[Sequence[Known]], broken: set[str]) -> Plan:
    plan = Plan(workshop)
    later: list[Known] = []
    for printer, line in zip(workshop.shop.printers, lines, strict=True):
        held = list(takewhile(lambda known: known.build.id not in broken, line))
        later += line[len(held) :]
        _put_as_it_is(plan, printer, held)
    for known in sorted(later, key=lambda known: known.build.occupied_from):
        place = known.batch.printer
        batches = (*plan.lines[place].batches, known.batch)
        after = plan.try_line(place, batches, len(batches) - 1)
        if after is not None:
            plan.put(after)
    return plan


def _put_as_it_is(plan: Plan, printer: Printer, held: Sequence[Known]) -> None:
    batches = tuple(known.batch for known in held)
    times = tuple(times_of(known.build) for known in held)
    moments = [plan.lines[printer.index].moments[0]]
    for known in held:
        passed = sum(one.occupied_from < known.build.occupied_from for one in printer.fixed)
        material = plan.workshop.shop.settings[known.batch.setting].material
        moments.append(Moment(known.build.unload_end, material, max(passed, moments[-1].passed)))
    plan.put(plan.workshop.liner.timed(printer.index, batches, times, moments))


def times_of(build: Build) -> Times:
    """Return the times of a build."""
    return Times(
        build.powder_change_start,
        build.powder_change_end,
        build.setup_start,
        build.start,
        build.end,
        build.cool_end,
        build.unload_start,
        build.unload_end,
    )


def _broken(workshop: Workshop, schedule: Schedule) -> set[str]:
    """Return the builds that cannot be as they were: they break a rule, or lose parts."""
    problem = workshop.shop.problem
    fixed = tuple(one.as_build() for one in problem.fixed)
    taken = {build.id for build in fixed}
    own = [build for build in schedule.builds if not build.fixed and build.id not in taken]
    broken: set[str] = set()
    printed = replace(schedule, builds=(*fixed, *own), operations=problem.operations)
    for fault in verify(problem, printed):
        if fault.code in MISSING:
            continue
        broken |= {str(fault.build), str(fault.params.get("other"))}
        at = fault.params.get("at")
        if fault.code == "people-exceeded" and isinstance(at, int):
            broken |= {build.id for build in own if _needs_somebody(build, at)}
    open_copies = {workshop.shop.name(item) for item in workshop.shop.items}
    return broken | {
        build.id
        for build in own
        if any((placed.part, placed.copy) not in open_copies for placed in build.placements)
    }


def _needs_somebody(build: Build, tick: int) -> bool:
    """Tell whether a build is changed, set up or unloaded at a tick."""
    running = build.start <= tick < build.unload_start
    return build.occupied_from <= tick < build.unload_end and not running


def _batch(workshop: Workshop, printer: Printer, build: Build) -> Batch | None:
    """Return the open items of a build where they lie, if they may still be there."""
    found = list(_placed(workshop, printer, build))
    here = {item for item, _, _ in found}
    found = [one for one in found if here.issuperset(workshop.shop.lump(one[0]))]
    if not found:
        return None
    items, stands, spots = zip(*found, strict=True)
    kinds = [workshop.shop.kinds[item.kind] for item in items]
    if any(kind.scan_s[printer.index] is None for kind in kinds):
        return None
    return workshop.batcher.placed(printer, items, stands, spots)


def _placed(
    workshop: Workshop, printer: Printer, build: Build
) -> Iterator[tuple[Item, Stand, Spot]]:
    shop = workshop.shop
    kinds = {kind.part.id: kind for kind in shop.kinds}
    still_open = set(shop.items)
    for placed in build.placements:
        kind = kinds.get(placed.part)
        if kind is None or (item := Item(kind.index, placed.copy)) not in still_open:
            continue
        stand = next((one for one in kind.stands if one.name == placed.orientation), None)
        if stand is not None and may_lie(stand, placed.rotation_deg):
            at_mm = (placed.x_mm, placed.y_mm)
            yield item, stand, spot_of(printer, stand, at_mm, placed.rotation_deg)
