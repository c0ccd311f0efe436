"""Two searches that tell each other their best plans; here both are in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest

from scheduler import Limits, Problem, verify
from scheduler.companion.exchange import Exchange, Post
from scheduler.construct.again import keep_previous
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.replan.stillness import MOST_MOVED, Stillness
from scheduler.search import Search
from scheduler.shop.shop import Shop
from scheduler.what_if import previous_of
from tests.scheduler.companion.large import large

LIMITS = Limits(time_s=1.5, workers=1)
LONG = Limits(time_s=600.0)


@contextmanager
def posts() -> Iterator[tuple[Post, Post]]:
    """Give two posts that write to each other."""
    with ExitStack() as held:
        one_reads, other_writes = os.pipe()
        other_reads, one_writes = os.pipe()
        ends = [
            (
                held.enter_context(os.fdopen(reads, "rb")),
                held.enter_context(os.fdopen(writes, "wb", closefd=False)),
            )
            for reads, writes in ((one_reads, one_writes), (other_reads, other_writes))
        ]
        one, other = (Post(streams, lambda: None) for streams in ends)
        one.begin()
        other.begin()
        try:
            yield one, other
        finally:
            os.close(one_writes)
            os.close(other_writes)
            one.close()
            other.close()


def search(asked: Problem, limits: Limits = LIMITS) -> Search:
    """Return a search that has not begun."""
    return Search(Workshop(Shop(asked)), Control(limits))


def exchange(of: Search, post: Post) -> Exchange:
    """Return a search's exchange."""
    return Exchange(of.workshop, of.control, post)


def test_a_better_plan_is_taken_and_a_worse_one_is_not() -> None:
    """Each tells its plan; at last the worse search takes over, the better one stays."""
    good, bad = search(large(), replace(LIMITS, iterations=5)), search(large(), LONG)
    good.run()
    plan, empty = good.plan, Plan(bad.workshop)
    assert plan is not None
    nobody = list(bad.workshop.shop.items)
    with posts() as (ours, theirs):
        goods, bads = exchange(good, ours), exchange(bad, theirs)
        goods.tell(plan)
        bads.tell(empty)
        ours.flush()
        theirs.flush()
        while (taken := bads.trade(empty, nobody, last=True)) is None:
            assert goods.trade(plan, [], last=True) is None
    assert worth(*taken) == pytest.approx(worth(plan, []))
    assert assemble(taken[0]) == assemble(plan)


def test_each_goes_its_own_way_at_first() -> None:
    """A better plan that came is not taken before the two go together."""
    good, bad = search(large(), replace(LIMITS, iterations=5)), search(large(), LONG)
    good.run()
    assert good.plan is not None
    empty, nobody = Plan(bad.workshop), list(bad.workshop.shop.items)
    with posts() as (ours, theirs):
        exchange(good, ours).tell(good.plan)
        assert exchange(bad, theirs).first() is not None
        bads = exchange(bad, theirs)
        exchange(good, ours).tell(good.plan)
        until_s = bad.control.elapsed_s + 0.2
        while bad.control.elapsed_s < until_s:
            assert bads.trade(empty, nobody) is None
        assert bads.trade(empty, nobody, last=True) is not None


def test_who_waits_for_one_that_ends_is_told_so() -> None:
    """Nobody waits for a search that is gone."""
    told = Event()
    reads, writes = os.pipe()
    with os.fdopen(reads, "rb") as incoming, open(os.devnull, "wb") as outgoing:  # noqa: PTH123
        post = Post((incoming, outgoing), told.set)
        post.begin()
        os.write(writes, b"half a li")
        os.close(writes)
        assert post.wait() is None
        assert told.wait(timeout=5.0)
        post.send(b"to nobody")
        post.flush()
        post.close()


def test_two_searches_end_with_a_plan_each() -> None:
    """Both walk on from the better plan at last, and what they end with verifies."""
    asked = large()
    one, other = search(asked), search(asked, replace(LIMITS, seed=7))
    with posts() as (ours, theirs):
        one.exchange = exchange(one, ours)
        beside = Thread(target=other.accompany, args=(exchange(other, theirs),))
        beside.start()
        one.run()
        beside.join()
    assert one.plan is not None
    assert other.plan is not None
    assert verify(asked, assemble(one.plan)) == []
    assert verify(asked, assemble(other.plan)) == []


def test_one_that_keeps_the_previous_plan_is_accompanied_by_one_that_does() -> None:
    """Neither moves more than a tenth."""
    asked = large()
    first = search(asked, replace(LIMITS, iterations=5))
    first.run()
    assert first.plan is not None
    again = replace(asked, previous=previous_of(assemble(first.plan)))
    limits = replace(LIMITS, most_moved=MOST_MOVED)
    one, other = search(again, limits), search(again, replace(limits, seed=7))
    with posts() as (ours, theirs):
        one.exchange = exchange(one, ours)
        beside = Thread(target=other.accompany, args=(exchange(other, theirs),))
        beside.start()
        one.stay()
        beside.join()
    assert one.plan is not None
    assert verify(again, assemble(one.plan)) == []
    kept, _ = keep_previous(one.workshop)
    assert Stillness(kept, MOST_MOVED).allows(one.plan)
