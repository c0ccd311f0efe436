"""The fork server of one process: started when first needed, started again when it died."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

from printlab.channel import COMPILING, READY
from printlab.errors import Unavailable

__all__ = ["ChildServer"]

_THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_START_S = 600.0
"""How long importing, and compiling one function, may take."""

OnCompiling = Callable[[], None]
"""Called at each function that the server compiles before it is ready."""


def _unheard() -> None:
    """Hear nothing of compiling: nobody watches."""


class ChildServer:
    """A handle on one fork server process; safe to share between threads, never across a fork."""

    def __init__(self, warm_module: str | None) -> None:
        """Name the module whose ``warm()`` the server calls before it forks, if any."""
        self._warm_module = warm_module
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def start(self, on_compiling: OnCompiling = _unheard) -> None:
        """Make sure that the server runs and is warm; hear of each function it compiles for it."""
        with self._lock:
            self._control_socket(on_compiling)

    def stop(self) -> None:
        """End the server and with it every child."""
        with self._lock:
            self._let_go()

    def kill(self) -> None:
        """Kill the server outright; the next child gets a new one."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def fork(self) -> tuple[socket.socket, socket.socket]:
        """Return a new child's channel and leash; letting the leash go kills the child."""
        channel, child_channel = socket.socketpair()
        leash, server_leash = socket.socketpair()
        with ExitStack() as ours:
            ours.enter_context(channel)
            ours.enter_context(leash)
            with child_channel, server_leash, self._lock:
                descriptors = [child_channel.fileno(), server_leash.fileno()]
                try:
                    socket.send_fds(self._control_socket(), [b"f"], descriptors)
                except OSError:
                    self._let_go()
                    socket.send_fds(self._control_socket(), [b"f"], descriptors)
            ours.pop_all()
        return channel, leash

    def _control_socket(self, on_compiling: OnCompiling = _unheard) -> socket.socket:
        """Return the control socket of a server that is this very process' own and alive."""
        alive = self._process is not None and self._process.poll() is None
        if self._control is None or self._pid != os.getpid() or not alive:
            self._let_go()
            self._control = self._launch(on_compiling)
        return self._control

    def _launch(self, on_compiling: OnCompiling) -> socket.socket:
        """Start the server and wait until it says that it is ready."""
        control, server_end = socket.socketpair()
        warm = [] if self._warm_module is None else [self._warm_module]
        number = str(server_end.fileno())
        with server_end:
            self._process = subprocess.Popen(  # noqa: S603 (our own module, our own interpreter)
                [sys.executable, "-P", "-m", "printlab.fork_server", number, *warm],
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr.fileno() if _has_stderr() else subprocess.DEVNULL,
                pass_fds=[server_end.fileno()],
                env=_quiet_environment(),
                start_new_session=True,
            )
        self._pid = os.getpid()
        control.settimeout(_START_S)
        if not _becomes_ready(control, on_compiling):
            control.close()
            raise Unavailable(
                "child-server-failed", "The process that checks files did not start; see the log."
            )
        control.settimeout(None)
        return control

    def _let_go(self) -> None:
        """Close our end, which ends the server; one inherited through a fork is not ours to end."""
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._pid == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
        self._control, self._process = None, None


def _becomes_ready(control: socket.socket, on_compiling: OnCompiling) -> bool:
    """Listen to a server that has been started until it is ready; False when it ended before."""
    try:
        while (word := control.recv(1)) == COMPILING:
            on_compiling()
    except OSError:
        return False
    return word == READY


def _has_stderr() -> bool:
    """Return whether this process has a real standard error to share."""
    try:
        sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return False
    return True


def _quiet_environment() -> dict[str, str]:
    """Return the environment without the lab's addresses and secrets, and with one BLAS thread.

    A process that only forks must have one thread; OpenBLAS starts a pool when numpy is imported.
    It imports from where this process does.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PRINTLAB_")}
    one_thread = dict.fromkeys(_THREAD_VARIABLES, "1")
    return {**kept, **one_thread, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
