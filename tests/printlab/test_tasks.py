"""The task table: who may do what to a task, and when."""

import threading

import pytest
from sqlalchemy import func, select

from printlab import tasks
from printlab.actor import Actor
from printlab.errors import LeaseLost, PrintlabError, Stopped
from printlab.lab import Desk, Lab
from printlab.reaper import RING_AGAIN_AFTER_S, reap
from printlab.records import Task
from printlab.tasks import Lease, Progress
from tests.printlab.standing_clock import StandingClock

SYSTEM = Actor.system()


def queued(lab: Lab, key: str = "key") -> str:
    """Queue a task and return its id."""
    with lab.write(SYSTEM) as desk:
        return tasks.enqueue(desk, "kind", {"x": 1}, idempotency_key=key, subject_id="s").id


def claimed(lab: Lab, task_id: str, owner: str = "worker") -> Lease:
    """Claim a task that must be there to claim."""
    lease = tasks.claim(lab, task_id, owner)
    assert lease is not None
    return lease


def look(lab: Lab, task_id: str) -> Task:
    """Return a task as it is now."""
    with lab.read(SYSTEM) as desk:
        return desk.session.get_one(Task, task_id)


def fail_lost(desk: Desk, task: Task) -> None:
    """End a lost task, as a worker does."""
    lease = Lease.of(task)
    tasks.give_up(desk, lease, PrintlabError("worker-lost", "Lost."))


def test_the_same_key_is_one_task(any_lab: Lab) -> None:
    """Queueing twice under one key gives the first task back, and rings once."""
    first = queued(any_lab)
    with any_lab.write(SYSTEM) as desk:
        again = tasks.enqueue(desk, "kind", {"x": 2}, idempotency_key="key")

        assert again.id == first
        assert again.payload == {"x": 1}
        assert desk.bells == []


