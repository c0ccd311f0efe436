"""Background work: the table that is the truth about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import JsonObject, Record, one_of

__all__ = ["TASK_STATES", "Task"]

TASK_STATES = ("queued", "running", "done", "failed", "cancelled")


class Task(Record):
    """A piece of work that is done once, whoever dies in the middle of it.

    A worker holds a running task by ``lease_owner`` until ``lease_until`` and renews that lease
    as it works; only the holder may write the result. ``rung_at`` is when a worker was last told.
    With ``enough_requested`` work that could go on is to end with what it has.
    """

    __tablename__ = "task"
    __table_args__ = (
        one_of("state", TASK_STATES),
        Index(None, "state", "lease_until"),
        Index(None, "subject_id", "kind"),
    )

    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str | None] = mapped_column(String(16))
    idempotency_key: Mapped[str] = mapped_column(String(160), unique=True)
    payload: Mapped[JsonObject] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    attempt: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=3)
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    progress_stage: Mapped[str] = mapped_column(String(40), default="queued")
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    enough_requested: Mapped[bool] = mapped_column(default=False, server_default=false())
    result: Mapped[JsonObject | None]
    error_code: Mapped[str | None] = mapped_column(String(80))
    error_message: Mapped[str | None] = mapped_column(String(500))
    error_params: Mapped[JsonObject] = mapped_column(default=dict)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
