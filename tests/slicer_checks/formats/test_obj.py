"""OBJ: faces however they are written, and nothing that is none."""

import numpy as np
import pytest

from slicer_checks import read
from slicer_checks.errors import READ_CODES, UnreadableFile
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.limits import ReadLimits
from slicer_checks.part import Part
from tests.mesh_files import BOX_FACES, BOX_QUADS, box_points, obj_text

LIMITS = ReadLimits()
BOX = obj_text(box_points(), BOX_FACES.tolist())
QUADS = obj_text(box_points(), BOX_QUADS)


def part_of(text: str) -> Part:
    """Read an OBJ."""
    return read(text.encode())


def refused(text: str | bytes, limits: ReadLimits = LIMITS) -> UnreadableFile:
    """Return the error a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(text.encode() if isinstance(text, str) else text, limits)
    assert caught.value.code in READ_CODES
    return caught.value


def is_the_box(text: str | bytes) -> bool:
    """Tell whether a file reads as the closed box of 10 mm."""
    part = read(text.encode() if isinstance(text, str) else text)
    assert part.file_format == "obj"
    return part.watertight and part.triangles == 12 and part.volume_mm3 == pytest.approx(1000)


def negative(faces: list[list[int]], count: int) -> list[str]:
    """Return face lines that count backwards."""
    return ["f " + " ".join(str(corner - count) for corner in face) for face in faces]


@pytest.mark.parametrize(
    "text",
    [
        BOX,
        QUADS,
        BOX.replace("\n", "\r\n"),
        BOX.replace("\n", "\r"),
        BOX.rstrip(),
        "# made by hand\n\n\n  g box\no box\ns off\nusemtl steel\nmtllib a.mtl\n" + BOX,
        BOX.replace(" ", "\t"),
        BOX.replace(" ", "   "),
        BOX.replace("\n", "  # remark\n"),
        BOX.replace("f ", "f \\\n "),
        "\ufeff" + BOX,
        "\n".join([*obj_text(box_points(), []).split("\n"), *negative(BOX_QUADS, 8)]),
        BOX.replace("10.0", "+1.0E+1").replace("0.0", ".0"),
        BOX.replace("10.0\n", "10.0 0.5 0.5 nan\n"),
        "vn 0 0 1\nvt 0 0\n"
        + BOX.replace(" 5", " 5/1/1").replace(" 6", " 6//1").replace(" 7", " 7/1"),
    ],
)
def test_a_box_however_it_is_written(text: str) -> None:
    """Quads, counts from the end, remarks, joined lines, normals and colours: the same box."""
    assert is_the_box(text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(encoding: str) -> None:
    """Text that some exporters write as UTF-16 is read when it carries its mark."""
    mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)

    assert is_the_box(mark + BOX.encode(encoding))


def test_backward_counts_are_of_what_came_before() -> None:
    """Two boxes in one file, each counting back over its own vertices, do not mix."""
    one = "\n".join([*obj_text(box_points(), []).split("\n"), *negative(BOX_QUADS, 8)])
    two = "\n".join([*obj_text(box_points(offset=50), []).split("\n"), *negative(BOX_QUADS, 8)])

    assert part_of(one + "\n" + two).bodies == 2


def test_decimals_keep_their_digits() -> None:
    """Coordinates are the doubles nearest to the text, whatever their length."""
    points = box_points() + np.random.default_rng(3).normal(size=(8, 3))
    mesh = read_mesh(obj_text(points, BOX_QUADS).encode(), LIMITS)

    assert mesh.points.tolist() == points.tolist()


def test_what_is_left_out_is_counted() -> None:
    """Lines, points and curves are no surface, and the part says how many were left out."""
    mesh = read_mesh((BOX + "l 1 2\nl 2 3\np 1\n").encode(), LIMITS)

    assert [(one.content, one.count) for one in mesh.unread] == [("lines", 2), ("points", 1)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("v 0 0 0\nv 1 0 0\nv 0 1 0\n", "mesh-no-faces"),
        ("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2\n", "mesh-face-corners"),
        ("v 0 0 0\nv 1 0 0\nv 0 1 0\nf\n", "obj-keyword"),
        ("v 0 0 0\nv 1 0\nv 0 1 0\nf 1 2 3\n", "mesh-number"),
        (BOX + "f 1 2 9\n", "mesh-index"),
        (BOX + "f 1 2 99999999999\n", "mesh-index"),
        (BOX + "f 1 2 0\n", "obj-corner"),
        (BOX + "f 1 2 -9\n", "obj-corner"),
        ("f -1 -2 -3\n" + BOX, "obj-corner"),
        (BOX + "f 1 2 3.0\n", "obj-corner"),
        (BOX + "f 1 2 x\n", "obj-corner"),
        (BOX + "f 1 2 +3\n", "obj-corner"),
        (BOX.replace("10.0", "1_0"), "mesh-number"),
        (BOX.replace("10.0", "0x10"), "mesh-number"),
        (BOX.replace("10.0", "nan"), "mesh-number"),
        (BOX.replace("10.0", "inf"), "mesh-number"),
        (BOX.replace("10.0", "\u0661\u0660"), "mesh-number"),
        (BOX.replace("10.0", "ten"), "mesh-number"),
        (BOX.replace("10.0", "10,0"), "mesh-decimal-comma"),
        (BOX.replace("10.0", "1e400"), "mesh-not-finite"),
        (BOX.replace("10.0", "1e35"), "mesh-not-finite"),
        (BOX + "hello there\n", "obj-keyword"),
        (BOX + "call evil.obj\n", "obj-keyword"),
        (BOX + "<script>\n", "obj-keyword"),
        (BOX.replace("\n", "\x00\n", 1), "mesh-control-byte"),
        ("\ufeff".encode("utf-16-le") + b"v 0 0 0", "mesh-encoding"),
    ],
)
def test_what_is_no_part_is_refused(text: str | bytes, code: str) -> None:
    """Numbers that are none, corners that do not exist and lines that are no OBJ are refused."""
    data = text if isinstance(text, bytes) else text.encode()
    if code == "mesh-encoding":
        data = b"\xff\xfe" + "v 0 0 0\n".encode("utf-16-le") + b"\x00\xd8"

    assert refused(data).code == code


def test_a_refusal_names_the_line_and_the_text() -> None:
    """Who reads the sentence finds the place in the file, and sees only printable letters of it."""
    error = refused("# one\n\nv 0 0 \x1bx\u0661\n".replace("\x1b", "\u200b"))

    assert error.params["line"] == 3
    assert str(error.params["text"]).isascii()
    assert refused("v 0 0 0\r\nf 1 1 7/x\r\n" + BOX.replace("v ", "v  ")).params["text"] == "7/x"


def test_limits_hold_before_memory_is_taken() -> None:
    """Too many vertices or triangles are refused by their count."""
    assert refused(BOX, ReadLimits(facets_max=11)).code == "mesh-too-large"
    assert (
        refused("v 0 0 0\n" * 20 + "f 1 2 3\n", ReadLimits(facets_max=11)).code == "mesh-too-large"
    )
    fan = "f " + " ".join(["1", "2", "3"] * 20)
    assert refused(BOX + fan, ReadLimits(facets_max=40)).code == "mesh-too-large"
