"""OFF: counts that are true, colours that are passed over, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import read
from slicer_checks.errors import READ_CODES, UnreadableFile
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.limits import ReadLimits
from tests.mesh_files import BOX_FACES, BOX_QUADS, box_points, off_text

LIMITS = ReadLimits()
BOX = off_text(box_points(), BOX_QUADS)


def refused(text: str, limits: ReadLimits = LIMITS) -> UnreadableFile:
    """Return the error a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(text.encode(), limits)
    assert caught.value.code in READ_CODES
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        BOX,
        off_text(box_points(), BOX_FACES.tolist()),
        BOX.replace("\n", "\r\n"),
        BOX.rstrip(),
        "# made by hand\n\n" + BOX.replace("\n", " # remark\n"),
        BOX.replace("OFF\n", "OFF "),
        BOX.replace("OFF\n", "OFF # remark\n\n"),
        BOX.replace("4 0 3 2 1", "4 0 3 2 1 255 0 0").replace(
            "4 4 5 6 7", "4 4 5 6 7 0.1 0.2 0.3 1"
        ),
        BOX.replace("OFF", "COFF").replace("10.0\n", "10.0 255 0 0 255\n"),
        BOX.replace("OFF", "NOFF").replace("10.0\n", "10.0 0 0 1\n"),
        BOX.replace("OFF", "STOFF").replace("10.0\n", "10.0 0 0\n"),
        BOX.replace("4 0 3 2 1", "4\n0 3\n\n2 1"),
        "\ufeff" + BOX,
    ],
)
def test_a_box_however_it_is_written(text: str) -> None:
    """Colours, normals, remarks and blank lines: the same box."""
    part = read(text.encode())

    assert part.file_format == "off"
    assert part.watertight
    assert (part.triangles, part.volume_mm3) == pytest.approx((12, 1000))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOX.replace("OFF", "4OFF"), "mesh-header"),
        (BOX.replace("OFF", "nOFF"), "mesh-header"),
        (BOX.replace("OFF", "OFF BINARY"), "mesh-header"),
        (BOX.replace("8 6 0", "8 6"), "mesh-header"),
        (BOX.replace("8 6 0", "8.0 6 0"), "mesh-header"),
        (BOX.replace("8 6 0", "-8 6 0"), "mesh-header"),
        (BOX.replace("8 6 0", "353535235358 6 0"), "mesh-too-large"),
        (BOX.replace("8 6 0", "8 353535235358 0"), "mesh-too-large"),
        (BOX.replace("8 6 0", "4999999 6 0"), "mesh-cut-off"),
        (BOX.replace("8 6 0", "9 6 0"), "mesh-cut-off"),
        (BOX.replace("8 6 0", "7 6 0"), "mesh-number"),
        (BOX.replace("8 6 0", "8 7 0"), "mesh-cut-off"),
        (BOX.replace("8 6 0", "8 5 0"), "mesh-left-over"),
        (BOX.replace("8 6 0", "8 0 0"), "mesh-left-over"),
        ("OFF\n0 0 0\n", "mesh-no-faces"),
        (BOX[:-3], "mesh-cut-off"),
        (BOX + "more", "mesh-left-over"),
        (BOX.replace("10.0", "nan"), "mesh-number"),
        (BOX.replace("10.0", "1_0"), "mesh-number"),
        (BOX.replace("10.0", "1,5"), "mesh-decimal-comma"),
        (BOX.replace("10.0", "\u0661"), "mesh-number"),
        (BOX.replace("10.0", "1e400"), "mesh-not-finite"),
        (BOX.replace("4 0 3 2 1", "4 0 3 2 8"), "mesh-index"),
        (BOX.replace("4 0 3 2 1", "4 0 3 2 -1"), "mesh-number"),
        (BOX.replace("4 0 3 2 1", "2 0 3"), "mesh-face-corners"),
        (BOX.replace("4 0 3 2 1", "0"), "mesh-face-corners"),
        (BOX.replace("4 0 3 2 1", "999999999999 0 3 2 1"), "mesh-cut-off"),
        (BOX.replace("8 6", "8 \x006"), "mesh-control-byte"),
    ],
)
def test_what_is_no_part_is_refused(text: str, code: str) -> None:
    """Counts that are not true, other kinds of OFF and numbers that are none."""
    assert refused(text).code == code


def test_limits_hold() -> None:
    """Quads count as the two triangles that they are."""
    assert refused(BOX, ReadLimits(facets_max=11)).code == "mesh-too-large"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**31), st.text(max_size=6))
def test_damaged_files_give_a_mesh_or_a_sentence(seed: int, junk: str) -> None:
    """Text that was overwritten or cut gives finite points or a refusal with a known code."""
    place = seed % len(BOX)
    for damaged in (BOX[:place], BOX[:place] + junk + BOX[place + len(junk) :]):
        try:
            mesh = read_mesh(damaged.encode("utf-8", "replace"), LIMITS)
        except UnreadableFile as error:
            assert error.code in READ_CODES  # noqa: PT017 - either outcome is right
        else:
            assert np.isfinite(mesh.corners).all()
