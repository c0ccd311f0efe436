"""A class or course, with an end."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.organisation import Organisation

__all__ = ["Group"]


class Group(Record):
    """A class or course of an organisation; a teacher sees the parts of their groups."""

    __tablename__ = "group"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(40))
    expires_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
