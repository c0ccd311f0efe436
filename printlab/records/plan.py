"""A version of the lab's schedule: proposed, looked at, published."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import FileReference, JsonObject, Record, one_of, only_one
from printlab.records.build import Build

__all__ = ["PLAN_STATES", "Plan"]

PLAN_STATES = ("proposed", "published", "superseded", "withdrawn")


class Plan(Record):
    """A schedule with how good it is and the exact question and answer it came from.

    ``insight`` holds how sure its dates are (``robustness``) and why each job is done when it is
    (``explanations``, by the number of the job), as the scheduler's documents.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("organisation_id", "version"),
        only_one("plan_published", "organisation_id", where="state = 'published'"),
        one_of("state", PLAN_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    status: Mapped[str] = mapped_column(String(16), default="feasible")
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    seed: Mapped[int]
    runtime_s: Mapped[float]
    origin_at: Mapped[datetime]
    tick_s: Mapped[int]
    problem_sha256: Mapped[str] = mapped_column(FileReference)
    result_sha256: Mapped[str] = mapped_column(FileReference)
    summary: Mapped[JsonObject] = mapped_column(default=dict)
    insight: Mapped[JsonObject | None] = mapped_column(deferred=True)
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None]

    builds: Mapped[list[Build]] = relationship(order_by=Build.planned_setup_at)
