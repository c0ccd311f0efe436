"""How often the date of a part is kept, while the plan stands that it was promised against."""

from sqlalchemy import select

from printlab.lab import Desk
from printlab.records import PartRevision, Plan

__all__ = ["is_possible", "share_of"]


def share_of(desk: Desk, revision: PartRevision) -> float | None:
    """Return how often a revision's date is kept, of one; None where it is an estimate.

    A promise is one against the plan that was published then. Once another is, the date is an
    estimate, until the part is checked again or a quote of it promised.
    """
    if revision.ready_share is None or revision.ready_as_of is None:
        return None
    later = select(Plan.id).where(Plan.published_at > revision.ready_as_of).limit(1)
    return revision.ready_share if desk.session.scalar(later) is None else None


def is_possible(desk: Desk) -> bool:
    """Tell whether a plan is published, against which a date can be promised."""
    return desk.session.scalar(select(Plan.id).where(Plan.state == "published")) is not None
