"""One course of all platforms through all stations.

A list schedule. At each free unit, of what is there by then, the one whose job is due first is
taken; a furnace takes with it what asks for the same programme and is there by the time that
somebody loads it. A unit may wait: a furnace for more to come, any for what is more urgent.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.shop.calendar import Crew, Work
from scheduler.shop.passing import Finish, Lot, Pass, Platform
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop
from scheduler.shop.visit import Place, Times, at_unit, hands_on, most_copies

Urgency = tuple[int, int, int, int]
"""Due date, tick of arrival, platform, kind: the least is taken first; no two are the same."""


LONGEST_WAIT = 0.6
"""A unit that waits does so for this share of the work it could do at once, at most."""


class Waits(NamedTuple):
    """What a unit waits for: that a furnace is full; what is more urgent than what is there."""

    full: bool = False
    urgent: bool = False


class Wish(NamedTuple):
    """What waits at a station: since when, how urgent, and what it asks for."""

    urgency: Urgency
    ready: int
    time_s: float
    programme: str | None
    platform: int
    lot: Lot | None


class Course:
    """One course through all stations."""

    def __init__(
        self, shop: Shop, platforms: Sequence[Platform], works: Sequence[Work], waits: Waits
    ) -> None:
        self.shop, self.platforms, self.waits = shop, platforms, waits
        self.crew = Crew(works)
        self.passes: list[Pass] = []
        self.left = [platform.ready for platform in platforms]
        self.copies: dict[tuple[int, int, int], int] = {}
        self.lost: set[tuple[int, int | None]] = set()
        self.undone = 0
        self.tempted = [False, False]
        self.names = {p.name: n for n, p in enumerate(platforms) if p.name is not None}

    def run(self) -> Finish:
        """Pass everything through the stations, in their order."""
        for post in self.shop.posts:
            done = self._facts(post)
            self._pass(post, list(self._wishes(post, done)))
        return Finish(tuple(self.passes), self._job_ends(), self._last(), self.undone)

    def _job_ends(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        for number, platform in enumerate(self.platforms):
            for lot in platform.lots:
                job = self.shop.kinds[lot.kind].job
                ends[job] = max(ends.get(job, 0), self._came(number, lot))
        return ends

    def _last(self) -> int:
        return max([*self.left, *self.copies.values()], default=0)

    def _facts(self, post: Post) -> set[tuple[int, int | None, int]]:
        """Take over what is fixed at a station; return the platforms and copies done by it."""
        done: set[tuple[int, int | None, int]] = set()
        for operation in self.shop.fixed_at(post):
            for build in operation.builds:
                number = self.names[build]
                if operation.part is None:
                    self.left[number] = max(self.left[number], operation.unload_end)
                    done.add((number, None, 0))
                    continue
                lot = Lot(self.shop.kind_of(operation.part), operation.copies)
                self._leave(number, lot, operation.unload_end)
                done |= {(number, lot.kind, copy) for copy in lot.copies}
        return done

    def _leave(self, number: int, lot: Lot, end: int) -> None:
        for copy in lot.copies:
            self.copies[number, lot.kind, copy] = end

    def _came(self, number: int, lot: Lot) -> int:
        """Return when copies have left the last station that they passed."""
        ends = (self.copies.get((number, lot.kind, copy), 0) for copy in lot.copies)
        return max(self.left[number], *ends)

    def _wishes(self, post: Post, done: set[tuple[int, int | None, int]]) -> Iterator[Wish]:
        for number, platform in enumerate(self.platforms):
            if post.station.kind != "part":
                if (number, None, 0) not in done:
                    yield from self._wish(post, number, platform.lots, None)
                continue
            for kind, copies in platform.lots:
                left = tuple(copy for copy in copies if (number, kind, copy) not in done)
                if left:
                    yield from self._wish(post, number, [Lot(kind, left)], Lot(kind, left))

    def _wish(
        self, post: Post, number: int, lots: Sequence[Lot], lot: Lot | None
    ) -> Iterator[Wish]:
        kinds = self.shop.kinds
        asked = [
            (treatment, one)
            for one in lots
            for treatment in kinds[one.kind].treatments
            if treatment.post == post.index
        ]
        if not asked:
            return
        if not self.lost.isdisjoint({(number, None), (number, lot.kind if lot else None)}):
            self.undone += 1
            return
        times_s = [t.time_s for t, one in asked for _ in one.copies]
        came = self.left[number] if lot is None else self._came(number, lot)
        dues = [kinds[one.kind].part.due for one in lots if kinds[one.kind].part.weight > 0.0]
        due = min((due for due in dues if due is not None), default=self.shop.horizon)
        yield Wish(
            urgency=(due, came, number, lot.kind if lot else 0),
            ready=max(came + post.way, self.shop.problem.now),
            time_s=post.work_s(times_s),
            programme=asked[0][0].programme,
            platform=number,
            lot=lot,
        )

    def _pass(self, post: Post, wishes: Sequence[Wish]) -> None:
        """Pass all that waits at one station."""
        units = [(self.shop.problem.now, unit) for unit in range(1, post.station.units + 1)]
        coming = sorted(wishes, key=lambda wish: (wish.ready, wish.urgency))
        coming.reverse()
        here: list[tuple[Urgency, Wish]] = []
        while coming or here:
            free, unit = heapq.heappop(units)
            if not here:
                free = max(free, coming[-1].ready)
            while coming and coming[-1].ready <= free:
                wish = coming.pop()
                heapq.heappush(here, (wish.urgency, wish))
            taken = [self._first(free, here, coming)]
            if post.station.capacity > 1:
                taken += self._mates(post, free, (taken[0], here, coming))
            heapq.heappush(units, (self._work(post, unit, free, taken), unit))

    def _first(self, free: int, here: list[tuple[Urgency, Wish]], coming: list[Wish]) -> Wish:
        """Take out what is done first: the most urgent that is here, or that comes soon."""
        chosen = here[0][1]
        until = free + int(LONGEST_WAIT * self.shop.ticks(chosen.time_s))
        soon = [w for w in reversed(coming) if w.ready <= until and w.urgency < chosen.urgency]
        self.tempted[1] |= bool(soon)
        if soon and self.waits.urgent:
            first = min(soon)
            coming.remove(first)
            return first
        return heapq.heappop(here)[1]

    def _mates(
        self,
        post: Post,
        free: int,
        waiting: tuple[Wish, list[tuple[Urgency, Wish]], list[Wish]],
    ) -> list[Wish]:
        """Take out of what waits, or comes soon, what goes into the furnace with a first one."""
        first, here, coming = waiting
        room = post.station.capacity - 1
        alike = [w for _, w in sorted(here) if w.programme == first.programme]
        soon = [w for w in reversed(coming) if w.programme == first.programme]
        free = max(free, first.ready)
        loaded = self.shop.calendar.earliest(free, post.load, self.crew, post.need)
        until = free if loaded is None else loaded
        longest = free + int(LONGEST_WAIT * self.shop.ticks(first.time_s))
        by_then = [w for w in soon if w.ready <= until]
        if len(alike) + len(by_then) < room and any(until < w.ready <= longest for w in soon):
            self.tempted[0] = True
            if self.waits.full:
                by_then = [w for w in soon if w.ready <= max(until, longest)]
        mates = [*alike, *by_then][:room]
        for mate in mates:
            if mate in coming:
                coming.remove(mate)
            else:
                here.remove((mate.urgency, mate))
        heapq.heapify(here)
        return mates

    def _work(self, post: Post, unit: int, free: int, wishes: Sequence[Wish]) -> int:
        """Do what is wished in one operation, or a lot by and by; return when the unit is free."""
        tick = max(free, *(wish.ready for wish in wishes))
        first = wishes[0]
        if first.lot is not None and post.station.attended:
            return self._by_and_by(post, unit, tick, first)
        work = self.shop.ticks(max(wish.time_s for wish in wishes))
        times = at_unit(self.shop, Place(post, unit, self.crew), tick, work)
        if times is None:
            self._lose(wishes)
            return tick
        self._note(post, unit, wishes, first.lot, times)
        return times[-1]

    def _by_and_by(self, post: Post, unit: int, tick: int, wish: Wish) -> int:
        """Work on the copies of a lot: as many at once as the people's hours hold."""
        lot = wish.lot
        left = [] if lot is None else list(lot.copies)
        each_s = wish.time_s / max(1, len(left))
        while left:
            place = Place(post, unit, self.crew)
            found = most_copies(self.shop, place, tick, each_s, len(left))
            if found is None:
                self._lose([wish])
                return tick
            count, times = found
            part = Lot(lot.kind if lot else 0, tuple(left[:count]))
            self._note(post, unit, [wish], part, times)
            left, tick = left[count:], times[-1]
        return tick

    def _lose(self, wishes: Sequence[Wish]) -> None:
        self.undone += len(wishes)
        self.lost |= {(w.platform, w.lot.kind if w.lot else None) for w in wishes}

    def _note(
        self,
        post: Post,
        unit: int,
        wishes: Sequence[Wish],
        lot: Lot | None,
        times: Times,
    ) -> None:
        """Write down an operation, and whom it takes."""
        platforms = tuple(wish.platform for wish in wishes)
        programme = wishes[0].programme
        self.passes.append(Pass(post.index, unit, programme, platforms, lot, *times))
        for wish in wishes:
            if wish.lot is None:
                self.left[wish.platform] = times[-1]
            else:
                self._leave(wish.platform, wish.lot, times[-1])
        for work in hands_on(post, times):
            self.crew.add(work)
