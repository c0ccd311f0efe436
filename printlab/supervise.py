"""Worker processes beside the web server: started, started again when they die, ended with it.

A small process of its own (``python -m printlab.supervise``) looks after the workers, so that a
web server that forks stays without threads. Everybody below holds a leash: a pipe from the one
above, whose end, however it came, means to stop. So no worker outlives the server.
"""

import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from printlab.settings import Settings

__all__ = ["supervise"]

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.2
START_AGAIN_AFTER_S = 0.5
_STOP_WITHIN_S = 15.0


@contextmanager
def supervise(settings: Settings, *, workers: int, threads: int = 2) -> Iterator[None]:
    """Keep so many ``printlab worker`` processes running for as long as the block lasts.

    A worker that dies is started again within a second; leaving the block stops them cleanly.
    Two threads each, so that a part is checked while a plan is being made.
    """
    if workers < 1:
        yield
        return
    arguments = ["printlab.supervise", str(workers), str(threads)]
    with _leashed(arguments, {**os.environ, **settings.to_environ()}):
        yield


@contextmanager
def _leashed(arguments: list[str], environment: dict[str, str]) -> Iterator[None]:
    """Run a module of ours for as long as the block lasts; its last argument is its leash."""
    reader, writer = os.pipe()
    try:
        process = _start([*arguments, str(reader)], reader, environment)
    finally:
        os.close(reader)
    try:
        yield
    finally:
        os.close(writer)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2 * _STOP_WITHIN_S)


def _start(
    arguments: list[str], leash: int, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start ``python -m arguments`` that holds a leash and imports from where we do."""
    return subprocess.Popen(  # noqa: S603 (our own modules, our own interpreter)
        [sys.executable, "-P", "-m", *arguments],
        stdin=subprocess.DEVNULL,
        pass_fds=[leash],
        env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


@dataclass(slots=True)
class _Place:
    """A worker's place in the crew: who fills it, and since when."""

    process: subprocess.Popen[bytes]
    since_s: float


class _Crew:
    """So many workers, each replaced when it dies."""

    def __init__(self, size: int, threads: int) -> None:
        self._threads = threads
        self._leash, self._leash_writer = os.pipe()
        self._places = [self._hire() for _ in range(size)]

    def look(self) -> None:
        """Fill the places of those who died, no sooner than half a second after they began."""
        for place in self._places:
            rested = time.monotonic() - place.since_s >= START_AGAIN_AFTER_S
            if rested and place.process.poll() is not None:
                _log.warning("a worker ended with status %d", place.process.returncode)
                fresh = self._hire()
                place.process, place.since_s = fresh.process, fresh.since_s

    def dismiss(self) -> None:
        """Ask all to stop, and wait; whoever does not is killed."""
        os.close(self._leash_writer)
        deadline_s = time.monotonic() + _STOP_WITHIN_S
        for place in self._places:
            try:
                place.process.wait(timeout=max(0.1, deadline_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                place.process.kill()

    def _hire(self) -> _Place:
        """Start one worker."""
        arguments = ["printlab", "worker", "--threads", str(self._threads)]
        leashed = [*arguments, "--leash", str(self._leash)]
        process = _start(leashed, self._leash, dict(os.environ))
        return _Place(process=process, since_s=time.monotonic())


def _look_after(workers: int, threads: int, leash: int) -> None:
    """Keep the crew complete until the leash ends."""
    crew = _Crew(workers, threads)
    while not select.select([leash], [], [], LOOK_EVERY_S)[0]:
        crew.look()
    crew.dismiss()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    _look_after(*(int(argument) for argument in sys.argv[1:]))
