"""A price and a date offered to a company."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.organisation import Organisation
from printlab.records.submission import Submission
from printlab.records.user import User

__all__ = ["QUOTE_STATES", "Quote"]

QUOTE_STATES = ("offered", "accepted", "expired", "withdrawn")


class Quote(Record):
    """Money in whole cents, excluding and including VAT, until when it holds, and who took it.

    ``ready_share`` is how often ``ready_at`` is kept, of one; without it, it is an estimate. Both
    are of the plan and the shop floor as they stood at ``ready_as_of``, when the part was checked
    or the quote promised.
    """

    __tablename__ = "quote"
    __table_args__ = (
        CheckConstraint("gross_cents = net_cents + vat_cents", name="sum"),
        one_of("state", QUOTE_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    net_cents: Mapped[int]
    vat_cents: Mapped[int]
    gross_cents: Mapped[int]
    vat_percent: Mapped[int]
    lines: Mapped[list[Any]] = mapped_column(default=list)
    valid_until: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    ready_share: Mapped[float | None]
    ready_as_of: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default="offered")
    po_number: Mapped[str | None] = mapped_column(String(80))
    accepted_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    submission: Mapped[Submission] = relationship()
    accepted_by: Mapped[User | None] = relationship()
