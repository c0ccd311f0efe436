"""Which published dates a proposal moves: told before somebody publishes it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from printlab.services.plan_view import JobView, PlanView

__all__ = ["Move", "Moves", "moves_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A job whose date is published, with its new one; later where ``shift`` is above zero."""

    job: JobView
    before_at: dt.datetime
    after_at: dt.datetime

    @property
    def shift(self) -> dt.timedelta:
        """How much later it is ready."""
        return self.after_at - self.before_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The dates that move, those that move latest first; ``unchanged`` and ``new`` are counted."""

    later: tuple[Move, ...]
    earlier: tuple[Move, ...]
    unchanged: int
    new: int

    @property
    def all(self) -> tuple[Move, ...]:
        """Every date that moves."""
        return self.later + self.earlier

    @property
    def largest(self) -> Move | None:
        """The date that moves most, either way."""
        return max(self.all, key=lambda move: abs(move.shift), default=None)


def moves_of(plan: PlanView) -> Moves:
    """Compare the dates of a proposal with those that are published."""
    found = sorted(_moves(plan.jobs), key=lambda move: (-move.shift, move.job.number))
    return Moves(
        later=tuple(move for move in found if move.shift > dt.timedelta()),
        earlier=tuple(move for move in found if move.shift < dt.timedelta()),
        unchanged=sum(not move.shift for move in found),
        new=sum(job.promised_at is None for job in plan.jobs),
    )


def _moves(jobs: Iterable[JobView]) -> list[Move]:
    return [
        Move(job=job, before_at=job.promised_at, after_at=job.ready_at)
        for job in jobs
        if job.promised_at is not None
    ]
