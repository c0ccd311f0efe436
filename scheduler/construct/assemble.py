"""From a searched plan to a schedule with names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final

from scheduler.construct.batch import Batch
from scheduler.construct.line import Line
from scheduler.construct.plan import Plan
from scheduler.part import Turn
from scheduler.schedule import Build, Operation, Placement, Schedule
from scheduler.shop.passing import Pass
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Times

TURNS_DEG: Final[tuple[Turn, ...]] = (0, 90, 180, 270)


def assemble(plan: Plan) -> Schedule:
    """Return the schedule of a plan, fixed builds included, by machine and time."""
    shop = plan.workshop.shop
    builds: list[Build] = []
    names = [str(platform.name) for platform in plan.workshop.fixed_platforms]
    for printer, line in zip(shop.printers, plan.lines, strict=True):
        own = _builds(shop, printer, line)
        names += [build.id for build in own]
        builds += sorted([*printer.fixed, *own], key=lambda build: build.occupied_from)
    return Schedule(builds=tuple(builds), operations=_operations(plan, names))


def _operations(plan: Plan, names: Sequence[str]) -> tuple[Operation, ...]:
    """Return what follows printing, by station, unit and time; ``names`` are of the platforms."""
    shop = plan.workshop.shop
    operations = list(shop.problem.operations)
    taken = {operation.id for operation in operations}
    passes = plan.finish().passes if shop.posts else ()
    numbers = (f"{n}" for n in count(1))
    for one in sorted(passes, key=lambda one: (one.post, one.load_start, one.unit)):
        station = shop.posts[one.post].station
        name = next(n for n in (f"{station.id}/{m}" for m in numbers) if n not in taken)
        operations.append(_operation(shop, one, name, [names[n] for n in one.platforms]))
    order = {post.station.id: post.index for post in shop.posts}
    operations.sort(key=lambda one: (order[one.station], one.unit, one.load_start))
    return tuple(operations)


def _operation(shop: Shop, one: Pass, name: str, builds: Sequence[str]) -> Operation:
    return Operation(
        id=name,
        station=shop.posts[one.post].station.id,
        unit=one.unit,
        programme=one.programme,
        builds=tuple(builds),
        part=shop.kinds[one.lot.kind].part.id if one.lot else None,
        copies=one.lot.copies if one.lot else (),
        load_start=one.load_start,
        start=one.start,
        end=one.end,
        unload_start=one.unload_start,
        unload_end=one.unload_end,
    )


def _builds(shop: Shop, printer: Printer, line: Line) -> list[Build]:
    taken = {fixed.id for fixed in shop.problem.fixed}
    builds: list[Build] = []
    number = 0
    for batch, times in zip(line.batches, line.times, strict=True):
        number += 1
        while f"{printer.machine.id}/{number}" in taken:
            number += 1
        builds.append(_build(shop, printer, f"{printer.machine.id}/{number}", (batch, times)))
    return builds


def _build(shop: Shop, printer: Printer, name: str, planned: tuple[Batch, Times]) -> Build:
    batch, times = planned
    return Build(
        id=name,
        machine=printer.machine.id,
        setting=shop.settings[batch.setting].id,
        powder_change_start=times.change_start,
        powder_change_end=times.change_end,
        setup_start=times.setup_start,
        start=times.start,
        end=times.end,
        cool_end=times.cool_end,
        unload_start=times.unload_start,
        unload_end=times.unload_end,
        height_mm=batch.height_mm,
        placements=_placements(shop, printer, batch),
    )


def _placements(shop: Shop, printer: Printer, batch: Batch) -> tuple[Placement, ...]:
    placements = []
    for item, stand, spot in zip(batch.items, batch.stands, batch.layout.spots, strict=True):
        flat = shop.kinds[item.kind].flat
        margin_mm = 0.0 if flat else printer.bed.margin_mm
        width_mm, depth_mm = stand.box[::-1] if spot.quarters % 2 else stand.box
        placements.append(
            Placement(
                part=shop.kinds[item.kind].part.id,
                copy=item.copy,
                orientation=stand.name,
                x_mm=spot.x_mm + margin_mm,
                y_mm=spot.y_mm + margin_mm,
                rotation_deg=TURNS_DEG[spot.quarters],
                width_mm=width_mm,
                depth_mm=depth_mm,
            )
        )
    return tuple(placements)
