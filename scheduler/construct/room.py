"""Why a part, with what must be in one build with it, finds no place on a machine's platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.construct.hurdle import Hurdle, Params, no_machine
from scheduler.construct.plan import Workshop
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop

ROUNDING = 1e-6
"""An area this little above a limit, relatively, is within it."""


def no_room(workshop: Workshop, item: Item, printer: Printer) -> list[Hurdle]:
    """Return all that keeps an item, or any of its mates, off a platform: each alone is enough.

    Where none is found, they only found no place together, which proves nothing.
    """
    shop = workshop.shop
    items = shop.lump(item)
    kinds = [shop.kinds[index] for index in dict.fromkeys(mate.kind for mate in items)]
    found = [hurdle for kind in kinds for hurdle in _alone(workshop, kind, printer)]
    if len(items) > 1:
        found += _together(shop, items, printer)
    params: Params = {"part": shop.kinds[item.kind].part.id}
    return found or [Hurdle("group-too-large", (item.kind,), params, proven=False)]


def _alone(workshop: Workshop, kind: Kind, printer: Printer) -> Iterator[Hurdle]:
    """Yield what keeps a part off a platform that has it to itself."""
    if kind.scan_s[printer.index] is None:
        if all(scan_s is None for scan_s in kind.scan_s):
            yield no_machine(workshop.shop, kind)
        return
    limit_mm = printer.machine.height_mm
    low = [stand for stand in kind.stands if stand.height_mm <= limit_mm]
    narrow = [stand for stand in kind.stands if workshop.batcher.lies(kind, printer, stand)]
    certain = kind.lowest(printer) is None
    params: Params = {"part": kind.part.id}
    if not low:
        height_mm = kind.stands[0].height_mm
        tall: Params = {"height_mm": height_mm, "limit_mm": limit_mm}
        yield Hurdle("too-tall", (kind.index,), {**params, **tall})
    if not narrow:
        yield _too_wide(workshop, kind, printer, certain=certain)
    if low and narrow and not any(stand in narrow for stand in low):
        yield Hurdle("no-stand", (kind.index,), params, certain)


def _too_wide(workshop: Workshop, kind: Kind, printer: Printer, *, certain: bool) -> Hurdle:
    """Return that a part is too wide, or would not be if no place were kept free."""
    params: Params = {"part": kind.part.id}
    if kind.flat:
        area: Params = {
            "needed_mm2": round(kind.bare_mm2),
            "limit_mm2": round(printer.bed.area_mm2),
        }
        return Hurdle("too-large", (kind.index,), {**params, **area}, certain)
    bare = replace(printer, bed=replace(printer.bed, keep_outs=()))
    if not any(workshop.batcher.lies(kind, bare, stand) for stand in kind.stands):
        return Hurdle("too-wide", (kind.index,), {**params, **_sizes(kind, printer)}, certain)
    free_mm2 = printer.bed.free_mm2
    if free_mm2 <= ROUNDING * printer.bed.area_mm2:
        return Hurdle("platform-kept-free", (), {})
    return Hurdle("place-kept-free", (kind.index,), params, certain or kind.bare_mm2 > free_mm2)


def _sizes(kind: Kind, printer: Printer) -> Params:
    """Return the size of a part's box, where it has several the least long, and of a platform."""
    bed = printer.bed
    width_mm, depth_mm = min((stand.box for stand in kind.stands), key=max)
    limit: Params = {"limit_width_mm": bed.width_mm, "limit_depth_mm": bed.depth_mm}
    if bed.round:
        limit = {"limit_diameter_mm": bed.width_mm}
    box: Params = {"width_mm": width_mm, "depth_mm": depth_mm}
    return {**box, **limit, "limit_mm2": round(bed.area_mm2)}


def _together(shop: Shop, items: Sequence[Item], printer: Printer) -> Iterator[Hurdle]:
    """Yield what keeps items that must be in one build off a platform, whatever each is alone."""
    kinds = [shop.kinds[item.kind] for item in items]
    parts = ", ".join(dict.fromkeys(kind.part.id for kind in kinds))
    group = (kinds[0].part.together,)
    if any(kind.scan_s[printer.index] is None for kind in kinds):
        yield Hurdle("group-no-machine", group, {"parts": parts})
    for post, programmes in _programmes(shop, kinds):
        asked: Params = {"station": post, "programmes": ", ".join(programmes)}
        yield Hurdle("group-programmes", (*group, post), {"parts": parts, **asked})
    for needed_mm2, limit_mm2 in _areas_mm2(kinds, printer):
        if needed_mm2 > limit_mm2 * (1.0 + ROUNDING):
            area: Params = {"needed_mm2": round(needed_mm2), "limit_mm2": round(limit_mm2)}
            yield Hurdle("group-area", group, {"parts": parts, **area})
            return


def _programmes(shop: Shop, kinds: Sequence[Kind]) -> Iterator[tuple[str, list[str]]]:
    """Yield the stations that take whole platforms and are asked for several programmes."""
    for post in shop.posts:
        asked = {
            treatment.programme: None
            for kind in kinds
            for treatment in kind.treatments
            if treatment.post == post.index
        }
        if post.station.kind == "batch" and len(asked) > 1:
            yield post.station.id, [name or "\N{EN DASH}" for name in asked]


def _areas_mm2(kinds: Sequence[Kind], printer: Printer) -> Iterator[tuple[float, float]]:
    """Yield areas that are needed at least, each with what there is of it at most."""
    bed = printer.bed
    bare_mm2 = sum(kind.bare_mm2 for kind in kinds)
    if any(kind.flat for kind in kinds):  # keep-outs say nothing of areas alone
        yield bare_mm2, bed.area_mm2
        return
    yield bare_mm2, bed.free_mm2
    yield sum(kind.taken_mm2 for kind in kinds), bed.packing_area_mm2
