"""The last number given out in each series (J-0001, B-0001, Q-0001)."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import Base

__all__ = ["NumberSeries"]


class NumberSeries(Base):
    """A counter that only a writing transaction moves, so numbers have no gaps and no doubles."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]
