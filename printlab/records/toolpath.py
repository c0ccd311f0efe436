"""What the laser is told to do for a submission or a build: a file, and what was found in it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import FileReference, JsonObject, Record, one_of
from printlab.records.build import Build
from printlab.records.part_revision import REVISION_STATES, PartRevision
from printlab.records.submission import Submission
from printlab.records.user import User

__all__ = ["Toolpath"]


class Toolpath(Record):
    """A toolpath as uploaded or made and, once checked, its report and layers.

    It is of one submission, and of the revision of its part at the time, or of one build, and of
    what was laid in it at the time (``laid_sha256``). ``made`` tells that the lab made it from the
    parts itself, as ``recipe`` says (see `printlab.recipe`). Columns from ``report_sha256`` on are
    empty until the check is done;
    ``index_sha256`` tells what each layer in ``layers_sha256`` holds.
    """

    __tablename__ = "toolpath"
    __table_args__ = (
        one_of("state", REVISION_STATES),
        CheckConstraint("(submission_id IS NULL) <> (build_id IS NULL)", name="of_one_thing"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id"), index=True)
    part_revision_id: Mapped[str | None] = mapped_column(ForeignKey("part_revision.id"), index=True)
    build_id: Mapped[str | None] = mapped_column(ForeignKey("build.id"), index=True)
    laid_sha256: Mapped[str | None] = mapped_column(String(64))
    made: Mapped[bool] = mapped_column(default=False)
    recipe: Mapped[JsonObject | None]
    file_sha256: Mapped[str | None] = mapped_column(FileReference, index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    file_bytes: Mapped[int | None] = mapped_column(BigInteger)
    file_format: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), default="queued")
    error_code: Mapped[str | None] = mapped_column(String(80))
    error_params: Mapped[JsonObject] = mapped_column(default=dict)
    layer_count: Mapped[int | None]
    vector_count: Mapped[int | None] = mapped_column(BigInteger)
    report_sha256: Mapped[str | None] = mapped_column(FileReference)
    index_sha256: Mapped[str | None] = mapped_column(FileReference)
    layers_sha256: Mapped[str | None] = mapped_column(FileReference)
    accepted: Mapped[bool | None]
    error_count: Mapped[int | None]
    warning_count: Mapped[int | None]
    scan_mm: Mapped[float | None]
    jump_mm: Mapped[float | None]
    time_s: Mapped[float | None]
    checked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    submission: Mapped[Submission | None] = relationship()
    part_revision: Mapped[PartRevision | None] = relationship()
    build: Mapped[Build | None] = relationship()

    @property
    def outdated(self) -> bool:
        """Whether the submission has another revision of the part, or the build other copies."""
        if self.build is not None:
            return self.laid_sha256 != self.build.laid_sha256
        return (
            self.submission is not None
            and self.part_revision_id != self.submission.part_revision_id
        )
