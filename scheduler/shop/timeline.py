"""When builds happen on one machine, each as early as it can.

Earliest is never worse: every objective grows with the ends of builds.
"""

from __future__ import annotations

from typing import NamedTuple

from scheduler.shop.calendar import Crew, Span, Work
from scheduler.shop.printer import Needs, Printer
from scheduler.shop.shop import Shop


class Times(NamedTuple):
    """The ticks of one build; without a powder change its two ticks are ``None``."""

    change_start: int | None
    change_end: int | None
    setup_start: int
    start: int
    end: int
    cool_end: int
    unload_start: int
    unload_end: int

    @property
    def begins(self) -> int:
        """The first tick at which the machine is needed."""
        return self.setup_start if self.change_start is None else self.change_start

    def work(self, needs: Needs) -> list[Work]:
        """Return the operations that need a person, given what they need at the machine."""
        works = [
            Work(self.setup_start, self.start, needs.setup),
            Work(self.unload_start, self.unload_end, needs.unload),
        ]
        if self.change_start is not None and self.change_end is not None:
            works.append(Work(self.change_start, self.change_end, needs.change))
        return [work for work in works if work.end > work.start]


Run = tuple[int, int, int, int, int, int]
"""Set-up, its end, the end of printing, of cooling, unloading, its end."""


class Moment(NamedTuple):
    """The state of a machine between builds: free from, powder in it, fixed builds passed."""

    free: int
    loaded: str | None
    passed: int


class Load(NamedTuple):
    """What a build asks of a machine's time."""

    setting: int
    release: int
    printing: int
    cooled: int
    owners: frozenset[str]


def opening(shop: Shop, printer: Printer) -> Moment:
    """Return the state a machine starts in, after the fixed builds that run by then."""
    moment = Moment(printer.free, printer.machine.loaded, 0)
    while moment.passed < len(printer.fixed):
        if printer.fixed[moment.passed].occupied_from > printer.free:
            break
        moment = _pass_fixed(shop, printer, moment)
    return moment


def place(
    shop: Shop, printer: Printer, load: Load, moment: Moment, crew: Crew
) -> tuple[Times, Moment] | None:
    """Return the earliest times of a build after a moment, and the moment after it."""
    while True:
        times = _attempt(shop, printer, load, moment, crew)
        if moment.passed == len(printer.fixed):
            break
        if times is not None and _fits_before(shop, printer, load, times, moment):
            break
        moment = _pass_fixed(shop, printer, moment)
    if times is None or times.unload_end > shop.horizon:
        return None
    material = shop.settings[load.setting].material
    return times, Moment(times.unload_end, material, moment.passed)


def when(
    shop: Shop,
    printer: Printer,
    load: Load,
    starts: tuple[int, int, int],
    moment: Moment,
    *,
    crew: Crew,
) -> tuple[Times, Moment] | None:
    """Return the times of a build whose powder change, set-up and unloading start as told.

    Without a powder change its start is of no account. Nothing is returned where that cannot be.
    """
    change_start, setup_start, unload_start = starts
    while moment.passed < len(printer.fixed):
        if printer.fixed[moment.passed].occupied_from >= setup_start:
            break
        moment = _pass_fixed(shop, printer, moment)
    ticks = shop.change(printer.index, moment.loaded, load.setting)
    change_end = change_start + ticks if ticks else None
    start, unload_end = setup_start + printer.setup, unload_start + printer.unload
    end, cool_end = start + load.printing, start + load.cooled
    began = change_start if ticks else None
    times = Times(began, change_end, setup_start, start, end, cool_end, unload_start, unload_end)
    before = max(load.release, change_end or 0)
    in_order = moment.free <= times.begins and before <= setup_start and cool_end <= unload_start
    if not in_order or unload_end > shop.horizon or _is_blocked(shop, printer, load, times, moment):
        return None
    if not all(shop.calendar.free(work, crew) for work in times.work(printer.needs)):
        return None
    return times, Moment(unload_end, shop.settings[load.setting].material, moment.passed)


def _is_blocked(shop: Shop, printer: Printer, load: Load, times: Times, moment: Moment) -> bool:
    """Tell whether a machine is down, kept for others or needed for a fixed build at some times."""
    spans = [(times.setup_start, times.unload_end)]
    if times.change_start is not None and times.change_end is not None:
        spans.append((times.change_start, times.change_end))
    if any(_down_between(printer, load, *span) is not None for span in spans):
        return True
    if _kept_between(printer, load, times.begins, times.unload_end) is not None:
        return True
    later = moment.passed < len(printer.fixed)
    return later and not _fits_before(shop, printer, load, times, moment)


