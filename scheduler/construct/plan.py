"""A plan while it is searched: one line per machine, always feasible, with its cost."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.construct.batch import Batch
from scheduler.construct.batcher import Batcher
from scheduler.construct.line import EARLY, Line, Liner
from scheduler.objective import Rates, shares_of
from scheduler.schedule import Build
from scheduler.shop.calendar import Crew, Work
from scheduler.shop.finishing import finish
from scheduler.shop.kind import Item
from scheduler.shop.passing import Finish, Lot, Platform
from scheduler.shop.printer import Needs
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Timetable
from scheduler.shop.visit import hands_on


class Workshop:
    """What all plans of one search share: the shop, its batcher and its liner."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.rates = Rates.of(shop.problem)
        self.batcher = Batcher(shop)
        self.liner = Liner(shop, self.rates)
        self.fixed_work: list[Work] = [
            work
            for printer in shop.printers
            for build in printer.fixed
            for work in _work(build, printer.needs)
        ]
        self.fixed_work += [
            work
            for post in shop.posts
            for operation in shop.fixed_at(post)
            for work in hands_on(post, operation.times)
        ]
        self.fixed_platforms = tuple(
            _fixed_platform(shop, build) for printer in shop.printers for build in printer.fixed
        )
        self.fixed_owners = _fixed_owners(shop)
        self.unloaded_alone: dict[int, list[int]] = {}
        self.fixed_end = max(
            (build.unload_end for printer in shop.printers for build in printer.fixed), default=0
        )


def _work(build: Build, needs: Needs) -> list[Work]:
    works = [
        Work(build.setup_start, build.start, needs.setup),
        Work(build.unload_start, build.unload_end, needs.unload),
    ]
    if build.powder_change_start is not None and build.powder_change_end is not None:
        works.append(Work(build.powder_change_start, build.powder_change_end, needs.change))
    return [work for work in works if work.end > work.start]


def _fixed_platform(shop: Shop, build: Build) -> Platform:
    copies: dict[int, list[int]] = {}
    for placement in build.placements:
        copies.setdefault(shop.kind_of(placement.part), []).append(placement.copy)
    lots = tuple(Lot(kind, tuple(sorted(mine))) for kind, mine in sorted(copies.items()))
    return Platform(build.unload_end, lots, build.id)


def _lots(batch: Batch) -> tuple[Lot, ...]:
    copies: dict[int, list[int]] = {}
    for item in batch.items:
        copies.setdefault(item.kind, []).append(item.copy)
    return tuple(Lot(kind, tuple(sorted(mine))) for kind, mine in sorted(copies.items()))


def _fixed_owners(shop: Shop) -> dict[str, float]:
    """Return the machine ticks of each owner in fixed builds that count for fair shares."""
    fair_share, given = shop.problem.fair_share, dict[str, float]()
    for printer in shop.printers if fair_share is not None else ():
        for build in printer.fixed:
            if fair_share is not None and build.setup_start < fair_share.until:
                kinds = [shop.kinds[shop.kind_of(place.part)] for place in build.placements]
                scans = [(kind.part.owner, kind.scan_s[printer.index] or 0.0) for kind in kinds]
                busy = build.cool_end - build.setup_start + build.unload_end - build.unload_start
                for owner, share in shares_of(scans).items():
                    given[owner] = given.get(owner, 0.0) + share * busy
    return given


def _shared_touched(line: Line, old: Line) -> set[int]:
    """Return the shared jobs of all builds after the first that two lines do not share."""
    same = 0
    for one, other in zip(line.batches, old.batches, strict=False):
        if one is not other:
            break
        same += 1
    after = (*line.batches[same:], *old.batches[same:])
    return {job for batch in after for job in batch.shared}


