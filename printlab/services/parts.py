"""Parts and their reports, for those who may see them."""

import io
import json
import math
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab import audit
from printlab.convert.report import report_in_language
from printlab.convert.written import subject_from
from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.part_offers import COMMA_LANGUAGES, PART_WITH_COMMA
from printlab.records import Part, PartRevision, RevisionPicture, Submission
from printlab.services import background
from printlab.services.authorise import require_visible
from printlab.services.background import TaskProgress
from slicer_checks.pictures.gallery import Picture
from slicer_checks.reports import Subject, html_of, pdf_of
from slicer_checks.reports.words import Words

__all__ = [
    "Figure",
    "estimate",
    "figures",
    "file",
    "layers_table",
    "picture",
    "picture_named",
    "pictures",
    "progress",
    "report",
    "revision",
    "submission_of",
    "written",
    "written_report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as a page shows it: its name, the finding's number (-1: none), what is seen."""

    name: str
    finding: int
    told: str


def written_report(desk: Desk, revision_id: str, form: str, language: str) -> tuple[bytes, str]:
    """Return a revision's report to print, ``html`` or ``pdf``, and the name to save it under."""
    subject = written(desk, revision_id, language)
    name = f"{PurePath(str(subject.part['file'])).stem or 'report'}-report.{form}"
    if form == "pdf":
        return pdf_of(subject, language), name
    return html_of(subject, language).encode(), name


def revision(desk: Desk, revision_id: str) -> PartRevision:
    """Return a revision with its part, material and parameter set."""
    row = desk.session.scalar(
        select(PartRevision)
        .where(PartRevision.id == revision_id)
        .options(
            joinedload(PartRevision.part).joinedload(Part.user),
            joinedload(PartRevision.part).joinedload(Part.group),
            joinedload(PartRevision.material),
            joinedload(PartRevision.parameter_set),
        )
    )
    if row is None:
        raise NotFound
    require_visible(desk.actor, row.part)
    return row


def submission_of(desk: Desk, revision_id: str) -> Submission | None:
    """Return the submission that asks for a revision, if there is one."""
    row = revision(desk, revision_id)
    query = select(Submission).where(Submission.part_revision_id == row.id)
    return desk.session.scalar(query.order_by(Submission.created_at.desc()))


def report(desk: Desk, revision_id: str, language: str = "en") -> dict[str, object]:
    """Return the report of a checked revision with its texts in one language.

    Keys are those of ``printlab check --json`` (part, layers, findings, estimate, accepted), and
    ``ready``: when it could be ready, with a code and parameters saying why.
    """
    row = revision(desk, revision_id)
    return report_in_language(_document(desk, row.report_sha256), language)


def estimate(desk: Desk, revision_id: str) -> dict[str, object]:
    """Return the estimate of a checked revision: time with interval and breakdown, masses."""
    found = report(desk, revision_id)["estimate"]
    if not isinstance(found, dict):
        raise NotFound
    return found


def _document(desk: Desk, sha256: str | None) -> dict[str, object]:
    if sha256 is None:
        raise NotFound("report-not-ready", "This part has not been checked yet.")
    document: dict[str, object] = json.loads(desk.files.read(sha256))
    return document


def layers_table(desk: Desk, revision_id: str) -> dict[str, list[float | None]]:
    """Return the statistics per layer, column by column, as ``printlab layers`` names them."""
    row = revision(desk, revision_id)
    if row.layers_sha256 is None:
        raise NotFound("report-not-ready", "This part has not been checked yet.")
    with np.load(io.BytesIO(desk.files.read(row.layers_sha256)), allow_pickle=False) as table:
        return {name: _plain(table[name].tolist()) for name in table.files}


def _plain(column: list[float]) -> list[float | None]:
    """Return a column as JSON can hold it: where there is no number, None."""
    return [None if math.isnan(value) else value for value in column]


def picture(desk: Desk, revision_id: str, theme: str = "light", language: str = "en") -> bytes:
    """Return the picture of a revision as PNG, for ``light`` or ``dark`` pages.

    Its dimensions are written as the language writes numbers, where there is such a picture.
    """
    row = revision(desk, revision_id)
    if language in COMMA_LANGUAGES:
        for drawn in pictures(desk, revision_id):
            if drawn.name == PART_WITH_COMMA:
                return desk.files.read(drawn.dark_sha256 if theme == "dark" else drawn.light_sha256)
    sha256 = row.picture_dark_sha256 if theme == "dark" else row.picture_sha256
    if sha256 is None:
        raise NotFound("report-not-ready", "There is no picture of this part yet.")
    return desk.files.read(sha256)


def pictures(desk: Desk, revision_id: str) -> tuple[RevisionPicture, ...]:
    """Return what pictures there are of a revision and its findings, in their order."""
    row = revision(desk, revision_id)
    query = select(RevisionPicture).where(RevisionPicture.part_revision_id == row.id)
    return tuple(desk.session.scalars(query.order_by(RevisionPicture.place)))


def figures(desk: Desk, revision_id: str, language: str = "en") -> tuple[Figure, ...]:
    """Return the pictures of a revision with what is seen in them, in one language."""
    words = Words(language)
    return tuple(
        Figure(
            name=drawn.name,
            finding=drawn.finding,
            told=words.picture(drawn.code, drawn.params),
        )
        for drawn in pictures(desk, revision_id)
    )


def picture_named(desk: Desk, revision_id: str, name: str, theme: str = "light") -> bytes:
    """Return one picture of a revision as PNG, for ``light`` or ``dark`` pages."""
    drawn = {one.name: one for one in pictures(desk, revision_id)}
    if not drawn:
        raise NotFound("report-not-ready", "There is no picture of this part yet.")
    if name not in drawn:
        raise NotFound
    one = drawn[name]
    return desk.files.read(one.dark_sha256 if theme == "dark" else one.light_sha256)


def written(desk: Desk, revision_id: str, language: str = "en") -> Subject:
    """Return all that a written report of a revision is made of, pictures for one language."""
    row = revision(desk, revision_id)
    document = _document(desk, row.report_sha256)
    if "process" not in document:
        raise NotFound("report-not-ready", "There is no report of this part to print yet.")
    drawn = [
        Picture(
            name=one.name,
            finding=one.finding,
            code=one.code,
            params=one.params,
            png={"light": desk.files.read(one.light_sha256)},
        )
        for one in pictures(desk, revision_id)
        if one.name not in {"part", PART_WITH_COMMA}
    ]
    part = Picture(
        name="part",
        finding=-1,
        code="picture-part",
        png={"light": picture(desk, revision_id, language=language)},
    )
    return subject_from(document, layers_table(desk, revision_id), [part, *drawn])


def file(desk: Desk, revision_id: str) -> tuple[bytes, str]:
    """Return the file as it was handed in, and the name to show for it.

    Needs a writing desk: when somebody other than the owner takes the file, that is recorded.
    """
    row = revision(desk, revision_id)
    if desk.actor.user_id != row.part.user_id:
        audit.record(
            desk, "file-taken", "part_revision", row.id, organisation_id=row.organisation_id
        )
    return desk.files.read(row.file_sha256), row.file_name


def progress(desk: Desk, revision_id: str) -> TaskProgress:
    """Tell how far the check of a revision is."""
    row = revision(desk, revision_id)
    return background.told(background.latest_of(desk, row.id, "check_part"))
