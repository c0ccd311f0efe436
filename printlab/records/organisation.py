"""Who owns things: the lab itself, a university, a college, a company."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import Record, one_of

__all__ = ["ORGANISATION_KINDS", "Organisation"]

ORGANISATION_KINDS = ("lab", "university", "college", "company")


class Organisation(Record):
    """An owner of parts, people and orders; every owned row names one.

    ``share`` is of machine time, relative to the sum of all shares; who has none is no member.
    """

    __tablename__ = "organisation"
    __table_args__ = (one_of("kind", ORGANISATION_KINDS),)

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    kvk: Mapped[str | None] = mapped_column(String(16))
    btw_id: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(500), default="")
    confidential_default: Mapped[bool] = mapped_column(default=False)
    share: Mapped[float | None]
    active: Mapped[bool] = mapped_column(default=True)
