"""From a searched plan to a schedule with names."""

from __future__ import annotations

from typing import Final

from scheduler.construct.batch import Batch
from scheduler.construct.line import Line
from scheduler.construct.plan import Plan
from scheduler.part import Turn
from scheduler.schedule import Build, Placement, Schedule
from scheduler.shop.shop import Printer, Shop
from scheduler.shop.timeline import Times

TURNS_DEG: Final[tuple[Turn, ...]] = (0, 90, 180, 270)


def assemble(plan: Plan) -> Schedule:
    """Return the schedule of a plan, fixed builds included, by machine and time."""
    shop = plan.workshop.shop
    builds: list[Build] = []
    for printer, line in zip(shop.printers, plan.lines, strict=True):
        builds += sorted(
            [*printer.fixed, *_builds(shop, printer, line)], key=lambda build: build.occupied_from
        )
    return Schedule(builds=tuple(builds))


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
