"""The fork server: a quiet process that has everything imported and compiled, and only forks.

Run by :class:`printlab.limited.ChildServer` as ``python -m printlab.fork_server FD [MODULE]``. It
has one thread, no database, no secret and no open file but its control socket FD. For each child
it is sent two sockets: the channel, which the child takes over, and a leash, on which it writes
how the child ended. A leash that its owner lets go, or a control socket that closes because the
owner died, kills the child: no child outlives whoever asked for it. Nor does the server itself,
also while it compiles: until it is ready a second thread watches the control socket.
"""

import fcntl
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO

from printlab.channel import COMPILING, READY, Channel
from printlab.child import live

__all__ = ["main"]

_FDS_PER_CHILD = 2
_COMPILING_S = 45.0


class _ForkServer:
    """The loop that forks, reaps, and holds the leashes."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._leashes: dict[int, socket.socket] = {}
        self._wake, wake_writer = socket.socketpair()
        wake_writer.setblocking(False)
        self._wake.setblocking(False)
        self._wake_writer = wake_writer
        signal.signal(signal.SIGCHLD, _heard)
        signal.set_wakeup_fd(wake_writer.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        """Serve until the owner is gone, then take every child along."""
        control = self._control.fileno()
        while True:
            ready = self._wait()
            if control in ready and not self._fork_one():
                break
            self._kill_unleashed(ready)
            self._reap()
        for pid in self._leashes:
            os.kill(pid, signal.SIGKILL)

    def _wait(self) -> set[int]:
        """Return the descriptors that have something to say."""
        sources = [self._control, self._wake, *self._leashes.values()]
        ready, _, _ = select.select(sources, [], [])
        if self._wake in ready:
            self._wake.recv(4096)
        return {source.fileno() for source in ready}

    def _fork_one(self) -> bool:
        """Fork a child for the sockets that came; False when the owner is gone."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, _FDS_PER_CHILD)
        if not message or len(descriptors) != _FDS_PER_CHILD:
            return False
        channel, leash = (socket.socket(fileno=number) for number in descriptors)
        pid = os.fork()
        if pid == 0:
            self._become_child(channel, leash)
        channel.close()
        self._leashes[pid] = leash
        return True

    def _become_child(self, channel: socket.socket, leash: socket.socket) -> None:
        """Let go of all that is the server's, do the work, and leave without ceremony."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for held in (self._control, self._wake, self._wake_writer, leash):
                held.close()
            for other in self._leashes.values():
                other.close()
            live(Channel(channel))
            sys.stderr.flush()
        finally:
            os._exit(0)

    def _kill_unleashed(self, ready: set[int]) -> None:
        """Kill each child whose owner let go of its leash."""
        for pid, leash in self._leashes.items():
            if leash.fileno() in ready:
                os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Tell each ended child's owner how it ended, and forget it."""
        while self._leashes:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._leashes.pop(pid) as leash:
                _tell(leash, status, usage)


def _tell(leash: socket.socket, status: int, usage: resource.struct_rusage) -> None:
    """Write how a child ended; an owner that is gone does not mind."""
    ended = {
        "exit": os.waitstatus_to_exitcode(status),
        "cpu_s": usage.ru_utime + usage.ru_stime,
    }
    try:
        leash.sendall(json.dumps(ended).encode())
    except OSError:
        return


def _heard(_signal: int, _frame: object) -> None:
    """Let SIGCHLD interrupt the wait; the wake-up descriptor does the rest."""


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let the first of several servers compile, and the others find it done.

    The lock lies beside numba's compiled code. Where nothing can be written, and after a wait as
    long as compiling takes, each compiles for itself.
    """
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or Path(__file__).parent / "__pycache__")
    with ExitStack() as held:
        with suppress(OSError):
            lock = held.enter_context((folder / "warming.lock").open("w"))
            _try_to_lock(lock, time.monotonic() + _COMPILING_S)
        yield


def _try_to_lock(lock: IO[str], until_s: float) -> None:
    """Take a lock, or go on without it when its time has come."""
    while time.monotonic() < until_s:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return


@contextmanager
def _never_alone(control: socket.socket) -> Iterator[None]:
    """End this process when its owner is gone, whatever it does while the block lasts.

    The owner says nothing before it hears that we are ready, so what can be read is its end. A
    signal at a parent's death would not do: it comes when the thread that started us ends.
    """
    done, we_are_done = socket.socketpair()
    watch = threading.Thread(target=_end_with_owner, args=(control, done), daemon=True)
    with done, we_are_done:
        watch.start()
        try:
            yield
        finally:
            we_are_done.shutdown(socket.SHUT_RDWR)
            watch.join()


def _end_with_owner(control: socket.socket, done: socket.socket) -> None:
    """Wait until the owner is gone, and end this process at once, or until we are done."""
    ready, _, _ = select.select([control, done], [], [])
    if control in ready:
        os._exit(1)


def main(arguments: list[str]) -> None:
    """Import what children need, settle memory, say ready, and serve."""
    control = socket.socket(fileno=int(arguments[0]))
    with _never_alone(control), _one_at_a_time():
        for name in arguments[1:]:
            import_module(name).warm(lambda: control.sendall(COMPILING))
    gc.collect()
    gc.freeze()
    control.sendall(READY)
    _ForkServer(control).run()


if __name__ == "__main__":
    main(sys.argv[1:])
