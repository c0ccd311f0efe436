"""Toolpaths on the site: handed in, checked, told, and given to the viewer layer by layer."""

import io
import json
import struct
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.recipe import Recipe, Skin, recipe_from
from printlab.records import Toolpath
from slicer_checks import make_toolpath, read, write_toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.web.test_upload import AS_PROGRAM, hand_in, work_off

Visit = Callable[[str], FlaskClient]


def send(client: FlaskClient, address: str, content: bytes | None, **more: object) -> TestResponse:
    """Send a toolpath as a browser would."""
    data = {} if content is None else {"file": (io.BytesIO(content), "bracket.ovf")}
    return client.post(address, data=data, headers=more.get("headers"))


def test_what_was_found_is_told_with_its_layer(visit: Visit) -> None:
    """The verdict, the finding with the way to its layer, and the viewer with its addresses."""
    page = visit("student").get("/toolpaths/t2").text

    assert "Should not be printed yet" in page
    assert 'data-code="path-open-contour"' in page
    assert 'href="?layer=1#viewer-title"' in page
    assert 'data-index="/toolpaths/t2/index.json"' in page
    assert 'data-layers="/toolpaths/t2/layers/"' in page
    assert "Nozzle" in page


def test_the_direction_of_the_top_is_told_where_the_report_knows_it(visit: Visit, lab: Lab) -> None:
    """In degrees; reports of before say nothing of it, and their page opens all the same."""
    student = visit("student")
    assert ">0°<" in student.get("/toolpaths/t2").text
    with lab.write(Actor.system()) as desk:
        row = desk.session.get_one(Toolpath, "t2")
        report = json.loads(desk.files.read(row.report_sha256 or ""))
        del report["toolpath"]["top_hatch_deg"]
        row.report_sha256 = desk.files.put(json.dumps(report).encode())
    page = student.get("/toolpaths/t2")
    assert page.status_code == 200
    assert "Top layer" not in page.text


def test_the_same_facts_stand_in_a_table(visit: Visit) -> None:
    """Who sees no drawing has slabs of layers: heights, vectors, metres, seconds, findings."""
    student = visit("student")
    page = student.get("/toolpaths/t2").text
    table = page[page.index('id="slabs-caption"') : page.index("</table>")]
    rows = student.get("/toolpaths/t2/index.json").get_json()["layers"]

    assert table.count("<tr>") == 1 + min(12, len(rows))
    assert f'<td class="number">{rows[0]["vectors"]}</td>' in table
    assert '<a href="#finding-1">1</a>' in table
    assert "data-box=" in page


def test_a_viewer_is_given_layers_as_bytes(visit: Visit) -> None:
    """The index tells how many vectors a layer has; a browser may keep the layer; no other is."""
    student = visit("student")
    rows = student.get("/toolpaths/t2/index.json").get_json()["layers"]
    layer = student.get("/toolpaths/t2/layers/1")

    assert struct.unpack("<I", layer.data[:4])[0] == rows[1]["vectors"]
    assert "private" in layer.headers["Cache-Control"]
    assert "max-age" in layer.headers["Cache-Control"]
    assert student.get("/toolpaths/t2/layers/3").status_code == 404


def test_a_toolpath_goes_from_the_form_to_its_page(lab: Lab, visit: Visit) -> None:
    """It is taken in, its check can be followed, and the page of the submission leads to it."""
    student = visit("student")
    cube = stl_bytes(box_triangles(5, 5, 5))
    revision = hand_in(student, cube).headers["Location"].rsplit("/", 1)[1]
    work_off(lab)
    submission = next(
        address
        for address in _addresses(student.get("/submissions").text, "/submissions/")
        if revision in student.get(address).text
    )
    part = read(cube, "mm", name="cube.stl")
    content = write_toolpath(make_toolpath(part), "ovf").data

    answer = send(student, submission + "/toolpaths", content)
    assert answer.status_code == 303
    page = answer.headers["Location"]
    assert 'hx-trigger="every 1s"' in student.get(page).text
    assert student.get(page + "/progress", headers=AS_PROGRAM).get_json()["stage"] == "queued"
    assert visit("other").get(page + "/progress").status_code == 404
    work_off(lab)
    assert student.get(page + "/progress").headers["HX-Refresh"] == "true"
    assert "Can be printed" in student.get(page).text
    assert student.get(page + "/file").data == content
    assert page in student.get(submission).text
    assert page in student.get(submission + "/toolpaths").text


