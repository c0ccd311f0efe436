"""Work on untrusted or heavy input in a child process that cannot take the lab down with it.

The child is forked from a warm :mod:`printlab.fork_server`, has limits on memory, CPU, wall time,
file size and answer size, no database and no secret, and speaks JSON only. It can be stopped at
any moment, and it never outlives the process that asked for it.
"""

import json
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from printlab.channel import Channel, Overlong
from printlab.child_server import ChildServer
from printlab.errors import ChildCrashed, LimitExceeded, Stopped, Unreadable
from printlab.records.base import JsonObject
from printlab.settings import ChildLimits, Settings

__all__ = ["WARM_SERVER", "OnProgress", "ShouldStop", "run_limited", "scratch_folder", "warm_up"]

OnProgress = Callable[[str, int, int], None]
"""Hears ``(stage, done, total)`` from the child, at most some 20 times a second."""

ShouldStop = Callable[[], bool]
"""Asked at least every 0.2 s whether the child is still wanted."""

POLL_S = 0.2
_ENDING_S = 5.0
"""How long the fork server may take to say how a child ended."""

WARM_SERVER = ChildServer("printlab.warm")
"""This process' own fork server, with both libraries imported and compiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """How a child ended: exit code (minus a signal's number), CPU seconds."""

    exit_code: int
    cpu_s: float


def warm_up() -> None:
    """Start the fork server now, so that the first child does not wait for imports."""
    WARM_SERVER.start()


@contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """Give an empty folder for one child's files, and remove it with all that is in it."""
    settings.scratch_path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.scratch_path) as folder:
        yield Path(folder)


def run_limited(
    target: str,
    request: JsonObject,
    limits: ChildLimits,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    *,
    server: ChildServer = WARM_SERVER,
) -> JsonObject:
    """Call ``module:function(request, report_progress)`` in a child and return its answer.

    The child works in the folder ``request["scratch"]`` (see :func:`scratch_folder`); without one
    it gets a folder that is gone when this returns. It has ended, too, when this returns.

    Raises LimitExceeded, ChildCrashed, Stopped, or Unreadable when a library refused its input
    (the library's code, sentence and parameters cross unchanged).
    """
    if "scratch" not in request:
        with tempfile.TemporaryDirectory(prefix="printlab-") as folder:
            request = {**request, "scratch": folder}
            return run_limited(target, request, limits, on_progress, should_stop, server=server)
    channel, leash = server.fork()
    child = Channel(channel)
    with leash, channel:
        try:
            _ask(channel, child, {"target": target, "request": request, "limits": asdict(limits)})
            last = _Conversation(child, limits, on_progress, should_stop).last_document()
        finally:
            ending = _end(leash)
        return _answer(last, limits, ending)


def _ask(channel: socket.socket, child: Channel, question: JsonObject) -> None:
    """Send the question; a child that is gone already shows when we listen."""
    channel.settimeout(_ENDING_S)
    with suppress(ConnectionError, TimeoutError):
        child.send(question)
    channel.settimeout(POLL_S)


class _Conversation:
    """Listening to a child until its last document, its end, or our patience's."""

    def __init__(
        self,
        child: Channel,
        limits: ChildLimits,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self._child = child
        self._limits = limits
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._deadline_s = time.monotonic() + limits.wall_s

    def last_document(self) -> JsonObject | None:
        """Return the child's last word, or None when it ended without one."""
        while True:
            self._check_patience()
            try:
                document = self._child.receive(self._limits.result_bytes)
            except TimeoutError:
                continue
            except Overlong as error:
                raise _exceeded("child-output") from error
            except ValueError as error:
                raise _crashed("spoke nonsense") from error
            if document is None or "progress" not in document:
                return document
            if self._on_progress is not None:
                stage, done, total = document["progress"]
                self._on_progress(stage, done, total)

    def _check_patience(self) -> None:
        """Raise when the child is no longer wanted or has had its time."""
        if self._should_stop is not None and self._should_stop():
            raise Stopped("child-stopped", "The work was stopped.")
        if time.monotonic() > self._deadline_s:
            raise _exceeded("child-time")


def _end(leash: socket.socket) -> _Ending | None:
    """Let the leash go, which kills the child unless it ended, and return how it ended.

    None when its fork server is gone too, which takes the child along.
    """
    leash.settimeout(_ENDING_S)
    try:
        leash.shutdown(socket.SHUT_WR)
        told = leash.recv(4096)
    except OSError:
        return None
    if not told:
        return None
    document = json.loads(told)
    return _Ending(exit_code=document["exit"], cpu_s=document["cpu_s"])


def _answer(last: JsonObject | None, limits: ChildLimits, ending: _Ending | None) -> JsonObject:
    """Return the answer in the last document, or raise what it (or its absence) means."""
    if last is None:
        raise _post_mortem(ending, limits)
    if "answer" in last:
        answer: JsonObject = last["answer"]
        return answer
    if "refused" in last:
        refused = last["refused"]
        raise Unreadable(refused["code"], refused["message"], refused["params"])
    if "limit" in last:
        raise _exceeded(last["limit"])
    raise _crashed(str(last.get("crashed")))


def _post_mortem(ending: _Ending | None, limits: ChildLimits) -> LimitExceeded | ChildCrashed:
    """Return what a child died of that had no last word."""
    if ending is None:
        return _crashed("its fork server is gone")
    used_up = ending.cpu_s >= limits.cpu_s * 0.9
    if ending.exit_code == -signal.SIGXCPU or (ending.exit_code == -signal.SIGKILL and used_up):
        return _exceeded("child-time")
    if ending.exit_code == -signal.SIGXFSZ:
        return _exceeded("child-output")
    if ending.exit_code < 0:
        return _crashed(f"ended by {signal.Signals(-ending.exit_code).name}")
    return _crashed(f"ended with status {ending.exit_code} and no answer")


def _exceeded(code: str) -> LimitExceeded:
    """Return the error of one limit."""
    what = {
        "child-memory": "more memory",
        "child-time": "more time",
        "child-output": "more room for its results",
    }[code]
    return LimitExceeded(code, f"The work needed {what} than it may have.")


def _crashed(how: str) -> ChildCrashed:
    """Return the error of a child that did not come to an answer."""
    return ChildCrashed("child-crashed", f"The work ended by itself: {how}.", {"how": how})
