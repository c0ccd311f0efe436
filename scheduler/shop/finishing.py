"""What follows printing: how long it takes at least, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.shop.calendar import Work
from scheduler.shop.course import Course
from scheduler.shop.kind import Kind
from scheduler.shop.passing import Finish, Platform
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop

PATIENCE = (0.0, 0.6)
"""Shares of a run that a furnace waits for more platforms; the better outcome is kept."""


def tails(shop: Shop, kinds: Sequence[Kind]) -> dict[int, int]:
    """Return per job the ticks that what follows printing takes at least, with all to itself."""
    if not shop.posts:
        return dict.fromkeys((kind.job for kind in kinds), 0)
    platform = sum(_least(shop, post, kinds) for post in shop.posts if post.station.kind != "part")
    jobs: dict[int, int] = {}
    for kind in kinds:
        mine = [shop.posts[t.post] for t in kind.treatments]
        alone = sum(_least(shop, post, [kind]) for post in mine if post.station.kind == "part")
        jobs[kind.job] = max(jobs.get(kind.job, 0), platform + alone)
    return jobs


def _least(shop: Shop, post: Post, kinds: Sequence[Kind]) -> int:
    times_s = [t.time_s for kind in kinds for t in kind.treatments if t.post == post.index]
    return shop.treatment_ticks(post, times_s)


def finish(shop: Shop, platforms: Sequence[Platform], works: Sequence[Work]) -> Finish:
    """Return what follows printing of all platforms, people being at other work already."""
    shares = PATIENCE if any(post.station.capacity > 1 for post in shop.posts) else PATIENCE[:1]
    found = [Course(shop, platforms, works, share).run() for share in shares]
    return min(found, key=lambda one: (one.undone, _lateness(shop, one), one.last))


def _lateness(shop: Shop, found: Finish) -> float:
    return sum(
        job.weight * max(0, max(found.job_ends.get(index, 0), job.end) - job.due)
        for index, job in enumerate(shop.jobs)
        if job.due is not None
    )
