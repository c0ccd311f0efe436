"""What happens inside a limited child, between the fork and its end.

This is the process boundary where every exception of the child is turned into a document.
"""

import ctypes
import errno
import faulthandler
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from printlab.channel import Channel
from printlab.errors import PrintlabError
from printlab.records.base import JsonObject
from printlab.refusal import refusal_of

__all__ = ["ENOUGH", "ReportProgress", "live"]

ReportProgress = Callable[[str, int, int], None]
"""``report_progress(stage, done, total)``; cheap to call often."""

ENOUGH = "enough"
"""An empty file of this name in the scratch folder asks a search to end with the best it has."""

_PROGRESS_EVERY_S = 0.05
_REQUEST_BYTES = 64 * 1024 * 1024
_LAST_WORDS_BYTES = 16 * 1024 * 1024
_PR_SET_PDEATHSIG = 1
_NO_MEMORY = b'{"limit": "child-memory"}'


def live(channel: Channel) -> None:
    """Answer the one request on the channel; whatever happens becomes one last document."""
    faulthandler.enable()
    _die_with_parent()
    asked = channel.receive(_REQUEST_BYTES)
    if asked is None:
        return
    try:
        os.chdir(asked["request"]["scratch"])
        _limit_resources(asked["limits"])
        answer = _work(asked["target"], asked["request"], _reporter(channel))
        channel.send({"answer": answer})
    except MemoryError:
        _limit_raised()
        channel.send_encoded(_NO_MEMORY)
    except Exception as error:  # noqa: BLE001 (the one boundary of the child process)
        channel.send(_last_words(error))


def _last_words(error: Exception) -> JsonObject:
    """Return what the parent is told of an error: a refusal, a limit, or a crash."""
    refusal = refusal_of(error)
    if refusal is not None:
        return {"refused": _as_document(refusal)}
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return {"limit": "child-output"}
    traceback.print_exception(error, file=sys.stderr)
    return {"crashed": f"{type(error).__name__}: {error}"[:2000]}


def address_space_bytes() -> int:
    """Return how much address space this process has mapped now (0 where the system hides it)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _work(target: str, request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Call ``module:function`` with the request."""
    module, _, name = target.partition(":")
    function: Callable[[JsonObject, ReportProgress], JsonObject]
    function = getattr(import_module(module), name)
    return function(request, report_progress)


def _limit_resources(limits: JsonObject) -> None:
    """Bound memory (what is mapped now plus the budget), CPU time, file size, core dumps.

    macOS neither tells nor bounds a process' address space; the other limits hold there.
    """
    mapped = address_space_bytes()
    if mapped:
        memory = mapped + int(limits["memory_bytes"])
        _limit(resource.RLIMIT_AS, memory, memory + _LAST_WORDS_BYTES)
    _limit(resource.RLIMIT_FSIZE, int(limits["file_bytes"]))
    _limit(resource.RLIMIT_CORE, 0)
    cpu_s = max(1, round(limits["cpu_s"]))
    _limit(resource.RLIMIT_CPU, cpu_s, cpu_s + 2)


def _limit_raised() -> None:
    """Open the reserve above the memory limit, so that the child can still say what happened."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    """Set one limit, never above what this process was given."""
    _, ceiling = resource.getrlimit(what)
    wanted = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        wanted = min(wanted, ceiling)
    resource.setrlimit(what, (min(soft, wanted), wanted))


def _reporter(channel: Channel) -> ReportProgress:
    """Return a reporter that sends a stage's first and last step and otherwise 20 a second."""
    last_s, last_stage = 0.0, ""

    def report_progress(stage: str, done: int, total: int) -> None:
        nonlocal last_s, last_stage
        now_s = time.monotonic()
        if stage == last_stage and done < total and now_s - last_s < _PROGRESS_EVERY_S:
            return
        last_s, last_stage = now_s, stage
        channel.send({"progress": [stage, int(done), int(total)]})

    return report_progress


def _as_document(error: PrintlabError) -> JsonObject:
    """Return a library's refusal as data; parameters that JSON cannot hold become text."""
    params = {key: _plain(value) for key, value in error.params.items()}
    return {"code": error.code, "message": error.message, "params": params}


def _plain(value: object) -> object:
    """Return what JSON can hold of a parameter: lists and tables whole, anything else as text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _die_with_parent() -> None:
    """Ask Linux to end this process with the fork server, should that one be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
