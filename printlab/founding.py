"""Found a lab: folder, secret key, database, files, and the way in for its first administrator."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from printlab.actor import Actor
from printlab.database import open_engine
from printlab.errors import Unavailable
from printlab.lab import Desk, Lab
from printlab.migrate import upgrade
from printlab.records import Membership, Organisation, User
from printlab.services import accounts
from printlab.settings import Settings

__all__ = ["FIRST_ADMIN", "LAB_NAME", "Founding", "found"]

FIRST_ADMIN = "admin@localhost.localdomain"
"""The first administrator's address unless one is given; they can change it."""

LAB_NAME = "Lab"
"""The lab's own organisation until a lab file names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What ``lab init`` leaves: the lab's folder and, until an administrator is in, a link.

    ``renewed`` tells that there was a link before, which works no longer.
    """

    home: Path
    admin_email: str | None
    invite_path: str | None
    renewed: bool = False


def found(settings: Settings, admin_email: str | None = None) -> Founding:
    """Make what is missing and keep what is there; running it again is safe.

    The link is a fresh one each time, the one before then being worthless, until somebody has
    used it to become the first administrator.
    """
    _make_folders(settings)
    _make_secret_key(settings)
    engine = open_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    lab = Lab.open(settings)
    try:
        with lab.write(Actor.system()) as desk:
            return _admit(desk, settings, admin_email)
    finally:
        lab.close()


def _make_folders(settings: Settings) -> None:
    """Make the lab's folder, for its owner's eyes only, and those inside it."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (settings.scratch_path, settings.numba_cache_path):
            folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Unavailable(
            "home-unwritable",
            f"The lab's folder {settings.home} cannot be made or written.",
            {"path": str(settings.home)},
        ) from error


def _make_secret_key(settings: Settings) -> None:
    """Make the key that signs sessions, once, readable by its owner alone."""
    if settings.secret_key or settings.secret_key_path.exists():
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(settings.secret_key_path, flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")


def _admit(desk: Desk, settings: Settings, admin_email: str | None) -> Founding:
    """Return a link for the first administrator, unless there is one who can sign in."""
    administrators = desk.session.scalars(
        select(User).join(Membership).where(Membership.role == "admin", User.active)
    ).all()
    if any(user.password_hash for user in administrators):
        return Founding(home=settings.home, admin_email=None, invite_path=None)
    email = admin_email or next((user.email for user in administrators), FIRST_ADMIN)
    user = accounts.find_user_by_email(desk, email) or accounts.create_user(
        desk, email=email, name="Administrator"
    )
    accounts.add_membership(desk, user.id, "admin", _own_organisation(desk).id)
    renewed = accounts.withdraw_invites(desk, {*administrators, user})
    token = accounts.invite(desk, user.id)
    return Founding(
        home=settings.home,
        admin_email=user.email,
        invite_path=f"/invite/{token}",
        renewed=renewed,
    )


def _own_organisation(desk: Desk) -> Organisation:
    """Return the organisation that runs this lab, made when there is none."""
    mine = select(Organisation).where(Organisation.kind == "lab").order_by(Organisation.created_at)
    known = desk.session.scalars(mine).first()
    if known is not None:
        return known
    organisation = Organisation(name=LAB_NAME, kind="lab", created_at=desk.now)
    desk.session.add(organisation)
    desk.session.flush()
    return organisation
