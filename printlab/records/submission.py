"""A wish to have a revision printed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.group import Group
from printlab.records.organisation import Organisation
from printlab.records.part_revision import PartRevision
from printlab.records.user import User

__all__ = ["SUBMISSION_STATES", "Submission"]

SUBMISSION_STATES = ("draft", "submitted", "approved", "sent_back", "ordered", "withdrawn")


class Submission(Record):
    """So many copies of a revision, by a date, for a course or a company."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("user_id", "idempotency_key"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        one_of("state", SUBMISSION_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), index=True)
    part_revision_id: Mapped[str] = mapped_column(ForeignKey("part_revision.id"), index=True)
    quantity: Mapped[int]
    needed_by: Mapped[date]
    note: Mapped[str] = mapped_column(String(2000), default="")
    course_or_company: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(16), default="draft", index=True)
    submitted_at: Mapped[datetime | None]
    idempotency_key: Mapped[str | None] = mapped_column(String(120))

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
    group: Mapped[Group | None] = relationship()
    part_revision: Mapped[PartRevision] = relationship()
