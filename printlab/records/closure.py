"""A day on which the lab is closed."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import Record

__all__ = ["Closure"]


class Closure(Record):
    """A public holiday or another closed day; no shift of that weekday holds on it."""

    __tablename__ = "closure"
    __table_args__ = (UniqueConstraint("organisation_id", "day"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
