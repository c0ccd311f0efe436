"""Whose time a print takes: a job's own, and what its plate-mates add."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scheduler.explain.link import Link
from scheduler.schedule import Build, Placement
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop


def print_links(
    shop: Shop, printer: Printer, build: Build, mine: Collection[str]
) -> Iterator[Link]:
    """Yield how long the print would be with some parts alone, and what the others add to it.

    They add scan time, and layers where one of them is higher. Of a fixed build only the whole
    is known.
    """
    own = [one for one in build.placements if one.part in mine]
    mates = [one for one in build.placements if one.part not in mine]
    start, height_mm = build.start, max(_height_mm(shop, one) for one in own)
    if mates and not build.fixed:
        setting = next(n for n, one in enumerate(shop.settings) if one.id == build.setting)
        times_s = [_adds_s(shop, printer, one) for one in own]
        alone = start + shop.printing(printer.index, setting, height_mm, times_s)[0]
        times_s += [_adds_s(shop, printer, one) for one in mates]
        scanned = start + shop.printing(printer.index, setting, height_mm, times_s)[0]
        yield Link(code="printing", start=start, end=alone, build=build.id)
        yield Link(
            code="mates-scan",
            start=alone,
            end=scanned,
            build=build.id,
            part=max(mates, key=lambda one: _adds_s(shop, printer, one)).part,
            params={"copies": len(mates)},
        )
        start = scanned
    tallest = max(build.placements, key=lambda one: _height_mm(shop, one))
    higher = bool(mates) and not build.fixed and tallest.part not in mine
    code = "mates-height" if higher else "printing"
    part = tallest.part if higher else None
    yield Link(code=code, start=start, end=build.end, build=build.id, part=part)


def _height_mm(shop: Shop, placed: Placement) -> float:
    stands = shop.kinds[shop.kind_of(placed.part)].stands
    return next(one.height_mm for one in stands if one.name == placed.orientation)


def _adds_s(shop: Shop, printer: Printer, placed: Placement) -> float:
    kind = shop.kinds[shop.kind_of(placed.part)]
    stand = next(one for one in kind.stands if one.name == placed.orientation)
    return kind.adds_s(printer.index, stand)
