"""When a search ends: its limits, and the person who watches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from scheduler.limits import Limits, Progress, ProgressCallback

TELL_EVERY_S = 0.1
"""Seconds between two calls of the progress callback."""


class Control:
    """The clock of one search; the only place that reads one.

    ``started_s`` is when the search began that this one is a part of, by the system's clock that
    all processes share.
    """

    def __init__(
        self,
        limits: Limits,
        progress: ProgressCallback | None = None,
        started_s: float | None = None,
    ) -> None:
        self.limits = limits
        self.stopped = False
        self.accompanied = False
        self.stage = "construct"
        self.objective: float | None = None
        self.bound: float | None = None
        self._progress = progress
        self.started_s = monotonic() if started_s is None else started_s
        self._told_s = self.started_s

    @property
    def elapsed_s(self) -> float:
        """Seconds since the search began."""
        return monotonic() - self.started_s

    @property
    def threads(self) -> int:
        """How many threads CP-SAT may use: one fewer while a companion has a core."""
        return max(1, self.limits.workers - self.accompanied)

    def go_alone(self) -> None:
        """Note that there is no companion any more."""
        self.accompanied = False

    @property
    def left_s(self) -> float:
        """Seconds left; none when the search was stopped."""
        return 0.0 if self.stopped else max(0.0, self.limits.time_s - self.elapsed_s)

    @property
    def left_share(self) -> float:
        """Share of the time that is left."""
        return self.left_s / self.limits.time_s

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do something that does not count as time of the search, as compiling, once."""
        began_s = monotonic()
        try:
            yield
        finally:
            self.started_s += monotonic() - began_s

    def cancelled(self) -> bool:
        """Tell whether the person watching wants the search to end."""
        if not self.stopped and monotonic() - self._told_s >= TELL_EVERY_S:
            self.tell()
        return self.stopped

    def halt(self) -> bool:
        """Tell whether the search should end, by wish or by time."""
        return self.cancelled() or self.elapsed_s >= self.limits.time_s

    def tell(self) -> None:
        """Call the progress callback now."""
        self._told_s = monotonic()
        if self._progress is None:
            return
        news = Progress(
            stage=self.stage,
            elapsed_s=self.elapsed_s,
            objective=self.objective,
            bound=self.bound,
        )
        self.stopped = self.stopped or self._progress(news) is False
