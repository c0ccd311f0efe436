"""What limited children do in tests: well-behaved, greedy, broken."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Never

from printlab.child import ENOUGH, ReportProgress
from printlab.records import JsonObject


def echo(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Return the request."""
    report_progress("thinking", 1, 2)
    report_progress("thinking", 2, 2)
    return {"said": request["say"], "in": str(Path.cwd())}


def eat_at_once(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Ask for 3 GiB in one piece."""
    return {"size": len(bytearray(3 << 30))}


def eat_slowly(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Ask for memory in small pieces until there is no more."""
    pieces = []
    while True:
        pieces.append(bytes(1 << 20))


def spin(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Use the processor for ever."""
    while True:
        pass


def sleep(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Do nothing for so many seconds, or until it is enough, and tell how far it is."""
    seconds, enough = float(request["seconds"]), Path(request["scratch"], ENOUGH)
    Path(request["scratch"], "pid").write_text(str(os.getpid()), encoding="ascii")
    started_s = time.monotonic()
    while time.monotonic() - started_s < seconds and not enough.exists():
        report_progress("sleeping", round(10 * (time.monotonic() - started_s)), round(10 * seconds))
        time.sleep(0.02)
    Path(request["scratch"], "note").write_text("slept", encoding="ascii")
    return {"slept": seconds}


def fall(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Touch memory that is not there."""
    return {"at": ctypes.string_at(0).decode()}


def be_killed(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Die as by the system's out-of-memory killer."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def leave(_request: JsonObject, _report: ReportProgress) -> Never:
    """End the process without an answer."""
    raise SystemExit(0)


def err(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Have a bug."""
    return {"x": 1 // 0}


def answer_too_much(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Return more than is welcome."""
    return {"x": "a" * (4 << 20)}


def answer_not_a_number(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Return what JSON does not know."""
    return {"x": float("nan")}


def write_too_much(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Write a file larger than allowed."""
    Path("large").write_bytes(bytes(64 << 20))
    return {}


def look_around(_request: JsonObject, _report: ReportProgress) -> JsonObject:
    """Tell what a child can see of its process."""
    files = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            files.append(str(link.readlink()))
    return {
        "files": files,
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "variables": [name for name in os.environ if name.startswith("PRINTLAB_")],
    }
