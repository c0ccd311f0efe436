"""One picture of a checked revision: of the part, or of one of its findings."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from printlab.records.base import FileReference, JsonObject, Record

__all__ = ["RevisionPicture"]


class RevisionPicture(Record):
    """A picture for light and for dark pages.

    ``name`` is unique within the revision and part of the picture's address. ``finding`` is the
    finding's number in the report, from 0, or -1 for pictures of the whole part. ``code`` and
    ``params`` tell what is seen, in the words of the written report.
    """

    __tablename__ = "revision_picture"
    __table_args__ = (UniqueConstraint("part_revision_id", "name"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    part_revision_id: Mapped[str] = mapped_column(ForeignKey("part_revision.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    finding: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    params: Mapped[JsonObject] = mapped_column(default=dict)
    light_sha256: Mapped[str] = mapped_column(FileReference)
    dark_sha256: Mapped[str] = mapped_column(FileReference)
