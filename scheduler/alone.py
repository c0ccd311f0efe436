"""When copies could be done at the earliest, with machines and stations to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from scheduler.construct.plan import Workshop
from scheduler.shop.calendar import Crew
from scheduler.shop.finishing import Passages, done_alone, passages
from scheduler.shop.kind import Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Load, Moment, place


def open_kinds(shop: Shop) -> list[Kind]:
    """Return the kinds of which copies are open."""
    return [shop.kinds[index] for index in dict.fromkeys(item.kind for item in shop.items)]


def eligible(shop: Shop, kind: Kind) -> list[Printer]:
    """Return the machines on which a copy may be, and of which it is not proven too large."""
    return [printer for printer in shop.printers if kind.may_go(printer)]


def done(workshop: Workshop, kind: Kind, before: float = inf) -> int:
    """Return when a copy could have passed everything, or all stations before a number."""
    shop = workshop.shop
    follows = _before(passages(shop, [kind]), before)
    ends = [max(done_alone(shop, follows, end).values()) for end in _unloaded(workshop, kind)]
    return min(ends, default=0)


def _before(follows: Passages, before: float) -> Passages:
    """Return what follows printing, as far as it is at stations before a number."""

    def first(way: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple(work for work in way if work[0] < before)

    jobs = tuple((job, tuple(first(way) for way in ways)) for job, ways in follows.jobs)
    return Passages(first(follows.platform), jobs)


def _unloaded(workshop: Workshop, kind: Kind) -> list[int]:
    """Return when a copy could be unloaded from each machine that may print it, found once."""
    if kind.index not in workshop.unloaded_alone:
        workshop.unloaded_alone[kind.index] = list(_unload_ends(workshop.shop, kind))
    return workshop.unloaded_alone[kind.index]


def _unload_ends(shop: Shop, kind: Kind) -> Iterator[int]:
    for printer in eligible(shop, kind):
        material = shop.settings[kind.setting].material
        free = printer.free + least_change(shop, printer, kind)
        bare = replace(printer, fixed=())
        placed = place(shop, bare, _load(shop, kind, printer), Moment(free, material, 0), Crew(()))
        if placed is not None:
            yield placed[0].unload_end


def _load(shop: Shop, kind: Kind, printer: Printer) -> Load:
    """Return what a build of one copy in its lowest stand asks of a machine."""
    stand = kind.lowest(printer) or kind.stands[0]
    scans_s = [kind.scan_s[printer.index] or 0.0]
    ticks = shop.printing(printer.index, kind.setting, stand.height_mm, scans_s)
    owners = frozenset((kind.part.owner,))
    return Load(kind.setting, kind.part.release, *ticks, owners)


def least_change(shop: Shop, printer: Printer, kind: Kind) -> int:
    """Return the ticks that a change to a part's powder takes at least, before its first build."""
    material = shop.settings[kind.setting].material
    held = {printer.machine.loaded, *(shop.fixed_material(build) for build in printer.fixed)}
    if material in held:
        return 0
    changes = shop.changes[printer.index].items()
    return min(
        (ticks for (source, target), ticks in changes if target == material and source != target),
        default=0,
    )
