"""The student's line: hand in a file, see it checked, read the report."""

import io
import re
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from printlab.actor import Actor
from printlab.handlers import HANDLERS
from printlab.lab import Lab
from printlab.records import PartRevision, Submission, Task
from printlab.worker import Worker
from tests.known_parts import box_triangles, stl_bytes

Visit = Callable[[str], FlaskClient]

CUBE = stl_bytes(box_triangles(10, 10, 10))
WALL = stl_bytes(box_triangles(0.2, 10, 8))
BEAM = stl_bytes(box_triangles(900, 10, 8))
SOUND = {"material_id": "316L", "quantity": "2", "needed_by": "2026-12-20", "note": "for <b>me</b>"}
AS_PROGRAM = {"Accept": "application/json"}


def hand_in(
    client: FlaskClient,
    content: bytes | None = CUBE,
    *,
    name: str = "cube.stl",
    headers: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    """Send the form as a browser would."""
    form: dict[str, object] = {**SOUND, **fields}
    if content is not None:
        form["file"] = (io.BytesIO(content), name)
    return client.post("/upload", data=form, headers=headers)


def stored(lab: Lab) -> int:
    """Count the submissions in the lab."""
    with lab.read(Actor.system()) as desk:
        return desk.session.scalar(select(func.count()).select_from(Submission)) or 0


def work_off(lab: Lab) -> None:
    """Do the queued checks as a worker would, here and now."""
    with lab.read(Actor.system()) as desk:
        queued = list(desk.session.scalars(select(Task.id).where(Task.state == "queued")))
    worker = Worker(lab=lab, handlers=HANDLERS, name="test")
    assert [worker.run(task_id) for task_id in queued] == ["done"] * len(queued)


def test_a_part_is_taken_in_checked_and_reported(lab: Lab, visit: Visit) -> None:
    """From the form over the progress to the report, its picture, layers and file."""
    student = visit("student")

    answer = hand_in(student, name="<script>cube<b>.stl")
    assert answer.status_code == 303
    page = answer.headers["Location"]
    waiting = student.get(page)
    assert 'hx-trigger="every 1s"' in waiting.text
    assert "Queued" in waiting.text
    assert '<meta http-equiv="refresh"' in waiting.text
    assert "<script>cube" not in waiting.text

    piece = student.get(page + "/progress")
    assert piece.headers["ETag"]
    again = student.get(page + "/progress", headers={"If-None-Match": piece.headers["ETag"]})
    assert again.status_code == 304
    assert student.get(page + "/progress", headers=AS_PROGRAM).get_json()["stage"] == "queued"

    work_off(lab)
    assert student.get(page + "/progress").headers["HX-Refresh"] == "true"
    report = student.get(page)
    assert "Can be printed" in report.text
    assert "Submit for approval" in report.text
    assert "chart layer-chart" in report.text
    assert report.text.count("10.0") >= 3
    assert "<script>cube" not in report.text
    assert "&lt;script&gt;cube" in report.text

    assert student.get(page + "/picture.png").data.startswith(b"\x89PNG")
    assert student.get(page + "/picture.png?theme=dark").data.startswith(b"\x89PNG")
    assert student.get(page + "/pictures/part.png").data.startswith(b"\x89PNG")
    assert student.get(page + "/pictures/nothing.png").status_code == 404
    table = student.get(page + "/layers").text.splitlines()
    assert table[0].startswith("layer,z_mm,area_mm2,perimeter_mm")
    assert len(table) == 1 + 333


def test_a_file_is_always_saved_and_never_shown(visit: Visit) -> None:
    """The file comes back byte by byte, as an attachment of unknown bytes."""
    student = visit("student")
    page = hand_in(student, name="té<x>.stl").headers["Location"]

    answer = student.get(page + "/file")
    assert answer.data == CUBE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_report_is_taken_home(lab: Lab, visit: Visit) -> None:
    """The report comes as a PDF and as one page of HTML, in the page's language, to be saved."""
    student = visit("student")
    page = hand_in(student, WALL, name="wall.stl", unit="mm").headers["Location"]
    work_off(lab)

    text = student.get(page).text
    drawn = re.findall(r"/pictures/finding-\d+-(?:side|layer)\.png", text)
    assert drawn
    assert f"{drawn[0]}?theme=dark" in text
    assert student.get(page + drawn[0]).data.startswith(b"\x89PNG")
    for form, beginning in (("pdf", b"%PDF-"), ("html", b"<!doctype html>")):
        answer = student.get(f"{page}/report.{form}")
        assert answer.data.startswith(beginning)
        assert f"wall-report.{form}" in answer.headers["Content-Disposition"]
        answer.close()


def test_a_faulty_part_tells_what_to_fix_first(lab: Lab, visit: Visit) -> None:
    """A wall too thin: not accepted, with cause, cure, place, source and code."""
    student = visit("student")
    page = hand_in(student, WALL, name="wall.stl", unit="mm").headers["Location"]
    work_off(lab)

    report = student.get(page).text
    assert "Cannot be printed yet" in report
    assert 'data-code="thin-wall"' in report
    assert "How to fix it" in report
    assert "Sources" in report
    dutch = student.get(page, headers={"Cookie": "printlab_language=nl"})
    assert dutch.status_code in {200, 303}


def test_an_open_surface_has_no_mass_price_or_date(lab: Lab, visit: Visit) -> None:
    """Nobody can say how much metal an open box is: the page says so, and what waits asks first."""
    student = visit("student")
    content = stl_bytes(box_triangles(10, 10, 10)[:-2])
    page = hand_in(student, content, name="open.stl", unit="mm").headers["Location"]
    work_off(lab)

    report = student.get(page).text
    for gone in ("Metal of one copy", "Metal of one copy, if mended", "Could be ready", "€", "cm³"):
        assert gone not in report.split('id="ways-title"')[0], gone
    assert "How much metal this is cannot be told" in report
    assert 'name="knows_errors" value="yes" required' in report
    with lab.read(Actor.system()) as desk:
        row = desk.session.get_one(PartRevision, page.rsplit("/", 1)[1])
        assert (row.mass_g, row.powder_g, row.net_cents, row.ready_at) == (None,) * 4


def test_the_form_tells_what_materials_and_classes_are_for(visit: Visit) -> None:
    """Each material has its use and price, each class the largest part and an hour's price."""
    student = visit("student")
    page = student.get("/upload").text
    for hints, words in (("material-hints", "a kilogram"), ("class-hints", "an hour")):
        listed = page[page.index(f'id="{hints}"') :].split("</dl>")[0]
        assert listed.count("<dt>") == listed.count(words) > 0
    assert "stainless steel" in page
    sizes = re.findall(r"parts up to ([^;]*);", page)
    assert all(re.fullmatch(r"(⌀ \d+|\d+ . \d+) . \d+ mm", size) for size in sizes), sizes
    student.post("/language", data={"language": "de"})
    assert "rostfreier Stahl" in student.get("/upload").text


def test_what_a_faulty_part_would_cost_is_said_to_be_if_mended(lab: Lab, visit: Visit) -> None:
    """A wall too thin is closed metal: its numbers stay, labelled, and its errors are counted."""
    student = visit("student")
    page = hand_in(student, WALL, name="wall.stl", unit="mm").headers["Location"]
    work_off(lab)

    report = student.get(page).text
    for label in ("Printing time of one copy", "Price of 2 copies", "Could be ready"):
        assert f"{label}, if mended" in report
    assert 'id="no-room"' not in report


def test_what_fits_nowhere_has_time_and_price_as_if_it_did(lab: Lab, visit: Visit) -> None:
    """The page says so before the numbers, and of each way to lay it."""
    student = visit("student")
    page = hand_in(student, BEAM, name="beam.stl", unit="mm").headers["Location"]
    work_off(lab)

    report = student.get(page).text
    assert report.index('id="no-room"') < report.index("Printing time of one copy")
    assert "Time and price are what they would be on" in report
    assert "Fits on a machine" in report


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"material_id": ""}, "material_id", "material-missing"),
        ({"material_id": "mud"}, "material_id", "material-unknown"),
        ({"quantity": "0"}, "quantity", "quantity-out-of-range"),
        ({"quantity": "many"}, "quantity", "quantity-out-of-range"),
        ({"needed_by": ""}, "needed_by", "needed-by-missing"),
        ({"needed_by": "2020-01-01"}, "needed_by", "needed-by-past"),
        ({"machine_class": "huge"}, "machine_class", "machine-class-unknown"),
        ({"unit": "parsec"}, "unit", "unit-unknown"),
    ],
)
def test_a_wrong_field_is_refused_at_its_place(
    lab: Lab, visit: Visit, fields: dict[str, str], field: str, code: str
) -> None:
    """The code stands at its field, what was typed stays, and nothing is stored."""
    before = stored(lab)

    answer = hand_in(visit("student"), CUBE, name="cube.stl", headers=None, **fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert code in answer.text
    assert "for &lt;b&gt;me&lt;/b&gt;" in answer.text
    assert stored(lab) == before


def test_every_wrong_field_is_told_at_once(visit: Visit) -> None:
    """A program gets one error for each field."""
    answer = hand_in(visit("student"), None, headers=AS_PROGRAM, quantity="0", needed_by="soon")

    assert answer.status_code == 422
    codes = {error["field"]: error["code"] for error in answer.get_json()["errors"]}
    assert codes == {
        "file": "file-missing",
        "quantity": "quantity-out-of-range",
        "needed_by": "needed-by-malformed",
    }


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (None, "", "file-missing"),
        (b"", "empty.stl", "file-empty"),
        (CUBE[:200], "cut.stl", "stl-"),
        (b"<html><body>no part</body></html>", "page.stl", "file-type-unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture.stl", "file-type-unknown"),
    ],
)
def test_a_wrong_file_is_refused_in_the_language_of_the_page(
    lab: Lab, visit: Visit, content: bytes | None, name: str, code: str
) -> None:
    """The reader's own sentence stands at the file, in Dutch for who reads Dutch."""
    before, student = stored(lab), visit("student")

    english = hand_in(student, content, name=name, headers=AS_PROGRAM)
    student.set_cookie("printlab_language", "nl")
    dutch = hand_in(student, content, name=name, headers=AS_PROGRAM)
    assert english.status_code == dutch.status_code == 422
    (told,), (verteld,) = english.get_json()["errors"], dutch.get_json()["errors"]
    assert told["field"] == "file"
    assert told["code"] == verteld["code"]
    assert told["code"].startswith(code)
    assert told["message"] != verteld["message"]
    assert stored(lab) == before


