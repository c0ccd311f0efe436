"""A plan while it is searched: one line per machine, always feasible, with its cost."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.construct.batch import Batch, Batcher
from scheduler.construct.line import EARLY, Line, Liner
from scheduler.objective import Rates
from scheduler.schedule import Build
from scheduler.shop.calendar import Crew, Span
from scheduler.shop.shop import Item, Shop


class Workshop:
    """What all plans of one search share: the shop, its batcher and its liner."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.rates = Rates.of(shop.problem)
        self.batcher = Batcher(shop)
        self.liner = Liner(shop, self.rates)
        self.fixed_work: list[Span] = [
            span for printer in shop.printers for build in printer.fixed for span in _work(build)
        ]
        self.fixed_end = max(
            (build.unload_end for printer in shop.printers for build in printer.fixed), default=0
        )


def _work(build: Build) -> list[Span]:
    spans = [(build.setup_start, build.start), (build.unload_start, build.unload_end)]
    if build.powder_change_start is not None and build.powder_change_end is not None:
        spans.append((build.powder_change_start, build.powder_change_end))
    return [span for span in spans if span[1] > span[0]]


def _jobs_touched(line: Line, old: Line) -> set[int]:
    """Return the jobs of all builds after the first that two lines do not share."""
    same = 0
    for one, other in zip(line.batches, old.batches, strict=False):
        if one is not other:
            break
        same += 1
    after = (*line.batches[same:], *old.batches[same:])
    return {job for batch in after for job in batch.jobs}


class Plan:
    """Lines of all machines; the crew and the ends of jobs elsewhere are kept per machine."""

    def __init__(self, workshop: Workshop, lines: Sequence[Line] | None = None) -> None:
        self.workshop = workshop
        count = len(workshop.shop.printers)
        self.lines = list(lines or (workshop.liner.empty(index) for index in range(count)))
        self._crews: list[Crew | None] = [None] * count
        self._elsewhere: list[dict[int, int] | None] = [None] * count

    def copy(self) -> Plan:
        """Return a plan that can be changed without changing this one."""
        return Plan(self.workshop, self.lines)

    def items(self) -> set[Item]:
        """Return the items that have a place."""
        return {i for line in self.lines for batch in line.batches for i in batch.items}

    def put(self, line: Line) -> None:
        """Replace the line of a machine."""
        self.lines[line.printer] = line
        for index in range(len(self.lines)):
            if index != line.printer:
                self._crews[index] = None
                self._elsewhere[index] = None

    def try_line(self, printer: int, batches: tuple[Batch, ...], keep: int) -> Line | None:
        """Return the line of other batches on a machine, the first ``keep`` as they are."""
        kept = self.lines[printer]
        return self.workshop.liner.line(printer, batches, self.crew(printer), kept, keep)

    def crew(self, printer: int) -> Crew:
        """Return the work of people that other machines and fixed builds claim."""
        crew = self._crews[printer]
        if crew is None:
            others = [s for line in self.lines if line.printer != printer for s in line.work]
            crew = self._crews[printer] = Crew([*self.workshop.fixed_work, *others])
        return crew

    def cost(self) -> float:
        """Return the objective, with a little for ends so that equal plans end early."""
        last = max([self.workshop.fixed_end, *(line.end for line in self.lines)])
        lines = sum(line.cost for line in self.lines)
        return lines + self.late() + self.workshop.rates.makespan * last

    def late(self) -> float:
        """Return what the tardiness of the jobs in this plan costs."""
        ends: dict[int, int] = {}
        for line in self.lines:
            for job, end in line.job_ends.items():
                ends[job] = max(ends.get(job, 0), end)
        return sum(self._late(job, end) for job, end in ends.items())

    def objective(self) -> float:
        """Return the value of the problem's objective, jobs with fixed builds alone included."""
        early = sum(times.unload_end for line in self.lines for times in line.times)
        open_jobs = {job for line in self.lines for job in line.job_ends}
        settled = range(len(self.workshop.shop.jobs))
        late = sum(self._late(job, 0) for job in settled if job not in open_jobs)
        return self.cost() - EARLY * early + late

    def change(self, line: Line) -> float:
        """Return by how much the cost changes with another line of a machine."""
        old = self.lines[line.printer]
        cost = line.cost - old.cost
        if self.workshop.rates.makespan:
            ends = (other.end for other in self.lines if other is not old)
            last = max([self.workshop.fixed_end, *ends])
            cost += self.workshop.rates.makespan * (max(last, line.end) - max(last, old.end))
        if self.workshop.rates.tardiness:
            cost += self._later(line, old)
        return cost

    def _later(self, line: Line, old: Line) -> float:
        elsewhere = self._job_ends_elsewhere(line.printer)
        cost = 0.0
        for job in _jobs_touched(line, old):
            new_end, old_end = line.job_ends.get(job, 0), old.job_ends.get(job, 0)
            if new_end != old_end:
                other = elsewhere.get(job, 0)
                cost += self._late(job, max(new_end, other)) - self._late(job, max(old_end, other))
        return cost

    def _late(self, job: int, end: int) -> float:
        facts = self.workshop.shop.jobs[job]
        if facts.due is None:
            return 0.0
        late = max(end, facts.end) - facts.due
        return self.workshop.rates.tardiness * facts.weight * late if late > 0 else 0.0

    def _job_ends_elsewhere(self, printer: int) -> dict[int, int]:
        known = self._elsewhere[printer]
        if known is None:
            known = {}
            for line in self.lines:
                if line.printer != printer:
                    for job, end in line.job_ends.items():
                        known[job] = max(known.get(job, 0), end)
            self._elsewhere[printer] = known
        return known
