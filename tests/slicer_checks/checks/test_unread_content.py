"""The check unread-content."""

import ast
from pathlib import Path

import pytest

from slicer_checks import check, formats, read, render
from slicer_checks.formats import obj, ply, threemf_model
from slicer_checks.texts import LANGUAGES, catalogue
from tests.mesh_files import (
    BOX_FACES,
    box_3mf,
    box_points,
    model_xml,
    obj_text,
    object_xml,
    threemf_bytes,
)

SLICES = "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07"


FORMATS = Path(formats.__file__).parent


def strings(module: Path) -> set[str]:
    """Return every text that stands in a module."""
    tree = ast.walk(ast.parse(module.read_text("utf-8")))
    return {
        node.value
        for node in tree
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def contents(data: bytes) -> list[tuple[str, float | None]]:
    """Return what the findings say was left out, and how much."""
    found = check(read(data)).findings
    return [
        (str(one.params["content"]), one.value) for one in found if one.code == "unread-content"
    ]


def test_a_plain_mesh_leaves_nothing_out() -> None:
    """Where all of a file is surface there is nothing to say."""
    assert contents(box_3mf()) == []


def test_slices_and_supports_of_a_3mf_are_told() -> None:
    """Slices that are offered beside a mesh, and support objects, are named with their number."""
    stack = f'<s:slicestack xmlns:s="{SLICES}" id="9"/>' * 2
    support = object_xml(2, box_points(3, 3, 3), more='type="support"')
    items = '<item objectid="1"/><item objectid="2"/>'
    model = model_xml(stack + object_xml(1, box_points()) + support, items)

    assert contents(threemf_bytes(model)) == [("supports", 1), ("slices", 2)]


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "supports"), ("nl", "bevat ook supports"), ("de", "Stützen")]
)
def test_what_was_left_out_is_told_in_the_readers_language(lang: str, told: str) -> None:
    """The finding keeps one word as its code; the sentence has the language's own."""
    support = object_xml(2, box_points(3, 3, 3), more='type="support"')
    items = '<item objectid="1"/><item objectid="2"/>'
    model = model_xml(object_xml(1, box_points()) + support, items)
    (finding,) = (
        one for one in check(read(threemf_bytes(model))).findings if one.code == "unread-content"
    )

    assert finding.params["content"] == "supports"
    assert told in render(finding, lang).title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_word_in_every_language(lang: str) -> None:
    """What a reader of meshes can leave out is in the catalogue; no word is of no reader."""
    kinds = {*obj.LEFT_OUT.values(), *ply.LEFT_OUT.values(), *threemf_model.UNREAD.values()}
    kinds |= {"supports", "objects of a type that is not built", "objects without faces"}
    rows = set(catalogue(lang)["contents"])

    assert kinds | {"curved faces"} <= rows
    assert rows <= {word for module in FORMATS.glob("*.py") for word in strings(module)}


def test_lines_of_an_obj_are_told() -> None:
    """Construction lines are no surface."""
    text = obj_text(box_points(), BOX_FACES.tolist()) + "l 1 2\n"

    assert contents(text.encode()) == [("lines", 1)]
