"""How long and with what a search may run, and what it tells while it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one search.

    ``time_s`` is wall time and the only use of a clock in this package. ``iterations`` ends
    the neighbourhood search after that many steps and switches the time-limited solver off, so
    that the same seed gives the same plan on every machine. ``workers`` are threads of the
    CP-SAT solver. ``processes`` is how many processes `solve` may use: with two it searches a
    large problem in a second process as well, which has the core of one of the workers. It does
    not with ``iterations``, one worker or one core, in less than 4 s, nor where exact steps take
    most of the time (small problems, a makespan). ``most_moved`` is the share of the builds,
    and of the copies, not started that a re-planning may choose to move: of `solve` with previous
    placements, where ``None`` leaves it free, and of `what_if` and `promise`, where ``None`` is a
    tenth. In an answer of `what_if` one build may move always unless it is 0, and where ``None``
    everything to a machine that is bought.
    """

    time_s: float = 10.0
    seed: int = 0
    workers: int = 2
    processes: int = 2
    iterations: int | None = None
    most_moved: float | None = None

    def __post_init__(self) -> None:
        if not self.time_s > 0.0:
            raise InvalidProblemError("limit-time", time_s=self.time_s)
        if self.workers < 1:
            raise InvalidProblemError("limit-workers", workers=self.workers)
        if self.processes < 1:
            raise InvalidProblemError("limit-processes", processes=self.processes)
        if self.iterations is not None and self.iterations < 0:
            raise InvalidProblemError("limit-iterations", iterations=self.iterations)
        if self.most_moved is not None and not 0.0 <= self.most_moved <= 1.0:
            raise InvalidProblemError("limit-most-moved", most_moved=self.most_moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a search tells: its stage, the seconds since its start, the best value and the bound."""

    stage: str
    elapsed_s: float
    objective: float | None
    bound: float | None


ProgressCallback = Callable[[Progress], bool | None]
"""Called now and then; returning ``False`` ends the search with the best plan so far."""
