"""PLY: text and binary, in both byte orders, with whatever else stands in the records."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import read
from slicer_checks.errors import READ_CODES, UnreadableFile
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.formats.ply_header import read_header
from slicer_checks.limits import ReadLimits
from tests.mesh_files import BOX_FACES, BOX_QUADS, box_points, ply_bytes, ply_text

LIMITS = ReadLimits()
TEXT = ply_text(box_points(), BOX_QUADS)
LITTLE = ply_bytes(box_points(), BOX_QUADS, "<", ("float", "uchar", "int"))
BIG = ply_bytes(box_points(), BOX_QUADS, ">", ("double", "uint", "ushort"))


def refused(data: str | bytes, limits: ReadLimits = LIMITS) -> UnreadableFile:
    """Return the error a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(data.encode() if isinstance(data, str) else data, limits)
    assert caught.value.code in READ_CODES
    return caught.value


def is_the_box(data: str | bytes, file_format: str) -> bool:
    """Tell whether a file reads as the closed box of 10 mm."""
    part = read(data.encode() if isinstance(data, str) else data)
    assert part.file_format == file_format
    return part.watertight and part.triangles == 12 and part.volume_mm3 == pytest.approx(1000)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        ply_text(box_points(), BOX_FACES.tolist()),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.rstrip(),
        TEXT.replace("vertex_indices", "vertex_index"),
        TEXT.replace("10.0", "1e1"),
        TEXT.replace("property double x", "property float nx\nproperty double x")
        .replace("\n0.0", "\nnan 0.0")
        .replace("\n10.0", "\n7 10.0"),
        TEXT.replace("element face", "obj_info a\nelement face"),
        TEXT.replace("end_header", "element edge 0\nproperty int a\nend_header"),
    ],
)
def test_a_box_however_it_is_written(text: str) -> None:
    """Line ends, other properties, remarks and quads: the same box."""
    assert is_the_box(text, "ply-ascii")


def test_a_long_header_before_a_large_body_is_read() -> None:
    """Each line of the header is looked for in the header alone, not in 40 MB behind it."""
    header = "ply\nformat ascii 1.0\n" + "comment\n" * 8000 + "end_header\n"
    data = header.encode() + bytes(40_000_000)

    assert read_header(data).body == len(header)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("place", ["float", "double"])
@pytest.mark.parametrize("count", ["uchar", "char", "int", "uint", "ushort"])
@pytest.mark.parametrize("corner", ["uchar", "char", "short", "int", "uint"])
def test_a_box_in_binary(order: str, place: str, count: str, corner: str) -> None:
    """Both byte orders and every type of number give the same box."""
    assert is_the_box(
        ply_bytes(box_points(), BOX_QUADS, order, (place, count, corner)), "ply-binary"
    )


def test_binary_records_with_more_in_them() -> None:
    """Colours beside coordinates, and lists before and after the corners, are stepped over."""
    header = (
        "ply\nformat binary_big_endian 1.0\nelement vertex 8\nproperty uchar red\n"
        "property double z\nproperty double x\nproperty short a\nproperty double y\n"
        "element face 12\nproperty list uchar double weights\nproperty uchar flag\n"
        "property list int uint vertex_index\nproperty list ushort short last\nend_header\n"
    )
    kind = np.dtype([("r", "u1"), ("z", ">f8"), ("x", ">f8"), ("a", ">i2"), ("y", ">f8")])
    table = np.zeros(8, dtype=kind)
    for axis, column in zip("xyz", box_points().T, strict=True):
        table[axis] = column
    body = table.tobytes()
    for number, face in enumerate(BOX_FACES):
        body += bytes([number % 3]) + np.ones(number % 3, ">f8").tobytes() + b"\x07"
        body += np.array([3, *face], ">i4").tobytes()
        body += np.array([2], ">u2").tobytes() + np.array([-1, 5], ">i2").tobytes()

    assert is_the_box(header.encode() + body, "ply-binary")


