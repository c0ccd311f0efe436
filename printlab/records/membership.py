"""Which role a person has, and where."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.actor import ROLES
from printlab.records.base import Record, one_of
from printlab.records.group import Group
from printlab.records.organisation import Organisation
from printlab.records.user import User

__all__ = ["Membership"]


class Membership(Record):
    """A role of one person in an organisation, or in one of its groups."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "group_id", "role"),
        one_of("role", ROLES),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    group: Mapped[Group | None] = relationship()
