"""People: who they are, how they get in, and how they are kept out."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import Conflict, Invalid, NotFound
from printlab.records import AuditEntry, Group
from printlab.services import accounts
from tests.printlab.workshop import PASSWORD, Workshop

EMAIL = "new@example.org"


@pytest.fixture
def invited(shop: Workshop) -> tuple[Workshop, str]:
    """Make a person with an invitation, and return its token."""
    with shop.lab.write(shop.people["admin"]) as desk:
        user = accounts.create_user(desk, email=" New@Example.org ", name="  New   Person ")
        token = accounts.invite(desk, user.id)
    return shop, token


def test_an_invitation_works_once(invited: tuple[Workshop, str]) -> None:
    """Its token sets the password, signs in from then on, and is worthless afterwards."""
    shop, token = invited
    with shop.lab.write(Actor.anonymous()) as desk:
        assert accounts.invited_user(desk, token).name == "New Person"
        user = accounts.accept_invite(desk, token, PASSWORD)
        assert accounts.sign_in(desk, "NEW@example.org", PASSWORD) is user
        with pytest.raises(NotFound):
            accounts.accept_invite(desk, token, PASSWORD)

    assert token not in {user.invite_token_hash, user.password_hash, user.session_key}


def test_an_invitation_runs_out(invited: tuple[Workshop, str]) -> None:
    """After a week the token opens nothing."""
    shop, token = invited
    shop.clock.forward(days=7, seconds=1)
    with shop.lab.read(Actor.anonymous()) as desk, pytest.raises(NotFound):
        accounts.invited_user(desk, token)


def test_eight_wrong_passwords_close_the_door(invited: tuple[Workshop, str]) -> None:
    """Then even the right one waits a quarter of an hour; nothing tells which was wrong."""
    shop, token = invited
    with shop.lab.write(Actor.anonymous()) as desk:
        accounts.accept_invite(desk, token, PASSWORD)
    for _ in range(8):
        with shop.lab.write(Actor.anonymous()) as desk:
            assert accounts.sign_in(desk, EMAIL, "something else") is None
    with shop.lab.write(Actor.anonymous()) as desk:
        assert accounts.sign_in(desk, EMAIL, PASSWORD) is None
        assert accounts.sign_in(desk, "nobody@example.org", PASSWORD) is None

    shop.clock.forward(minutes=15)
    with shop.lab.write(Actor.anonymous()) as desk:
        assert accounts.sign_in(desk, EMAIL, PASSWORD) is not None


def test_somebody_without_a_password_cannot_sign_in(shop: Workshop) -> None:
    """A person who has not accepted an invitation has no way in."""
    with shop.lab.write(Actor.anonymous()) as desk:
        assert accounts.sign_in(desk, "student@example.org", "") is None


def test_a_new_password_ends_all_sessions(shop: Workshop) -> None:
    """The session key that cookies name changes with the password."""
    student = shop.people["student"]
    assert student.user_id is not None
    with shop.lab.write(student) as desk:
        user = accounts.find_user_by_email(desk, "student@example.org")
        assert user is not None
        before = user.session_key
        accounts.set_password(desk, student.user_id, PASSWORD)
        assert accounts.find_user_by_session_key(desk, before) is None
        assert accounts.find_user_by_session_key(desk, user.session_key) is user
        with pytest.raises(Invalid, match="10 to 200 characters"):
            accounts.set_password(desk, student.user_id, "short")


def test_only_oneself_and_administrators_change_an_account(shop: Workshop) -> None:
    """A classmate's account does not exist for a student, and nor do new people."""
    classmate = shop.people["classmate"].user_id or ""
    with shop.lab.write(shop.people["student"]) as desk:
        with pytest.raises(NotFound):
            accounts.set_password(desk, classmate, PASSWORD)
        with pytest.raises(NotFound):
            accounts.create_user(desk, email=EMAIL, name="Mine")
        with pytest.raises(NotFound):
            accounts.invite(desk, classmate)
    with shop.lab.write(shop.people["admin"]) as desk:
        accounts.set_language(desk, classmate, "de")
        with pytest.raises(Invalid, match="not offered"):
            accounts.set_language(desk, classmate, "fy")


def test_an_address_is_one_person(shop: Workshop) -> None:
    """The same address twice, no address, or no name is refused."""
    with shop.lab.write(shop.people["admin"]) as desk:
        with pytest.raises(Conflict):
            accounts.create_user(desk, email="STUDENT@example.org", name="Again")
        for email in ("nobody", "a b@example.org", "a@b", ""):
            with pytest.raises(Invalid, match="not an e-mail address"):
                accounts.create_user(desk, email=email, name="Somebody")
        with pytest.raises(Invalid, match="needs a name"):
            accounts.create_user(desk, email=EMAIL, name="  ")


def test_a_class_that_is_over_gives_no_standing(shop: Workshop) -> None:
    """After its last day a group counts no more, for student and teacher alike."""
    with shop.lab.write(shop.people["admin"]) as desk:
        group = desk.session.scalars(select(Group).filter_by(code="AM3")).one()
        group.expires_on = dt.date(2027, 1, 31)
    with shop.lab.read(Actor.system()) as desk:
        teacher = accounts.actor_for(desk, shop.people["teacher"].user_id or "")
        assert accounts.groups_of(desk) != []

    assert teacher.taught_group_ids == frozenset()


def test_memberships_are_given_once_and_recorded(shop: Workshop) -> None:
    """Giving a role twice is giving it once; an unknown role or a foreign group is refused."""
    student = shop.people["student"]
    organisation = next(iter(student.organisation_ids))
    company = next(iter(shop.people["company"].organisation_ids))
    with shop.lab.write(shop.people["admin"]) as desk:
        user_id = student.user_id or ""
        first = accounts.add_membership(desk, user_id, "teacher", organisation)
        assert accounts.add_membership(desk, user_id, "teacher", organisation) is first
        with pytest.raises(Invalid, match="no role king"):
            accounts.add_membership(desk, user_id, "king", organisation)
        with pytest.raises(Invalid, match="not of that organisation"):
            accounts.add_membership(
                desk, user_id, "student", company, next(iter(student.group_ids))
            )
        actions = desk.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_id == user_id)
        ).all()

    assert actions.count("membership-added") == 2


def test_somebody_inactive_is_nobody(shop: Workshop) -> None:
    """A person who was switched off has no actor."""
    with shop.lab.write(shop.people["admin"]) as desk:
        user = accounts.find_user_by_email(desk, "student@example.org")
        assert user is not None
        user.active = False
        with pytest.raises(NotFound):
            accounts.actor_for(desk, user.id)


def test_organisations_are_offered_to_their_members(shop: Workshop) -> None:
    """A student hands in for their school; staff may for any."""
    with shop.lab.read(shop.people["student"]) as desk:
        assert len(accounts.organisations_of(desk)) == 1
        assert [group.code for group in accounts.groups_of(desk)] == ["AM3"]
    with shop.lab.read(shop.people["operator"]) as desk:
        assert len(accounts.organisations_of(desk)) == 4
