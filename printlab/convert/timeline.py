"""Between moments (UTC) and the scheduler's whole ticks from an origin."""

import datetime as dt
import math
from dataclasses import dataclass

__all__ = ["TICK_S", "Timeline"]

TICK_S = 60
"""A lab plans in minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Ticks counted from a whole minute."""

    origin: dt.datetime
    tick_s: int = TICK_S

    @classmethod
    def starting(cls, moment: dt.datetime) -> "Timeline":
        """Return the timeline whose origin is the minute of this moment."""
        return cls(origin=moment.astimezone(dt.UTC).replace(second=0, microsecond=0))

    def floor(self, moment: dt.datetime) -> int:
        """Return the last tick at or before a moment."""
        return math.floor((moment - self.origin).total_seconds() / self.tick_s)

    def ceil(self, moment: dt.datetime) -> int:
        """Return the first tick at or after a moment."""
        return math.ceil((moment - self.origin).total_seconds() / self.tick_s)

    def ticks(self, span: dt.timedelta) -> int:
        """Return how many ticks a span of time takes, rounded up."""
        return math.ceil(span.total_seconds() / self.tick_s)

    def moment(self, tick: int) -> dt.datetime:
        """Return when a tick is."""
        return self.origin + dt.timedelta(seconds=tick * self.tick_s)
