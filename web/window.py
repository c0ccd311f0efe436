"""The stretch of days that a schedule page shows, as its address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

__all__ = ["SPANS_DAYS", "Window"]

SPANS_DAYS = (7, 14, 28)
_DEFAULT_DAYS = 14
_MOST_YEARS_AWAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whole local days: the first one and how many."""

    first: date
    days: int
    zone: tzinfo

    @classmethod
    def asked(cls, arguments: Mapping[str, str], now: datetime, zone: tzinfo) -> "Window":
        """Read ``from`` and ``days``; what is absent or odd becomes a fortnight from today.

        What is over is a step back: from Monday on, half of it would be over on a Saturday.
        """
        today = now.astimezone(zone).date()
        asked_days = arguments.get("days", "")
        days = next((span for span in SPANS_DAYS if str(span) == asked_days), _DEFAULT_DAYS)
        return cls(first=_day(arguments.get("from", ""), today), days=days, zone=zone)

    @property
    def start(self) -> datetime:
        """Return the window's first midnight."""
        return datetime.combine(self.first, time(0), tzinfo=self.zone)

    @property
    def end(self) -> datetime:
        """Return the midnight after its last day."""
        return datetime.combine(self.first + timedelta(days=self.days), time(0), tzinfo=self.zone)

    def moved(self, windows: int) -> date:
        """Return the first day of the window so many windows later."""
        return self.first + timedelta(days=windows * self.days)


def _day(text: str, otherwise: date) -> date:
    """Read a day near enough to be meant."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    far = abs(day.year - otherwise.year) > _MOST_YEARS_AWAY
    return otherwise if far else day
