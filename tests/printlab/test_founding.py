"""Founding a lab makes what is missing, keeps what is there, and lets one administrator in."""

from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.actor import Actor
from printlab.errors import NotFound, Unavailable
from printlab.founding import FIRST_ADMIN, found
from printlab.lab import Lab
from printlab.records import Organisation, User
from printlab.services import accounts
from printlab.settings import Settings


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """Return settings whose folder does not exist yet."""
    return Settings.in_folder(tmp_path / "new" / "lab")


def test_a_new_lab_is_whole(bare: Settings, system: Actor) -> None:
    """Folder, database, key and administrator are there, for the owner's eyes only."""
    founding = found(bare, "Chief@Example.org")

    assert founding.admin_email == "chief@example.org"
    assert bare.home.stat().st_mode & 0o777 == 0o700
    assert bare.secret_key_path.stat().st_mode & 0o777 == 0o600
    assert len(bare.read_secret_key()) >= 43
    lab = Lab.open(bare)
    with lab.read(system) as desk:
        assert [o.kind for o in desk.session.scalars(select(Organisation))] == ["lab"]
        (user,) = desk.session.scalars(select(User))
        assert accounts.actor_for(desk, user.id).roles == {"admin"}
    lab.close()


def test_the_link_works_once(bare: Settings, system: Actor) -> None:
    """The administrator chooses a password with it, and then there is no link any more."""
    founding = found(bare)
    assert founding.invite_path is not None
    token = founding.invite_path.removeprefix("/invite/")
    lab = Lab.open(bare)
    with lab.write(system) as desk:
        accounts.accept_invite(desk, token, "correct horse battery staple")
    with pytest.raises(NotFound), lab.write(system) as desk:
        accounts.accept_invite(desk, token, "correct horse battery staple")
    with lab.write(system) as desk:
        assert accounts.sign_in(desk, FIRST_ADMIN, "correct horse battery staple") is not None
    lab.close()

    assert found(bare).invite_path is None


def test_a_link_for_another_address_takes_the_place_of_the_first(
    bare: Settings, system: Actor
) -> None:
    """Whoever has the first link, it makes nobody an administrator any more."""
    first, second = found(bare, "one@example.org"), found(bare, "two@example.org")
    assert (first.renewed, second.renewed) == (False, True)
    assert first.invite_path is not None
    lab = Lab.open(bare)
    token = first.invite_path.removeprefix("/invite/")
    with pytest.raises(NotFound), lab.write(system) as desk:
        accounts.accept_invite(desk, token, "correct horse battery staple")
    lab.close()


def test_founding_again_keeps_what_is_there(bare: Settings, system: Actor) -> None:
    """The key and the administrator stay; only the link is a fresh one."""
    first = found(bare)
    key = bare.read_secret_key()

    second = found(bare)

    assert bare.read_secret_key() == key
    assert (second.admin_email, second.invite_path is None) == (first.admin_email, False)
    assert second.invite_path != first.invite_path
    lab = Lab.open(bare)
    with lab.read(system) as desk:
        assert len(desk.session.scalars(select(User)).all()) == 1
    lab.close()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """The lab's folder cannot be below a file."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(Unavailable) as caught:
        found(Settings.in_folder(tmp_path / "file" / "lab"))
    assert caught.value.code == "home-unwritable"
