"""The JSON API: who may come in, what it takes and gives, and its description."""

import base64
import io
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.services import accounts
from tests.known_parts import box_triangles, stl_bytes

Visit = Callable[[str], FlaskClient]
CUBE = stl_bytes(box_triangles(5, 5, 5))
PASSWORD = "a sentence is fine"


def credentials(email: str, password: str) -> dict[str, str]:
    """Return the header with which a program signs in."""
    text = base64.b64encode(f"{email}:{password}".encode()).decode()
    return {"Authorization": f"Basic {text}"}


@pytest.fixture
def student(lab: Lab) -> dict[str, str]:
    """Give the student a password, and the header that carries it."""
    with lab.write(Actor.system()) as desk:
        accounts.set_password(desk, "student", PASSWORD)
    return credentials("student@example.org", PASSWORD)


def form() -> dict[str, object]:
    """Return an upload's fields and file."""
    return {
        "material_id": "316L",
        "quantity": "1",
        "needed_by": "2026-12-20",
        "file": (io.BytesIO(CUBE), "cube.stl"),
    }


def test_nobody_comes_in_without_saying_who(app: APIFlask) -> None:
    """An unknown program gets 401 with a code, and no dialog in a browser."""
    client = app.test_client()

    for headers in ({}, credentials("student@example.org", "wrong")):
        answer = client.get("/api/v1/submissions", headers=headers)
        assert answer.status_code == 401
        assert answer.get_json()["error"]["code"] == "sign-in-needed"
        assert not answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_program_hands_in_and_reads(guarded: APIFlask, student: dict[str, str]) -> None:
    """Basic credentials need no token; the part is there at once, its report later."""
    client = guarded.test_client()

    answer = client.post("/api/v1/parts", data=form(), headers=student)
    assert answer.status_code == 201
    body = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/parts/{body['id']}"
    part = client.get(answer.headers["Location"], headers=student).get_json()
    assert part["state"] == "queued"
    assert part["report"] is None
    assert part["progress"]["stage"] == "queued"
    listed = client.get("/api/v1/submissions", headers=student).get_json()
    assert body["submission_id"] in {row["id"] for row in listed["submissions"]}


def test_a_refused_upload_lists_every_field(app: APIFlask, student: dict[str, str]) -> None:
    """422 with field, code and message, in the language asked for."""
    headers = {**student, "Accept-Language": "nl"}
    answer = app.test_client().post("/api/v1/parts", data={"quantity": "0"}, headers=headers)

    assert answer.status_code == 422
    fields = {error["field"] for error in answer.get_json()["errors"]}
    assert fields == {"material_id", "quantity", "needed_by"}


def test_a_page_of_the_site_needs_its_token(guarded: APIFlask) -> None:
    """A session alone may read, but changes nothing without the token."""
    client = guarded.test_client()
    with client.session_transaction() as session:
        session["session_key"] = "student"

    assert client.get("/api/v1/submissions").status_code == 200
    answer = client.post("/api/v1/parts", data=form())
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "csrf"


def test_a_stranger_finds_nothing(visit: Visit) -> None:
    """Somebody else's part answers 404 as one that does not exist."""
    company = visit("company")

    for path in ("/api/v1/parts/r1", "/api/v1/parts/none", "/api/v1/parts/r1/layers"):
        answer = company.get(path)
        assert answer.status_code == 404
        assert answer.get_json()["error"]["code"] == "not-found"


def test_the_schedule_hides_the_work_of_others(visit: Visit) -> None:
    """The published plan names own jobs only."""
    seen = visit("student").get("/api/v1/schedule").get_json()

    assert seen["version"] is not None
    assert seen["builds"]
    assert "Secret" not in str(seen)


def test_the_schedule_tells_how_sure_a_job_is(visit: Visit) -> None:
    """Each job has the dates of five and of nine simulated runs in ten, and the share in time."""
    jobs = visit("student").get("/api/v1/schedule").get_json()["jobs"]

    assert jobs
    assert all({"likely_at", "safe_at", "holds"} <= set(job) for job in jobs)


def test_the_api_describes_itself(app: APIFlask) -> None:
    """The OpenAPI document names every path, and no page of the site."""
    document = app.test_client().get("/api/v1/openapi.json").get_json()

    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/v1/parts",
        "/api/v1/parts/{revision_id}",
        "/api/v1/parts/{revision_id}/layers",
        "/api/v1/submissions",
        "/api/v1/schedule",
    }
