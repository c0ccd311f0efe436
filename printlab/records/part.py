"""A thing somebody wants printed, apart from its revisions."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.group import Group
from printlab.records.organisation import Organisation
from printlab.records.user import User

__all__ = ["Part"]


class Part(Record):
    """A named part with an owner; its files live in its revisions."""

    __tablename__ = "part"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    confidential: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
    group: Mapped[Group | None] = relationship()
