"""The builds of one machine in their order, with their times and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.construct.batch import Batch
from scheduler.objective import Rates, is_moved, shares_of, still_ticks
from scheduler.shop.calendar import Crew, Work
from scheduler.shop.finishing import done_alone
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
    work: tuple[Work, ...]
    job_ends: dict[int, int]
    """When the last copy of each job is done, at the earliest: what follows printing is relaxed."""
    owners: dict[str, float]
    """The machine ticks of each owner that count for fair shares."""
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
        return Line(printer, (), (), (self.openings[printer],), (), {}, {}, 0.0, 0)

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
            for job, end in self._done(batch, time.unload_end).items():
                ends[job] = max(ends.get(job, 0), end)
        needs = self.shop.printers[printer].needs
        return Line(
            printer,
            batches,
            tuple(times),
            tuple(moments),
            tuple(work for time in times for work in time.work(needs)),
            ends,
            self._owners(printer, batches, times),
            self._cost(printer, batches, times),
            times[-1].unload_end if times else 0,
        )

    def _done(self, batch: Batch, unloaded: int) -> Mapping[int, int]:
        """Return per job of a batch when it is done, at the earliest."""
        if batch.passages is None:
            return dict.fromkeys(batch.tails, unloaded)
        if unloaded not in batch.done:
            batch.done[unloaded] = done_alone(self.shop, batch.passages, unloaded)
        return batch.done[unloaded]

    def _owners(
        self, printer: int, batches: tuple[Batch, ...], times: list[Times]
    ) -> dict[str, float]:
        fair_share = self.shop.problem.fair_share
        given: dict[str, float] = {}
        if fair_share is None or not self.rates.fairness:
            return given
        unload = self.shop.printers[printer].unload
        for batch, time in zip(batches, times, strict=True):
            if time.setup_start < fair_share.until:
                kinds = [self.shop.kinds[item.kind] for item in batch.items]
                scans = [(kind.part.owner, kind.scan_s[printer] or 0.0) for kind in kinds]
                for owner, share in shares_of(scans).items():
                    ticks = share * (time.cool_end - time.setup_start + unload)
                    given[owner] = given.get(owner, 0.0) + ticks
        return given

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
