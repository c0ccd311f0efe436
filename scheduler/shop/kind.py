"""What all copies of a part have in common, single copies, and jobs, by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.nesting.stand import Stand
from scheduler.part import Part
from scheduler.shop.printer import Printer

ROUNDING = 1e-9
"""A size this little above a limit, relatively, is within it."""


class Treatment(NamedTuple):
    """What a copy needs at a station, by the station's number."""

    post: int
    time_s: float
    programme: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What all copies of a part have in common.

    ``stands`` are those that some machine may hold, the lowest first, and after them others that
    are in fixed builds; all where no machine holds one.
    """

    index: int
    part: Part
    setting: int
    job: int
    stands: tuple[Stand, ...]
    area_mm2: float
    flat: bool
    scan_s: tuple[float | None, ...]
    """Per machine, the seconds a copy adds; ``None`` where the part may not be printed."""
    support_s: Mapping[str, tuple[float, ...]]
    """Per stand's name and machine, the seconds that its supports add for a copy."""
    apart: frozenset[int]
    """Kinds with which this one may not share a platform."""
    treatments: tuple[Treatment, ...]
    """What follows printing."""
    tail: int
    """The ticks that it takes at least."""

    @property
    def taken_mm2(self) -> float:
        """The area with half the gap around it that a copy takes at least; 0 where flat."""
        return 0.0 if self.flat else min(stand.taken_mm2 for stand in self.stands)

    @property
    def bare_mm2(self) -> float:
        """The area of its own that a copy takes at least."""
        return min(stand.bare_mm2 for stand in self.stands)

    def may_meet(self, other: Kind) -> bool:
        """Tell whether copies of two kinds may share a platform, whatever their setting."""
        secret = self.part.confidential or other.part.confidential
        strangers = secret and self.part.owner != other.part.owner
        return not strangers and other.index not in self.apart

    def adds_s(self, printer: int, stand: Stand) -> float:
        """Return the seconds that a copy in a stand adds to a build on a machine that prints it."""
        return (self.scan_s[printer] or 0.0) + self.support_s[stand.name][printer]

    def may_go(self, printer: Printer) -> bool:
        """Tell whether a copy may be printed on a machine and is not proven too large for it."""
        return self.scan_s[printer.index] is not None and self.lowest(printer) is not None

    def lowest(self, printer: Printer) -> Stand | None:
        """Return the lowest stand that is not proven to be too tall or too wide for a machine."""
        return next((stand for stand in self.stands if may_hold(printer, stand)), None)


def may_hold(printer: Printer, stand: Stand) -> bool:
    """Tell whether a stand is not proven to be too tall or too wide for a machine."""
    fits = stand.bare_mm2 <= printer.bed.area_mm2 * (1.0 + ROUNDING)
    if not stand.flat and not (printer.bed.round and stand.shadow is not None):
        fits = fits and printer.bed.holds(stand.box, stand.turns)
    return fits and stand.height_mm <= printer.machine.height_mm


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One open copy of a part."""

    kind: int
    copy: int


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What a job is measured by; ``end`` is when its fixed builds are unloaded."""

    name: str
    due: int | None
    weight: float
    end: int
