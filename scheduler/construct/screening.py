"""Parts that no plan can hold, found before searching: too tall, too wide, nobody prints them."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.construct.plan import Workshop
from scheduler.result import Reason
from scheduler.shop.calendar import Crew
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import place


class Obstacle(NamedTuple):
    """Why a part is in no plan, and whether it is proven that it can be in none."""

    reason: Reason
    proven: bool


def obstacle(workshop: Workshop) -> Obstacle | None:
    """Return the first obstacle that keeps some part out of every plan, or nothing.

    A part whose box fits nowhere is not proven impossible when its shadow may fit.
    """
    shop = workshop.shop
    for kind_index in dict.fromkeys(item.kind for item in shop.items):
        kind = shop.kinds[kind_index]
        reason = _no_machine(shop, kind) or _no_room(workshop, kind) or _no_time(workshop, kind)
        if reason is not None:
            maybe = any(kind.lowest(printer) for printer in _printers(shop, kind))
            return Obstacle(reason, proven=not (reason.code == "too-wide" and maybe))
    return None


def _printers(shop: Shop, kind: Kind) -> list[Printer]:
    return [printer for printer in shop.printers if kind.scan_s[printer.index] is not None]


def _no_machine(shop: Shop, kind: Kind) -> Reason | None:
    printers = _printers(shop, kind)
    if not printers:
        material = shop.settings[kind.setting].material
        params: dict[str, str | int | float] = {"part": kind.part.id, "material": material}
        return Reason(code="no-eligible-machine", params=params)
    height_mm = kind.stands[0].height_mm
    limit_mm = max(printer.machine.height_mm for printer in printers)
    if height_mm > limit_mm:
        params = {"part": kind.part.id, "height_mm": height_mm, "limit_mm": limit_mm}
        return Reason(code="too-tall", params=params)
    return None


def _no_room(workshop: Workshop, kind: Kind) -> Reason | None:
    item = Item(kind.index, 1)
    printers = _printers(workshop.shop, kind)
    if any(workshop.batcher.start(item, printer) for printer in printers):
        return None
    return Reason(code="too-wide", params={"part": kind.part.id})


def _no_time(workshop: Workshop, kind: Kind) -> Reason | None:
    shop = workshop.shop
    crew = Crew(workshop.fixed_work)
    for printer in _printers(shop, kind):
        batch = workshop.batcher.start(Item(kind.index, 1), printer)
        opening = workshop.liner.openings[printer.index]
        if batch is not None and place(shop, printer, batch.load, opening, crew) is not None:
            return None
    return Reason(code="horizon-alone", params={"part": kind.part.id, "horizon": shop.horizon})
