"""The grammar of ASCII STL."""

import tracemalloc

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.limits import ReadLimits
from tests.known_parts import box_triangles, cube, moved, stl_ascii_bytes

LIMITS = ReadLimits()
CUBE = stl_ascii_bytes(cube().triangles)
FACET = (
    b"facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
)


def refusal(data: bytes) -> UnreadableFile:
    """Return the error a text is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(data, LIMITS)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        CUBE,
        CUBE.upper(),
        CUBE.replace(b" ", b"\t"),
        CUBE.replace(b" ", b"   "),
        CUBE.replace(b"\n", b"\r\n"),
        CUBE.replace(b"\n", b"\r"),
        CUBE.replace(b"\n", b" \n\n"),
        CUBE.rstrip(),
        b"\xef\xbb\xbf" + CUBE,
        b"\n\n" + CUBE + b"\n\x1a",
        CUBE.decode().encode("utf-16"),
        CUBE.replace(b"known part", "Brücke \N{GEAR}".encode()),
        CUBE.replace(b"known part", b"Br\xfccke"),
        CUBE.replace(b" known part", b""),
        CUBE.replace(b"known part", b"<script>alert(1)</script>"),
        CUBE.replace(b"10", b"+1.0E+01"),
        CUBE.replace(b"10", b".1e2"),
        CUBE.replace(b"10", b"10."),
        CUBE.replace(b"normal 0 0 0", b"normal nan -inf weird"),
        CUBE.replace(b"endloop", b"endloop of it").replace(b"endfacet", b"endfacet done"),
        CUBE.replace(b"endsolid known part", b"end solid"),
        b"solid\n"
        + CUBE.split(b"\n", 1)[1].replace(b"\n", b" ").replace(b"endsolid", b"\nendsolid"),
    ],
)
def test_dialects_are_read(data: bytes) -> None:
    """Case, blanks, line ends, marks, names and ways to write a number do not change the part."""
    mesh = read_mesh(data, LIMITS)

    assert mesh.file_format == "stl-ascii"
    assert np.array_equal(mesh.corners, cube().triangles)


def test_every_solid_counts() -> None:
    """Several solids in one file, empty ones too, are all read."""
    second = stl_ascii_bytes(moved(box_triangles(1, 1, 1), x=20))
    mesh = read_mesh(CUBE + b"solid empty\nendsolid empty\n" + second, LIMITS)

    assert len(mesh.corners) == 24


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (CUBE.replace(b"10", b"10,5"), "stl-ascii-decimal-comma", {"line": 2}),
        (CUBE.replace(b"10", b"1_0"), "stl-ascii-number", {"line": 2, "text": "1_0"}),
        (CUBE.replace(b"10", b"ten"), "stl-ascii-number", {"line": 2, "text": "ten"}),
        (CUBE.replace(b"10", b"nan"), "stl-ascii-number", {"line": 2, "text": "nan"}),
        (CUBE.replace(b"10", b"0x10"), "stl-ascii-number", {"line": 2, "text": "0x10"}),
        (CUBE.replace(b"10", b"1\xc20"), "stl-ascii-number", {"line": 2, "text": "1?0"}),
        (
            CUBE.replace(b"  vertex 10 10 0\n", b"", 1),
            "stl-ascii-vertex-count",
            {"line": 9, "vertices": 2},
        ),
        (
            CUBE.replace(b" endloop", b"  vertex 1 1 1\n endloop"),
            "stl-ascii-vertex-count",
            {"line": 2, "vertices": 4},
        ),
        (b"solid a\n" * 5 + CUBE, "stl-ascii-nested-solid", {"line": 2}),
        (CUBE[:300], "stl-ascii-unfinished", {}),
        (CUBE[: CUBE.index(b"endsolid")], "stl-ascii-unfinished", {}),
        (b"solid a\n" + FACET.replace(b"vertex 0 0 0\n", b"vertex 0 0\n"), None, None),
        (CUBE + b"and then some", "stl-ascii-malformed", {"line": 87, "text": "and then some"}),
        (
            b"solid a\n" + FACET.replace(b"outer", b"inner") + b"endsolid\n",
            "stl-ascii-number",
            None,
        ),
        (
            b"solid a\n" + FACET.replace(b"outer loop", b"loop") + b"endsolid\n",
            "stl-ascii-malformed",
            None,
        ),
        (b"solid a\nfacet" + b"\nfoo" * 900, "stl-ascii-malformed", None),
        (b"solid a\nhello\nendsolid\n", "stl-ascii-malformed", {"line": 2, "text": "hello"}),
        (b"solid a\nendsolid a\n", "stl-no-facets", {}),
        (b"solid", "stl-ascii-malformed", {"line": 1, "text": "solid"}),
        (CUBE.replace(b" ", b" \x00"), "stl-ascii-control-byte", {"byte": 0, "offset": 6}),
        (CUBE.replace(b"10", b"1e400"), "stl-not-finite", {"facets": 12, "first_facet": 1}),
        (CUBE.replace(b"10", b"1e39"), "stl-not-finite", {"facets": 12, "first_facet": 1}),
    ],
)
def test_faults_are_named(data: bytes, code: str | None, params: dict[str, object] | None) -> None:
    """What is wrong with a text is named with its line, never read as something else."""
    error = refusal(data)

    assert code is None or error.code == code
    assert params is None or error.params == params


def test_lines_are_counted_for_old_mac_files() -> None:
    """A lone CR ends a line too when the place of a fault is told."""
    assert refusal(CUBE.replace(b"10", b"x", 1).replace(b"\n", b"\r")).params["line"] == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"solid " + b"a" * 10_000_000 + CUBE[5:], "stl-line-too-long"),
        (CUBE.replace(b"\n", b" ") * 5_000, "stl-line-too-long"),
        (b"solid a\n" + b"\n" * 10_000_000 + b"endsolid a\n", "stl-no-facets"),
        (b"solid a\n" + b" \t" * 5_000_000, "stl-line-too-long"),
        (b"solid\nendsolid\n" * 700_000, "stl-too-many-solids"),
        (
            b"".join(b"solid same\n" + FACET + b"endsolid same\n" for _ in range(50_000)),
            "stl-too-many-solids",
        ),
        (b"solid a\n" * 1_000_000, "stl-ascii-nested-solid"),
        (b"solid a\n" + b"facet\n" * 1_000_000, "stl-ascii-malformed"),
        (b"solid a\n" + b"facet normal\n" + b"x\n" * 3_000_000, "stl-ascii-malformed"),
        (b"solid a\n" + b"1" * 4_000 + b"\n" * 1_000_000, "stl-ascii-malformed"),
    ],
    ids=[
        "long-name",
        "no-newline",
        "blank-lines",
        "blank-line",
        "empty-solids",
        "named-solids",
        "nested",
        "facets-only",
        "words",
        "digits",
    ],
)
def test_ten_megabytes_of_nonsense_are_refused(data: bytes, code: str) -> None:
    """Hostile texts, so large that none but linear work would come to an end, are refused."""
    assert refusal(data).code == code


def test_ten_megabytes_are_read() -> None:
    """A large ASCII file is read whole."""
    data = b"solid big\n" + FACET * 110_000 + b"endsolid big\n"

    assert len(read_mesh(data, LIMITS).corners) == 110_000


def test_blank_lines_cost_no_memory() -> None:
    """Sixteen million line ends before a cube are read in a few times their own memory."""
    data = b"\n" * 16_000_000 + CUBE
    tracemalloc.start()
    mesh = read_mesh(data, LIMITS)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(mesh.corners) == 12
    assert most_bytes < 3 * len(data)


def test_facets_beyond_one_block_keep_their_order() -> None:
    """A text of so many facets that they are settled in blocks gives them all, in their order."""
    facets = 100_001
    text = b"".join(
        b"facet normal 0 0 0 outer loop vertex %d 0 0 vertex 1 1 0 vertex 0 1 1 endloop endfacet\n"
        % number
        for number in range(facets)
    )
    mesh = read_mesh(b"solid\n" + text + b"endsolid\n", LIMITS)

    assert mesh.corners.shape == (facets, 3, 3)
    assert (mesh.corners[:, 0, 0] == np.arange(facets)).all()
    assert (mesh.corners[:, 1:] == [[1, 1, 0], [0, 1, 1]]).all()
