"""Signing in and out, invitations, passwords."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import User
from printlab.services import accounts
from web.attempts import Attempts

Visit = Callable[[str], FlaskClient]
PASSWORD = "a sentence is fine"


@pytest.fixture
def known(lab: Lab) -> Lab:
    """Give the student a password."""
    with lab.write(Actor.system()) as desk:
        accounts.set_password(desk, "student", PASSWORD)
    return lab


@pytest.mark.usefixtures("known")
def test_the_right_password_lets_in_and_goes_on(app: APIFlask) -> None:
    """Signing in starts a session and leads to where the person wanted to go."""
    client = app.test_client()

    wanted = client.get("/upload")
    assert wanted.status_code == 303
    assert wanted.headers["Location"] == "/sign-in?next=/upload"
    form = {"email": "Student@Example.org ", "password": PASSWORD, "next": "/upload"}
    answer = client.post("/sign-in", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/upload")
    assert client.get("/upload").status_code == 200


@pytest.mark.usefixtures("known")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: APIFlask) -> None:
    """The session cookie is HttpOnly and SameSite=Lax."""
    answer = app.test_client().post(
        "/sign-in", data={"email": "student@example.org", "password": PASSWORD}
    )

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("email", "password"),
    [("student@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", "")],
)
@pytest.mark.usefixtures("known")
def test_wrong_is_wrong_without_saying_what(app: APIFlask, email: str, password: str) -> None:
    """An unknown address and a wrong password answer alike, and the address is kept."""
    answer = app.test_client().post("/sign-in", data={"email": email, "password": password})

    assert answer.status_code == 422
    assert "sign-in-refused" in answer.text
    assert f'value="{email}"' in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.usefixtures("known")
def test_eight_wrong_passwords_close_the_door(app: APIFlask) -> None:
    """After eight wrong tries the right password does not help for a while."""
    client = app.test_client()
    wrong = {"email": "student@example.org", "password": "not this one"}

    for _ in range(8):
        assert client.post("/sign-in", data=wrong).status_code == 422
    right = {"email": "student@example.org", "password": PASSWORD}
    assert client.post("/sign-in", data=right).status_code == 422


def test_an_address_that_guesses_has_to_wait(app: APIFlask) -> None:
    """Twenty wrong passwords from one address in a minute, for whomever, answer 429."""
    client = app.test_client()

    for number in range(20):
        wrong = {"email": f"guess{number}@example.org", "password": "not this one"}
        assert client.post("/sign-in", data=wrong).status_code == 422
    answer = client.post("/sign-in", data={"email": "x@example.org", "password": "y"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_waiting_ends_with_the_minute() -> None:
    """Failures older than the window count no more; other addresses never waited."""
    attempts = Attempts(most=2, window_s=60)
    for now_s in (0.0, 10.0):
        attempts.count("192.0.2.1", now_s)

    assert attempts.wait_s("192.0.2.1", 20.0) == 40.0
    assert attempts.wait_s("192.0.2.1", 60.0) == 0.0
    assert attempts.wait_s("192.0.2.2", 20.0) == 0.0


@pytest.mark.usefixtures("known")
def test_a_session_planted_before_is_worth_nothing(app: APIFlask) -> None:
    """Signing in throws away what the cookie held before."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "yes"

    client.post("/sign-in", data={"email": "student@example.org", "password": PASSWORD})
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_session(visit: Visit) -> None:
    """After signing out the first page asks to sign in, also of whoever copied the cookie."""
    client, copied = visit("student"), visit("student")

    assert client.post("/sign-out").status_code == 303
    assert client.get("/").headers["Location"] == "/sign-in"
    assert copied.get("/").headers["Location"] == "/sign-in"


@pytest.mark.usefixtures("known")
def test_a_new_password_signs_out_elsewhere_and_stays_here(app: APIFlask) -> None:
    """Other sessions end; the one that changed the password goes on."""
    form = {"email": "student@example.org", "password": PASSWORD}
    here, elsewhere = app.test_client(), app.test_client()
    here.post("/sign-in", data=form)
    elsewhere.post("/sign-in", data=form)

    new = "another fine sentence"
    answer = here.post(
        "/account/password", data={"current": PASSWORD, "password": new, "again": new}
    )
    assert answer.status_code == 303
    assert here.get("/upload").status_code == 200
    assert elsewhere.get("/upload").status_code == 303


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("wrong", "another fine sentence", "another fine sentence"), "password-wrong"),
        ((PASSWORD, "another fine sentence", "another one"), "password-differs"),
        ((PASSWORD, "short", "short"), "password-length"),
    ],
)
@pytest.mark.usefixtures("known")
def test_a_new_password_is_refused_with_its_reason(
    app: APIFlask, typed: tuple[str, str, str], code: str
) -> None:
    """The password now, the new one twice alike, and long enough are asked for."""
    client = app.test_client()
    client.post("/sign-in", data={"email": "student@example.org", "password": PASSWORD})

    form = dict(zip(("current", "password", "again"), typed, strict=True))
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert code in answer.text


def test_an_invitation_works_once(lab: Lab, app: APIFlask) -> None:
    """The link shows for whom it is, takes a password, signs in, and is used up."""
    with lab.write(Actor.system()) as desk:
        token = accounts.invite(desk, "admin")
    client = app.test_client()

    assert "Ada Beheer" in client.get(f"/invite/{token}").text
    answer = client.post(f"/invite/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303
    assert client.get("/").status_code == 200
    assert app.test_client().get(f"/invite/{token}").status_code == 404


def test_an_invitation_asks_for_a_sound_password(lab: Lab, app: APIFlask) -> None:
    """A short password is refused beside its field and the invitation stays good."""
    with lab.write(Actor.system()) as desk:
        token = accounts.invite(desk, "admin")

    answer = app.test_client().post(f"/invite/{token}", data={"password": "x", "again": "x"})
    assert answer.status_code == 422
    assert "password-length" in answer.text
    assert app.test_client().get(f"/invite/{token}").status_code == 200


def test_a_person_switched_off_is_signed_out(lab: Lab, visit: Visit) -> None:
    """A session of somebody no longer active is worth nothing."""
    client = visit("student")
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(User, "student").active = False

    assert client.get("/").headers["Location"] == "/sign-in"
