"""One worker does one task, whatever comes of it."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from printlab import tasks
from printlab.actor import Actor
from printlab.child_server import ChildServer
from printlab.lab import Lab
from printlab.records import AuditEntry, Task
from printlab.worker import Worker
from tests.printlab.sleepy_handler import Sleepy

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need POSIX")

SYSTEM = Actor.system()


@pytest.fixture(scope="module")
def server() -> Iterator[ChildServer]:
    """Return a fork server that has imported nothing heavy."""
    plain = ChildServer(None)
    plain.start()
    yield plain
    plain.stop()


@pytest.fixture
def live_lab(lab: Lab) -> Lab:
    """Return the lab with a clock that goes."""
    return replace(lab, clock=lambda: datetime.now(UTC))


def worker(lab: Lab, server: ChildServer, handler: Sleepy) -> Worker:
    """Return a worker that knows one kind of task."""
    return Worker(lab=lab, handlers={"sleep": handler}, name="test", server=server)


def queued(lab: Lab, seconds: float = 0.0, kind: str = "sleep") -> str:
    """Queue a task that sleeps for so long."""
    with lab.write(SYSTEM) as desk:
        return tasks.enqueue(desk, kind, {"seconds": seconds}, idempotency_key="key").id


def look(lab: Lab, task_id: str) -> Task:
    """Return a task as it is now."""
    with lab.read(SYSTEM) as desk:
        return desk.session.get_one(Task, task_id)


def acts(lab: Lab) -> list[str]:
    """Return what handlers wrote down, in order."""
    with lab.read(SYSTEM) as desk:
        query = select(AuditEntry.action).order_by(AuditEntry.sequence)
        return list(desk.session.scalars(query))


def test_a_task_is_done(live_lab: Lab, server: ChildServer) -> None:
    """The child's files reach the store, and the task keeps the summary."""
    task_id = queued(live_lab)

    assert worker(live_lab, server, Sleepy()).run(task_id) == "done"

    task = look(live_lab, task_id)
    assert (task.state, task.result, task.attempt) == ("done", {"slept": 0.0}, 1)
    assert acts(live_lab) == ["stored"]
    assert list(live_lab.settings.scratch_path.iterdir()) == []


def test_a_second_ring_is_not_a_second_run(live_lab: Lab, server: ChildServer) -> None:
    """A task that is over is left alone, however often it is rung for."""
    task_id = queued(live_lab)
    one = worker(live_lab, server, Sleepy())

    assert [one.run(task_id) for _ in range(3)] == ["done", "taken", "taken"]
    assert acts(live_lab) == ["stored"]


def test_progress_reaches_the_table(live_lab: Lab, server: ChildServer) -> None:
    """While the child works, the table shows how far it is."""
    task_id = queued(live_lab, seconds=2.0)
    thread = threading.Thread(target=worker(live_lab, server, Sleepy()).run, args=(task_id,))
    thread.start()
    time.sleep(1.2)
    seen = look(live_lab, task_id)
    thread.join()

    assert seen.progress_stage == "sleeping"
    assert 0 < seen.progress_done < seen.progress_total == 20


def test_a_cancelled_task_stops(live_lab: Lab, server: ChildServer) -> None:
    """Cancelling a running task ends its child before its time, and the subject is told."""
    task_id = queued(live_lab, seconds=60.0)
    thread = threading.Thread(target=worker(live_lab, server, Sleepy()).run, args=(task_id,))
    thread.start()
    time.sleep(0.8)
    with live_lab.write(SYSTEM) as desk:
        tasks.request_cancel(desk, task_id)
    asked_s = time.monotonic()
    thread.join()

    assert time.monotonic() - asked_s < 5.0
    assert look(live_lab, task_id).state == "cancelled"
    assert acts(live_lab) == ["failed"]


def test_a_child_is_told_when_the_best_is_enough(live_lab: Lab, server: ChildServer) -> None:
    """The wish reaches a running child as a file in its folder, and the task ends as done."""
    task_id = queued(live_lab, seconds=60.0)
    thread = threading.Thread(target=worker(live_lab, server, Sleepy()).run, args=(task_id,))
    thread.start()
    with live_lab.write(SYSTEM) as desk:
        tasks.request_enough(desk, task_id)
    thread.join(timeout=30.0)

    assert not thread.is_alive()
    assert look(live_lab, task_id).state == "done"


def test_a_stopping_worker_gives_its_task_back(live_lab: Lab, server: ChildServer) -> None:
    """The task is queued again at once, and the attempt does not count."""
    one = worker(live_lab, server, Sleepy())
    task_id = queued(live_lab, seconds=60.0)
    thread = threading.Thread(target=one.run, args=(task_id,))
    thread.start()
    time.sleep(0.8)
    one.stopping.set()
    thread.join(timeout=5.0)

    task = look(live_lab, task_id)
    assert (task.state, task.attempt, acts(live_lab)) == ("queued", 0, [])
    assert one.run(task_id) == "left"


@pytest.mark.parametrize("place", ["request", "store"])
def test_a_bug_in_a_handler_fails_the_task(
    live_lab: Lab, server: ChildServer, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The bug is logged in full, its rows are undone, and the worker lives on."""
    task_id = queued(live_lab)

    assert worker(live_lab, server, Sleepy(bug_in=place)).run(task_id) == "internal-error"

    assert look(live_lab, task_id).state == "failed"
    assert acts(live_lab) == ["failed"]
    assert "ZeroDivisionError" in caplog.text


def test_a_bug_in_failing_still_fails_the_task(
    live_lab: Lab, server: ChildServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A subject that cannot be told does not keep the task from ending."""
    handler = Sleepy(child="tests.printlab.refusing_job:refuse", bug_in="fail")
    task_id = queued(live_lab)

    assert worker(live_lab, server, handler).run(task_id) == "file-empty"

    assert look(live_lab, task_id).error_message == "The file is empty."
    assert acts(live_lab) == []
    assert "ZeroDivisionError" in caplog.text


def test_a_crash_is_tried_again_and_then_fails(live_lab: Lab, server: ChildServer) -> None:
    """A child that dies gets three attempts in all."""
    one = worker(live_lab, server, Sleepy(child="tests.printlab.child_jobs:be_killed"))
    task_id = queued(live_lab)

    words = [one.run(task_id) for _ in range(4)]

    assert words[:2] == ["to be tried again (child-crashed)"] * 2
    assert words[2:] == ["child-crashed", "taken"]
    assert acts(live_lab) == ["failed"]


def test_a_greedy_task_fails_at_once(live_lab: Lab, server: ChildServer) -> None:
    """A task that needs more than it may have would need it again."""
    task_id = queued(live_lab, seconds=60.0)

    assert worker(live_lab, server, Sleepy(wall_s=0.3)).run(task_id) == "child-time"
    assert look(live_lab, task_id).state == "failed"


def test_an_unknown_kind_fails(live_lab: Lab, server: ChildServer) -> None:
    """A task that nothing here can do says so."""
    task_id = queued(live_lab, kind="dance")

    assert worker(live_lab, server, Sleepy()).run(task_id) == "task-kind-unknown"
    assert look(live_lab, task_id).error_code == "task-kind-unknown"
