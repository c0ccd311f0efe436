"""Real worker processes, killed in the middle: every task is done, and stored once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from printlab import tasks
from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import AuditEntry, Task
from printlab.settings import Settings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need POSIX")

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = Actor.system()
KILLS = int(os.environ.get("PRINTLAB_TEST_KILLS", "2"))


@pytest.fixture(name="shop")
def _shop(any_settings: Settings) -> Iterator[Lab]:
    """Return a lab with a real clock and a real bell, on each kind of database and queue."""
    lab = Lab.open(any_settings)
    yield lab
    lab.close()


@contextmanager
def workers(lab: Lab, count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run worker processes; those that still live are killed at the end."""
    crew = [start(lab) for _ in range(count)]
    try:
        yield crew
    finally:
        for process in crew:
            process.kill()
            process.wait()


def start(lab: Lab) -> subprocess.Popen[bytes]:
    """Start one worker process for the lab."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.printlab.sleepy_worker"],
        cwd=ROOT,
        env={**os.environ, **lab.settings.to_environ()},
    )


def queued(lab: Lab, seconds: float, key: str = "key") -> str:
    """Queue a task that sleeps for so long."""
    with lab.write(SYSTEM) as desk:
        return tasks.enqueue(desk, "sleep", {"seconds": seconds}, idempotency_key=key).id


def wait_until(lab: Lab, task_id: str, holds: Callable[[Task], bool], patience_s: float) -> Task:
    """Return the task as soon as something holds for it."""
    end_s = time.monotonic() + patience_s
    while True:
        with lab.read(SYSTEM) as desk:
            task = desk.session.get_one(Task, task_id)
        if holds(task):
            return task
        if time.monotonic() > end_s:
            pytest.fail(f"still {task.state}, attempt {task.attempt}, {task.progress_stage}")
        time.sleep(0.05)


def stored(lab: Lab, task_id: str) -> int:
    """Return how often a result was stored for a task."""
    with lab.read(SYSTEM) as desk:
        entries = AuditEntry.subject_id == task_id, AuditEntry.action == "stored"
        return desk.session.scalar(select(func.count(AuditEntry.id)).where(*entries)) or 0


def is_asleep(task: Task) -> bool:
    """Return whether a task's child is in the middle of its work."""
    return task.state == "running" and task.progress_done > 0


def children_asleep(scratch: Path) -> list[int]:
    """Return the process ids that sleeping children left in their folders."""
    return [int(path.read_text()) for path in scratch.glob("*/pid") if path.read_text()]


def gone(pid: int) -> bool:
    """Return whether a process has ended (or is only waiting to be buried)."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_workers_task_runs_again(shop: Lab, number: int) -> None:
    """After SIGKILL in the middle another worker has the task within 10 s; one result is stored."""
    with workers(shop, 2) as crew:
        task_id = queued(shop, 3.0, f"kill-{number}")
        running = wait_until(shop, task_id, is_asleep, 60.0)
        holder = int((running.lease_owner or "").split("/")[0].rpartition(":")[2])
        next(process for process in crew if process.pid == holder).kill()
        killed_s = time.monotonic()
        wait_until(shop, task_id, lambda task: task.attempt == 2, 30.0)

        assert time.monotonic() - killed_s < 10.0
        task = wait_until(shop, task_id, lambda task: task.state == "done", 60.0)
    assert task.result == {"slept": 3.0}
    assert stored(shop, task_id) == 1


def test_a_killed_worker_leaves_no_child(shop: Lab) -> None:
    """The child of a worker that was killed ends with it."""
    with workers(shop) as crew:
        task_id = queued(shop, 60.0)
        wait_until(shop, task_id, is_asleep, 60.0)
        (child,) = children_asleep(shop.settings.scratch_path)
        crew[0].kill()
        crew[0].wait()

        end_s = time.monotonic() + 5.0
        while not gone(child) and time.monotonic() < end_s:
            time.sleep(0.05)
        assert gone(child)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_cleanly(shop: Lab, end: signal.Signals) -> None:
    """Asked to end, a worker gives its task back at once and leaves with status 0."""
    with workers(shop) as crew:
        task_id = queued(shop, 60.0)
        wait_until(shop, task_id, is_asleep, 60.0)
        crew[0].send_signal(end)

        assert crew[0].wait(timeout=15.0) == 0
        given_back = wait_until(shop, task_id, lambda t: t.state == "queued", 1.0)
        assert given_back.attempt == 0
    assert stored(shop, task_id) == 0


def test_a_task_whose_ring_was_lost_is_done(shop: Lab) -> None:
    """A task that was queued while the queue lost its message is found and done."""
    task_id = queued(shop, 0.0)
    shop.bell.huey.flush()  # type: ignore[attr-defined]
    with workers(shop):
        wait_until(shop, task_id, lambda t: t.state == "done", 60.0)

    assert stored(shop, task_id) == 1
