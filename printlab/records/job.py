"""Copies of a revision that the lab has taken on to print."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.organisation import Organisation
from printlab.records.part_revision import PartRevision
from printlab.records.submission import Submission

__all__ = ["JOB_STATES", "Job"]

JOB_STATES = ("open", "planned", "printing", "printed", "failed", "cancelled")


class Job(Record):
    """What the scheduler places: copies, from when, until when, and how much it matters.

    All copies of the jobs with the same ``together`` are in one build; a ``confidential`` job
    shares a platform with its owner's work only.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("copies > 0", name="copies_positive"),
        CheckConstraint("weight > 0", name="weight_positive"),
        one_of("state", JOB_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), unique=True)
    part_revision_id: Mapped[str] = mapped_column(ForeignKey("part_revision.id"))
    copies: Mapped[int]
    release_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    weight: Mapped[float] = mapped_column(default=1.0)
    confidential: Mapped[bool] = mapped_column(default=False)
    together: Mapped[str | None] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)
    promised_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    submission: Mapped[Submission] = relationship()
    part_revision: Mapped[PartRevision] = relationship()
