"""Take tasks from workers that fell silent, and ring again where a ring was lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from printlab.actor import Actor
from printlab.lab import Desk, Lab
from printlab.records import Task
from printlab.tasks import Lease, give_back

__all__ = ["RING_AGAIN_AFTER_S", "reap"]

RING_AGAIN_AFTER_S = 2.0
"""A queued task whose ring nobody can still have before them is rung again after this long."""


def reap(lab: Lab, on_lost: Callable[[Desk, Task], None]) -> int:
    """Take tasks from workers that fell silent, and ring again where a ring was lost.

    A task with attempts left is queued again. One without, or one that somebody had asked to
    cancel, is handed to ``on_lost`` inside the transaction that ends it. Return how many moved.
    """
    lost = [_reap_one(lab, task_id, on_lost) for task_id in _expired(lab)]
    return sum(lost) + _ring_again(lab)


def _expired(lab: Lab) -> list[str]:
    """Return the running tasks whose lease is over (a look, nothing is taken yet)."""
    with lab.read(Actor.system()) as desk:
        return list(desk.session.scalars(select(Task.id).where(_is_expired(desk.now))))


def _reap_one(lab: Lab, task_id: str, on_lost: Callable[[Desk, Task], None]) -> bool:
    """Queue or end one task whose lease is over; False when its worker spoke up in time."""
    with lab.write(Actor.system()) as desk:
        query = select(Task).where(Task.id == task_id, _is_expired(desk.now)).with_for_update()
        task = desk.session.scalars(query).one_or_none()
        if task is None:
            return False
        lease = Lease.of(task)
        if task.cancel_requested or not give_back(desk, lease, counts=True):
            on_lost(desk, task)
        return True


def _ring_again(lab: Lab) -> int:
    """Ring for queued tasks nobody can have heard of: the queue is empty, the ring is old."""
    if lab.bell.waiting() > 0:
        return 0
    with lab.read(Actor.system()) as desk:
        unheard = _is_unheard(desk.now)
        if desk.session.scalar(select(Task.id).where(unheard).limit(1)) is None:
            return 0
    with lab.write(Actor.system()) as desk:
        ids = desk.session.scalars(
            update(Task).where(unheard).values(rung_at=desk.now).returning(Task.id)
        ).all()
        desk.bells.extend(ids)
    return len(ids)


def _is_expired(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a running task whose worker fell silent."""
    return and_(Task.state == "running", Task.lease_until < now)


def _is_unheard(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a queued task whose last ring is old."""
    before = now - timedelta(seconds=RING_AGAIN_AFTER_S)
    return and_(Task.state == "queued", or_(Task.rung_at.is_(None), Task.rung_at < before))
