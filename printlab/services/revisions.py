"""The revisions of a part: which came before one, which holds now, and who asked for the part."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab.lab import Desk
from printlab.records import PartRevision, Submission
from printlab.services.authorise import require_visible

__all__ = ["Lineage", "lineage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """A revision among those of its part, the first first, and the part's submission."""

    revision: PartRevision
    revisions: tuple[PartRevision, ...]
    submission: Submission | None

    @property
    def newest(self) -> PartRevision:
        """The latest revision."""
        return self.revisions[-1]

    @property
    def former(self) -> PartRevision | None:
        """The latest checked revision before this one, if there is one."""
        earlier = [
            row
            for row in self.revisions
            if row.number < self.revision.number and row.state == "checked"
        ]
        return earlier[-1] if earlier else None


def lineage(desk: Desk, revision: PartRevision) -> Lineage:
    """Return a revision among the others of its part; the part's owner sees them all."""
    require_visible(desk.actor, revision.part)
    same_part = PartRevision.part_id == revision.part_id
    rows = desk.session.scalars(
        select(PartRevision)
        .where(same_part)
        .options(joinedload(PartRevision.material), joinedload(PartRevision.parameter_set))
        .order_by(PartRevision.number)
    )
    asked = select(Submission).join(Submission.part_revision).where(same_part)
    return Lineage(
        revision=revision,
        revisions=tuple(rows),
        submission=desk.session.scalar(asked.order_by(Submission.created_at.desc()).limit(1)),
    )
