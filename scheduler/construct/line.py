"""The builds of one machine in their order, with their times and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.construct.batch import Batch
from scheduler.objective import Rates, is_moved, shares_of, still_ticks
from scheduler.shop.finishing import done_alone
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Moment, Times, Timetable, opening

EARLY = 1e-3
"""What one tick of each build's end weighs beside the objective, so that equals end early."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One machine's batches with their times; never changed, only replaced."""

    printer: int
    batches: tuple[Batch, ...]
    times: tuple[Times, ...]
    moments: tuple[Moment, ...]
    late: float
    """The weighted ticks by which jobs of one copy are late, what follows printing relaxed."""
    owners: dict[str, float]
    """The machine ticks of each owner that count for fair shares."""
    cost: float
    end: int


def _alike_after(batches: Sequence[Batch], others: Sequence[Batch], keep: int) -> int:
    """Return how many of the last batches two lines share, beside the first ones they do."""
    alike, most = 0, min(len(batches), len(others)) - keep
    while alike < most and batches[-1 - alike] is others[-1 - alike]:
        alike += 1
    return alike


class Liner:
    """Decodes sequences of batches into lines."""

    def __init__(self, shop: Shop, rates: Rates) -> None:
        self.shop = shop
        self.rates = rates
        self.still = still_ticks(shop.problem)
        self.openings = tuple(opening(shop, printer) for printer in shop.printers)

    def empty(self, printer: int) -> Line:
        """Return the line of a machine without builds of this plan."""
        return Line(printer, (), (), (self.openings[printer],), 0.0, {}, 0.0, 0)

    def line(
        self, timetable: Timetable, batches: tuple[Batch, ...], kept: Line, keep: int
    ) -> Line | None:
        """Return the line of batches; the first ``keep`` have the times of the line ``kept``.

        So have the last ones, from where the machine is again as it was there.
        """
        times, moments = list(kept.times[:keep]), list(kept.moments[: keep + 1])
        alike = _alike_after(batches, kept.batches, keep)
        for index in range(keep, len(batches)):
            placed = timetable.place(batches[index].load, moments[-1])
            if placed is None:
                return None
            times.append(placed[0])
            moments.append(placed[1])
            rest = len(batches) - 1 - index
            there = len(kept.batches) - rest
            if rest and rest <= alike and moments[-1] == kept.moments[there]:
                times += kept.times[there:]
                moments += kept.moments[there + 1 :]
                break
        return self.timed(timetable.printer.index, batches, times, moments)

    def timed(
        self,
        printer: int,
        batches: tuple[Batch, ...],
        times: Sequence[Times],
        moments: Sequence[Moment],
    ) -> Line:
        """Return the line of batches that have their times."""
        return Line(
            printer,
            batches,
            tuple(times),
            tuple(moments),
            self._late(batches, times),
            self._owners(printer, batches, times),
            self._cost(printer, batches, times),
            times[-1].unload_end if times else 0,
        )

    def job_ends(self, line: Line) -> dict[int, int]:
        """Return when the last copy of each job on a machine is done, at the earliest."""
        ends: dict[int, int] = {}
        for batch, time in zip(line.batches, line.times, strict=True):
            for job, end in self.done(batch, time.unload_end).items():
                ends[job] = max(ends.get(job, 0), end)
        return ends

    def done(self, batch: Batch, unloaded: int) -> Mapping[int, int]:
        """Return per job of a batch when it is done, at the earliest."""
        if batch.passages is None:
            return dict.fromkeys(batch.tails, unloaded)
        if unloaded not in batch.done:
            batch.done[unloaded] = done_alone(self.shop, batch.passages, unloaded)
        return batch.done[unloaded]

    def _late(self, batches: tuple[Batch, ...], times: Sequence[Times]) -> float:
        if not self.rates.tardiness:
            return 0.0
        late = 0.0
        for batch, time in zip(batches, times, strict=True):
            if time.unload_end > batch.slack:
                if time.unload_end not in batch.late:
                    batch.late[time.unload_end] = self._lateness(batch, time.unload_end)
                late += batch.late[time.unload_end]
        return late

    def _lateness(self, batch: Batch, unload_end: int) -> float:
        done = self.done(batch, unload_end)
        pairs = ((done[job] - due, weight) for job, due, weight in batch.dues)
        return sum(weight * ticks for ticks, weight in pairs if ticks > 0)

    def _owners(
        self, printer: int, batches: tuple[Batch, ...], times: Sequence[Times]
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

    def _cost(self, printer: int, batches: tuple[Batch, ...], times: Sequence[Times]) -> float:
        unload = self.shop.printers[printer].unload
        change, busy, early = 0, 0, 0
        for time in times:
            change += (time.change_end or 0) - (time.change_start or 0)
            busy += time.cool_end - time.setup_start + unload
            early += time.unload_end
        cost = self.rates.powder_change * change + self.rates.occupancy * busy + EARLY * early
        if self.rates.stability:
            cost += self.rates.stability * self._moved(printer, batches, times)
        return cost

    def _moved(self, printer: int, batches: tuple[Batch, ...], times: Sequence[Times]) -> int:
        name = self.shop.printers[printer].machine.id
        previous = self.shop.previous
        return sum(
            is_moved(previous.get(self.shop.name(item)), name, time.start, self.still)
            for batch, time in zip(batches, times, strict=True)
            for item in batch.items
        )
