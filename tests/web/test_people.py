"""The page of the people: administrators add somebody and hand out invitations."""

import re
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

Visit = Callable[[str], FlaskClient]
PASSWORD = "a sentence is fine"
NEW = {
    "email": "New@Example.org",
    "name": "Noor <New>",
    "role": "student",
    "organisation_id": "delta",
    "group_id": "am101",
    "language": "nl",
}
LINK = re.compile(r'value="(http://localhost(/invite/[\w-]+))"')


def test_somebody_added_accepts_and_signs_in(app: APIFlask, visit: Visit) -> None:
    """The link is shown once, sets a password, and leads in; so does the password from then on."""
    admin = visit("admin")
    answer = admin.post("/people", data=NEW)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Noor &lt;New&gt;" in answer.text
    found = LINK.search(answer.text)
    assert found is not None
    assert LINK.search(admin.get("/people").text) is None

    accepted = app.test_client().post(
        found.group(2), data={"password": PASSWORD, "again": PASSWORD}
    )
    assert accepted.status_code == 303
    client = app.test_client()
    client.post("/sign-in", data={"email": "new@example.org", "password": PASSWORD})
    assert "Metal AM" in client.get("/upload").text


def test_a_new_link_takes_the_place_of_the_earlier_one(app: APIFlask, visit: Visit) -> None:
    """Whoever lost their password gets another link; the one before opens nothing."""
    admin = visit("admin")
    links = [LINK.search(admin.post("/people/student/invite").text) for _ in range(2)]
    paths = [link.group(2) for link in links if link]

    codes = [app.test_client().get(path).status_code for path in paths]
    assert codes == [404, 200]
    assert admin.post("/people/nobody/invite").status_code == 404


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"email": "student@example.org"}, 409, "email-known"),
        ({"email": "nowhere"}, 422, "email-malformed"),
        ({"group_id": "other"}, 422, "group-unknown"),
        ({"role": ""}, 422, "role-missing"),
    ],
)
def test_a_refusal_keeps_the_form(
    visit: Visit, changed: dict[str, str], status: int, code: str
) -> None:
    """What was typed stands there still, with the reason at its field and no link."""
    answer = visit("admin").post("/people", data={**NEW, **changed})

    assert answer.status_code == status
    assert code in answer.text
    assert 'value="Noor &lt;New&gt;"' in answer.text
    assert LINK.search(answer.text) is None


def test_a_manager_finds_no_such_page(visit: Visit) -> None:
    """The page, the form and the link in the navigation are the administrators' alone."""
    manager = visit("manager")

    assert manager.get("/people").status_code == 404
    assert manager.post("/people", data=NEW).status_code == 404
    assert 'href="/people"' not in manager.get("/lab").text
    assert 'href="/people"' in visit("admin").get("/lab").text
