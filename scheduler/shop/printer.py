"""Machines and stations in ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from scheduler.machine import Machine
from scheduler.nesting.bed import Bed
from scheduler.schedule import Build
from scheduler.shop.calendar import Span
from scheduler.station import Station


class Needs(NamedTuple):
    """Which of the calendar's needs the work at a machine has."""

    change: int
    setup: int
    unload: int


@dataclass(frozen=True, slots=True, eq=False)
class Printer:
    """A machine in ticks, with what is fixed on it."""

    index: int
    machine: Machine
    bed: Bed
    free: int
    setup: int
    unload: int
    needs: Needs
    fixed: tuple[Build, ...]
    down: tuple[Span, ...]
    kept: tuple[tuple[Span, frozenset[str]], ...]
    """Stretches in which the machine works for some owners alone."""

    @property
    def unattended_s(self) -> float:
        """The seconds of warming up and cooling that every build takes."""
        return self.machine.warm_up_s + self.machine.cool_down_s

    def always(self, tick_s: int) -> float:
        """Return the ticks that every build takes beside scanning and recoating."""
        return self.setup + self.unload + self.unattended_s / tick_s


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Post:
    """A station in ticks."""

    index: int
    station: Station
    load: int
    unload: int
    way: int
    need: int
    down: tuple[Span, ...]

    def work_s(self, times_s: Sequence[float]) -> float:
        """Return how long it works on copies together: a furnace all at once."""
        return max(times_s) if self.station.kind == "batch" else fsum(times_s)
