"""Work shared out among the machine's cores, in threads: kernels that let go of Python's lock.

A kernel compiled with ``nogil=True`` that fills its own range of an array gives the same numbers
on any count of cores.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final, TypeVar

S = TypeVar("S")
T = TypeVar("T")

CORES: Final = min(8, os.cpu_count() or 1)
"""So many threads at most; more gain little, for memory is shared."""
_PARTS: Final = 4 * CORES
"""Ranges differ in work: who is done early takes another."""


def at_once(work: Callable[[S], T], things: Sequence[S]) -> list[T]:
    """Call `work` on some things at the same time; the answers, in that order."""
    if CORES == 1 or len(things) <= 1:
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(min(CORES, len(things))) as threads:
        return list(threads.map(work, things))


def in_parts(work: Callable[[int, int], T], count: int, *, least: int = 1000) -> list[T]:
    """Call `work(first, stop)` on ranges that make up 0 to `count`; the answers, in that order.

    A range holds at least `least` things, so small work stays in this thread.
    """
    parts = min(_PARTS, max(1, count // least))
    bounds = [count * part // parts for part in range(parts + 1)]
    return at_once(lambda part: work(*part), list(pairwise(bounds)))
