"""The builds of one machine in their order, with their times and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.construct.batch import Batch
from scheduler.objective import Rates, is_moved, still_ticks
from scheduler.shop.calendar import Crew, Span
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Moment, Times, opening, place

EARLY = 1e-3
"""What one tick of each build's end weighs beside the objective, so that equals end early."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One machine's batches with their times; never changed, only replaced."""

    printer: int
    batches: tuple[Batch, ...]
    times: tuple[Times, ...]
    moments: tuple[Moment, ...]
    work: tuple[Span, ...]
    job_ends: dict[int, int]
    cost: float
    end: int


class Liner:
    """Decodes sequences of batches into lines."""

    def __init__(self, shop: Shop, rates: Rates) -> None:
        self.shop = shop
        self.rates = rates
        self.still = still_ticks(shop.problem)
        self.openings = tuple(opening(shop, printer) for printer in shop.printers)

    def empty(self, printer: int) -> Line:
        """Return the line of a machine without builds of this plan."""
        return Line(printer, (), (), (self.openings[printer],), (), {}, 0.0, 0)

    def line(
        self, printer: int, batches: tuple[Batch, ...], crew: Crew, kept: Line, keep: int
    ) -> Line | None:
        """Return the line of batches; the first ``keep`` have the times of the line ``kept``."""
        times, moments = list(kept.times[:keep]), list(kept.moments[: keep + 1])
        machine = self.shop.printers[printer]
        for batch in batches[keep:]:
            placed = place(self.shop, machine, batch.load, moments[-1], crew)
            if placed is None:
                return None
            times.append(placed[0])
            moments.append(placed[1])
        return self._line(printer, batches, times, moments)

    def _line(
        self, printer: int, batches: tuple[Batch, ...], times: list[Times], moments: list[Moment]
    ) -> Line:
        ends: dict[int, int] = {}
        for batch, time in zip(batches, times, strict=True):
            for job in batch.jobs:
                ends[job] = time.unload_end
        return Line(
            printer,
            batches,
            tuple(times),
            tuple(moments),
            tuple(span for time in times for span in time.work()),
            ends,
            self._cost(printer, batches, times),
            times[-1].unload_end if times else 0,
        )

    def _cost(self, printer: int, batches: tuple[Batch, ...], times: list[Times]) -> float:
        machine = self.shop.printers[printer]
        change = sum((t.change_end or 0) - (t.change_start or 0) for t in times)
        busy = sum(t.cool_end - t.setup_start + machine.unload for t in times)
        early = sum(t.unload_end for t in times)
        cost = self.rates.powder_change * change + self.rates.occupancy * busy + EARLY * early
        if self.rates.stability:
            cost += self.rates.stability * self._moved(printer, batches, times)
        return cost

    def _moved(self, printer: int, batches: tuple[Batch, ...], times: list[Times]) -> int:
        name = self.shop.printers[printer].machine.id
        previous = self.shop.previous
        return sum(
            is_moved(previous.get(self.shop.name(item)), name, time.start, self.still)
            for batch, time in zip(batches, times, strict=True)
            for item in batch.items
        )
