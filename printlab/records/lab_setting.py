"""A rule of the lab that is not a machine, a material or a person: prices, terms, plan weights."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import Base

__all__ = ["LabSetting"]


class LabSetting(Base):
    """A named JSON value from the lab file, with who changed it last and when."""

    __tablename__ = "lab_setting"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[object] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
