"""One worker: claims a task, has it worked out in a child, and settles it.

This module is where every exception of the worker process ends: a bug in a handler is logged in
full, the task is told that it failed, and the worker lives on.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from printlab import tasks
from printlab.actor import Actor
from printlab.child import ENOUGH
from printlab.child_server import ChildServer
from printlab.errors import (
    ChildCrashed,
    InternalError,
    LeaseLost,
    PrintlabError,
    Stopped,
    Unavailable,
)
from printlab.handler import Handler, Outcome
from printlab.lab import Desk, Lab
from printlab.limited import WARM_SERVER, run_limited, scratch_folder
from printlab.records import Task, new_id

__all__ = ["Worker"]

_log = logging.getLogger(__name__)

RENEW_EVERY_S = 0.5
"""How often a worker renews its lease, and so hears of a cancellation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Does tasks of known kinds for a lab, one at a time per thread.

    ``stopping`` is set when the process is asked to end: a running task is then given back.
    """

    lab: Lab
    handlers: Mapping[str, Handler]
    name: str
    stopping: Event = field(default_factory=Event)
    server: ChildServer = WARM_SERVER

    def run(self, task_id: str) -> str:
        """Do a task if it is still to be done; return in one word what came of it."""
        if self.stopping.is_set():
            return "left"
        lease = tasks.claim(self.lab, task_id, f"{self.name}/{new_id()}")
        if lease is None:
            return "taken"
        started_s = time.monotonic()
        word = ""
        with _bugs_logged(f"task {task_id}"):
            word = self._settled(lease)
        if not word:
            message = "A bug in printlab ended this work; the worker's log tells more."
            word = self._failed(lease, InternalError("internal-error", message))
        _log.info(
            "task %s attempt %d %s in %.1f s",
            task_id,
            lease.attempt,
            word,
            time.monotonic() - started_s,
        )
        return word

    def lost(self, desk: Desk, task: Task) -> None:
        """End a task that no attempt is left for, or that was cancelled as its worker died."""
        lease = tasks.Lease.of(task)
        if task.cancel_requested:
            self._end(desk, lease, Stopped("task-cancelled", "The task was cancelled."))
        else:
            message = "The work was begun several times and its worker died each time."
            self._end(desk, lease, ChildCrashed("worker-lost", message))

    def _settled(self, lease: tasks.Lease) -> str:
        """Work, and turn what can go wrong into what the task says."""
        try:
            self._work(lease)
        except LeaseLost:
            return "lost"
        except Stopped as error:
            return self._stopped(lease, error)
        except SQLAlchemyError as error:
            _log.warning("the database failed during task %s: %s", lease.task_id, error)
            return "left"
        except (ChildCrashed, Unavailable) as error:
            return self._again_or_failed(lease, error)
        except PrintlabError as error:
            return self._failed(lease, error)
        else:
            return "done"

    def _work(self, lease: tasks.Lease) -> None:
        """Ask, have it worked out, store."""
        with scratch_folder(self.lab.settings) as scratch:
            with self.lab.write(Actor.system()) as desk:
                task = tasks.hold(desk.session, lease)
                handler = self._handler(task)
                request = handler.request(desk, task, scratch)
            pulse = _Pulse(self.lab, lease, self.stopping, scratch)
            result = run_limited(
                handler.child,
                {**request, "scratch": str(scratch)},
                handler.limits(self.lab.settings),
                pulse.heard,
                pulse.should_stop,
                server=self.server,
            )
            with self.lab.write(Actor.system()) as desk:
                task = tasks.hold(desk.session, lease)
                summary = handler.store(desk, task, Outcome(result=result, scratch=scratch))
                tasks.finish(desk, lease, summary)

    def _handler(self, task: Task) -> Handler:
        """Return who does this kind of task."""
        handler = self.handlers.get(task.kind)
        if handler is None:
            raise InternalError(
                "task-kind-unknown", f"Nothing here does tasks of kind {task.kind}."
            )
        return handler

    def _stopped(self, lease: tasks.Lease, error: Stopped) -> str:
        """Give the task back when it is us who stop; else somebody cancelled it."""
        if not self.stopping.is_set():
            return self._failed(lease, error)
        with self.lab.write(Actor.system()) as desk:
            tasks.give_back(desk, lease, counts=False)
        return "given back"

    def _again_or_failed(self, lease: tasks.Lease, error: PrintlabError) -> str:
        """Try again what may go better another time, as long as attempts are left."""
        with self.lab.write(Actor.system()) as desk:
            if tasks.give_back(desk, lease, counts=True):
                return f"to be tried again ({error.code})"
        return self._failed(lease, error)

    def _failed(self, lease: tasks.Lease, error: PrintlabError) -> str:
        """End the task without a result, and say so on its subject."""
        try:
            with self.lab.write(Actor.system()) as desk:
                self._end(desk, lease, error)
        except LeaseLost:
            return "lost"
        return error.code

    def _end(self, desk: Desk, lease: tasks.Lease, error: PrintlabError) -> None:
        """Write the failure on the subject and on the task, in one transaction."""
        task = desk.session.get_one(Task, lease.task_id)
        handler = self.handlers.get(task.kind)
        if handler is not None:
            with _bugs_logged(f"failing task {task.id}"), desk.session.begin_nested():
                handler.fail(desk, task, error)
        state = "cancelled" if isinstance(error, Stopped) else "failed"
        tasks.give_up(desk, lease, error, state=state)


@contextmanager
def _bugs_logged(what: str) -> Iterator[None]:
    """Write in full what nobody expected, and go on: the one such place of a worker process."""
    try:
        yield
    except Exception:  # noqa: BLE001 (the one boundary of a worker process)
        _log.exception("a bug in %s", what)


class _Pulse:
    """The heartbeat of one attempt: carries progress to the table and brings orders back."""

    def __init__(self, lab: Lab, lease: tasks.Lease, stopping: Event, scratch: Path) -> None:
        self._enough = scratch / ENOUGH
        self._lab = lab
        self._lease = lease
        self._stopping = stopping
        self._progress: tasks.Progress | None = None
        self._next_s = 0.0

    def heard(self, stage: str, done: int, total: int) -> None:
        """Remember how far the child is."""
        self._progress = tasks.Progress(stage=stage, done=done, total=total)

    def should_stop(self) -> bool:
        """Renew when it is time; return whether to stop, or raise LeaseLost."""
        if self._stopping.is_set():
            return True
        now_s = time.monotonic()
        if now_s < self._next_s:
            return False
        renewal = tasks.renew(self._lab, self._lease, self._progress)
        self._next_s = time.monotonic() + RENEW_EVERY_S
        if not renewal.held:
            raise LeaseLost("lease-lost", "Another worker has taken this task over.")
        if renewal.enough_requested:
            self._enough.touch()
        return renewal.cancel_requested
