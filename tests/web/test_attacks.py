"""Requests that nobody sends by accident: each is refused, and breaks nothing."""

import io

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from printlab.lab import Lab
from tests.known_parts import box_triangles, stl_bytes
from tests.web.conftest import Visit
from web import create_app
from web.security import OWN_NAMES

CUBE = stl_bytes(box_triangles(10, 10, 10))
FIELDS = {"material_id": "316L", "quantity": "1", "needed_by": "2026-12-20"}
PROGRAM = {"Accept": "application/json"}


def upload(visit: Visit, name: str = "cube.stl", **fields: str) -> TestResponse:
    """Hand a cube in as the student."""
    form = {**FIELDS, **fields, "file": (io.BytesIO(CUBE), name)}
    return visit("student").post("/upload", data=form, headers=PROGRAM)


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\windows\\x.stl",
        "a\x00.stl",
        "part\u202elts.stl",
        "a" * 300 + ".stl",
        '"><script>alert(1)</script>.stl',
        "{{7*7}}.stl",
        "\U0001f4a9.stl",
    ],
)
def test_a_file_s_name_stays_a_name(visit: Visit, name: str) -> None:
    """Whatever a file is called, page and download answer and its name makes no header or tag."""
    page = upload(visit, name).get_json()["url"]

    shown, saved = visit("student").get(page), visit("student").get(f"{page}/file")
    assert shown.status_code == saved.status_code == 200
    assert "<script>alert" not in shown.text
    assert ">49" not in shown.text
    disposition = saved.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert not any(mark in disposition for mark in ("\\", "\x00", "\u202e"))


@pytest.mark.parametrize("quantity", ["-1", "0", "1000000000", "1.5", "NaN", "\u0661"])
def test_an_odd_number_of_copies_is_refused(visit: Visit, quantity: str) -> None:
    """Copies are a whole number in a range, in the digits of this form."""
    assert upload(visit, quantity=quantity).status_code == 422


@pytest.mark.parametrize("day", ["1999-01-01", "9999-12-31", "2027-03-28T02:30", "tomorrow"])
def test_an_odd_day_is_refused(visit: Visit, day: str) -> None:
    """The day is a day, neither past nor far."""
    assert upload(visit, needed_by=day).status_code == 422


def test_a_role_cannot_be_sent_along(visit: Visit) -> None:
    """A field that the form does not have changes nothing."""
    assert upload(visit, role="admin", state="approved", user_id="manager").status_code == 201
    assert visit("student").get("/plans").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        MultiDict(("note", "x") for _ in range(1000)),
        MultiDict({"note": "x" * 505_000}),
    ],
    ids=["many parts", "a large text"],
)
def test_a_flood_of_fields_is_refused(visit: Visit, fields: MultiDict[str, str]) -> None:
    """A form of more parts or more text than any form of ours has is too large."""
    answer = visit("student").post("/upload", data=fields, content_type="multipart/form-data")

    assert answer.status_code == 413


def test_another_name_for_this_machine_is_refused(lab: Lab) -> None:
    """Served on its own address, the site answers under its own names and under no other."""
    client = create_app(lab, testing=True, site_names=OWN_NAMES).test_client()

    for own in ("http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"):
        assert client.get("/sign-in", base_url=own).status_code == 200
    assert client.get("/sign-in", base_url="http://evil.example:8000").status_code == 400


def test_a_forged_sender_is_not_believed(app: APIFlask) -> None:
    """Without a proxy, an address in X-Forwarded-For does not make somebody new of who asks."""
    client = app.test_client()
    form = {"email": "nobody@example.org", "password": "wrong"}

    statuses = [
        client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(21)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_a_changed_cookie_is_nobody(app: APIFlask, visit: Visit) -> None:
    """A session cookie that was not signed here signs nobody in."""
    client = visit("manager")
    cookie = client.get_cookie("printlab_session")
    assert cookie is not None
    forged = app.test_client()
    forged.set_cookie("printlab_session", cookie.value[:-2] + "xx")

    assert forged.get("/plans").status_code == 303