def test_one_key_on_many_threads_is_one_task(any_lab: Lab) -> None:
    """Eight requests that come at once with one key queue one task."""
    ids: list[str] = []
    threads = [threading.Thread(target=lambda: ids.append(queued(any_lab))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ids) == 8
    assert len(set(ids)) == 1


def test_a_task_of_a_failed_transaction_does_not_exist(any_lab: Lab) -> None:
    """Queueing is part of the caller's transaction, and so is its undoing."""

    def queue_and_fail() -> None:
        with any_lab.write(SYSTEM) as desk:
            tasks.enqueue(desk, "kind", {}, idempotency_key="key")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue_and_fail()

    with any_lab.read(SYSTEM) as desk:
        assert desk.session.scalar(select(func.count(Task.id))) == 0


def test_many_claim_one_gets(any_lab: Lab) -> None:
    """Of eight workers that hear one ring, one holds the task."""
    task_id = queued(any_lab)
    leases: list[Lease | None] = []
    threads = [
        threading.Thread(target=lambda i=i: leases.append(tasks.claim(any_lab, task_id, f"w{i}")))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([lease for lease in leases if lease is not None]) == 1
    assert look(any_lab, task_id).attempt == 1


def test_progress_is_told_and_the_lease_grows(any_lab: Lab, clock: StandingClock) -> None:
    """Renewing moves the lease's end and shows how far the work is."""
    lease = claimed(any_lab, queued(any_lab))
    clock.advance(3.0)

    renewal = tasks.renew(any_lab, lease, Progress(stage="slicing", done=812, total=2030))

    task = look(any_lab, lease.task_id)
    assert renewal.held
    assert not renewal.cancel_requested
    assert (task.progress_stage, task.progress_done, task.progress_total) == ("slicing", 812, 2030)
    assert task.lease_until is not None
    assert (task.lease_until - clock.now).total_seconds() == any_lab.settings.lease_s


def test_a_silent_worker_loses_its_task(any_lab: Lab, clock: StandingClock) -> None:
    """After its lease the task is queued again, and the silent worker can change nothing."""
    lost = claimed(any_lab, queued(any_lab))
    clock.advance(any_lab.settings.lease_s + 0.1)

    assert reap(any_lab, fail_lost) == 1
    assert look(any_lab, lost.task_id).state == "queued"
    fresh = claimed(any_lab, lost.task_id, "other")

    assert fresh.attempt == 2
    assert not tasks.renew(any_lab, lost).held
    with pytest.raises(LeaseLost), any_lab.write(SYSTEM) as desk:
        tasks.finish(desk, lost, {"who": "the dead"})
    with any_lab.write(SYSTEM) as desk:
        tasks.finish(desk, fresh, {"who": "the living"})
    assert look(any_lab, lost.task_id).result == {"who": "the living"}


def test_a_worker_that_speaks_keeps_its_task(any_lab: Lab, clock: StandingClock) -> None:
    """Reaping leaves a task alone whose lease was renewed in time."""
    lease = claimed(any_lab, queued(any_lab))
    for _ in range(4):
        clock.advance(any_lab.settings.lease_s - 1.0)
        tasks.renew(any_lab, lease)

        assert reap(any_lab, fail_lost) == 0


def test_a_task_that_kills_its_workers_fails(any_lab: Lab, clock: StandingClock) -> None:
    """After the last attempt a lost task is failed instead of queued for ever."""
    task_id = queued(any_lab)
    for attempt in (1, 2, 3):
        assert claimed(any_lab, task_id).attempt == attempt
        clock.advance(any_lab.settings.lease_s + 0.1)
        reap(any_lab, fail_lost)

    task = look(any_lab, task_id)
    assert (task.state, task.error_code) == ("failed", "worker-lost")
    assert tasks.claim(any_lab, task_id, "worker") is None


def test_a_result_is_written_once(any_lab: Lab) -> None:
    """A finished task is nobody's any more: finishing or failing it again is refused."""
    lease = claimed(any_lab, queued(any_lab))
    with any_lab.write(SYSTEM) as desk:
        tasks.finish(desk, lease, {"n": 1})

    with pytest.raises(LeaseLost), any_lab.write(SYSTEM) as desk:
        tasks.finish(desk, lease, {"n": 2})
    with pytest.raises(LeaseLost), any_lab.write(SYSTEM) as desk:
        tasks.give_up(desk, lease, PrintlabError("x", "X."))

    assert look(any_lab, lease.task_id).result == {"n": 1}


def test_a_queued_task_is_cancelled_at_once(any_lab: Lab) -> None:
    """Nobody can claim a task that was cancelled in the queue."""
    task_id = queued(any_lab)
    with any_lab.write(SYSTEM) as desk:
        tasks.request_cancel(desk, task_id)

    assert look(any_lab, task_id).state == "cancelled"
    assert tasks.claim(any_lab, task_id, "worker") is None


def test_a_running_task_hears_of_its_cancellation(any_lab: Lab) -> None:
    """The worker hears it when it renews, and cannot store a result afterwards."""
    lease = claimed(any_lab, queued(any_lab))
    with any_lab.write(SYSTEM) as desk:
        tasks.request_cancel(desk, lease.task_id)

    assert tasks.renew(any_lab, lease).cancel_requested
    with pytest.raises(Stopped), any_lab.write(SYSTEM) as desk:
        tasks.hold(desk.session, lease)


def test_a_task_given_back_in_peace_is_no_attempt(any_lab: Lab) -> None:
    """A worker that is asked to stop leaves the task as if it had not begun."""
    lease = claimed(any_lab, queued(any_lab))
    with any_lab.write(SYSTEM) as desk:
        assert tasks.give_back(desk, lease, counts=False)
        assert desk.bells == [lease.task_id]

    task = look(any_lab, lease.task_id)
    assert (task.state, task.attempt, task.lease_owner) == ("queued", 0, None)


def test_a_lost_ring_is_rung_again(any_lab: Lab, clock: StandingClock) -> None:
    """A queued task that nobody heard of is rung for again, once per while."""
    task_id = queued(any_lab)

    assert reap(any_lab, fail_lost) == 0
    clock.advance(RING_AGAIN_AFTER_S + 0.1)
    assert reap(any_lab, fail_lost) == 1
    assert reap(any_lab, fail_lost) == 0
    assert look(any_lab, task_id).rung_at == clock.now


def test_a_long_queue_is_not_rung_for_again(lab: Lab, clock: StandingClock) -> None:
    """While rings wait in the queue, their tasks are merely waiting their turn."""

    class LongQueue:
        def ring(self, task_id: str) -> bool:
            del task_id
            return True

        def waiting(self) -> int:
            return 5

    busy = Lab(
        engine=lab.engine,
        files=lab.files,
        bell=LongQueue(),
        settings=lab.settings,
        clock=lab.clock,
    )
    queued(busy)
    clock.advance(60.0)

    assert reap(busy, fail_lost) == 0
