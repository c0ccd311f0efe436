"""Numbers people say to each other: J-0001 for a job, B-0001 for a build, Q-0001 for a quote."""

from printlab.lab import Desk
from printlab.records import NumberSeries

__all__ = ["next_number"]


def next_number(desk: Desk, prefix: str) -> str:
    """Give out the next number of a series, without gaps and without doubles."""
    series = desk.session.get(NumberSeries, prefix, with_for_update=True)
    if series is None:
        series = NumberSeries(prefix=prefix, last=0)
        desk.session.add(series)
    series.last += 1
    desk.session.flush()
    return f"{prefix}-{series.last:04d}"
