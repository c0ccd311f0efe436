"""Submissions: handed in, approved or sent back, withdrawn."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from printlab import audit
from printlab.errors import Conflict, Invalid, NotAllowed, NotFound
from printlab.lab import Desk
from printlab.records import Approval, Job, Part, PartRevision, Submission, User
from printlab.services import background, jobs
from printlab.services.authorise import may_approve, owned_by, require_visible

__all__ = [
    "Page",
    "approve",
    "awaiting_approval",
    "get",
    "history",
    "list_for",
    "send_back",
    "submit",
    "withdraw",
]

_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list, with how much there is in all."""

    rows: tuple[Submission, ...]
    page: int
    pages: int
    total: int


def get(desk: Desk, submission_id: str) -> Submission:
    """Return a submission with its part, its owner and its group."""
    row = desk.session.scalar(_with_relations().where(Submission.id == submission_id))
    if row is None:
        raise NotFound
    require_visible(desk.actor, row)
    return row


def _with_relations() -> Select[Submission]:
    revision = joinedload(Submission.part_revision)
    return select(Submission).options(
        revision.joinedload(PartRevision.part),
        revision.joinedload(PartRevision.material),
        revision.joinedload(PartRevision.parameter_set),
        joinedload(Submission.user),
        joinedload(Submission.group),
        joinedload(Submission.organisation),
    )


def list_for(
    desk: Desk,
    *,
    state: str | None = None,
    query: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page:
    """Return the submissions the actor may see, newest first; ``query`` looks in names."""
    condition = owned_by(desk.actor, Submission)
    chosen = _with_relations().where(condition)
    if state:
        chosen = chosen.where(Submission.state == state)
    if query:
        chosen = chosen.where(Submission.id.in_(_named(query)))
    counted = select(func.count()).select_from(chosen.subquery())
    total = desk.session.scalar(counted) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    ordered = chosen.order_by(Submission.created_at.desc(), Submission.id)
    rows = desk.session.scalars(ordered.limit(per_page).offset((page - 1) * per_page))
    return Page(rows=tuple(rows), page=page, pages=pages, total=total)


def _named(query: str) -> Select[str]:
    """Return the ids of submissions whose part, file or owner contains the words."""
    return (
        select(Submission.id)
        .join(PartRevision, Submission.part_revision_id == PartRevision.id)
        .join(Part, PartRevision.part_id == Part.id)
        .join(User, Submission.user_id == User.id)
        .where(
            or_(
                Part.name.icontains(query, autoescape=True),
                PartRevision.file_name.icontains(query, autoescape=True),
                User.name.icontains(query, autoescape=True),
            )
        )
    )


def awaiting_approval(desk: Desk) -> list[Submission]:
    """Return the submissions that wait for this actor's decision, those needed first on top."""
    rows = desk.session.scalars(
        _with_relations()
        .where(Submission.state == "submitted", owned_by(desk.actor, Submission))
        .order_by(Submission.needed_by, Submission.created_at)
    )
    return [row for row in rows if may_approve(desk.actor, row)]


def history(desk: Desk, submission_id: str) -> list[Approval]:
    """Return what was decided about a submission, the latest last."""
    row = get(desk, submission_id)
    query = select(Approval).where(Approval.submission_id == row.id).order_by(Approval.created_at)
    return list(desk.session.scalars(query.options(joinedload(Approval.user))))


def submit(desk: Desk, submission_id: str, *, knows_errors: bool = False) -> Submission:
    """Ask for approval.

    A part with errors may be asked for by who says that they know of them.

    Raises
    ------
    Invalid
        ``errors-not-acknowledged``: the check found errors, and nobody said that they know.
    Conflict
        ``submission-state`` or ``check-not-done``.
    """
    row = get(desk, submission_id)
    _require_state(row, "draft", "sent_back")
    if row.part_revision.state != "checked":
        raise Conflict("check-not-done", "The part has not been checked yet.")
    _require_known(row, knows_errors=knows_errors)
    row.state, row.submitted_at = "submitted", desk.now
    _audit(desk, row, "submitted")
    return row


def approve(
    desk: Desk,
    submission_id: str,
    *,
    due_at: dt.datetime | None = None,
    weight: float = 1.0,
    knows_errors: bool = False,
) -> Job:
    """Take a submission on as a job, due by its needed-by day unless said otherwise.

    A part with errors is taken on only with `knows_errors`, as in `submit`.
    """
    row = _for_decision(desk, submission_id)
    _require_known(row, knows_errors=knows_errors)
    if not 0 < weight <= 1000:  # noqa: PLR2004 (a weight is relative; this keeps typing errors out)
        raise Invalid("weight-out-of-range", "The weight is above 0 and at most 1000.")
    due_at = due_at or jobs.due_from(desk, row.needed_by)
    if due_at < desk.now:
        raise Invalid("due-past", "The due day is in the past; choose a later one.", field="due")
    _decide(desk, row, "approved", "")
    row.state = "approved"
    return jobs.make_job(desk, row, due_at=due_at, weight=weight)


def send_back(desk: Desk, submission_id: str, reason: str) -> Submission:
    """Send a submission back with what should change."""
    row = _for_decision(desk, submission_id)
    reason = reason.strip()
    if not reason:
        raise Invalid("reason-missing", "Say what should change.", field="reason")
    if len(reason) > _LONGEST_REASON:
        raise Invalid(
            "reason-too-long",
            f"Use at most {_LONGEST_REASON} characters.",
            {"most": _LONGEST_REASON},
            field="reason",
        )
    _decide(desk, row, "sent_back", reason)
    row.state = "sent_back"
    return row


def withdraw(desk: Desk, submission_id: str) -> Submission:
    """Take a submission back, and its job too while no plan has placed it."""
    row = get(desk, submission_id)
    _require_state(row, "draft", "submitted", "sent_back", "approved", "ordered")
    job = jobs.job_of(desk, row.id)
    if job is not None:
        jobs.cancel_job(desk, job)
    background.cancel_of(desk, row.part_revision_id)
    row.state = "withdrawn"
    _audit(desk, row, "withdrawn")
    return row


def _for_decision(desk: Desk, submission_id: str) -> Submission:
    row = get(desk, submission_id)
    if not may_approve(desk.actor, row):
        raise NotAllowed("not-your-decision", "You may not decide about this submission.")
    _require_state(row, "submitted")
    return row


def _require_known(row: Submission, *, knows_errors: bool) -> None:
    if row.part_revision.accepted is False and not knows_errors:
        raise Invalid(
            "errors-not-acknowledged",
            "The check found errors in this part. Tick that you know of them.",
            field="knows_errors",
        )


def _decide(desk: Desk, row: Submission, decision: str, reason: str) -> None:
    if desk.actor.user_id is None:
        raise NotAllowed("decision-needs-a-person", "A decision is made by a person.")
    desk.session.add(
        Approval(
            organisation_id=row.organisation_id,
            submission_id=row.id,
            user_id=desk.actor.user_id,
            decision=decision,
            reason=reason,
        )
    )
    _audit(desk, row, decision.replace("_", "-"))


def _require_state(row: Submission, *states: str) -> None:
    if row.state not in states:
        raise Conflict(
            "submission-state",
            f"This cannot be done: the submission is {row.state.replace('_', ' ')}.",
            {"state": row.state},
        )


def _audit(desk: Desk, row: Submission, action: str) -> None:
    audit.record(
        desk, f"submission-{action}", "submission", row.id, organisation_id=row.organisation_id
    )
