"""People: who they are, how they sign in, and how they are invited."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from printlab import audit
from printlab.actor import ROLES, Actor, Standing
from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.passwords import hash_password, password_matches
from printlab.records import Group, Membership, Organisation, User
from printlab.services.authorise import require_signed_in

__all__ = [
    "LANGUAGES",
    "accept_invite",
    "actor_for",
    "add_membership",
    "create_user",
    "find_user_by_email",
    "find_user_by_session_key",
    "groups_of",
    "invite",
    "invited_user",
    "organisations_of",
    "set_language",
    "set_password",
    "sign_in",
    "sign_out_everywhere",
    "withdraw_invites",
]

LANGUAGES = ("en", "nl", "de")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_EMAIL = 254
_INVITE_DAYS = 7
_TRIES = 8
_LOCK_MINUTES = 15


def actor_for(desk: Desk, user_id: str) -> Actor:
    """Return the person as one who asks, with every membership they hold now."""
    user = desk.session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound
    rows = desk.session.scalars(
        select(Membership)
        .join(Organisation, Membership.organisation_id == Organisation.id)
        .outerjoin(Group, Membership.group_id == Group.id)
        .where(Membership.user_id == user_id, Organisation.active)
        .where(Group.expires_on.is_(None) | (Group.expires_on >= desk.now.date()))
    )
    standings = tuple(
        Standing(role=r.role, organisation_id=r.organisation_id, group_id=r.group_id) for r in rows
    )
    return Actor(user_id=user.id, name=user.name, standings=standings, language=user.language)


def find_user_by_email(desk: Desk, email: str) -> User | None:
    """Return the person with this address, however it is capitalised."""
    return desk.session.scalar(select(User).where(User.email == email.strip().lower()))


def find_user_by_session_key(desk: Desk, session_key: str) -> User | None:
    """Return the active person whom a session cookie names."""
    return desk.session.scalar(select(User).where(User.session_key == session_key, User.active))


def create_user(
    desk: Desk, *, email: str, name: str, language: str = "nl", password: str | None = None
) -> User:
    """Make a person known to the lab; only administrators and the lab itself do."""
    _require_admin(desk)
    email, name = email.strip().lower(), " ".join(name.split())
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid("email-malformed", "This is not an e-mail address.", field="email")
    if not name:
        raise Invalid("name-missing", "A person needs a name.", field="name")
    if find_user_by_email(desk, email) is not None:
        raise Conflict("email-known", "Somebody with this e-mail address is known already.")
    user = User(
        email=email,
        name=name[:200],
        language=_language(language),
        password_hash=None if password is None else hash_password(password),
        session_key=secrets.token_hex(24),
    )
    desk.session.add(user)
    desk.session.flush()
    audit.record(desk, "user-created", "user", user.id)
    return user


def add_membership(
    desk: Desk, user_id: str, role: str, organisation_id: str, group_id: str | None = None
) -> Membership:
    """Give a person a role in an organisation, or in one of its groups; twice is once."""
    _require_admin(desk)
    if role not in ROLES:
        raise Invalid("role-unknown", f"There is no role {role}.", {"role": role}, field="role")
    group = None if group_id is None else desk.session.get(Group, group_id)
    if group_id is not None and (group is None or group.organisation_id != organisation_id):
        raise Invalid("group-unknown", "This group is not of that organisation.", field="group_id")
    wanted = {
        "user_id": user_id,
        "organisation_id": organisation_id,
        "group_id": group_id,
        "role": role,
    }
    known = desk.session.scalar(select(Membership).filter_by(**wanted))
    if known is not None:
        return known
    membership = Membership(**wanted)
    desk.session.add(membership)
    desk.session.flush()
    audit.record(desk, "membership-added", "user", user_id, detail={"role": role})
    return membership


def sign_in(desk: Desk, email: str, password: str) -> User | None:
    """Let a person in, or return None; eight wrong passwords close the door for 15 minutes.

    Refusal is a value, not an error, so that the transaction commits and wrong tries count.
    """
    user = find_user_by_email(desk, email)
    locked = user is not None and user.locked_until is not None and user.locked_until > desk.now
    right = password_matches(user.password_hash if user else None, password)
    if user is None or locked or not user.active:
        return None
    if not right:
        _count_failure(desk, user)
        return None
    user.failed_sign_ins, user.locked_until, user.last_sign_in_at = 0, None, desk.now
    audit.record(desk, "signed-in", "user", user.id)
    return user


def _count_failure(desk: Desk, user: User) -> None:
    """Count a wrong password; the last one allowed closes the door for a while."""
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= _TRIES:
        user.failed_sign_ins = 0
        user.locked_until = desk.now + timedelta(minutes=_LOCK_MINUTES)
        audit.record(desk, "sign-in-locked", "user", user.id)


def set_password(desk: Desk, user_id: str, password: str) -> None:
    """Give a person a new password and sign them out everywhere."""
    user = _self_or_admin(desk, user_id)
    user.password_hash = hash_password(password)
    user.session_key = secrets.token_hex(24)
    audit.record(desk, "password-set", "user", user.id)


def set_language(desk: Desk, user_id: str, language: str) -> None:
    """Remember which language a person reads."""
    _self_or_admin(desk, user_id).language = _language(language)


def sign_out_everywhere(desk: Desk, user_id: str) -> None:
    """Make every session cookie of a person worthless."""
    _self_or_admin(desk, user_id).session_key = secrets.token_hex(24)


def invite(desk: Desk, user_id: str) -> str:
    """Return a one-time token with which a person chooses their password within a week.

    Only its SHA-256 is kept; asking again makes the earlier token worthless.
    """
    _require_admin(desk)
    user = desk.session.get(User, user_id)
    if user is None:
        raise NotFound
    token = secrets.token_urlsafe(32)
    user.invite_token_hash = _digest(token)
    user.invite_expires_at = desk.now + timedelta(days=_INVITE_DAYS)
    audit.record(desk, "invited", "user", user.id)
    return token


def invited_user(desk: Desk, token: str) -> User:
    """Return the person an unused, unexpired token was made for."""
    user = desk.session.scalar(select(User).where(User.invite_token_hash == _digest(token)))
    expires = None if user is None else user.invite_expires_at
    if user is None or expires is None or expires < desk.now:
        raise NotFound("invite-unknown", "This invitation is not known, is used, or has expired.")
    return user


def withdraw_invites(desk: Desk, users: Iterable[User]) -> bool:
    """Make the tokens of these people worthless; tell whether any of them had one."""
    _require_admin(desk)
    invited = [user for user in users if user.invite_token_hash is not None]
    for user in invited:
        user.invite_token_hash, user.invite_expires_at = None, None
        audit.record(desk, "invite-withdrawn", "user", user.id)
    return bool(invited)


def accept_invite(desk: Desk, token: str, password: str) -> User:
    """Use a token up: the person has a password, and is in with it."""
    user = invited_user(desk, token)
    user.password_hash = hash_password(password)
    user.session_key = secrets.token_hex(24)
    user.invite_token_hash, user.invite_expires_at = None, None
    user.failed_sign_ins, user.locked_until, user.last_sign_in_at = 0, None, desk.now
    audit.record(desk, "invite-accepted", "user", user.id)
    return user


def organisations_of(desk: Desk) -> list[Organisation]:
    """Return the organisations for which the actor can hand in work; staff see all."""
    require_signed_in(desk.actor)
    query = select(Organisation).where(Organisation.active).order_by(Organisation.name)
    if not desk.actor.is_staff:
        query = query.where(Organisation.id.in_(desk.actor.organisation_ids))
    return list(desk.session.scalars(query))


def groups_of(desk: Desk) -> list[Group]:
    """Return the running classes and courses for which the actor can hand in work."""
    require_signed_in(desk.actor)
    running = Group.expires_on.is_(None) | (Group.expires_on >= desk.now.date())
    query = select(Group).where(running).order_by(Group.name)
    if not desk.actor.is_staff:
        query = query.where(Group.id.in_(desk.actor.group_ids))
    return list(desk.session.scalars(query))


def _require_admin(desk: Desk) -> None:
    if not desk.actor.has("admin"):
        raise NotFound


def _self_or_admin(desk: Desk, user_id: str) -> User:
    user = desk.session.get(User, user_id)
    if user is None or not (desk.actor.user_id == user_id or desk.actor.has("admin")):
        raise NotFound
    return user


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid("language-unknown", "This language is not offered.", field="language")
    return language


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