def test_floats_stay_floats_and_doubles_doubles() -> None:
    """Points keep the precision of the file."""
    points = box_points() + np.random.default_rng(5).normal(size=(8, 3))
    double = read_mesh(ply_bytes(points, BOX_QUADS, ">", ("double", "uchar", "int")), LIMITS)
    single = read_mesh(ply_bytes(points, BOX_QUADS, "<", ("float", "uchar", "int")), LIMITS)
    text = read_mesh(ply_text(points, BOX_QUADS).encode(), LIMITS)

    assert double.points.tolist() == text.points.tolist() == points.tolist()
    assert single.points.tolist() == points.astype(np.float32).tolist()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TEXT.replace("ascii", "morse"), "mesh-header"),
        (TEXT.replace("format ascii 1.0\n", ""), "mesh-header"),
        (TEXT.replace("double", "quadruple"), "mesh-header"),
        (TEXT.replace("element vertex 8", "element vertex -8"), "mesh-header"),
        (TEXT.replace("element vertex 8", "element vertex 8_0"), "mesh-header"),
        (TEXT.replace("element vertex 8", "property int a"), "mesh-header"),
        (TEXT.replace("list uchar", "list float"), "mesh-header"),
        (TEXT.replace("uchar int", "uchar float"), "mesh-header"),
        (TEXT.replace("property double z\n", ""), "mesh-header"),
        (TEXT.replace("property double z", "property list int int z"), "mesh-header"),
        (TEXT.replace("end_header", "end"), "mesh-header"),
        (TEXT[:60], "mesh-header"),
        ("ply\n" + "comment x\n" * 10_000, "mesh-header"),
        (TEXT.replace("vertex 8", "vertex 9"), "mesh-left-over"),
        (TEXT.replace("vertex 8", "vertex 7"), "mesh-number"),
        (TEXT.replace("face 6", "face 7"), "mesh-cut-off"),
        (TEXT.replace("face 6", "face 5"), "mesh-left-over"),
        (TEXT.replace("face 6", "face 0"), "mesh-left-over"),
        (TEXT[:-3], "mesh-cut-off"),
        (TEXT + "1", "mesh-left-over"),
        (TEXT.replace("vertex 8", "vertex 99999999999"), "mesh-too-large"),
        (TEXT.replace("vertex 8", "vertex 4999999"), "mesh-cut-off"),
        (TEXT.replace("face 6", "face 99999999999"), "mesh-too-large"),
        (TEXT.replace("10.0", "nan"), "mesh-number"),
        (TEXT.replace("10.0", "1_0"), "mesh-number"),
        (TEXT.replace("10.0", "10,0"), "mesh-decimal-comma"),
        (TEXT.replace("10.0", "1e400"), "mesh-not-finite"),
        (TEXT.replace("4 0 3 2 1", "2 0 3"), "mesh-face-corners"),
        (TEXT.replace("4 0 3 2 1", "4 0 3 2 8"), "mesh-index"),
        (TEXT.replace("4 0 3 2 1", "4 0 3 2 -1"), "mesh-number"),
        (TEXT.replace("4 0 3 2 1", "4 0 3 2 1.0"), "mesh-number"),
        (TEXT.replace("4 0 3 2 1", "99999999 0 3 2 1"), "mesh-cut-off"),
        (LITTLE[:-1], "mesh-cut-off"),
        (LITTLE[:200], "mesh-cut-off"),
        (LITTLE + b"x", "mesh-left-over"),
        (LITTLE.replace(b"vertex 8", b"vertex 4999999"), "mesh-cut-off"),
        (LITTLE.replace(b"face 6", b"face 4999999"), "mesh-cut-off"),
        (LITTLE.replace(np.float32(10).tobytes(), np.float32(np.nan).tobytes()), "mesh-not-finite"),
        (
            BIG.replace(np.array(10, ">f8").tobytes(), np.array(np.inf, ">f8").tobytes()),
            "mesh-not-finite",
        ),
        (ply_bytes(box_points(), [[0, 1, -1]], "<", ("float", "uchar", "int")), "mesh-index"),
        (ply_bytes(box_points(), [[0, 1, 8]], ">", ("float", "uchar", "uint")), "mesh-index"),
        (ply_bytes(box_points(), [], ">", ("float", "uchar", "uint")), "mesh-no-faces"),
        (ply_bytes(box_points(), [[0, 1]], ">", ("float", "int", "uint")), "mesh-face-corners"),
        (LITTLE.replace(b"\x04\x00\x00\x00\x00\x03", b"\xff\x00\x00\x00\x00\x03"), "mesh-cut-off"),
    ],
)
def test_what_is_no_part_is_refused(data: str | bytes, code: str) -> None:
    """Headers that promise what is not there, numbers that are none and missing points."""
    assert refused(data).code == code


def test_a_list_may_not_count_below_nothing() -> None:
    """A negative length of a list is read as more than the file holds, never as a step back."""
    data = ply_bytes(box_points(), BOX_QUADS, "<", ("float", "int", "int"))
    spoiled = data.replace(
        b"\x04\x00\x00\x00\x00\x00\x00\x00\x03", b"\xff\xff\xff\xff\x00\x00\x00\x00\x03"
    )

    assert spoiled != data
    assert refused(spoiled).code == "mesh-cut-off"


def test_points_alone_are_no_part() -> None:
    """A cloud of points, or of triangle strips, holds no faces that are read."""
    cloud = TEXT[: TEXT.index("element face")] + "end_header\n"
    rows = "\n".join(TEXT[TEXT.index("end_header") :].split("\n")[1:9]) + "\n"

    assert refused(cloud + rows).code == "mesh-no-faces"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**31), st.sampled_from([LITTLE, BIG, TEXT.encode()]), st.binary(max_size=6))
def test_damaged_files_give_a_mesh_or_a_sentence(seed: int, data: bytes, junk: bytes) -> None:
    """Bytes that were overwritten or cut give finite points or a refusal with a known code."""
    place = seed % len(data)
    for damaged in (data[:place], data[:place] + junk + data[place + len(junk) :]):
        try:
            mesh = read_mesh(damaged, LIMITS)
        except UnreadableFile as error:
            assert error.code in READ_CODES  # noqa: PT017 - either outcome is right
        else:
            assert np.isfinite(mesh.corners).all()
