"""The check unread-content."""

from slicer_checks import check, read
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


def test_lines_of_an_obj_are_told() -> None:
    """Construction lines are no surface."""
    text = obj_text(box_points(), BOX_FACES.tolist()) + "l 1 2\n"

    assert contents(text.encode()) == [("lines", 1)]
