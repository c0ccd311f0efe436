"""A problem as a sketch knows it, in arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from scheduler.construct.line import EARLY
from scheduler.construct.plan import Workshop
from scheduler.shop.calendar import Calendar
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Post, Printer
from scheduler.shop.shop import Shop
from scheduler.sketch.tables import (
    BATCH,
    MOST,
    NEVER,
    SINGLE,
    Amounts,
    Crew,
    Facts,
    Flags,
    Numbers,
)

Unit = tuple[Item, ...]
"""Copies that are in one build."""


class Stretch(NamedTuple):
    """Ticks in which so many people are there, and until when somebody is without a break."""

    start: int
    end: int
    heads: int
    until: int


def units_of(shop: Shop) -> list[Unit]:
    """Return the copies that a sketch moves, each alone or with those that must be with it."""
    return [shop.lump(item) for item in shop.leaders(shop.items)]


def facts_of(workshop: Workshop, units: Sequence[Unit], fill: float) -> Facts:
    """Return what a sketch knows of a problem.

    The parts of a build, each with half the gap round it, take at most the share ``fill`` of a
    platform; what more of them costs is left open.
    """
    shop, rates = workshop.shop, workshop.rates
    groups = [[shop.kinds[item.kind] for item in unit] for unit in units]
    scan, coat, share = _sizes(shop, groups, fill)
    setting, together = _numbers(mine[0].setting for mine in groups), _together(shop, groups)
    alike = np.argsort(setting, kind="stable")
    copies = [(number, item) for number, unit in enumerate(units) for item in unit]
    copies.sort(key=lambda copy: _due(shop.kinds[copy[1].kind]))
    single = [post for post in shop.posts if post.station.kind == "part"]
    names = dict.fromkeys(setting.material for setting in shop.settings)
    powders = {name: number for number, name in enumerate(names)}
    loaded = [powders.get(p.machine.loaded or "", len(powders)) for p in shop.printers]
    kept = [_kept(shop, printer, powders) for printer in shop.printers]
    whole = [post for post in shop.posts if post.station.kind != "part"]
    spans = [span for mine in kept for span in mine]
    return Facts(
        setting=setting,
        release=_numbers(max(kind.part.release for kind in mine) for mine in groups),
        latest=_numbers(min(_due(kind) for kind in mine) for mine in groups),
        scan=scan,
        coat=coat,
        share=share,
        together=together,
        choosy=(~together & (setting[:, None] == setting)).any(axis=1),
        alike=alike.astype(np.int64),
        alike_from=np.searchsorted(setting[alike], np.arange(len(shop.settings) + 1)),
        unit=_numbers(number for number, _ in copies),
        job=_numbers(shop.kinds[item.kind].job for _, item in copies),
        alone=_alone(shop, single, [item for _, item in copies]),
        tail=_numbers(shop.kinds[item.kind].tail for _, item in copies),
        asked=_asked(shop, whole, groups),
        programme=_programme(whole, groups),
        posts=_posts(whole, workshop.batcher.stretches.most),
        cabins=_posts(single, {}),
        waits=np.zeros(2, dtype=np.bool_),
        due=_numbers(NEVER if job.due is None else job.due for job in shop.jobs),
        weight=np.array([job.weight for job in shop.jobs], dtype=np.float64),
        ended=_numbers(job.end for job in shop.jobs),
        queued=np.zeros(len(shop.jobs), dtype=np.int64),
        material=_numbers(powders[setting.material] for setting in shop.settings),
        free=_numbers(printer.free for printer in shop.printers),
        loaded=_numbers(loaded),
        setup=_numbers(printer.setup for printer in shop.printers),
        unload=_numbers(printer.unload for printer in shop.printers),
        always=np.array([printer.unattended_s / shop.tick_s for printer in shop.printers]),
        need=np.array(
            [[p.needs.change, p.needs.setup, p.needs.unload] for p in shop.printers], dtype=np.int64
        ),
        change=_changes(shop, powders),
        kept_from=_from(kept),
        kept_start=_numbers(start for start, _, _, _ in spans),
        kept_end=_numbers(end for _, end, _, _ in spans),
        kept_powder=_numbers(powder for _, _, powder, _ in spans),
        kept_change=_numbers(planned for _, _, _, planned in spans),
        crew=_crew(shop.calendar),
        horizon=shop.horizon,
        rates=np.array([rates.tardiness, rates.powder_change, rates.occupancy, EARLY, 0.0]),
    )


def _due(kind: Kind) -> int:
    """Return when a kind is due, if that counts."""
    due = kind.part.due if kind.part.weight > 0.0 else None
    return NEVER if due is None else due


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)


def _from(groups: Sequence[Sequence[object]]) -> Numbers:
    """Return where each group begins when they are put one after the other, and the end."""
    return np.cumsum([0, *(len(group) for group in groups)], dtype=np.int64)


def _sizes(
    shop: Shop, groups: Sequence[Sequence[Kind]], fill: float
) -> tuple[Amounts, Amounts, Amounts]:
    """Return per unit and machine the ticks of scanning and of recoating, and the room it takes."""
    size = (len(groups), len(shop.printers))
    scan, coat, share = np.full(size, -1.0), np.zeros(size), np.ones(size)
    for unit, kinds in enumerate(groups):
        for p, printer in enumerate(shop.printers):
            stands = [(kind, kind.lowest(printer)) for kind in kinds if kind.may_go(printer)]
            laid = [(kind, stand) for kind, stand in stands if stand is not None]
            if len(laid) < len(kinds):
                continue
            bed, room_mm2 = printer.bed, printer.bed.packing_area_mm2 * fill
            scan[unit, p] = sum(kind.adds_s(p, stand) for kind, stand in laid) / shop.tick_s
            layers = max(shop.layers(kind.setting, stand.height_mm) for kind, stand in laid)
            coat[unit, p] = layers * printer.machine.recoat_s / shop.tick_s
            taken = [s.taken_mm2 / (bed.area_mm2 if s.flat else room_mm2) for _, s in laid]
            share[unit, p] = min(1.0, sum(taken))
    return scan, coat, share


def _together(shop: Shop, groups: Sequence[Sequence[Kind]]) -> Flags:
    """Tell of each two units whether all of them may share a platform."""
    kinds = sorted({kind.index for mine in groups for kind in mine})
    place = {kind: number for number, kind in enumerate(kinds)}
    facts = [shop.kinds[kind] for kind in kinds]
    setting = _numbers(kind.setting for kind in facts)
    may = setting[:, None] == setting
    for number, kind in enumerate(facts):
        if kind.part.confidential or kind.apart:  # of all others nobody minds
            meets = np.array([kind.may_meet(other) for other in facts])
            may[number] &= meets
            may[:, number] &= meets
    for programme in _programme(shop.posts, [[kind] for kind in facts]).T:
        may &= (programme[:, None] == programme) | (programme[:, None] < 0) | (programme < 0)
    members = [[place[kind.index] for kind in mine] for mine in groups]
    first = _from(members)[:-1]
    flat = np.array([number for mine in members for number in mine], dtype=np.int64)
    by_row = np.logical_and.reduceat(may[flat], first, axis=0)
    together: Flags = np.logical_and.reduceat(by_row[:, flat], first, axis=1)
    return together


def _programme(posts: Sequence[Post], groups: Sequence[Sequence[Kind]]) -> Numbers:
    """Return per unit and station what a furnace must run, by number; -1 where it is not passed."""
    programme = np.full((len(groups), len(posts)), -1, dtype=np.int64)
    for number, post in enumerate(posts):
        known: dict[str | None, int] = {}
        for unit, kinds in enumerate(groups):
            for kind in kinds:
                for treatment in kind.treatments:
                    if treatment.post == post.index and post.station.kind == "batch":
                        one = known.setdefault(treatment.programme, len(known))
                        programme[unit, number] = one
    return programme


def _changes(shop: Shop, powders: Mapping[str, int]) -> Numbers:
    """Return the ticks of powder changes per machine, powder in it (the last: none), and wanted."""
    changes = np.zeros((len(shop.printers), len(powders) + 1, len(powders)), dtype=np.int64)
    for printer, ticks in enumerate(shop.changes):
        for (loaded, wanted), one in ticks.items():
            changes[printer, powders.get(loaded or "", len(powders)), powders[wanted]] = one
    return changes


def _kept(
    shop: Shop, printer: Printer, powders: Mapping[str, int]
) -> list[tuple[int, int, int, int]]:
    """Return when a machine is not to be had, the powder in it then, and the change before it."""
    fixed = [
        (
            build.occupied_from,
            build.unload_end,
            powders[shop.fixed_material(build)],
            (build.powder_change_end or 0) - (build.powder_change_start or 0),
        )
        for build in printer.fixed
    ]
    away = [*printer.down, *(span for span, _ in printer.kept)]
    return sorted([*fixed, *((start, end, -1, 0) for start, end in away)])


def _stretches(calendar: Calendar, need: int) -> list[Stretch]:
    """Return when people are there who can do what is needed, and how many."""
    stretches = []
    for start, end in calendar.hours[need].windows:
        ticks = [*calendar.steps_in(start, end), end]
        for first, last in pairwise(ticks):
            stretches.append(Stretch(first, last, calendar.heads_at(first, [need]), end))
    return stretches


def _crew(calendar: Calendar) -> Crew:
    """Return when people are there for each need."""
    hours = [_stretches(calendar, need) for need in range(len(calendar.hours))]
    stretches = [stretch for mine in hours for stretch in mine]
    return Crew(
        hours=_from(hours),
        start=_numbers(stretch.start for stretch in stretches),
        end=_numbers(stretch.end for stretch in stretches),
        heads=_numbers(stretch.heads for stretch in stretches),
        until=_numbers(stretch.until for stretch in stretches),
        missed=_missed(calendar),
        people=_numbers(max((s.heads for s in mine), default=1) for mine in hours),
    )


def _missed(calendar: Calendar) -> Numbers:
    """Return per need those for which all who serve it can work too, itself first, then -1."""
    served = [calendar.serving(need) for need in range(len(calendar.hours))]
    missed = [
        [need, *(other for other, them in enumerate(served) if other != need and mine <= them)]
        for need, mine in enumerate(served)
    ]
    most = max(map(len, missed), default=0)
    return np.array([[*mine, *[-1] * (most - len(mine))] for mine in missed], dtype=np.int64)


def _posts(posts: Sequence[Post], most: Mapping[int, int]) -> Numbers:
    """Return per station what a sketch knows of it, in the order of the tables."""
    rows = [
        (
            post.index,
            BATCH if post.station.kind == "batch" else SINGLE,
            post.station.units,
            post.station.capacity,
            post.load,
            post.unload,
            post.way,
            post.station.attended,
            post.need,
            most.get(post.index, NEVER),
        )
        for post in posts
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), MOST + 1)


def _asked(shop: Shop, posts: Sequence[Post], groups: Sequence[Sequence[Kind]]) -> Amounts:
    """Return the ticks that each unit asks stations of platforms for; -1 where it does not pass."""
    asked = np.full((len(groups), len(posts)), -1.0)
    for unit, kinds in enumerate(groups):
        for number, post in enumerate(posts):
            times_s = [t.time_s for kind in kinds for t in kind.treatments if t.post == post.index]
            if times_s:
                asked[unit, number] = post.work_s(times_s) / shop.tick_s
    return asked


def _alone(shop: Shop, posts: Sequence[Post], items: Sequence[Item]) -> Numbers:
    """Return the ticks that each copy asks stations of parts for; -1 where it does not pass."""
    alone = np.full((len(items), len(posts)), -1, dtype=np.int64)
    for copy, item in enumerate(items):
        for treatment in shop.kinds[item.kind].treatments:
            for number, post in enumerate(posts):
                if treatment.post == post.index:
                    alone[copy, number] = shop.ticks(treatment.time_s)
    return alone
