"""What follows printing: how long it takes at least, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduler.shop.calendar import Crew, Work
from scheduler.shop.course import Course, Waits
from scheduler.shop.kind import Kind
from scheduler.shop.passing import Finish, Platform
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop
from scheduler.shop.visit import at_any_unit

NOBODY = Crew(())
WAITING = (Waits(full=True), Waits(urgent=True), Waits(full=True, urgent=True))


class Passages(NamedTuple):
    """The stations (by number) and ticks of work of a platform, then of each job's kinds."""

    platform: tuple[tuple[int, int], ...]
    jobs: tuple[tuple[int, tuple[tuple[tuple[int, int], ...], ...]], ...]


def passages(shop: Shop, kinds: Sequence[Kind]) -> Passages:
    """Return what follows printing of copies that are printed together."""
    jobs: dict[int, dict[int, list[Kind]]] = {}
    for kind in kinds:
        jobs.setdefault(kind.job, {}).setdefault(kind.index, []).append(kind)
    whole = [post for post in shop.posts if post.station.kind != "part"]
    single = [post for post in shop.posts if post.station.kind == "part"]
    return Passages(
        _works(shop, whole, kinds),
        tuple(
            (job, tuple(_works(shop, single, mine) for mine in groups.values()))
            for job, groups in jobs.items()
        ),
    )


def _works(shop: Shop, posts: Sequence[Post], kinds: Sequence[Kind]) -> tuple[tuple[int, int], ...]:
    """Return the work at those of some stations that copies pass."""
    works = []
    for post in posts:
        times_s = [t.time_s for kind in kinds for t in kind.treatments if t.post == post.index]
        if times_s:
            works.append((post.index, shop.ticks(post.work_s(times_s))))
    return tuple(works)


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
    """Return what follows printing of all platforms, people being at other work already.

    Nobody waits, or, where it makes a difference, units wait for mates, for what is more urgent,
    or for both; the course with the least tardiness is kept.
    """
    course = Course(shop, platforms, works, Waits())
    found = [course.run()]
    if found[0].undone or _lateness(shop, found[0]) or shop.problem.objective == "makespan":
        full, urgent = course.tempted
        found += [
            Course(shop, platforms, works, waits).run()
            for waits in WAITING
            if waits.full <= full and waits.urgent <= urgent
        ]
    return min(found, key=lambda one: (one.undone, _lateness(shop, one), one.last))


def done_alone(shop: Shop, passages: Passages, tick: int) -> dict[int, int]:
    """Return per job when its copies have passed every station, had they all to themselves.

    People's hours count; queues and downtimes do not. The copies of a lot are done in one go.
    """
    platform = _passed(shop, passages.platform, tick)
    return {job: max(_passed(shop, way, platform) for way in ways) for job, ways in passages.jobs}


def _passed(shop: Shop, way: Sequence[tuple[int, int]], tick: int) -> int:
    for index, work in way:
        post = shop.posts[index]
        times = at_any_unit(shop, post, tick + post.way, work, NOBODY)
        if times is None and post.station.attended:  # longer than anybody's day: it is divided
            tick += post.way + post.load + work + post.unload
        else:
            tick = shop.horizon if times is None else times[-1]
    return tick


def _lateness(shop: Shop, found: Finish) -> float:
    return sum(
        job.weight * max(0, max(found.job_ends.get(index, 0), job.end) - job.due)
        for index, job in enumerate(shop.jobs)
        if job.due is not None
    )
