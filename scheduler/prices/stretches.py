"""Time in stretches, and from which of them to which a machine can make a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from scheduler.construct.plan import Workshop
from scheduler.shop.calendar import Crew
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop

Ticks = NDArray[np.int64]
Yes = NDArray[np.bool_]
Amounts = NDArray[np.float64]

NOBODY = Crew(())


def stretches(workshop: Workshop, until: int, most: int) -> list[int]:
    """Return the first ticks of stretches, from when a machine is free; the last has no end.

    Staffed windows are cut into equal parts, as many as make about ``most`` stretches by the tick
    ``until``; where there are more windows than that, some are taken together.
    """
    since = min(opening.free for opening in workshop.liner.openings)
    windows = {
        (max(start, since), end)
        for hours in workshop.shop.calendar.hours
        for start, end in hours.windows
        if start < until and end > since
    }
    share = max(1, most // max(1, 2 * len(windows)))
    edges = {since, until}
    for start, end in sorted(windows):
        edges |= {start + (end - start) * part // share for part in range(share)}
        edges.add(end + 1)
    ordered = sorted(edge for edge in edges if edge <= until)
    return ordered[:: ceil(len(ordered) / max(2, most))]


def stretch_of(edges: Sequence[int], tick: int | None) -> int:
    """Return the stretch that a tick is in; the last for one that never comes."""
    last = len(edges) - 1
    return last if tick is None else int(np.searchsorted(edges, tick, side="right")) - 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pairs:
    """The stretches in which a machine can begin and end a build, pair by pair.

    ``room`` are the ticks that there are at most for scanning and recoating. The first
    ``same`` pairs begin and end in one stretch.
    """

    start: Ticks
    end: Ticks
    room: Amounts
    latest: Ticks
    """The last tick of the stretch in which a build begins."""
    done: Ticks
    """Per stretch, the first tick at which a build can be unloaded in it or later."""
    same: int


def pairs_of(shop: Shop, printer: Printer, edges: Sequence[int], free: int) -> Pairs:
    """Return the pairs of stretches for builds on a machine that is free from a tick on."""
    first = np.array(edges, dtype=np.int64)
    last = np.append(first[1:] - 1, shop.horizon)
    starts = np.array([_earliest(shop, max(e, free), printer.setup, printer) for e in edges])
    dones = np.array([_unloaded(shop, edge, printer) for edge in edges])
    begins, ends = starts <= last, dones <= last
    room = last[None, :] - starts[:, None] - printer.always(shop.tick_s)
    may: Yes = begins[:, None] & ends[None, :] & (room >= 0.0)
    for down_start, down_end in printer.down:
        may &= ~((down_start < dones[None, :]) & (down_end > last[:, None]))
    inner = np.flatnonzero(np.diag(may))
    start, end = np.nonzero(np.triu(may, 1))
    start, end = np.concatenate([inner, start]), np.concatenate([inner, end])
    return Pairs(
        start=start,
        end=end,
        room=room[start, end].astype(np.float64),
        latest=last[start],
        done=np.minimum(dones, shop.horizon),
        same=len(inner),
    )


def _earliest(shop: Shop, tick: int, ticks: int, printer: Printer) -> int:
    found = shop.calendar.earliest(tick, ticks, NOBODY, printer.needs.setup)
    return shop.horizon + 1 if found is None else found


def _unloaded(shop: Shop, edge: int, printer: Printer) -> int:
    since = max(0, edge - printer.unload)
    found = shop.calendar.earliest(since, printer.unload, NOBODY, printer.needs.unload)
    return shop.horizon + 1 if found is None else max(edge, found + printer.unload)
