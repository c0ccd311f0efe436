"""AMF: objects where they lie, constellations where they are placed, plain and zipped."""

import pytest

from slicer_checks import read
from slicer_checks.errors import READ_CODES, UnreadableFile
from slicer_checks.limits import ReadLimits
from tests.mesh_files import BOX_FACES, amf_object, amf_text, box_points, zip_bytes

BOX = amf_text(box_points(), BOX_FACES)
UNITS = {"millimeter": 1.0, "inch": 25.4, "feet": 304.8, "meter": 1000.0, "micron": 0.001}


def refused(text: str | bytes, limits: ReadLimits | None = None) -> UnreadableFile:
    """Return the error a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read(text.encode() if isinstance(text, str) else text, limits=limits)
    assert caught.value.code in READ_CODES
    return caught.value


def document(*elements: str) -> str:
    """Return an AMF of these elements."""
    return f"<amf>{''.join(elements)}</amf>"


def instance(number: int, **numbers: float) -> str:
    """Return an instance of an object."""
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in numbers.items())
    return f'<instance objectid="{number}">{inner}</instance>'


@pytest.mark.parametrize("unit", UNITS)
def test_units_are_those_the_file_names(unit: str) -> None:
    """A box of 20 mm is one in every unit, and the evidence is the file's word."""
    part = read(amf_text(box_points(20, 20, 20) / UNITS[unit], BOX_FACES, unit).encode())

    assert part.file_format == "amf"
    assert part.watertight
    assert part.size_mm == pytest.approx((20, 20, 20))
    assert part.unit_guess.evidence == "unit-named"


@pytest.mark.parametrize(
    "data",
    [
        BOX.encode(),
        BOX.replace('<?xml version="1.0"?>', "").encode(),
        ("<!-- hello -->\n" + BOX[22:]).encode(),
        BOX.replace('"1.0"?>', '"1.0" encoding="UTF-16"?>').encode("utf-16"),
        zip_bytes({"box.amf": BOX}),
        zip_bytes({"a/BOX.AMF": BOX, "readme.txt": "hello"}),
        BOX.replace("<x>10.0</x>", "<x> 1e1 </x>").encode(),
        BOX.replace("</coordinates>", "</coordinates><normal><nx>0</nx></normal>").encode(),
        BOX.replace("<volume>", "<edge><v1>0</v1><dx1>1</dx1><v2>1</v2></edge><volume>").encode(),
        BOX.replace("<volume>", "<edge><v1>0</v1><v2>1</v2></edge>" * 2 + "<volume>").encode(),
        BOX.replace("<volume>", "<metadata type='a'>b</metadata><volume materialid='2'>").encode(),
    ],
)
def test_a_box_however_it_is_written(data: bytes) -> None:
    """Plain, zipped, in UTF-16, with colours, curves and remarks: the same box."""
    part = read(data)

    assert part.watertight
    assert (part.triangles, part.volume_mm3) == pytest.approx((12, 1000))


def test_several_volumes_are_one_mesh() -> None:
    """An object of two volumes has the faces of both."""
    middle = BOX.index("<triangle><v1>2</v1><v2>3")
    part = read((BOX[:middle] + "</volume><volume>" + BOX[middle:]).encode())

    assert (part.triangles, part.watertight) == (12, True)


def test_constellations_place_their_instances() -> None:
    """Instances are turned about x, y and z, then moved; what is placed lies nowhere else."""
    box = amf_object(1, box_points(10, 20, 30))
    inner = f'<constellation id="2">{instance(1, rx=90, deltax=5)}</constellation>'
    outer = f'<constellation id="3">{instance(2, rz=90)}{instance(1, deltaz=100)}</constellation>'
    part = read(document(box, inner, outer).encode())

    assert part.bodies == 2
    assert part.volume_mm3 == pytest.approx(12_000)
    assert part.bounds_mm == ((0, 0, 0), (30, 20, 130))


