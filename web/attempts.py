"""Wrong passwords from one address: after twenty in a minute the address waits.

Counted in this process, which is the only one that serves; the lock on a person's account, which
outlives it, is ``printlab.services.accounts``' own.
"""

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

__all__ = ["Attempts", "count_failure", "install", "refuse_when_too_many"]

_EXTENSION = "printlab-attempts"
_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class Attempts:
    """The times of failures by address, of the last ``window_s`` seconds."""

    most: int = 20
    window_s: float = 60.0
    _times_s: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, address: str, now_s: float) -> None:
        """Count a failure; when too many addresses are known, the book is opened anew."""
        with self._lock:
            if len(self._times_s) > _MOST_ADDRESSES:
                self._times_s.clear()
            self._times_s[address].append(now_s)

    def wait_s(self, address: str, now_s: float) -> float:
        """Return how long this address has to wait; 0 when it may try."""
        with self._lock:
            times_s = self._times_s.get(address)
            while times_s and times_s[0] <= now_s - self.window_s:
                times_s.popleft()
            if not times_s or len(times_s) < self.most:
                return 0.0
            return times_s[0] + self.window_s - now_s


def install(app: Flask) -> None:
    """Give the application its book of failures."""
    app.extensions[_EXTENSION] = Attempts()


def refuse_when_too_many() -> None:
    """Answer 429 when the address that asks has failed too often just now."""
    attempts: Attempts = current_app.extensions[_EXTENSION]
    wait_s = attempts.wait_s(request.remote_addr or "", time.monotonic())
    if wait_s > 0:
        raise TooManyRequests(retry_after=int(wait_s) + 1)


def count_failure() -> None:
    """Count a wrong password against the address that asks."""
    attempts: Attempts = current_app.extensions[_EXTENSION]
    attempts.count(request.remote_addr or "", time.monotonic())
