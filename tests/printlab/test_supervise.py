"""The crew of workers beside a web server: replaced when one dies, gone when the server is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from printlab.settings import Settings
from printlab.supervise import supervise

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROOT = Path(__file__).resolve().parents[2]

SERVER = """
import sys, time
from printlab.settings import Settings
from printlab.supervise import supervise
with supervise(Settings.from_environ(), workers=1):
    print("serving", flush=True)
    time.sleep(600)
"""


def workers_of(settings: Settings) -> set[int]:
    """Return the process ids of this lab's worker processes."""
    mine = f"PRINTLAB_HOME={settings.home}".encode()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            variables = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and mine in variables:
            found.add(int(process.name))
    return found


def wait_for(holds: Callable[[], bool], patience_s: float) -> float:
    """Return after how many seconds something held."""
    started_s = time.monotonic()
    while not holds():
        assert time.monotonic() - started_s < patience_s
        time.sleep(0.05)
    return time.monotonic() - started_s


def test_a_dead_worker_is_replaced_and_all_stop_at_the_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers start, a killed one has a successor within a second, and none stays behind."""
    monkeypatch.chdir(ROOT)
    with supervise(settings, workers=2):
        wait_for(lambda: len(workers_of(settings)) == 2, 20.0)
        victim = min(workers_of(settings))
        time.sleep(1.0)
        os.kill(victim, signal.SIGKILL)

        took_s = wait_for(
            lambda: victim not in workers_of(settings) and len(workers_of(settings)) == 2, 10.0
        )
        assert took_s < 2.0

    assert workers_of(settings) == set()


def test_no_worker_outlives_a_server_that_was_killed(settings: Settings) -> None:
    """SIGKILL for the server is the end of its workers too."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        env={**os.environ, **settings.to_environ()},
        stdout=subprocess.PIPE,
    )
    wait_for(lambda: len(workers_of(settings)) == 1, 20.0)
    server.kill()
    server.communicate()

    wait_for(lambda: workers_of(settings) == set(), 30.0)


def test_no_workers_is_no_process(settings: Settings) -> None:
    """``--workers 0`` starts nothing."""
    with supervise(settings, workers=0):
        assert workers_of(settings) == set()
