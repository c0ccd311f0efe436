"""Background work that is done once, whoever dies in the middle of it.

::

    queued --claim--> running --finish--> done
      |  ^               |  |---give_up-> failed
      |  |--give_back/---|  |---give_up-> cancelled (asked for)
      |     reap (:mod:`printlab.reaper`)
      '--request_cancel--> cancelled

A running task is held by a :class:`Lease`: an owner and an attempt. Every write to a running task
is one conditional UPDATE that names both, so a worker that lost its lease can change nothing.
Moments are the lab's clock; machines that share a lab are expected to keep time (NTP).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from printlab.actor import Actor
from printlab.errors import LeaseLost, PrintlabError, Stopped
from printlab.lab import Desk, Lab
from printlab.records import JsonObject, Task

__all__ = [
    "Lease",
    "Progress",
    "Renewal",
    "claim",
    "enqueue",
    "finish",
    "give_back",
    "give_up",
    "hold",
    "renew",
    "request_cancel",
    "request_enough",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a task: who, and in which attempt."""

    task_id: str
    owner: str
    attempt: int

    @classmethod
    def of(cls, task: Task) -> "Lease":
        """Return the lease under which a running task is held now."""
        return cls(task_id=task.id, owner=task.lease_owner or "", attempt=task.attempt)

    def held(self) -> ColumnElement[bool]:
        """Return the condition under which this lease still holds."""
        return and_(
            Task.id == self.task_id,
            Task.state == "running",
            Task.lease_owner == self.owner,
            Task.attempt == self.attempt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work is: ``done`` of ``total`` in a named stage."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What a worker learns when it renews: whether it holds the task, and what is asked of it."""

    held: bool
    cancel_requested: bool
    enough_requested: bool


def enqueue(
    desk: Desk,
    kind: str,
    payload: JsonObject,
    *,
    idempotency_key: str,
    subject_id: str | None = None,
    organisation_id: str | None = None,
) -> Task:
    """Queue a task within the caller's transaction; the same key gives the same task back.

    The bell rings after the commit, so that a worker never looks for a row that is not there yet.
    """
    known = select(Task).where(Task.idempotency_key == idempotency_key)
    found = desk.session.scalars(known).one_or_none()
    if found is not None:
        return found
    task = Task(
        kind=kind,
        payload=payload,
        subject_id=subject_id,
        organisation_id=organisation_id,
        user_id=desk.actor.user_id,
        idempotency_key=idempotency_key,
        created_at=desk.now,
        rung_at=desk.now,
    )
    try:
        with desk.session.begin_nested():
            desk.session.add(task)
    except IntegrityError:
        return desk.session.scalars(known).one()
    desk.bells.append(task.id)
    return task


def claim(lab: Lab, task_id: str, owner: str) -> Lease | None:
    """Take a queued task, or return None when somebody else has it or it is over."""
    with lab.write(Actor.system()) as desk:
        attempt = desk.session.scalar(
            update(Task)
            .where(Task.id == task_id, Task.state == "queued")
            .values(
                state="running",
                attempt=Task.attempt + 1,
                lease_owner=owner,
                lease_until=_lease_end(lab, desk.now),
                heartbeat_at=desk.now,
                started_at=desk.now,
                progress_stage="starting",
                progress_done=0,
                progress_total=0,
            )
            .returning(Task.attempt)
        )
    return None if attempt is None else Lease(task_id=task_id, owner=owner, attempt=attempt)


def renew(lab: Lab, lease: Lease, progress: Progress | None = None) -> Renewal:
    """Keep a task for another lease, tell how far it is, and hear whether to stop."""
    with lab.write(Actor.system()) as desk:
        values: dict[str, Any] = {
            "lease_until": _lease_end(lab, desk.now),
            "heartbeat_at": desk.now,
        }
        if progress is not None:
            values["progress_stage"] = progress.stage[:40]
            values["progress_done"] = progress.done
            values["progress_total"] = progress.total
        asked = desk.session.execute(
            update(Task)
            .where(lease.held())
            .values(values)
            .returning(Task.cancel_requested, Task.enough_requested)
        ).one_or_none()
    cancel, enough = asked or (False, False)
    return Renewal(held=asked is not None, cancel_requested=cancel, enough_requested=enough)


def hold(session: Session, lease: Lease) -> Task:
    """Return the task, locked until this transaction ends, if the lease still holds.

    Raises LeaseLost when it does not, and Stopped when somebody asked to cancel the task.
    """
    cancel = session.scalar(
        update(Task)
        .where(lease.held())
        .values(heartbeat_at=Task.heartbeat_at)
        .returning(Task.cancel_requested)
    )
    if cancel is None:
        raise LeaseLost("lease-lost", "Another worker has taken this task over.")
    if cancel:
        raise Stopped("task-cancelled", "The task was cancelled.")
    return session.get_one(Task, lease.task_id, populate_existing=True)


def finish(desk: Desk, lease: Lease, result: JsonObject) -> None:
    """Write a task's result, in the same transaction as the rows it speaks of."""
    _end(desk, lease, {"state": "done", "result": result, "progress_stage": "done"})


def give_up(desk: Desk, lease: Lease, error: PrintlabError, *, state: str = "failed") -> None:
    """End a task without a result: ``failed``, or ``cancelled`` when that was asked for."""
    _end(desk, lease, {"state": state, **_error_values(error)})


def give_back(desk: Desk, lease: Lease, *, counts: bool) -> bool:
    """Queue a held task again and ring for it; ``counts`` says whether the attempt was one.

    Return False, and change nothing, when the lease is lost or (counting) no attempt is left.
    """
    condition = lease.held()
    if counts:
        condition = and_(condition, Task.attempt < Task.max_attempts)
    values: dict[str, Any] = {
        "state": "queued",
        "lease_owner": None,
        "lease_until": None,
        "rung_at": desk.now,
        "progress_stage": "queued",
    }
    if not counts:
        values["attempt"] = Task.attempt - 1
    again = desk.session.scalar(update(Task).where(condition).values(values).returning(Task.id))
    if again is not None:
        desk.bells.append(again)
    return again is not None


def request_cancel(desk: Desk, task_id: str) -> None:
    """Cancel a queued task now; ask the worker of a running one to stop (it hears within 1 s)."""
    ended = desk.session.scalar(
        update(Task)
        .where(Task.id == task_id, Task.state == "queued")
        .values(state="cancelled", finished_at=desk.now, error_code="task-cancelled")
        .returning(Task.id)
    )
    if ended is None:
        desk.session.execute(
            update(Task)
            .where(Task.id == task_id, Task.state == "running")
            .values(cancel_requested=True)
        )


def request_enough(desk: Desk, task_id: str) -> None:
    """Ask whoever does a task, now or later, to end it with the best that there is by then."""
    desk.session.execute(
        update(Task)
        .where(Task.id == task_id, Task.state.in_(("queued", "running")))
        .values(enough_requested=True)
    )


def _lease_end(lab: Lab, now: datetime) -> datetime:
    """Return until when a lease taken now holds."""
    return now + timedelta(seconds=lab.settings.lease_s)


def _error_values(error: PrintlabError) -> dict[str, Any]:
    """Return an error as the task keeps it."""
    return {
        "error_code": error.code[:80],
        "error_message": error.message[:500],
        "error_params": error.params,
    }


def _end(desk: Desk, lease: Lease, values: dict[str, Any]) -> None:
    """End a held task, or raise LeaseLost and so undo the whole transaction."""
    ended = desk.session.scalar(
        update(Task)
        .where(lease.held())
        .values(
            {**values, "finished_at": desk.now, "lease_owner": None, "lease_until": None},
        )
        .returning(Task.id)
    )
    if ended is None:
        raise LeaseLost("lease-lost", "Another worker has taken this task over.")