def _addresses(page: str, beginning: str) -> list[str]:
    """Return the addresses of a page that begin so."""
    found = (piece.split('"', 1)[0] for piece in page.split('href="')[1:])
    return [address for address in found if address.startswith(beginning)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file-missing"), (stl_bytes(box_triangles(1, 1, 1)), "toolpath-type-unknown")],
)
def test_what_is_no_toolpath_is_refused_at_the_field(
    visit: Visit, content: bytes | None, code: str
) -> None:
    """The form comes back with the reason; a program is told field and code."""
    student = visit("student")
    page = send(student, "/submissions/s2/toolpaths", content)
    assert page.status_code == 422
    assert code in page.text
    assert 'aria-invalid="true"' in page.text

    told = send(student, "/submissions/s2/toolpaths", content, headers=AS_PROGRAM)
    assert [error["code"] for error in told.get_json()["errors"]] == [code]


def test_a_build_shows_its_toolpaths_to_staff_alone(visit: Visit) -> None:
    """The card is on the build's page for who runs the machine, not for who has a part in it."""
    assert "/toolpaths/t3" in visit("operator").get("/builds/n1b2").text
    assert "/toolpaths/t3" in visit("manager").get("/builds/n1b2/toolpaths").text
    assert "oolpaths" not in visit("student").get("/builds/n1b2").text
    assert visit("student").get("/toolpaths/t3").status_code == 404


def test_staff_have_the_toolpath_of_a_build_made(visit: Visit) -> None:
    """The button leads to the page that tells how far it is; students find no button."""
    operator = visit("operator")
    assert "/builds/n1b2/toolpaths/made" in operator.get("/builds/n1b2/toolpaths").text
    assert "/builds/n1b2/plate.3mf" in operator.get("/builds/n1b2/toolpaths").text
    answer = operator.post("/builds/n1b2/toolpaths/made")
    assert answer.status_code == 303
    assert "Making the vectors" in operator.get(answer.headers["Location"]).text
    assert visit("student").post("/builds/n1b2/toolpaths/made").status_code == 404
    assert visit("student").get("/builds/n1b2/plate.3mf").status_code == 404


def test_a_toolpath_is_made_as_the_form_says(visit: Visit, lab: Lab) -> None:
    """Pattern, supports and skins go into the recipe, and the page of a made one tells them."""
    operator = visit("operator")
    asked = {
        "pattern": "island",
        "support_mm": "0",
        "down_skin_layers": "2",
        "down_skin_power_w": "150,5",
    }
    answer = operator.post("/builds/n1b2/toolpaths/made", data=asked)
    made_id = answer.headers["Location"].rsplit("/", 1)[1]
    with lab.write(Actor.system()) as desk:
        recipe = desk.session.get_one(Toolpath, made_id).recipe
        assert recipe is not None
        skin = Skin(layers=2, power_w=150.5)
        assert recipe_from(recipe) == Recipe(pattern="island", support_mm=0.0, down_skin=skin)
        checked = desk.session.get_one(Toolpath, "t3")
        checked.made, checked.recipe = True, recipe
    told = "Made by the lab: on a chessboard; no supports; down-skin: 2 layers, 150.5 W"
    assert told in operator.get("/toolpaths/t3").text


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("pattern", "spiral", "pattern-unknown"),
        ("support_mm", "0.1", "support-distance"),
        ("support_mm", "much", "number-malformed"),
        ("up_skin_layers", "2.5", "skin-layers"),
        ("down_skin_layers", "21", "skin-layers"),
        ("down_skin_power_w", "-1", "skin-power"),
        ("up_skin_speed_mm_s", "1e9", "skin-speed"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_at_its_field(
    visit: Visit, field: str, typed: str, code: str
) -> None:
    """The form comes back with what was typed and the reason beside it; nothing is made."""
    operator = visit("operator")
    before = operator.get("/builds/n1b2/toolpaths").text.count("made by the lab")
    page = operator.post("/builds/n1b2/toolpaths/made", data={field: typed})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert code in page.text
    assert field == "pattern" or f'value="{typed}"' in page.text
    assert operator.get("/builds/n1b2/toolpaths").text.count("made by the lab") == before


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Laag voor laag"), ("de", "Schicht für Schicht")]
)
def test_the_page_speaks_the_readers_language(visit: Visit, language: str, word: str) -> None:
    """Page and findings are in Dutch or German when the reader asks."""
    student = visit("student")
    student.post("/language", data={"language": language})

    assert word in student.get("/toolpaths/t2").text
