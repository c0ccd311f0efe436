"""The first page: each role sees what waits for it."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

Visit = Callable[[str], FlaskClient]


def test_somebody_unknown_is_asked_to_sign_in(app: APIFlask) -> None:
    """The first page leads to the sign-in page."""
    answer = app.test_client().get("/")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize("person", ["operator", "manager", "admin"])
def test_the_lab_sees_its_day(visit: Visit, person: str) -> None:
    """What runs, what needs a person today, what will be late."""
    page = visit(person).get("/").text

    assert "Needs a person today" in page
    assert "Running" in page
    assert "Will be late" in page
    assert "EOS M 290" in page


def test_the_manager_is_led_to_decisions(visit: Visit) -> None:
    """A submission that waits stands on the first page with its link."""
    assert "Decide on Nozzle" in visit("manager").get("/").text


def test_a_student_sees_their_own_parts(visit: Visit) -> None:
    """Own parts with check, state and promised date; nobody else's."""
    page = visit("student").get("/").text

    assert "Bracket" in page
    assert "Sat 28 Nov" in page
    assert "Secret impeller" not in page
    assert "Needs a person today" not in page


def test_a_teacher_sees_what_waits_for_them(visit: Visit) -> None:
    """The group's submissions wait for the teacher's decision."""
    page = visit("teacher").get("/").text

    assert "waits for your decision" in page
    assert "Nozzle" in page


@pytest.mark.parametrize(
    ("person", "seen", "hidden"),
    [
        ("manager", ("/plans", "/schedule", "/lab"), ()),
        ("student", ("/upload", "/submissions", "/schedule"), ("/plans",)),
        ("company", ("/upload", "/submissions"), ("/plans",)),
    ],
)
def test_the_navigation_shows_what_a_role_may_use(
    visit: Visit, person: str, seen: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """A link that leads nowhere for this person is not shown."""
    navigation = visit(person).get("/").text.split("<nav", 1)[1].split("</nav>", 1)[0]

    assert [path for path in seen if f'href="{path}"' not in navigation] == []
    assert [path for path in hidden if f'href="{path}"' in navigation] == []


@pytest.mark.parametrize("person", ["student", "teacher", "operator", "manager", "company"])
def test_every_link_of_the_navigation_answers(visit: Visit, person: str) -> None:
    """What the navigation offers is there for this person."""
    client = visit(person)
    navigation = client.get("/").text.split("<nav", 1)[1].split("</nav>", 1)[0]
    targets = [piece.split('"', 1)[0] for piece in navigation.split('href="')[1:]]

    assert {target: client.get(target).status_code for target in targets} == dict.fromkeys(
        targets, 200
    )
