"""The people of a lab as its administrators see them, and how somebody new is welcomed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab.errors import Invalid, NotFound
from printlab.lab import Desk
from printlab.records import Membership, User
from printlab.services import accounts

__all__ = ["Person", "PersonRole", "people", "welcome"]

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRole:
    """What a person is, and where."""

    role: str
    organisation: str
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the lab knows; ``invited_until`` is set while an invitation is still good."""

    id: str
    name: str
    email: str
    active: bool
    roles: tuple[PersonRole, ...]
    last_sign_in_at: datetime | None
    invited_until: datetime | None


def people(desk: Desk) -> list[Person]:
    """Return everybody by name, with what they are and where; for administrators only."""
    _require_admin(desk)
    roles = defaultdict[str, list[PersonRole]](list)
    query = select(Membership).options(
        joinedload(Membership.organisation), joinedload(Membership.group)
    )
    for row in desk.session.scalars(query.order_by(Membership.role)):
        roles[row.user_id].append(
            PersonRole(
                role=row.role,
                organisation=row.organisation.name,
                group=row.group.name if row.group else None,
            )
        )
    users = desk.session.scalars(select(User).order_by(User.name, User.email))
    return [_view(desk, user, tuple(roles[user.id])) for user in users]


def welcome(  # noqa: PLR0913 (the fields of one form)
    desk: Desk,
    *,
    email: str,
    name: str,
    role: str,
    organisation_id: str,
    group_id: str | None = None,
    language: str = "nl",
) -> str:
    """Make a person with one role known and return the token of their invitation.

    All of it happens in the transaction of the desk, or none of it.
    """
    _require_admin(desk)
    if len(name) > _LONGEST_NAME:
        raise Invalid(
            "name-too-long",
            f"Use at most {_LONGEST_NAME} characters here.",
            {"most": _LONGEST_NAME},
            field="name",
        )
    if not role:
        raise Invalid("role-missing", "Choose a role.", field="role")
    _require_place(desk, organisation_id, group_id)
    user = accounts.create_user(desk, email=email, name=name, language=language)
    accounts.add_membership(desk, user.id, role, organisation_id, group_id)
    return accounts.invite(desk, user.id)


def _require_place(desk: Desk, organisation_id: str, group_id: str | None) -> None:
    """Refuse an organisation that is not there, and a class that is over or of another one."""
    if not organisation_id:
        raise Invalid(
            "organisation-missing", "Say for which organisation this is.", field="organisation_id"
        )
    if organisation_id not in {row.id for row in accounts.organisations_of(desk)}:
        raise Invalid(
            "organisation-unknown", "This organisation is not known.", field="organisation_id"
        )
    if group_id is None:
        return
    group = next((row for row in accounts.groups_of(desk) if row.id == group_id), None)
    if group is None:
        raise Invalid("group-unknown", "This class or course is not known.", field="group_id")
    if group.organisation_id != organisation_id:
        raise Invalid(
            "group-elsewhere",
            "This class or course is of another organisation.",
            field="group_id",
        )


def _view(desk: Desk, user: User, roles: tuple[PersonRole, ...]) -> Person:
    expires = user.invite_expires_at
    return Person(
        id=user.id,
        name=user.name,
        email=user.email,
        active=user.active,
        roles=roles,
        last_sign_in_at=user.last_sign_in_at,
        invited_until=expires if expires is not None and expires >= desk.now else None,
    )


def _require_admin(desk: Desk) -> None:
    if not desk.actor.has("admin"):
        raise NotFound
