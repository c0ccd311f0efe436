"""A part: how far its check is, then its report, picture, layers and file."""

import csv
import hashlib
import io
from itertools import zip_longest

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from printlab.lab import Desk
from printlab.records import PartRevision, Submission
from printlab.services import jobs, offers, prices, promises, revisions
from printlab.services import parts as part_service
from printlab.services.lateness import Lateness, lateness_of
from printlab.services.ways import better_way, ways_of
from web import sessions
from web.desks import reading, writing
from web.downloads import download
from web.errors import wants_json
from web.formstate import FormState
from web.line_words import PRICE_LINES, word
from web.moving import moving
from web.progress import progress_document, progress_words
from web.repair_rows import repair_offer, why_no_offer
from web.report_page import breakdown_rows, report_page
from web.revision_rows import change_rows
from web.unit_words import unit_words

__all__ = ["parts"]

parts = Blueprint("parts", __name__, url_prefix="/parts")


@parts.get("/<revision_id>")
@sessions.signed_in
def show(revision_id: str) -> ResponseReturnValue:
    """Show the report; while there is none yet, how far the check is."""
    with reading() as desk:
        row = part_service.revision(desk, revision_id)
        if row.state == "checked":
            return _report(desk, row)
        return _progress_page(desk, row)


def _progress_page(desk: Desk, row: PartRevision) -> str:
    """Return the page that moves by itself until the check is over."""
    progress = part_service.progress(desk, row.id)
    return render_template(
        "parts/progress.html", row=row, progress=progress, words=progress_words(progress)
    )


def _report(desk: Desk, row: PartRevision) -> str:
    """Return the report's page; of a revision that another replaced, without what can be done."""
    language = str(get_locale())
    document = part_service.report(desk, row.id, language)
    figures = part_service.figures(desk, row.id, language)
    line, submission = revisions.lineage(desk, row), part_service.submission_of(desk, row.id)
    quantity = 1 if line.submission is None else line.submission.quantity
    price = prices.price_of_revision(desk, row, quantity)
    former = line.former
    ways = ways_of(document, figures, lambda laid: prices.price_laid(desk, row, laid, quantity))
    return render_template(
        "parts/report.html",
        row=row,
        report=document,
        page=report_page(document, part_service.layers_table(desk, row.id), figures),
        ways=ways,
        better=better_way(ways),
        submission=submission,
        line=line,
        former=former,
        changes=()
        if former is None
        else change_rows((former, prices.price_of_revision(desk, former, quantity)), (row, price)),
        quantity_asked=quantity,
        form=FormState(),
        price=price,
        range=None if price is None else prices.net_interval(price, row),
        late=_late(desk, submission),
        date=promises.date_of(desk, row),
        breakdown_rows=breakdown_rows,
        offer=repair_offer(document),
        no_offer=why_no_offer(document),
        price_word=lambda code: word(PRICE_LINES, code),
        unit_words=unit_words(),
    )


def _late(desk: Desk, submission: Submission | None) -> Lateness | None:
    """Return by how much the date is missed, while no job has a date of its own."""
    if submission is None or jobs.job_of(desk, submission.id):
        return None
    return lateness_of(desk, submission)


@parts.get("/<revision_id>/progress")
@sessions.signed_in
def progress(revision_id: str) -> ResponseReturnValue:
    """Tell how far the check is, as a piece of the page or as JSON; a page reloads at the end."""
    with reading() as desk:
        row = part_service.revision(desk, revision_id)
        found = part_service.progress(desk, revision_id)
        if wants_json():
            return {**progress_document(found), "revision_state": row.state}
        body = render_template(
            "parts/_progress.html", row=row, progress=found, words=progress_words(found)
        )
    return moving(body, is_over=found.is_over)


@parts.get("/<revision_id>/picture.png")
@sessions.signed_in
def picture(revision_id: str) -> ResponseReturnValue:
    """Return the picture of the part, for light pages or, with ``?theme=dark``, for dark ones."""
    with reading() as desk:
        return _png(part_service.picture(desk, revision_id, _theme(), str(get_locale())))


@parts.get("/<revision_id>/pictures/<name>.png")
@sessions.signed_in
def picture_named(revision_id: str, name: str) -> ResponseReturnValue:
    """Return a picture of the part or of a finding, for light or, on request, for dark pages."""
    with reading() as desk:
        return _png(part_service.picture_named(desk, revision_id, name, _theme()))


def _theme() -> str:
    return "dark" if request.args.get("theme") == "dark" else "light"


def _png(content: bytes) -> ResponseReturnValue:
    """Answer with a picture, or that the browser has it already."""
    answer = Response(content, mimetype="image/png")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:20])
    return answer.make_conditional(request)


@parts.get("/<revision_id>/report.<any(html, pdf):form>")
@sessions.signed_in
def written(revision_id: str, form: str) -> ResponseReturnValue:
    """Return the report to print or to hand in, in the page's language, to be saved."""
    with reading() as desk:
        content, name = part_service.written_report(desk, revision_id, form, str(get_locale()))
    return download(content, name, "application/pdf" if form == "pdf" else "text/html")


@parts.get("/<revision_id>/file")
@sessions.signed_in
def file(revision_id: str) -> ResponseReturnValue:
    """Return the file as handed in, always to be saved and never to be shown by the browser."""
    with writing() as desk:
        content, name = part_service.file(desk, revision_id)
    return download(content, name)


@parts.get("/<revision_id>/mended")
@sessions.signed_in
def mended(revision_id: str) -> ResponseReturnValue:
    """Return the mended file, where there was something to mend."""
    with reading() as desk:
        content, name = offers.mended_file(desk, revision_id)
    return download(content, name)


@parts.get("/<revision_id>/layers")
@sessions.signed_in
def layers(revision_id: str) -> ResponseReturnValue:
    """Return the statistics per layer: a CSV file with the columns of ``printlab layers``."""
    with reading() as desk:
        table = part_service.layers_table(desk, revision_id)
    if wants_json():
        return dict(table)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table)
    writer.writerows(zip_longest(*table.values()))
    headers = {"Content-Disposition": f'attachment; filename="layers-{revision_id}.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


@parts.app_template_global()
def part_url(revision_id: str) -> str:
    """Return the address of a part's page."""
    return url_for("parts.show", revision_id=revision_id)
