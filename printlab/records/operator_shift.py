"""When operators are in the lab, week by week, in local time."""

from datetime import date, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.organisation import Organisation

__all__ = ["OperatorShift"]


class OperatorShift(Record):
    """A weekly window of staffed hours: weekday 0 is Monday, times are the lab's wall clock.

    A shift that ends at or before its start ends on the next day. ``skills`` and ``sites`` are what
    its people can do and where they work; none: everything, everywhere.
    """

    __tablename__ = "operator_shift"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("starts <> ends", name="not_empty"),
        CheckConstraint("heads > 0", name="heads_positive"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    heads: Mapped[int] = mapped_column(default=1)
    skills: Mapped[list[Any] | None]
    sites: Mapped[list[Any] | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
