"""Writing 3MF toolpaths: what comes back, what is left out, and the package around it."""

import io
import xml.etree.ElementTree as ET
import zipfile
from math import nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import read
from slicer_checks.blockdraft import Tag
from slicer_checks.errors import THREEMF_WRITE_CODES, NotAskable, UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.threemf_content import has_toolpath
from slicer_checks.formats.threemf_toolpath import read_toolpath_3mf, write_toolpath_3mf
from slicer_checks.limits import ReadLimits
from slicer_checks.texts import render_error
from slicer_checks.toolpath import (
    NOBODY,
    Direction,
    FileFacts,
    LaserSource,
    PathPart,
    Role,
    Shape,
    Toolpath,
)
from tests.threemf_paths import LIMITS, opened, same_blocks
from tests.toolpaths import toolpath_of

LINE = [(0.0, 0.0), (1.0, 0.0)]
SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
HATCHES = Tag(shape=Shape.HATCHES)


def again(toolpath: Toolpath) -> Toolpath:
    """Return a toolpath as it comes back."""
    return read_toolpath_3mf(opened(write_toolpath_3mf(toolpath).data), LIMITS)


def left_out(toolpath: Toolpath) -> dict[str, int]:
    """Return what a written file does not hold, by content."""
    return {one.content: one.count for one in write_toolpath_3mf(toolpath).left_out}


NUMBERS = st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
POINTS = st.tuples(NUMBERS, NUMBERS)
PLACES = st.sampled_from([NOBODY, 0, 1])


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Tag, list[tuple[float, float]]]:
    """Draw a block of a shape that 3MF holds, with the direction that it says."""
    points = draw(st.lists(POINTS, min_size=2, max_size=7))
    shape, direction = Shape.POLYLINE, Direction.OPEN
    if draw(st.booleans()):
        shape, direction = Shape.HATCHES, Direction.UNSAID
        points = points[: len(points) // 2 * 2]
    elif len(points) > 2 and points[0] != points[-1] and draw(st.booleans()):
        direction = Direction.UNSAID
        points = [*points, points[0]]
    exposure, part, laser = draw(PLACES), draw(PLACES), draw(PLACES)
    tag = Tag(shape=shape, direction=direction, exposure=exposure, part=part, laser=laser)
    return tag, points


POWERS = st.one_of(st.just(nan), st.floats(0, 1e4))
ABOVE = st.one_of(st.just(nan), st.floats(1e-3, 1e4))
EXPOSURES = st.builds(
    Exposure,
    name=st.sampled_from(["core", 'skin <1> & "2"\n', "\u00e9"]),
    power_w=POWERS,
    speed_mm_s=ABOVE,
    focus_mm=st.one_of(st.just(nan), st.floats(-9, 9)),
    spot_um=ABOVE,
    jump_speed_mm_s=ABOVE,
)


@st.composite
def toolpaths(draw: st.DrawFn) -> Toolpath:
    """Draw a toolpath that 3MF can hold."""
    rising = sorted(draw(st.lists(st.integers(0, 10**6), max_size=4)))
    layers = [(top / 1000, draw(st.lists(blocks(), max_size=4))) for top in rising]
    return toolpath_of(
        layers,
        exposures=draw(st.lists(EXPOSURES, min_size=2, max_size=3, unique_by=lambda one: one.name)),
        parts=[PathPart(number=draw(st.integers(-5, 10**9)), name="a"), PathPart(number=7)],
        lasers=[
            LaserSource(name="A", field_mm=((-1.0, -2.5), (100.0, 0.125))),
            LaserSource(name="B"),
        ],
        facts=FileFacts(
            file_format="t", unit_mm=draw(st.sampled_from([0.001, 1.0, nan])), name="n"
        ),
    )


@settings(max_examples=120, deadline=None)
@given(toolpaths())
def test_what_is_written_comes_back(toolpath: Toolpath) -> None:
    """Vectors, layers, exposures, parts and lasers come back to the last bit."""
    found = again(toolpath)

    same_blocks(found, toolpath)
    assert repr(found.exposures) == repr(toolpath.exposures)
    assert (found.parts, found.lasers) == (toolpath.parts, toolpath.lasers)
    assert (found.facts.name, found.facts.version) == ("n", "2026/03")
    assert left_out(toolpath) == {}


@settings(max_examples=30, deadline=None)
@given(toolpaths())
def test_the_drafts_hold_the_same_in_their_namespace(toolpath: Toolpath) -> None:
    """All comes back, and nothing in the package is of the release candidate."""
    data = write_toolpath_3mf(toolpath, draft=True).data
    found = read_toolpath_3mf(opened(data), LIMITS)

    same_blocks(found, toolpath)
    assert repr(found.exposures) == repr(toolpath.exposures)
    assert found.facts.version == "2019/05"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = [package.read(name) for name in package.namelist()]
    assert not any(b"2026/03" in text or b"toolpathtype" in text for text in texts)


def test_a_loop_that_ends_twice_keeps_its_points() -> None:
    """All its points come back; that it was not said to be open is lost, and told."""
    ends_twice = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (0.0, 0.0)]
    toolpath = toolpath_of([(0.05, [(Tag(shape=Shape.POLYLINE), ends_twice)])])

    assert again(toolpath).blocks.points_mm.tolist() == toolpath.blocks.points_mm.tolist()
    assert left_out(toolpath) == {"directions of polylines": 1}


