"""What every stretch of time in which something cannot be used as always has in common."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from printlab.records.base import Record

__all__ = ["Stretch"]


class Stretch(Record):
    """From one moment to another, with its reason; the organisation is the lab."""

    __abstract__ = True

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[CheckConstraint]:  # noqa: N805  SQLAlchemy's way
        """Let no stretch end before it begins."""
        return (CheckConstraint("starts_at < ends_at", name="order"),)
