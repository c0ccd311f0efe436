"""The people as administrators see them, and how somebody new is welcomed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import Conflict, Invalid, NotFound
from printlab.records import Group, Organisation, User
from printlab.services import accounts, people
from tests.printlab.workshop import MONDAY, PASSWORD, Workshop

EMAIL = "new@example.org"


def fields(shop: Workshop, **changed: str) -> dict[str, str]:
    """Return a sound form for a new student of a class, with some fields changed."""
    with shop.lab.read(Actor.system()) as desk:
        group = desk.session.scalars(select(Group).where(Group.code == "AM3")).one()
        sound = {
            "email": EMAIL,
            "name": "New Person",
            "role": "student",
            "organisation_id": group.organisation_id,
            "group_id": group.id,
            "language": "de",
        }
    return {**sound, **changed}


def test_somebody_new_is_listed_as_invited_and_then_as_signed_in(shop: Workshop) -> None:
    """The list tells role, class and invitation, and after it is accepted, when they came in."""
    admin = shop.people["admin"]
    with shop.lab.write(admin) as desk:
        token = people.welcome(desk, **fields(shop))
        seen = next(one for one in people.people(desk) if one.email == EMAIL)
    assert [(held.role, held.group is not None) for held in seen.roles] == [("student", True)]
    assert (seen.last_sign_in_at, seen.invited_until) == (None, MONDAY + dt.timedelta(days=7))

    with shop.lab.write(Actor.anonymous()) as desk:
        accounts.accept_invite(desk, token, PASSWORD)
    with shop.lab.read(admin) as desk:
        seen = next(one for one in people.people(desk) if one.email == EMAIL)
        actor = accounts.actor_for(desk, seen.id)
    assert (seen.last_sign_in_at, seen.invited_until) == (MONDAY, None)
    assert actor.roles == frozenset({"student"})
    assert actor.language == "de"


@pytest.mark.parametrize("who", ["student", "teacher", "operator", "manager", "company"])
def test_only_administrators_see_and_add_people(shop: Workshop, who: str) -> None:
    """For everybody else there is no such thing."""
    sound = fields(shop)
    with shop.lab.write(shop.people[who]) as desk:
        with pytest.raises(NotFound):
            people.people(desk)
        with pytest.raises(NotFound):
            people.welcome(desk, **sound)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("email", "no address", "email-malformed"),
        ("email", "a@" + "b" * 260 + ".org", "email-malformed"),
        ("name", " ", "name-missing"),
        ("name", "n" * 201, "name-too-long"),
        ("role", "", "role-missing"),
        ("role", "emperor", "role-unknown"),
        ("organisation_id", "", "organisation-missing"),
        ("organisation_id", "nowhere", "organisation-unknown"),
        ("group_id", "nowhere", "group-unknown"),
        ("language", "fr", "language-unknown"),
    ],
)
def test_a_wrong_field_is_named_and_nobody_is_added(
    shop: Workshop, field: str, typed: str, code: str
) -> None:
    """The refusal carries its field, and the transaction leaves nothing behind."""
    wrong = fields(shop, **{field: typed})
    with pytest.raises(Invalid) as refused, shop.lab.write(shop.people["admin"]) as desk:
        people.welcome(desk, **wrong)

    assert (refused.value.code, refused.value.field) == (code, field)
    with shop.lab.read(Actor.system()) as desk:
        assert desk.session.scalar(select(User).where(User.name == "New Person")) is None


def test_a_class_belongs_to_its_organisation(shop: Workshop) -> None:
    """Nobody is put into a class of somewhere else."""
    with shop.lab.read(Actor.system()) as desk:
        company = desk.session.scalars(select(Organisation.id).filter_by(kind="company")).first()
    wrong = fields(shop, organisation_id=str(company))
    with shop.lab.write(shop.people["admin"]) as desk, pytest.raises(Invalid) as refused:
        people.welcome(desk, **wrong)

    assert refused.value.code == "group-elsewhere"


def test_somebody_known_is_not_added_again(shop: Workshop) -> None:
    """One address is one person, however it is capitalised."""
    with shop.lab.write(shop.people["admin"]) as desk:
        people.welcome(desk, **fields(shop))
    with shop.lab.write(shop.people["admin"]) as desk, pytest.raises(Conflict) as refused:
        people.welcome(desk, **fields(shop, email=EMAIL.upper()))

    assert refused.value.code == "email-known"
