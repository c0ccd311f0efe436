"""The rows of the list of submissions: what each costs, and when it is ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from printlab.convert.insight import Odds
from printlab.lab import Desk
from printlab.money import Price
from printlab.records import Job, Submission
from printlab.services import insight, jobs, prices

__all__ = ["Line", "lines_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: a submission with what it costs, when it is promised, and how sure that is."""

    submission: Submission
    price: Price | None
    job: Job | None
    odds: Odds | None


def lines_of(desk: Desk, rows: Sequence[Submission]) -> list[Line]:
    """Return the rows of a list; however many they are, prices and jobs are read once."""
    priced = prices.prices_for(desk, rows)
    taken_on = jobs.jobs_of(desk, [row.id for row in rows])
    odds = insight.odds_of(desk, taken_on.values())
    return [_line(row, priced[row.id], taken_on.get(row.id), odds) for row in rows]


def _line(row: Submission, price: Price | None, job: Job | None, odds: dict[str, Odds]) -> Line:
    return Line(submission=row, price=price, job=job, odds=odds.get(job.id) if job else None)
