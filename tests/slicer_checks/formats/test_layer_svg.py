"""A layer as SVG: what a reader of XML finds in it is the layer."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.errors import NotAskable
from slicer_checks.formats.layer_svg import write_layer_svg
from slicer_checks.toolpath import FileFacts, Shape, Toolpath
from tests.drawn_layers import SQUARE, hatches, many_kinds

SPACE = "{http://www.w3.org/2000/svg}"


def tree_of(data: bytes) -> ET.Element:
    """Return a document's root."""
    return ET.fromstring(data)  # noqa: S314 - our own bytes


def paths_of(root: ET.Element, classes: str) -> list[str]:
    """Return the data of the paths in the groups of some classes."""
    return [
        path.get("d", "")
        for group in root.iter(f"{SPACE}g")
        if group.get("class") == classes
        for path in group.findall(f"{SPACE}path")
    ]


def numbers_of(data: str) -> list[list[float]]:
    """Return the places in a path."""
    return [[float(x), float(y)] for x, y in re.findall(r"[ML](-?[0-9.]+) (-?[0-9.]+)", data)]


def test_the_drawing_is_as_large_as_the_layer() -> None:
    """Width and height are mm with a margin of 1 mm, and y points up."""
    root = tree_of(write_layer_svg(many_kinds(), 0))

    assert (root.get("width"), root.get("height")) == ("17mm", "17mm")
    assert root.get("viewBox") == "-4 -14 17 17"
    assert root.findall(f"{SPACE}g")[0].get("transform") == "scale(1 -1)"
    assert root.findtext(f"{SPACE}title") == "cube: layer 1, z = 0.2 mm"


def test_each_kind_of_block_is_in_its_group() -> None:
    """Contours are lines through their points, hatches pairs, points dots, jumps a group."""
    root = tree_of(write_layer_svg(many_kinds(), 0))

    assert [group.get("class") for group in root.iter(f"{SPACE}g")] == [
        "layer",
        "jump",
        "core hatch",
        "up-skin hatch",
        "contour",
        "core contour",
        "down-skin contour",
        "support contour",
        "point",
    ]
    assert paths_of(root, "core contour")[0] == "M0 0L10 0L10 10L0 10L0 0"
    assert numbers_of(paths_of(root, "core contour")[1]) == (SQUARE * 0.5 + 2.5).tolist()
    assert numbers_of(paths_of(root, "core hatch")[0]) == hatches(0.5, 4.0).tolist()
    assert re.fullmatch(r"(M[^ML]+L[^ML]+)+", paths_of(root, "up-skin hatch")[0])
    assert paths_of(root, "jump") == ["M12 11L-3 13L-3 -2"]
    assert paths_of(root, "point") == ["M-1 0h0M-1 1h0M-1 0h0"]
    assert paths_of(root, "contour") == ["M-2 -1L-2 5"]


def test_the_same_layer_is_the_same_bytes() -> None:
    """A drawing says nothing of when it was made."""
    assert write_layer_svg(many_kinds(), 0) == write_layer_svg(many_kinds(), 0)


def test_an_empty_layer_is_an_empty_drawing() -> None:
    """A layer without blocks is drawn as nothing, and is still a document."""
    root = tree_of(write_layer_svg(many_kinds(), 1))

    assert root.get("viewBox") == "-1 -1 2 2"
    assert [group.get("class") for group in root.iter(f"{SPACE}g")] == ["layer"]


@pytest.mark.parametrize(
    "name", ["</title><script>alert(1)</script>", 'a & "b"', "a\x00b\x1b\ud800", "é\N{GEAR}"]
)
def test_names_cannot_do_anything(name: str) -> None:
    """A name is text of the title, whatever it looks like, and no byte breaks the document."""
    data = write_layer_svg(many_kinds(name), 0)
    shown = re.sub("[\x00\x1b\ud800]", "\ufffd", name)

    assert tree_of(data).findtext(f"{SPACE}title") == f"{shown}: layer 1, z = 0.2 mm"
    assert b"<script" not in data


def test_places_are_rounded_to_a_tenth_of_a_micrometre() -> None:
    """What is written is within 0.05 um of the layer, without exponents and needless zeros."""
    points = np.random.default_rng(2).normal(scale=50, size=(200, 2))
    points[:3] = ((1e-9, -1e-9), (123456.78906, 1e-4), (5e-5, 100.0))
    draft = BlockDraft()
    draft.layer(1 / 3)
    draft.block(points, Tag(shape=Shape.POLYLINE))
    toolpath = Toolpath(
        blocks=draft.blocks(), exposures=(), parts=(), facts=FileFacts(file_format="none")
    )
    root = tree_of(write_layer_svg(toolpath, 0))
    path = paths_of(root, "contour")[0]

    assert np.array(numbers_of(path)) == pytest.approx(points, abs=0.5001e-4)
    assert path.startswith("M0 0L123456.7891 0.0001L")
    assert root.findtext(f"{SPACE}title") == "toolpath: layer 1, z = 0.3333 mm"


def test_a_layer_that_is_not_there() -> None:
    """Without such a layer there is no drawing."""
    with pytest.raises(NotAskable, match="no layer 2"):
        write_layer_svg(many_kinds(), 2)