def test_a_toolpath_that_was_written_twice_is_the_same_file() -> None:
    """The bytes of a file depend on the toolpath alone."""
    toolpath = toolpath_of([(0.05, [(HATCHES, LINE)])])

    assert write_toolpath_3mf(toolpath).data == write_toolpath_3mf(toolpath).data
    assert (
        write_toolpath_3mf(again(toolpath)).data == write_toolpath_3mf(again(again(toolpath))).data
    )


def test_nothing_at_all_can_be_written() -> None:
    """A toolpath without layers, and one whose layers are empty, come back as they are."""
    assert len(again(toolpath_of([]))) == 0
    assert again(toolpath_of([(1.0, []), (1.0, [])])).blocks.layer_offsets.tolist() == [0, 0, 0]


def test_the_package_is_one_that_others_can_open() -> None:
    """Every member has a content type, the layers their relationships, and the boxes a volume."""
    toolpath = toolpath_of([(0.05, [(HATCHES, LINE)]), (0.1, [])], parts=[PathPart(number=1)])
    data = write_toolpath_3mf(toolpath).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for text in members.values():
        ET.fromstring(text)  # noqa: S314 - our own file

    types = members["[Content_Types].xml"].decode()
    assert all(f'Extension="{ending}"' in types for ending in ("rels", "model", "xml"))
    relationships = members["3D/_rels/3dmodel.model.rels"].decode()
    layers = [name for name in members if name.startswith("Toolpath/")]
    assert len(layers) == 2
    assert all(f'Target="/{name}"' in relationships for name in layers)
    model = members["3D/3dmodel.model"].decode()
    assert model.index("<tp:toolpathresource") < model.index("<object")
    assert 'requiredextensions="p tp"' in model
    assert has_toolpath(opened(data), LIMITS)
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.code == "3mf-extension"


@pytest.mark.parametrize(
    ("tag", "points", "content"),
    [
        (Tag(shape=Shape.POINTS), SQUARE, "single points"),
        (Tag(shape=Shape.JUMP), LINE, "jumps"),
        (Tag(shape=Shape.POLYLINE), LINE[:1], "blocks without a vector"),
        (Tag(shape=Shape.POLYLINE), [(nan, 0.0), (1.0, 0.0)], "blocks without a vector"),
        (Tag(shape=Shape.HATCHES, role=Role.CORE), LINE, "roles of blocks"),
        (
            Tag(shape=Shape.POLYLINE, direction=Direction.CLOCKWISE),
            SQUARE,
            "directions of polylines",
        ),
        (HATCHES, [(1 / 3, 0.0), (1.0, 0.0)], "coordinates between two steps of the unit"),
    ],
)
def test_what_a_block_loses_is_told(
    tag: Tag, points: list[tuple[float, float]], content: str
) -> None:
    """Shapes, roles, directions and coordinates that 3MF does not hold are counted."""
    toolpath = toolpath_of([(0.05, [(tag, points)])])

    assert content in left_out(toolpath)
    assert len(again(toolpath)) == 1


@pytest.mark.parametrize(
    ("facts", "content"),
    [
        ({"layer_mm": 0.05}, "layer thickness"),
        ({"hatch_mm": 0.1}, "hatch distance"),
        ({"box_mm": ((0, 0, 0), (1, 1, 1))}, "bounding box"),
        ({"user_data": (("a", b"b"),)}, "blocks of other programs"),
    ],
)
def test_what_a_file_loses_is_told(facts: dict[str, Any], content: str) -> None:
    """What a file says of itself and 3MF does not hold is counted."""
    toolpath = toolpath_of([], facts=FileFacts(file_format="t", **facts))

    assert left_out(toolpath) == {content: 1}


