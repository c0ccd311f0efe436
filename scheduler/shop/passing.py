"""Platforms on their way through the stations, and what is done there."""

from __future__ import annotations

from typing import NamedTuple


class Lot(NamedTuple):
    """Copies of one kind on a platform."""

    kind: int
    copies: tuple[int, ...]


class Platform(NamedTuple):
    """A build as it leaves its machine; ``name`` tells a fixed one."""

    ready: int
    lots: tuple[Lot, ...]
    name: str | None = None


class Pass(NamedTuple):
    """One operation: where, on what, and when. ``lot`` is nothing for whole platforms."""

    post: int
    unit: int
    programme: str | None
    platforms: tuple[int, ...]
    lot: Lot | None
    load_start: int
    start: int
    end: int
    unload_start: int
    unload_end: int


class Finish(NamedTuple):
    """All operations, when each job is done, and how many operations found no time."""

    passes: tuple[Pass, ...]
    job_ends: dict[int, int]
    last: int
    undone: int
