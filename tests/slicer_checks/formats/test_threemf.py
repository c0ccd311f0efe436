"""3MF packages: what is placed, in which unit, and what is refused."""

import pytest

from slicer_checks import read
from slicer_checks.errors import READ_CODES, UnreadableFile
from slicer_checks.formats.threemf_model import UNITS
from slicer_checks.limits import ReadLimits
from tests.mesh_files import (
    box_3mf,
    box_points,
    model_xml,
    object_xml,
    threemf_bytes,
    vertices_xml,
)

LIMITS = ReadLimits()


BOX = object_xml(1, box_points())


ITEM = '<item objectid="1"/>'


PRODUCTION = 'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"'


MM_PER_UNIT = {"um": 0.001, "mm": 1.0, "cm": 10.0, "inch": 25.4, "foot": 304.8, "m": 1000.0}


def refused(data: bytes, limits: ReadLimits | None = None) -> UnreadableFile:
    """Return the error a package is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read(data, limits=limits)
    assert caught.value.code in READ_CODES
    return caught.value


def code_of_model(objects: str, items: str = ITEM, attributes: str = "") -> str:
    """Return the code a model is refused with."""
    return refused(threemf_bytes(model_xml(objects, items, attributes))).code


@pytest.mark.parametrize("name", UNITS)
def test_units_are_those_the_model_names(name: str) -> None:
    """A box of 20 mm is one whatever unit its model is written in, and the evidence says why."""
    scale = MM_PER_UNIT[UNITS[name]]
    part = read(box_3mf(box_points(20, 20, 20) / scale, unit=name))

    assert part.size_mm == pytest.approx((20, 20, 20))
    assert part.volume_mm3 == pytest.approx(8000)
    assert part.unit_guess.evidence == "unit-named"
    assert part.unit_guess.unit == part.unit
    assert (
        read(box_3mf(box_points(20, 20, 20) / scale, unit=name), part.unit).size_mm == part.size_mm
    )


def test_a_unit_asked_for_goes_before_the_named_one() -> None:
    """Who asks for inches gets inches, and is not doubted for what the file names."""
    part = read(box_3mf(box_points(1, 1, 1)), "inch")

    assert part.size_mm == pytest.approx((25.4, 25.4, 25.4))
    assert (part.unit, part.unit_guess.evidence) == ("inch", "unit-asked")


def test_no_unit_is_millimetres_and_an_unknown_one_is_refused() -> None:
    """The default of 3MF is the millimetre; a parsec is not a unit of 3MF."""
    assert read(threemf_bytes(model_xml(BOX, ITEM, ""))).unit_guess.evidence == "unit-named"
    assert code_of_model(BOX, attributes='unit="parsec"') == "3mf-unit"


def test_items_and_components_are_placed_by_their_transforms() -> None:
    """A component inside a component inside an item ends where the three transforms put it."""
    objects = (
        BOX
        + '<object id="2"><components><component objectid="1" '
        + 'transform="2 0 0 0 2 0 0 0 2 5 0 0"/></components></object>'
        + '<object id="3"><components><component objectid="2" '
        + 'transform="0 1 0 -1 0 0 0 0 1 0 0 0"/></components></object>'
    )
    items = '<item objectid="3" transform="1 0 0 0 1 0 0 0 1 0 0 7"/><item objectid="1"/>'
    part = read(threemf_bytes(model_xml(objects, items)))

    assert part.bodies == 2
    assert part.volume_mm3 == pytest.approx(8000 + 1000)
    assert part.bounds_mm == ((-20, 0, 0), (10, 25, 27))


def test_a_mirrored_object_keeps_its_outside_out() -> None:
    """A transform with a negative determinant turns the faces, so the volume stays positive."""
    item = '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>'
    part = read(threemf_bytes(model_xml(BOX, item)))

    assert part.topology.shell_volumes_mm3.sum() == pytest.approx(1000)
    assert part.solid.inverted_bodies == 0


def test_only_what_is_built_is_read() -> None:
    """Objects without an item, supports and others are no part of the part, and are counted."""
    unplaced = object_xml(2, box_points(99, 99, 99))
    support = object_xml(3, box_points(5, 5, 50), more='type="support"')
    other = object_xml(4, box_points(5, 5, 50), more='type="other"')
    items = ITEM + '<item objectid="3"/><item objectid="4"/>'
    part = read(threemf_bytes(model_xml(BOX + unplaced + support + other, items)))

    assert part.volume_mm3 == pytest.approx(1000)
    assert [(one.content, one.count) for one in part.unread] == [
        ("supports", 1),
        ("objects of a type that is not built", 1),
    ]


def test_objects_without_faces_are_counted() -> None:
    """A placed object without a mesh or components is left out, and it is said."""
    model = model_xml(BOX + '<object id="2"/>', ITEM + '<item objectid="2"/>')
    part = read(threemf_bytes(model))

    assert [(one.content, one.count) for one in part.unread] == [("objects without faces", 1)]


def chain(length: int) -> str:
    """Return objects of which each places the one before it twice."""
    twice = '<component objectid="{0}"/>' * 2
    return BOX + "".join(
        f'<object id="{number}"><components>{twice.format(number - 1)}</components></object>'
        for number in range(2, length)
    )


CYCLE = (
    '<object id="1"><components><component objectid="2"/></components></object>'
    '<object id="2"><components><component objectid="1"/></components></object>'
)


@pytest.mark.parametrize(
    ("objects", "items", "code"),
    [
        (CYCLE, ITEM, "3mf-cycle"),
        (CYCLE.replace("2", "1", 1), ITEM, "3mf-cycle"),
        (BOX, '<item objectid="2"/>', "3mf-object-missing"),
        (BOX, "<item/>", "3mf-object-missing"),
        (BOX, "", "mesh-no-faces"),
        (BOX + BOX, ITEM, "3mf-object-number"),
        (BOX.replace('id="1"', ""), ITEM, "3mf-object-number"),
        (BOX, ITEM * 1001, "3mf-too-many-items"),
        (chain(25), '<item objectid="24"/>', "3mf-too-many-items"),
        (chain(40).replace(BOX, '<object id="1"/>'), '<item objectid="39"/>', "3mf-too-many-items"),
        (BOX.replace("</mesh>", vertices_xml(box_points()) + "</mesh>"), ITEM, "3mf-incomplete"),
    ],
)
def test_builds_that_cannot_be_put_together(objects: str, items: str, code: str) -> None:
    """Cycles, missing objects and explosions of instances are refused, and quickly."""
    assert code_of_model(objects, items) == code


@pytest.mark.parametrize(
    "transform",
    [
        "1 0 0",
        "",
        "nan 0 0 0 1 0 0 0 1 0 0 0",
        "0 0 0 0 0 0 0 0 0 1 1 1",
        "1,0 0 0 0 1 0 0 0 1 0 0 0",
        "1e400 0 0 0 1 0 0 0 1 0 0 0",
        "1_0 0 0 0 1 0 0 0 1 0 0 0",
        "1 0 0 0 1 0 0 0 1 0 0 0 1",
    ],
)
def test_transforms_that_place_nothing(transform: str) -> None:
    """A transform has twelve plain numbers and keeps a volume."""
    item = f'<item objectid="1" transform="{transform}"/>'

    assert code_of_model(BOX, item) == "3mf-transform"


@pytest.mark.parametrize(
    "word", ["nan", "inf", "1_0", "0x10", "", "1 2 3", "\u0661", "ten", "1e", "--1", "1d3"]
)
def test_only_plain_numbers_are_coordinates(word: str) -> None:
    """Words, other scripts and what lenient programs take for numbers are refused."""
    spoiled = BOX.replace('x="10.0"', f'x="{word}"', 1)

    assert code_of_model(spoiled) == "mesh-number"
    assert code_of_model(BOX.replace('x="10.0"', 'x="1,5"')) == "mesh-decimal-comma"


@pytest.mark.parametrize(
    ("index", "code"),
    [
        ("8", "mesh-index"),
        ("2000000000", "mesh-index"),
        ("-1", "mesh-number"),
        ("1.0", "mesh-number"),
        ("99999999999999999999", "mesh-index"),
        ("", "mesh-number"),
        ("1e0", "mesh-number"),
    ],
)
def test_only_points_that_exist_are_indices(index: str, code: str) -> None:
    """An index is a whole number of a vertex of the mesh."""
    assert code_of_model(BOX.replace('v1="4"', f'v1="{index}"', 1)) == code


@pytest.mark.parametrize(
    ("number", "code"), [("1e400", "mesh-not-finite"), ("1e20", "part-too-large")]
)
def test_numbers_no_part_can_have(number: str, code: str) -> None:
    """A coordinate beyond what a double holds, or a machine, is refused."""
    assert code_of_model(BOX.replace('x="10.0"', f'x="{number}"')) == code


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("<html/>", "3mf-root"),
        ("no xml", "xml-malformed"),
        (model_xml(BOX, ITEM)[:-20], "xml-malformed"),
        ('<!DOCTYPE model [<!ENTITY a "b">]>' + model_xml(BOX, ITEM)[38:], "xml-doctype"),
        (model_xml(BOX, ITEM).replace("UTF-8", "UTF-7"), "xml-encoding"),
        (model_xml(BOX, ITEM).replace("UTF-8", "ISO-2022-JP"), "xml-encoding"),
        (model_xml("<a>" * 100 + "</a>" * 100, ITEM), "xml-too-deep"),
        (
            model_xml("<a " + "".join(f"b{n}='1' " for n in range(100)) + "/>", ""),
            "xml-too-many-attributes",
        ),
        (model_xml(BOX, ITEM).replace("<build>", "<build/><build>"), "3mf-incomplete"),
        (model_xml(BOX, ITEM).replace(f"<build>{ITEM}</build>", ""), "3mf-incomplete"),
    ],
)
def test_models_that_are_no_models(model: str, code: str) -> None:
    """XML that is broken, of another kind, or beyond the limits is refused."""
    assert refused(threemf_bytes(model)).code == code


def test_limits_hold() -> None:
    """Too many elements, and too many faces in all the places together, are refused."""
    data = threemf_bytes(model_xml(BOX, ITEM * 3))

    assert refused(data, ReadLimits(facets_max=35)).code == "mesh-too-large"
    assert refused(data, ReadLimits(xml_elements_max=5)).code == "xml-too-many-elements"
    assert read(data, limits=ReadLimits(facets_max=36)).triangles == 36


def test_a_model_in_utf_16_is_read() -> None:
    """The other encoding of the specification takes the general way."""
    model = model_xml(BOX, ITEM).replace("UTF-8", "UTF-16").encode("utf-16")

    assert read(threemf_bytes(model)).volume_mm3 == pytest.approx(1000)
