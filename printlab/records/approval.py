"""What a manager decided about a submission, and why."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.submission import Submission
from printlab.records.user import User

__all__ = ["DECISIONS", "Approval"]

DECISIONS = ("approved", "sent_back")


class Approval(Record):
    """One decision; a submission that was sent back and submitted again has several."""

    __tablename__ = "approval"
    __table_args__ = (one_of("decision", DECISIONS),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(2000), default="")

    submission: Mapped[Submission] = relationship()
    user: Mapped[User] = relationship()
