"""An answer to "what if" as a page: both plans drawn, and what changes in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from printlab.lab import Desk
from printlab.services import lab
from printlab.services.plan_view import PlanView
from printlab.services.what_if_view import Answer, Compared
from printlab.working_hours import StaffedWindow
from web.closed_rows import ClosedRow, closed_rows
from web.drawings.gantt_build import stage_key, state_key
from web.drawings.gantt_closed import closed_key
from web.drawings.palette import material_class
from web.line_words import TERMS, deadline
from web.operation_rows import operation_rows
from web.schedule_drawing import PlanRows, Surroundings, build_rows, draw_plan
from web.schedule_page import window_address
from web.window import SPANS_DAYS, Window

__all__ = ["CostRow", "answer_parts", "question_words"]

LATE = frozenset({"what-if-late", "what-if-new-late", "what-if-later-still"})
"""What happens to a job that makes somebody's date worse than it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One term of the cost before and after."""

    name: str
    explanation: str
    before: float
    after: float
    more: float


def answer_parts(desk: Desk, task_id: str, told: Answer) -> dict[str, object]:
    """Return what the template of an answer needs."""
    parts: dict[str, object] = {
        "answer": told,
        "question": question_words(told),
        "worse": any(job.code in LATE for job in told.jobs),
        "headline": " ".join(_headline([job.code for job in told.jobs])),
        "costs": [_cost(*TERMS.get(t.name, (t.name, "")), t.before, t.after) for t in told.terms],
    }
    if told.compared is None:
        return parts
    window = Window.asked(request.args, desk.now, lab.terms(desk).time_zone)
    drawn = partial(_drawing, desk, window)
    staffed = lab.staffed(desk, since=window.start, until=window.end)
    before, after = told.compared.before, told.compared.after
    closed = closed_rows(desk, before, window)
    with_change = (*closed, *_down(told))
    rows = build_rows(after)
    return parts | {
        "before": drawn(before, (staffed, closed), "gantt"),
        "after": drawn(
            after,
            (tuple(_staffed(staffed, told.asked_at, told.compared)), with_change),
            "gantt-after",
        ),
        "plan": after,
        "closed": with_change,
        "closed_key": closed_key,
        "materials": sorted({row.build.material for row in rows}),
        "material_class": material_class,
        "stage_key": stage_key,
        "state_key": state_key,
        "window": window,
        "spans": SPANS_DAYS,
        "window_url": window_address(partial(url_for, "what_if.show", task_id=task_id)),
    }


def _headline(codes: Sequence[str]) -> Iterator[str]:
    """Yield what happens to the jobs in numbers: every one of the list but a new one is counted."""
    many = Counter("what-if-late" if code in LATE else code for code in codes)
    worse, better = many["what-if-late"], many["what-if-no-longer-late"]
    less, later, sooner = (many[f"what-if-{how}"] for how in ("less-late", "later", "sooner"))
    told = {
        ngettext(
            "%(num)s job would be late, or late by more than now.",
            "%(num)s jobs would be late, or late by more than now.",
            worse,
        ): worse,
        ngettext(
            "%(num)s job is no longer late.", "%(num)s jobs are no longer late.", better
        ): better,
        ngettext(
            "%(num)s job stays late, but by less.", "%(num)s jobs stay late, but by less.", less
        ): less,
        ngettext(
            "%(num)s job would be done later, but not late.",
            "%(num)s jobs would be done later, but not late.",
            later,
        ): later,
        ngettext(
            "%(num)s job would be done earlier.", "%(num)s jobs would be done earlier.", sooner
        ): sooner,
    }
    if not worse:
        yield _("No job becomes late.")
    yield from (words for words, count in told.items() if count)


def _cost(name: object, explanation: object, before: float, after: float) -> CostRow:
    return CostRow(
        name=str(name),
        explanation=str(explanation),
        before=before,
        after=after,
        more=after - before,
    )


def question_words(told: Answer) -> str:
    """Return the question as a title."""
    asked = told.question
    words = {"subject": told.subject, "due": deadline(asked.due_at)}
    if asked.kind == "machine-down":
        return str(_("What if %(subject)s is down?", **words))
    if asked.kind == "operator-absent":
        return _absent(asked.heads, asked.skill)
    if asked.kind == "machine-bought":
        return str(_("What if there is another %(subject)s?", **words))
    if asked.kind == "due-date-moved":
        return str(_("What if %(subject)s is due %(due)s?", **words))
    return str(_("What if %(subject)s is a rush job?", **words))


def _absent(heads: int, skill: str | None) -> str:
    if skill is None:
        told = ngettext(
            "What if %(num)s person is absent?", "What if %(num)s people are absent?", heads
        )
        return str(told)
    words = ngettext(
        "What if %(num)s person who is trained for %(skill)s is absent?",
        "What if %(num)s people who are trained for %(skill)s are absent?",
        heads,
        skill=skill,
    )
    return str(words)


def _drawing(
    desk: Desk,
    window: Window,
    plan: PlanView,
    hours: tuple[tuple[StaffedWindow, ...], tuple[ClosedRow, ...]],
    identity: str,
) -> Markup:
    """Draw a plan; what is in the lab already leads to its page."""
    builds = build_rows(plan)
    hrefs = {
        row.build.id: url_for("builds.show", build_id=row.build.id)
        for row in builds
        if row.build.number is not None
    }
    labels = {row.build.id: row.label for row in builds}
    rows = PlanRows(builds=builds, operations=operation_rows(plan, labels, hrefs), hrefs=hrefs)
    around = Surroundings(now=desk.now, window=window, staffed=hours[0], closed=hours[1])
    return draw_plan(plan, rows, around, identity)


def _staffed(
    staffed: Iterable[StaffedWindow], asked_at: datetime, compared: Compared
) -> Iterator[StaffedWindow]:
    """Yield when people were there until the question, and when they would be from then on."""
    for window in staffed:
        if window.starts_at < asked_at:
            yield replace(window, ends_at=min(window.ends_at, asked_at))
    yield from compared.staffed


def _down(told: Answer) -> Iterator[ClosedRow]:
    """Yield the downtime that was asked about, which no row holds."""
    asked = told.question
    if asked.kind == "machine-down" and asked.since is not None and asked.until is not None:
        yield ClosedRow(
            place_id=asked.machine_id or "",
            place=told.subject,
            starts_at=asked.since,
            ends_at=asked.until,
            words=_("What if it is down?"),
            kept=False,
        )