def test_sending_the_form_twice_is_sending_it_once(lab: Lab, visit: Visit) -> None:
    """The same idempotency key leads to the same part."""
    student = visit("student")

    first = hand_in(student, headers=AS_PROGRAM, idempotency_key="k1")
    second = hand_in(student, headers=AS_PROGRAM, idempotency_key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["url"] == second.get_json()["url"]
    with lab.read(Actor.system()) as desk:
        query = select(func.count()).where(PartRevision.file_name == "cube.stl")
        assert desk.session.scalar(query) == 1


def test_another_file_from_an_old_form_is_another_part(visit: Visit) -> None:
    """Going back in the browser and choosing another file or material hands in anew."""
    student = visit("student")

    answers = [
        hand_in(student, headers=AS_PROGRAM, idempotency_key="k1"),
        hand_in(student, WALL, headers=AS_PROGRAM, idempotency_key="k1", unit="mm"),
        hand_in(student, headers=AS_PROGRAM, idempotency_key="k1", material_id="Ti6Al4V"),
    ]
    assert len({answer.get_json()["url"] for answer in answers}) == 3


def test_handing_in_asks_to_sign_in(app: APIFlask) -> None:
    """Somebody unknown is sent to the sign-in page."""
    assert hand_in(app.test_client()).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("rest", ["", "/progress", "/picture.png", "/file", "/layers"])
def test_a_stranger_learns_nothing_of_a_part(visit: Visit, rest: str) -> None:
    """Every address below a part answers 404 to who may not see it."""
    page = hand_in(visit("student")).headers["Location"]

    assert visit("company").get(page + rest).status_code == 404
    assert visit("other").get(page + rest).status_code == 404
