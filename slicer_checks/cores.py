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

CORES_MAX: Final = 4
"""More threads gain little, for memory is shared, and each maps some 70 MB of address space."""
_PARTS_PER_CORE: Final = 4
"""Ranges differ in work: who is done early takes another."""


def cores() -> int:
    """Return how many threads may run at once: the cores that this process may use, up to 4."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux has it
    usable = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(CORES_MAX, usable)


def at_once(work: Callable[[S], T], things: Sequence[S]) -> list[T]:
    """Call `work` on some things at the same time; the answers, in that order.

    Where the system gives no thread, such as at a limit on address space, this thread does it all.
    """
    workers = min(cores(), len(things))
    if workers <= 1:
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(workers) as threads:
        try:
            begun = [threads.submit(work, thing) for thing in things]
        except RuntimeError:  # no thread can be started
            begun = []
    return [one.result() for one in begun] if begun else [work(thing) for thing in things]


def in_parts(work: Callable[[int, int], T], count: int, *, least: int = 1000) -> list[T]:
    """Call `work(first, stop)` on ranges that make up 0 to `count`; the answers, in that order.

    A range holds at least `least` things, so small work stays in this thread.
    """
    parts = min(_PARTS_PER_CORE * cores(), max(1, count // least))
    bounds = [count * part // parts for part in range(parts + 1)]
    return at_once(lambda part: work(*part), list(pairwise(bounds)))
