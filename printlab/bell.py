"""The bell: how a worker learns, at once, that there is something to do.

The ``task`` table is the truth. The bell carries a task's id and nothing else, as JSON; a bell
that is lost, doubled or garbage changes nothing but how soon the work starts, because a worker
claims a task in the table before it touches it, and the reaper rings again.
"""

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

from huey import RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer

from printlab.errors import Unavailable
from printlab.settings import Settings

try:
    from redis.exceptions import RedisError

    _REDIS_ERRORS: tuple[type[Exception], ...] = (RedisError,)
except ImportError:  # the extra `redis` is not installed, so nothing can raise it
    _REDIS_ERRORS = ()

__all__ = ["Bell", "HueyBell", "SilentBell", "open_bell"]

_log = logging.getLogger(__name__)


_UNHEARD: tuple[type[Exception], ...] = (sqlite3.Error, OSError, *_REDIS_ERRORS)
"""What a broker raises that is away."""


class Bell(Protocol):
    """Something that tells workers about a queued task."""

    def ring(self, task_id: str) -> bool:
        """Tell a worker; return False when nobody could be told (the reaper rings again)."""
        ...

    def waiting(self) -> int:
        """Return how many rings no worker has heard yet."""
        ...


class SilentBell:
    """A bell nobody hears: for reading commands, and for tests that claim tasks themselves."""

    def ring(self, task_id: str) -> bool:
        """Tell nobody."""
        del task_id
        return False

    def waiting(self) -> int:
        """Return 0: nothing waits where nothing rings."""
        return 0


class _IdSerializer(Serializer):  # type: ignore[misc]
    """Huey's messages as JSON that holds one task id; never pickle from a shared broker."""

    def _serialize(self, data: Any) -> bytes:  # noqa: ANN401 (huey serialises messages and results)
        if not isinstance(data, Message):
            message = "the bell stores no results"
            raise TypeError(message)
        (task_id,) = data.args
        return json.dumps({"ring": data.id, "call": data.name, "task": task_id}).encode()

    def _deserialize(self, data: bytes) -> Message:
        document = json.loads(data)
        return Message(
            str(document["ring"]),
            str(document["call"]),
            None,
            0,
            0,
            args=(str(document["task"]),),
            kwargs={},
        )


class HueyBell:
    """The bell over huey: a SQLite file in the lab's folder, or Redis by URL."""

    def __init__(self, huey: Any) -> None:  # noqa: ANN401 (huey ships no types)
        """Take a huey instance made by :func:`open_bell`."""
        self.huey = huey
        self._answer: Callable[[str], object] | None = None
        self._deliver = huey.task(name="deliver")(self._on_ring)

    def ring(self, task_id: str) -> bool:
        """Put the id on the queue; a broker that is away costs seconds, never the task."""
        try:
            self._deliver(task_id)
        except _UNHEARD as error:
            _log.warning("bell for task %s was not heard: %s", task_id, error)
            return False
        return True

    def waiting(self) -> int:
        """Return how many rings are in the queue; a broker that is away counts as empty."""
        try:
            return int(self.huey.storage.queue_size())
        except _UNHEARD:
            return 0

    def answer(self, answer: Callable[[str], object]) -> None:
        """Name what a worker does on a ring; only the worker process calls this."""
        self._answer = answer

    def _on_ring(self, task_id: str) -> None:
        """Pass a ring on; rings that nobody answers are rung again by the reaper."""
        if self._answer is not None:
            self._answer(task_id)


def open_bell(settings: Settings) -> HueyBell:
    """Return the lab's bell: SQLite by default, Redis when ``PRINTLAB_REDIS_URL`` is set."""
    common = {"name": "printlab", "results": False, "serializer": _IdSerializer(), "utc": True}
    if settings.redis_url is None:
        settings.home.mkdir(parents=True, exist_ok=True)
        huey = SqliteHuey(filename=str(settings.queue_path), timeout=15, fsync=False, **common)
        return HueyBell(huey)
    try:
        return HueyBell(RedisHuey(url=settings.redis_url, **common))
    except (ConfigurationError, ImportError) as error:
        raise Unavailable(
            "redis-driver-missing",
            "The Redis driver is not installed; install printlab with its `redis` extra.",
        ) from error