def test_objects_without_a_constellation_lie_where_they_are() -> None:
    """Two objects and no constellation are two bodies."""
    text = document(amf_object(1, box_points()), amf_object(2, box_points(offset=50)))

    assert read(text.encode()).bodies == 2


def test_objects_without_faces_are_counted() -> None:
    """An object that holds nothing is left out, and it is said."""
    part = read(document(amf_object(1, box_points()), '<object id="2"/>').encode())

    assert [(one.content, one.count) for one in part.unread] == [("objects without faces", 1)]


CYCLE = [f'<constellation id="{a}">{instance(b)}</constellation>' for a, b in ((2, 3), (3, 2))]
TURNED_ENDLESSLY, MOVED_ENDLESSLY = (
    f'<constellation id="2"><instance objectid="1">{number}</instance></constellation>'
    for number in ("<rz>1e999</rz>", "<deltax>-1e999</deltax>")
)
TWICE = "".join(
    f'<constellation id="{n}">{instance(n - 1) * 2}</constellation>' for n in range(2, 40)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOX.replace("millimeter", "parsec"), "amf-unit"),
        (document(), "mesh-no-faces"),
        (document('<object id="1"/>'), "mesh-no-faces"),
        (document("<object/>"), "amf-incomplete"),
        (document(amf_object(1, box_points()) * 2), "amf-incomplete"),
        (document(*CYCLE), "amf-object"),
        (document(CYCLE[0], amf_object(1, box_points())), "amf-object"),
        (document(amf_object(1, box_points()), TURNED_ENDLESSLY), "mesh-number"),
        (document(amf_object(1, box_points()), MOVED_ENDLESSLY), "mesh-number"),
        (document('<object id="1"/>', TWICE), "amf-too-many"),
        (document(*(f'<object id="{n}"/>' for n in range(1100))), "amf-too-many"),
        (BOX.replace("<x>10.0</x>", ""), "amf-incomplete"),
        (BOX.replace("<v1>0</v1>", ""), "amf-incomplete"),
        (BOX.replace("<x>10.0</x>", "<x>1</x><x>2</x>"), "mesh-number"),
        (BOX.replace("<x>10.0</x>", "<x></x>"), "mesh-number"),
        (BOX.replace("<x>10.0</x>", "<x>nan</x>"), "mesh-number"),
        (BOX.replace("<x>10.0</x>", "<x>1_0</x>"), "mesh-number"),
        (BOX.replace("<x>10.0</x>", "<x>\u0661</x>"), "mesh-number"),
        (BOX.replace("<x>10.0</x>", "<x>1,5</x>"), "mesh-decimal-comma"),
        (BOX.replace("<x>10.0</x>", "<x>1e400</x>"), "mesh-not-finite"),
        (BOX.replace("<v1>0</v1>", "<v1>8</v1>"), "mesh-index"),
        (BOX.replace("<v1>0</v1>", "<v1>99999999999999999999</v1>"), "mesh-index"),
        (BOX.replace("<v1>0</v1>", "<v1>-1</v1>"), "mesh-number"),
        (BOX.replace("<v1>0</v1>", "<v1>0.0</v1>"), "mesh-number"),
        (BOX[:-9], "xml-malformed"),
        ('<!DOCTYPE amf [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BOX[22:], "xml-doctype"),
        ('<?xml version="1.0"?>\n<!DOCTYPE amf [<!ENTITY a "b">]>\n' + BOX[22:], "xml-doctype"),
    ],
)
def test_what_is_no_part_is_refused(text: str, code: str) -> None:
    """Units, numbers, points, instances and document types that are none."""
    assert refused(text).code == code


def test_limits_hold() -> None:
    """Too many faces are refused while they are read, and in all places together."""
    twice = document(
        amf_object(1, box_points()), f'<constellation id="2">{instance(1) * 2}</constellation>'
    )

    assert refused(BOX, ReadLimits(facets_max=11)).code == "mesh-too-large"
    assert refused(twice, ReadLimits(facets_max=20)).code == "mesh-too-large"
    assert refused(zip_bytes({"a.amf": BOX, "b.amf": BOX})).code == "3mf-no-model"
