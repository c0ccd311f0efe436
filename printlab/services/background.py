"""Background work as services look for it and tell of it; who may ask is theirs to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from printlab import tasks
from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.records import Task

__all__ = ["TaskProgress", "cancel_of", "found", "latest_of", "told", "under_way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgress:
    """How far a piece of background work is.

    ``state`` is the task's (``queued``, ``running``, ``done``, ``failed``, ``cancelled``);
    ``stage`` names what it does now: ``queued``, ``reading``, ``slicing``, ``checking``, ...
    """

    state: str
    stage: str
    done: int
    total: int
    error_code: str | None = None
    error_message: str | None = None
    error_params: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will change."""
        return self.state in {"done", "failed", "cancelled"}


def told(task: Task) -> TaskProgress:
    """Return a task as people are told of it."""
    return TaskProgress(
        state=task.state,
        stage=task.progress_stage,
        done=task.progress_done,
        total=task.progress_total,
        error_code=task.error_code,
        error_message=task.error_message,
        error_params=task.error_params,
    )


def found(desk: Desk, task_id: str, kind: str) -> Task:
    """Return a task of one kind.

    Raises
    ------
    NotFound
        There is no such task, or it is of another kind.
    """
    task = desk.session.get(Task, task_id)
    if task is None or task.kind != kind:
        raise NotFound
    return task


def latest_of(desk: Desk, subject_id: str, kind: str | None = None) -> Task:
    """Return the newest task about one thing.

    Raises
    ------
    NotFound
        Nothing was ever asked for.
    """
    task = desk.session.scalar(_asked(kind, subject_id).limit(1))
    if task is None:
        raise NotFound
    return task


def under_way(desk: Desk, kind: str | None = None, subject_id: str | None = None) -> list[Task]:
    """Return the tasks that wait or run, the newest first."""
    query = _asked(kind, subject_id).where(Task.state.in_(("queued", "running")))
    return list(desk.session.scalars(query))


def cancel_of(desk: Desk, subject_id: str) -> None:
    """End whatever waits or runs about one thing."""
    for task in under_way(desk, subject_id=subject_id):
        tasks.request_cancel(desk, task.id)


def _asked(kind: str | None, subject_id: str | None) -> Select[Task]:
    query = select(Task).order_by(Task.created_at.desc())
    if kind is not None:
        query = query.where(Task.kind == kind)
    return query if subject_id is None else query.where(Task.subject_id == subject_id)
