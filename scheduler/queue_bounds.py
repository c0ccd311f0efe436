"""Values that no plan can go below because a station does one thing after the other.

What jobs ask of a station is shared by its units, so the k-th job that is done ends no sooner than
the k smallest of what they ask for take, from when the first of all could be there. Jobs in the
order of their due dates, matched with such ends, are late as little as can be. Where somebody is
with the work all the time, only the ticks of people who can do it count. A furnace, which takes
many platforms at once, is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from scheduler.alone import done
from scheduler.construct.plan import Workshop
from scheduler.shop.kind import Kind
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop

ROUNDING = 1e-6
MOST_LEVELS = 10
"""So many weights are tried as the one that each late job of a queue has at least."""


class Queue(NamedTuple):
    """What open copies ask of a station: ticks per job, and the least before and after it.

    ``starts`` are ticks from which ``rates`` units work at most, having done ``had`` unit ticks.
    """

    works: dict[int, float]
    tail: int
    starts: list[int]
    rates: list[int]
    had: list[int]
    until: int

    def end(self, work: float) -> int:
        """Return the first tick by which so many unit ticks, and what follows, can be done."""
        place = bisect_left(self.had, work - ROUNDING) - 1
        if place < 0:
            return self.starts[0] + self.tail
        if not self.rates[place]:
            return self.until
        ticks = ceil((work - self.had[place]) / self.rates[place] - ROUNDING)
        return self.starts[place] + ticks + self.tail


def queues(workshop: Workshop) -> Iterator[Queue]:
    """Yield the queue of each station but furnaces."""
    shop = workshop.shop
    copies = Counter(item.kind for item in shop.items)
    for post in shop.posts:
        asking = [
            (shop.kinds[index], count)
            for index, count in copies.items()
            if any(treatment.post == post.index for treatment in shop.kinds[index].treatments)
        ]
        if asking and post.station.kind != "batch":
            yield _queue(workshop, post, asking)


def _queue(workshop: Workshop, post: Post, asking: Sequence[tuple[Kind, int]]) -> Queue:
    shop = workshop.shop
    works: dict[int, float] = {}
    for kind, count in asking:
        time_s = sum(one.time_s for one in kind.treatments if one.post == post.index)
        by_hand = post.load + post.unload if post.station.kind == "part" else 0
        works[kind.job] = works.get(kind.job, 0.0) + count * time_s / shop.tick_s + by_hand
    head = min(done(workshop, kind, post.index) for kind, _ in asking) + post.way
    starts = [head]
    rates = [post.station.units]
    if post.station.attended:
        starts = [*shop.calendar.steps_in(head, max(head + 1, shop.horizon))]
        rates = [min(rates[0], shop.calendar.heads_at(tick, [post.need])) for tick in starts]
    spans = zip(starts, starts[1:], rates, strict=False)
    had = [0, *accumulate((end - start) * rate for start, end, rate in spans)]
    tail = min(_after(shop, kind, post) for kind, _ in asking)
    return Queue(works, tail, starts, rates, had, shop.horizon)


def _after(shop: Shop, kind: Kind, post: Post) -> int:
    """Return the ticks that a copy takes at later stations at least."""
    later = (one for one in kind.treatments if one.post > post.index)
    return sum(shop.treatment_ticks(shop.posts[one.post], [one.time_s]) for one in later)


def queued_end(workshop: Workshop) -> int:
    """Return a tick before which not all that stations have to do can be done."""
    return max((queue.end(sum(queue.works.values())) for queue in queues(workshop)), default=0)


def queued_late(workshop: Workshop, ends: Sequence[int]) -> float:
    """Return the weighted tardiness of queues at least, given when each job could end alone."""
    weights = {job.weight for job in workshop.shop.jobs if job.due is not None and job.weight > 0.0}
    levels = sorted(weights)[:: len(weights) // MOST_LEVELS + 1]
    return max(
        (
            _late(workshop.shop, queue, ends, level)
            for queue in queues(workshop)
            for level in levels
        ),
        default=0.0,
    )


def _late(shop: Shop, queue: Queue, ends: Sequence[int], level: float) -> float:
    """Return the tardiness where each job in a queue counts by a level, and by more alone."""
    late, dues, works, alone = 0.0, [], [], []
    for index, job in enumerate(shop.jobs):
        if job.due is None:
            continue
        counts = index in queue.works and job.weight >= level
        late += (job.weight - counts * level) * max(0, ends[index] - job.due)
        if counts:
            dues.append(job.due)
            works.append(queue.works[index])
            alone.append(ends[index])
    queued = (queue.end(work) for work in accumulate(sorted(works)))
    matched = zip(queued, sorted(alone), sorted(dues), strict=True)
    return late + level * sum(max(0, max(end, own) - due) for end, own, due in matched)
