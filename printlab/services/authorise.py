"""Who may see and do what: the one place where that is decided.

Missing and forbidden look the same (:class:`~printlab.errors.NotFound`), so that nobody learns
what exists by asking. A person who may see a thing but not do something to it is told so
(:class:`~printlab.errors.NotAllowed`).

========================  =======  =======  ========  =====
what                      student  company  teacher   staff
========================  =======  =======  ========  =====
part, file, submission    own      own org  groups'   all
upload, submit, withdraw  own      own org  groups'   all
toolpath of a submission  own      own org  groups'   all
toolpath of a build       -        -        -         all
approve, send back        -        -        groups'   all
quote                     -        own org  -         all
order                     -        own org  -         -
schedule                  others   own      groups',  all
                          hidden   slots    others
                                   only     hidden
machines                  see      -        see       all
plan, builds              -        -        -         all
what if                   -        -        -         managers
========================  =======  =======  ========  =====

Staff are operators, managers and administrators. "own org" is the work of every member of the
company; a student sees their own work only.
"""

from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from printlab.actor import Actor
from printlab.errors import NotAllowed, NotFound
from printlab.records import Part, Submission

__all__ = [
    "Owned",
    "may_approve",
    "may_order",
    "may_see",
    "may_see_quotes",
    "owned_by",
    "require_manager",
    "require_member",
    "require_signed_in",
    "require_staff",
    "require_visible",
    "sees_own_only",
]

_UPLOADERS = ("student", "teacher", "company", "operator", "manager", "admin")


class Owned(Protocol):
    """A row that belongs to a person, in an organisation, perhaps for a group."""

    @property
    def user_id(self) -> str:
        """The person."""

    @property
    def organisation_id(self) -> str:
        """Their organisation."""

    @property
    def group_id(self) -> str | None:
        """Their class or course, if it is for one."""


def may_see(actor: Actor, row: Owned) -> bool:
    """Whether the actor may see this row, its file, its name and its picture."""
    if actor.is_staff:
        return True
    own = row.user_id == actor.user_id and row.organisation_id in actor.organisation_ids
    return own or row.organisation_id in actor.company_ids or _teaches(actor, row)


def _teaches(actor: Actor, row: Owned) -> bool:
    return row.group_id is not None and row.group_id in actor.taught_group_ids


def owned_by(actor: Actor, columns: type[Part | Submission]) -> ColumnElement[bool]:
    """Return :func:`may_see` as a condition of a query."""
    if actor.is_staff:
        return true()
    if not actor.is_signed_in:
        return false()
    own = and_(
        columns.user_id == actor.user_id, columns.organisation_id.in_(actor.organisation_ids)
    )
    return or_(
        own,
        columns.organisation_id.in_(actor.company_ids),
        columns.group_id.in_(actor.taught_group_ids),
    )


def sees_own_only(actor: Actor) -> bool:
    """Whether the actor is a company: of the lab's day it learns its own slots and nothing else."""
    return not (actor.is_staff or actor.has("student", "teacher"))


def require_visible(actor: Actor, row: Owned | None) -> None:
    """Refuse a row that is missing or not for this actor, with the same words."""
    if row is None or not may_see(actor, row):
        raise NotFound


def require_signed_in(actor: Actor) -> None:
    """Refuse whoever has not signed in."""
    if not (actor.is_signed_in or actor.is_system):
        raise NotFound


def require_staff(actor: Actor) -> None:
    """Refuse whoever does not run the lab; for things only staff know of."""
    if not actor.is_staff:
        raise NotFound


def require_manager(actor: Actor) -> None:
    """Refuse whoever does not decide what the lab does; for what only managers ask."""
    if not actor.has("manager", "admin"):
        raise NotFound


def may_approve(actor: Actor, row: Owned) -> bool:
    """Whether the actor may approve or send back: staff, or the group's teacher, never for self."""
    if actor.is_staff:
        return True
    return _teaches(actor, row) and row.user_id != actor.user_id


def may_see_quotes(actor: Actor, row: Owned) -> bool:
    """Whether the actor may see an offer: staff and the company that pays."""
    return actor.is_staff or row.organisation_id in actor.company_ids


def may_order(actor: Actor, row: Owned) -> bool:
    """Whether the actor may take an offer: the people of the company that pays, nobody else."""
    return row.organisation_id in actor.company_ids


def require_member(actor: Actor, organisation_id: str, group_id: str | None) -> None:
    """Refuse an upload for an organisation or group that the actor does not belong to."""
    if actor.is_staff:
        return
    if not actor.has(*_UPLOADERS):
        raise NotFound
    belongs = organisation_id in actor.organisation_ids
    if not belongs or (group_id is not None and group_id not in actor.group_ids):
        raise NotAllowed(
            "not-a-member", "You can only hand in work for your own organisation and groups."
        )