def test_what_exposures_lose_is_told() -> None:
    """Names must be there and differ, speeds be above zero, waits not below; delays are no part."""
    exposures = [
        Exposure(name="a", speed_mm_s=0.0, jump_delay_us=5.0),
        Exposure(name="a", power_w=-1.0, most_power_w=200.0, least_speed_mm_s=1.0),
        Exposure(),
        Exposure(name="b\x00"),
        Exposure(name="none", wait_after_us=-1.0),
    ]
    found = again(toolpath_of([], exposures=exposures))

    assert [one.name for one in found.exposures] == ["a", "a (2)", "Profile", "b?", "none"]
    assert left_out(toolpath_of([], exposures=exposures)) == {
        "parameters of exposures": 4,
        "power along vectors": 1,
        "names of exposures": 2,
        "letters of names": 1,
    }


def test_supports_are_objects_of_their_type() -> None:
    """A part that is all support stays one; of a mixed part the roles are counted."""
    support = Tag(shape=Shape.HATCHES, role=Role.SUPPORT, part=0)
    pure = toolpath_of([(0.05, [(support, LINE)])], parts=[PathPart(number=3, name="s")])
    mixed = toolpath_of(
        [(0.05, [(support, LINE), (Tag(shape=Shape.HATCHES, part=0), LINE)])],
        parts=[PathPart(number=3)],
    )
    same_blocks(again(pure), pure)
    assert left_out(pure) == {}
    assert left_out(mixed) == {"roles of blocks": 1}


def test_several_lasers_are_declared() -> None:
    """Lasers that blocks use without being known are declared; one alone needs no declaring."""
    one = toolpath_of([(0.05, [(Tag(shape=Shape.HATCHES, laser=3), LINE)])])
    tags = [Tag(shape=Shape.HATCHES, laser=laser) for laser in (0, 1)]
    two = toolpath_of([(0.05, [(tag, LINE) for tag in tags])])
    nameless = toolpath_of([], lasers=[LaserSource()])

    same_blocks(again(one), one)
    assert again(one).lasers == ()
    same_blocks(again(two), two)
    assert [laser.name for laser in again(two).lasers] == ["Laser 1", "Laser 2"]
    assert left_out(nameless) == {"names of lasers": 1}


@pytest.mark.parametrize("heights", [[0.1, 0.05], [-0.05], [nan], [0.1, float("inf")]])
def test_layers_must_not_fall(heights: list[float]) -> None:
    """Layers below the build plate, or below the one before, cannot be written."""
    toolpath = toolpath_of([(height, []) for height in heights])

    with pytest.raises(NotAskable) as caught:
        write_toolpath_3mf(toolpath)
    assert caught.value.code in THREEMF_WRITE_CODES
    assert caught.value.params["layer"] == len(heights)
    assert str(caught.value).endswith("do not fall.")
    assert render_error(caught.value) == str(caught.value)


def test_layers_at_one_height_are_allowed() -> None:
    """The specification lets a layer be as high as the one before, or as the build plate."""
    heights = [0.0, 0.05, 0.05]
    back = again(toolpath_of([(height, []) for height in heights]))

    assert back.blocks.layer_z_mm.tolist() == heights


def test_many_layers_need_room_for_as_many_members() -> None:
    """Each layer is a member of the archive, so the limit on members is one on layers."""
    data = write_toolpath_3mf(toolpath_of([(layer / 10, []) for layer in range(1200)])).data

    with pytest.raises(UnreadableFile) as caught:
        opened(data)
    assert caught.value.code == "archive-too-many-members"
    assert ReadLimits().members_max < 1200


def test_large_and_fine_coordinates_find_a_unit() -> None:
    """Coordinates in nanometres keep them where 32 bits reach, else come as near as they can."""
    fine = toolpath_of([(0.05, [(HATCHES, [(0.000001, 0.0), (100.0, 0.0)])])])
    huge = toolpath_of([(0.05, [(HATCHES, [(0.0000001, 0.0), (9_000.0, 0.0)])])])

    same_blocks(again(fine), fine)
    assert again(huge).blocks.points_mm[1, 0] == pytest.approx(9_000.0)
    assert left_out(huge) == {"coordinates between two steps of the unit": 1}