class Timetable:
    """The times of builds on one machine beside the promised work of people, each found once."""

    def __init__(self, shop: Shop, printer: Printer, crew: Crew) -> None:
        self.printer = printer
        self._shop = shop
        self._crew = crew
        self._known: dict[tuple[Load, Moment], tuple[Times, Moment] | None] = {}

    def place(self, load: Load, moment: Moment) -> tuple[Times, Moment] | None:
        """Return the earliest times of a build after a moment, and the moment after it."""
        asked = (load, moment)
        if asked not in self._known:
            self._known[asked] = place(self._shop, self.printer, load, moment, self._crew)
        return self._known[asked]


def _pass_fixed(shop: Shop, printer: Printer, moment: Moment) -> Moment:
    build = printer.fixed[moment.passed]
    free = max(moment.free, build.unload_end)
    return Moment(free, shop.fixed_material(build), moment.passed + 1)


def _fits_before(shop: Shop, printer: Printer, load: Load, times: Times, moment: Moment) -> bool:
    build = printer.fixed[moment.passed]
    material = shop.settings[load.setting].material
    needed = shop.changes[printer.index][material, shop.fixed_material(build)]
    planned = 0
    if build.powder_change_start is not None and build.powder_change_end is not None:
        planned = build.powder_change_end - build.powder_change_start
    return times.unload_end <= build.occupied_from and needed <= planned


def _attempt(shop: Shop, printer: Printer, load: Load, moment: Moment, crew: Crew) -> Times | None:
    change_ticks = shop.change(printer.index, moment.loaded, load.setting)
    free: int | None = moment.free
    times: Times | None = None
    while free is not None:
        change: Span | None = None
        if change_ticks:
            change = _change(shop, printer, load, (free, change_ticks), crew)
            if change is None:
                return None
        tick = max(free if change is None else change[1], load.release)
        ran = _run_between(shop, printer, load, tick, crew)
        if ran is None:
            return None
        change_start, change_end = change or (None, None)
        times = Times(change_start, change_end, *ran)
        free = _kept_between(printer, load, times.begins, times.unload_end)
    return times


def _run_between(shop: Shop, printer: Printer, load: Load, tick: int, crew: Crew) -> Run | None:
    """Return the first run from a tick on that meets no stretch in which a machine is away."""
    while True:
        run = _run(shop, printer, load, tick, crew)
        down = None if run is None else _down_between(printer, load, run[0], run[-1])
        if down is None:
            return run
        tick = down


def _change(
    shop: Shop, printer: Printer, load: Load, asked: tuple[int, int], crew: Crew
) -> Span | None:
    tick, ticks = asked
    while True:
        start = shop.calendar.earliest(tick, ticks, crew, printer.needs.change)
        if start is None:
            return None
        down = _down_between(printer, load, start, start + ticks)
        if down is None:
            return start, start + ticks
        tick = down


def _run(shop: Shop, printer: Printer, load: Load, tick: int, crew: Crew) -> Run | None:
    setup_start = shop.calendar.earliest(tick, printer.setup, crew, printer.needs.setup)
    if setup_start is None:
        return None
    start = setup_start + printer.setup
    cool_end = start + load.cooled
    unload_start = shop.calendar.earliest(cool_end, printer.unload, crew, printer.needs.unload)
    if unload_start is None:
        return None
    end = start + load.printing
    return setup_start, start, end, cool_end, unload_start, unload_start + printer.unload


def _down_between(printer: Printer, load: Load, start: int, end: int) -> int | None:
    """Return when a machine is there again that is down, or kept for others, in start .. end."""
    for down_start, down_end in printer.down:
        if down_start < end and down_end > start:
            return down_end
    return _kept_between(printer, load, start, end)


def _kept_between(printer: Printer, load: Load, start: int, end: int) -> int | None:
    """Return when a machine is to be had again that is kept for others in start .. end."""
    for (kept_start, kept_end), owners in printer.kept:
        if kept_start < end and kept_end > start and not load.owners <= owners:
            return kept_end
    return None