class Plan:
    """Lines of all machines; the crew and the ends of jobs elsewhere are kept per machine."""

    def __init__(self, workshop: Workshop, lines: Sequence[Line] | None = None) -> None:
        self.workshop = workshop
        count = len(workshop.shop.printers)
        self.lines = list(lines or (workshop.liner.empty(index) for index in range(count)))
        self._timetables: list[Timetable | None] = [None] * count
        self._elsewhere: list[dict[int, int] | None] = [None] * count
        self._works: list[list[Work] | None] = [None] * count
        self._finish: Finish | None = None

    def copy(self) -> Plan:
        """Return a plan that can be changed without changing this one."""
        plan = Plan(self.workshop, self.lines)
        plan._timetables, plan._elsewhere = list(self._timetables), list(self._elsewhere)
        plan._works = list(self._works)
        return plan

    def items(self) -> set[Item]:
        """Return the items that have a place."""
        return {i for line in self.lines for batch in line.batches for i in batch.items}

    def put(self, line: Line) -> None:
        """Replace the line of a machine."""
        self.lines[line.printer] = line
        self._finish = None
        self._works[line.printer] = None
        for index in range(len(self.lines)):
            if index != line.printer:
                self._timetables[index] = None
                self._elsewhere[index] = None

    def try_line(self, printer: int, batches: tuple[Batch, ...], keep: int) -> Line | None:
        """Return the line of other batches on a machine, the first ``keep`` as they are."""
        kept = self.lines[printer]
        return self.workshop.liner.line(self.timetable(printer), batches, kept, keep)

    def timetable(self, printer: int) -> Timetable:
        """Return the times on a machine beside what others and fixed builds claim of people."""
        known = self._timetables[printer]
        if known is None:
            others = [w for line in self.lines if line.printer != printer for w in self._work(line)]
            crew = Crew([*self.workshop.fixed_work, *others])
            shop = self.workshop.shop
            known = self._timetables[printer] = Timetable(shop, shop.printers[printer], crew)
        return known

    def _work(self, line: Line) -> list[Work]:
        """Return the work of people at a machine."""
        works = self._works[line.printer]
        if works is None:
            needs = self.workshop.shop.printers[line.printer].needs
            works = [work for times in line.times for work in times.work(needs)]
            self._works[line.printer] = works
        return works

    def finish(self) -> Finish:
        """Return what follows printing."""
        if self._finish is None:
            shop = self.workshop.shop
            works = [
                *self.workshop.fixed_work,
                *(w for line in self.lines for w in self._work(line)),
            ]
            self._finish = finish(shop, self.platforms(), works)
        return self._finish

    def platforms(self) -> list[Platform]:
        """Return all builds as they leave their machines, by machine and time; fixed ones first."""
        own = [
            Platform(times.unload_end, _lots(batch))
            for line in self.lines
            for batch, times in zip(line.batches, line.times, strict=True)
        ]
        return [*self.workshop.fixed_platforms, *own]

    def undone(self) -> int:
        """Return how many operations after printing find no time before the horizon."""
        return self.finish().undone if self.workshop.shop.posts else 0

    def cost(self) -> float:
        """Return the objective, with a little for ends so that equal plans end early."""
        last = max([self.workshop.fixed_end, *(line.end for line in self.lines)])
        if self.workshop.shop.posts and self.workshop.rates.makespan:
            last = max(last, self.finish().last)
        lines = sum(line.cost for line in self.lines)
        return lines + self.late() + self.workshop.rates.makespan * last + self._unfair(None)

    def late(self) -> float:
        """Return what the tardiness of the jobs in this plan costs."""
        if not self.workshop.rates.tardiness:
            return 0.0
        return sum(self._late(job, end) for job, end in self.job_ends().items())

    def job_ends(self) -> dict[int, int]:
        """Return when each job with a build in this plan is done."""
        if self.workshop.shop.posts:
            return self.finish().job_ends
        ends: dict[int, int] = {}
        for line in self.lines:
            for job, end in self.workshop.liner.job_ends(line).items():
                ends[job] = max(ends.get(job, 0), end)
        return ends

    def objective(self) -> float:
        """Return the value of the problem's objective, jobs with fixed builds alone included."""
        return self.values()[0]

    def values(self) -> tuple[float, float]:
        """Return the value of the objective, and the cost that a walk goes by."""
        early = sum(times.unload_end for line in self.lines for times in line.times)
        open_jobs = {job for line in self.lines for batch in line.batches for job in batch.tails}
        if self.workshop.shop.posts:
            open_jobs = set(self.finish().job_ends)
        settled = range(len(self.workshop.shop.jobs))
        late = sum(self._late(job, 0) for job in settled if job not in open_jobs)
        cost = self.cost()
        return cost - EARLY * early + late, cost

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
        if self.workshop.rates.fairness:
            cost += self._unfair(line) - self._unfair(None)
        return cost

    def _unfair(self, new: Line | None) -> float:
        """Return what is beyond fair shares costs, one line being another maybe."""
        fair_share, rate = self.workshop.shop.problem.fair_share, self.workshop.rates.fairness
        if fair_share is None or not rate:
            return 0.0
        given = dict(self.workshop.fixed_owners)
        for line in self.lines:
            mine = new if new is not None and new.printer == line.printer else line
            for owner, ticks in mine.owners.items():
                given[owner] = given.get(owner, 0.0) + ticks
        return rate * fair_share.beyond(given, self.workshop.shop.tick_s)

    def _later(self, line: Line, old: Line) -> float:
        cost = self.workshop.rates.tardiness * (line.late - old.late)
        touched = _shared_touched(line, old)
        if not touched:
            return cost
        elsewhere = self._shared_ends_elsewhere(line.printer)
        new_ends, old_ends = self._shared_ends(line), self._shared_ends(old)
        for job in sorted(touched):
            new_end, old_end = new_ends.get(job, 0), old_ends.get(job, 0)
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

    def _shared_ends(self, line: Line) -> dict[int, int]:
        """Return when the last copy of each shared job on a machine is done, at the earliest."""
        ends: dict[int, int] = {}
        for batch, time in zip(line.batches, line.times, strict=True):
            if batch.shared:
                done = self.workshop.liner.done(batch, time.unload_end)
                for job in batch.shared:
                    ends[job] = max(ends.get(job, 0), done[job])
        return ends

    def _shared_ends_elsewhere(self, printer: int) -> dict[int, int]:
        known = self._elsewhere[printer]
        if known is None:
            known = {}
            for line in self.lines:
                if line.printer != printer:
                    for job, end in self._shared_ends(line).items():
                        known[job] = max(known.get(job, 0), end)
            self._elsewhere[printer] = known
        return known


Found = tuple[Plan, list[Item]]
"""A plan, and the items that have no place in it."""
