"""Writing 3MF slices: what comes back, and what is left out."""

import io
import xml.etree.ElementTree as ET
import zipfile
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.blockdraft import Tag
from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.formats.threemf_content import has_toolpath, is_sliced
from slicer_checks.formats.threemf_slices import read_slices, write_slices
from slicer_checks.toolpath import NOBODY, Direction, LaserSource, PathPart, Role, Shape, Toolpath
from tests.threemf_paths import LIMITS, opened, same_blocks
from tests.toolpaths import toolpath_of

LINE = [(0.0, 0.0), (1.0, 0.0)]
SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
CORE = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.COUNTER_CLOCKWISE, part=0)


def again(toolpath: Toolpath) -> Toolpath:
    """Return a toolpath as it comes back."""
    return read_slices(opened(write_slices(toolpath).data), LIMITS)


def left_out(toolpath: Toolpath) -> dict[str, int]:
    """Return what a written file does not hold, by content."""
    return {one.content: one.count for one in write_slices(toolpath).left_out}


COORDINATES = st.floats(-9_000, 9_000)


@st.composite
def contours(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Draw a rectangle that is not flat, counter-clockwise, its first corner at both ends."""
    x, y = draw(COORDINATES), draw(COORDINATES)
    width, depth = draw(st.floats(1, 100)), draw(st.floats(1, 100))
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(contours(), max_size=3), min_size=1, max_size=4), st.booleans())
def test_what_is_written_comes_back(
    layers: list[list[list[tuple[float, float]]]], hole: bool
) -> None:
    """Closed contours of a part come back to the last bit, holes and empty layers too."""
    tag, turn = CORE, 1
    if hole:
        tag = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.CLOCKWISE, part=0)
        turn = -1
    rows = [
        (0.1 * number - 0.15, [(tag, contour[::turn]) for contour in contours])
        for number, contours in enumerate(layers)
    ]
    toolpath = toolpath_of(rows, parts=[PathPart(number=12, name="a & b")])
    found = again(toolpath)

    same_blocks(found, toolpath)
    assert found.parts == toolpath.parts
    assert left_out(toolpath) == {}


def test_supports_may_be_open_and_nobodys() -> None:
    """Open supports come back open, closed ones closed, and those of no part are of no part."""
    tags = [
        Tag(shape=Shape.POLYLINE, role=Role.SUPPORT, direction=Direction.OPEN, part=part)
        for part in (0, NOBODY)
    ]
    toolpath = toolpath_of(
        [(1.0, [(tags[0], LINE), (tags[0], SQUARE)]), (2.0, [(tags[1], LINE)])],
        parts=[PathPart(number=5, name="s"), PathPart(number=6, name="empty")],
    )
    found = again(toolpath)

    same_blocks(found, toolpath)
    assert found.parts == toolpath.parts


def test_supports_of_a_part_become_one_of_their_own() -> None:
    """A part with supports and other contours is two objects: slices tell them apart by these."""
    support = Tag(shape=Shape.POLYLINE, role=Role.SUPPORT, direction=Direction.OPEN, part=0)
    toolpath = toolpath_of(
        [(1.0, [(CORE, SQUARE), (support, LINE)])], parts=[PathPart(number=5, name="p")]
    )
    found = again(toolpath)

    assert found.parts == (PathPart(number=5, name="p"),) * 2
    assert found.blocks.block_role.tolist() == [Role.CORE, Role.SUPPORT]
    assert left_out(toolpath) == {"parts whose supports became a part of their own": 1}


def test_parts_share_their_layers() -> None:
    """Two parts at the same heights are in the same layers afterwards, and each in its own."""
    tag = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.COUNTER_CLOCKWISE, part=1)
    toolpath = toolpath_of(
        [
            (0.03, [(CORE, SQUARE)]),
            (0.06, [(CORE, SQUARE), (tag, SQUARE)]),
            (0.09, [(tag, SQUARE)]),
        ],
        parts=[PathPart(number=1, name="a"), PathPart(number=2, name="b")],
    )
    same_blocks(again(toolpath), toolpath)


@pytest.mark.parametrize(
    ("tag", "points", "content"),
    [
        (Tag(shape=Shape.HATCHES), LINE, "blocks of hatches"),
        (Tag(shape=Shape.POINTS), LINE, "blocks of points"),
        (Tag(shape=Shape.JUMP), LINE, "jumps"),
        (Tag(shape=Shape.POLYLINE), LINE, "open polylines that are no supports"),
        (Tag(shape=Shape.POLYLINE), LINE[:1], "polylines without a vector"),
        (Tag(shape=Shape.POLYLINE), [(nan, 0.0), *SQUARE], "polylines without a vector"),
        (Tag(shape=Shape.POLYLINE, role=Role.UP_SKIN), SQUARE, "roles of blocks"),
        (Tag(shape=Shape.POLYLINE, role=Role.CORE, laser=1), SQUARE, "lasers of blocks"),
    ],
)
def test_what_slices_lose_is_told(
    tag: Tag, points: list[tuple[float, float]], content: str
) -> None:
    """Hatches, points, jumps, open contours and what lasers do are no part of slices."""
    toolpath = toolpath_of([(1.0, [(tag, points)])])

    assert left_out(toolpath) == {content: 1}
    assert len(again(toolpath)) == 1


@pytest.mark.parametrize(
    ("direction", "points", "role", "lost"),
    [
        (Direction.CLOCKWISE, SQUARE, Role.CORE, 1),
        (Direction.COUNTER_CLOCKWISE, [*LINE, LINE[0]], Role.CORE, 1),
        (Direction.COUNTER_CLOCKWISE, LINE, Role.SUPPORT, 1),
        (Direction.COUNTER_CLOCKWISE, SQUARE, Role.CORE, 0),
        (Direction.OPEN, LINE, Role.SUPPORT, 0),
    ],
)
def test_directions_that_corners_do_not_show_are_told(
    direction: Direction, points: list[tuple[float, float]], role: Role, lost: int
) -> None:
    """Slices say no direction: one that is not that of the area is another when it is read."""
    tag = Tag(shape=Shape.POLYLINE, role=role, direction=direction, part=0)
    toolpath = toolpath_of([(1.0, [(tag, points)])], parts=[PathPart(number=1, name="a")])

    assert left_out(toolpath).get("directions of polylines", 0) == lost
    assert (again(toolpath).blocks.block_direction[0] != direction) == bool(lost)


def test_exposures_are_no_part_of_slices() -> None:
    """Parameters and lasers are counted."""
    toolpath = toolpath_of([], exposures=[Exposure(name="a")], lasers=[LaserSource(name="l")])

    assert left_out(toolpath) == {"exposures": 1, "lasers": 1}
    assert len(again(toolpath)) == 0


@pytest.mark.parametrize("heights", [[0.1, 0.1], [0.2, 0.1], [nan], [inf]])
def test_slices_must_rise(heights: list[float]) -> None:
    """Two layers at one height cannot be slices."""
    with pytest.raises(NotAskable) as caught:
        write_slices(toolpath_of([(height, []) for height in heights]))
    assert caught.value.code == "3mf-slice-heights"


def test_the_package_is_one_that_others_can_open() -> None:
    """The model names the extension as required, since its meshes are only boxes."""
    data = write_slices(toolpath_of([(1.0, [(CORE, SQUARE)])], parts=[PathPart(number=1)])).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = {name: package.read(name) for name in package.namelist()}
    for text in texts.values():
        ET.fromstring(text)  # noqa: S314 - our own file
    model = texts["3D/3dmodel.model"].decode()

    assert 'requiredextensions="p s"' in model
    assert 's:meshresolution="lowres"' in model
    archive = opened(data)
    assert is_sliced(archive, LIMITS)
    assert not has_toolpath(archive, LIMITS)
