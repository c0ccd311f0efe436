"""What keeps one part off one machine: each hurdle alone is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.construct.batch import Batch
from scheduler.construct.hurdle import Hurdle, Params
from scheduler.construct.plan import Workshop
from scheduler.construct.room import no_room
from scheduler.shop.calendar import Crew, Span, serves
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import place

HOUR_S = 3600


def hurdles(workshop: Workshop, item: Item, printer: Printer, far: Workshop) -> list[Hurdle]:
    """Return what keeps an item, with what must be with it, off a machine; nothing if it can go.

    ``far`` is the workshop with a horizon so far off that it is in nobody's way.
    """
    kind = workshop.shop.kinds[item.kind]
    batch = workshop.batcher.start(item, printer)
    if batch is None:
        return no_room(workshop, item, printer)
    if unloaded(workshop, printer, batch) is not None:
        return []
    found = [*_no_hours(workshop.shop, kind, printer), *_no_stretch(workshop.shop, batch, printer)]
    return found or [_no_time(workshop, batch, printer, far)]


def hours(shop: Shop, ticks: float) -> float:
    """Return ticks in hours, to the hundredth."""
    return round(ticks * shop.tick_s / HOUR_S, 2)


def horizon(shop: Shop) -> Params:
    """Return the horizon's tick, and how many hours it is from now, as sentences need them."""
    return {"horizon": shop.horizon, "horizon_h": hours(shop, shop.horizon - shop.problem.now)}


def unloaded(workshop: Workshop, printer: Printer, batch: Batch) -> int | None:
    """Return when a batch is unloaded that has the machine to itself beside fixed builds."""
    opening = workshop.liner.openings[printer.index]
    crew = Crew(workshop.fixed_work)
    placed = place(workshop.shop, printer, batch.load, opening, crew)
    return None if placed is None else placed[0].unload_end


def _no_hours(shop: Shop, kind: Kind, printer: Printer) -> Iterator[Hurdle]:
    """Yield what nobody is there for long enough to do."""
    works = [("set-up", printer.setup, printer.needs.setup)]
    works.append(("unload", printer.unload, printer.needs.unload))
    material = shop.settings[kind.setting].material
    held = {printer.machine.loaded, *map(shop.fixed_material, printer.fixed)}
    if material not in held:
        change = min(shop.changes[printer.index][source, material] for source in held)
        works.append(("powder", change, printer.needs.change))
    for work, ticks, need in works:
        longest = longest_hours(shop, need, printer.free)
        if longest == 0 < ticks:
            yield nobody(shop, need, printer.free)
        elif longest < ticks:
            times = {"needed_h": hours(shop, ticks), "longest_h": hours(shop, longest)}
            yield Hurdle(f"window-{work}", (longest,), times)


def nobody(shop: Shop, need: int, since: int) -> Hurdle:
    """Return that nobody is there until the horizon, at the site, or with the skill needed."""
    site, skill = shop.need(need)
    ahead = [w for w in shop.problem.staff if w.end > since and w.start < shop.horizon]
    if not ahead:
        return Hurdle("nobody-there", (), {})
    if site is not None and not any(serves(window, (site, None)) for window in ahead):
        return Hurdle("nobody-at-site", (site,), {"site": site})
    if skill is None:
        return Hurdle("nobody-there", (), {})
    return Hurdle("nobody-skilled", (skill,), {"skill": skill})


def longest_hours(shop: Shop, need: int, since: int) -> int:
    """Return the most ticks on end, from a tick to the horizon, that somebody who may is there."""
    windows = shop.calendar.hours[need].windows
    return max((min(e, shop.horizon) - max(s, since) for s, e in windows if e > since), default=0)


def _no_stretch(shop: Shop, batch: Batch, printer: Printer) -> Iterator[Hurdle]:
    """Yield a machine that is not free for as long as the build takes, though time there is."""
    need = printer.setup + batch.load.cooled + printer.unload
    if shop.horizon - printer.free < need:
        return
    longest = longest_free(_taken(batch, printer), printer.free, shop.horizon)
    name: Params = {"machine": printer.machine.id}
    if longest <= 0:
        yield Hurdle("machine-taken", (printer.index,), name)
    elif longest < need:
        part = shop.kinds[batch.items[0].kind].part.id
        times = {"needed_h": hours(shop, need), "longest_h": hours(shop, longest)}
        yield Hurdle("machine-stretch", (printer.index, part), {**name, "part": part, **times})


def _taken(batch: Batch, printer: Printer) -> list[Span]:
    """Return when a machine is down, kept for others, or has fixed builds."""
    kept = [span for span, owners in printer.kept if not batch.load.owners <= owners]
    fixed = [(build.occupied_from, build.unload_end) for build in printer.fixed]
    return [*printer.down, *kept, *fixed]


def longest_free(taken: Sequence[Span], since: int, until: int) -> int:
    """Return the most ticks on end between two ticks in which nothing is taken."""
    longest, free = 0, since
    for start, end in sorted(taken):
        longest, free = max(longest, min(start, until) - free), max(free, end)
    return max(longest, until - free)


def _no_time(workshop: Workshop, batch: Batch, printer: Printer, far: Workshop) -> Hurdle:
    """Return by how much a part is too late, or that people are never there when it needs them."""
    shop = workshop.shop
    part = shop.kinds[batch.items[0].kind].part
    params: Params = {"part": part.id, **horizon(shop)}
    end = unloaded(far, printer, batch)
    need = printer.setup + batch.load.cooled + printer.unload
    if end is None and printer.free + need <= shop.horizon >= batch.load.release + need:
        return Hurdle("staff-alone", (part.id,), params)
    late = (end or max(printer.free, batch.load.release) + need) - shop.horizon
    in_time = printer.free + need <= shop.horizon < batch.load.release + need
    code = "release-late" if in_time else "horizon-alone"
    return Hurdle(code, (part.id,), {**params, "late_h": hours(shop, late)})
