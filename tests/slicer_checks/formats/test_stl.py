"""Binary STL, and telling STL from what is not."""

import struct

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.dispatch import read_mesh
from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.limits import ReadLimits
from tests.known_parts import cube, stl_ascii_bytes, stl_bytes

CUBE = stl_bytes(cube().triangles)
LIMITS = ReadLimits()


def code_of(data: bytes, limits: ReadLimits = LIMITS) -> str:
    """Return the code a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(data, limits)
    assert str(caught.value) == caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    "header", [b"solid cube", b"solid a\nfacet normal 0 0 0\n", b"<html>", b""]
)
def test_length_decides_binary(header: bytes) -> None:
    """A file of 84 + 50 n bytes is binary whatever its header says."""
    mesh = read_mesh(stl_bytes(cube().triangles, header), LIMITS)

    assert mesh.file_format == "stl-binary"
    assert np.array_equal(mesh.corners, cube().triangles)


@pytest.mark.parametrize("padding", [b"\n", b"\r\n", b"\x00" * 49, b" \t"])
def test_blank_padding_is_kept_out(padding: bytes) -> None:
    """Fewer than 50 trailing blanks or zeros hold no facet, so the file is read."""
    assert len(read_mesh(CUBE + padding, LIMITS).corners) == 12


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\x01", "stl-truncated"),
        (b"header of a program".ljust(80, b"\x00"), "stl-truncated"),
        (CUBE[:83], "stl-truncated"),
        (CUBE[:84], "stl-truncated"),
        (CUBE[:457], "stl-truncated"),
        (CUBE[:-1], "stl-truncated"),
        (CUBE + b"x", "stl-count-mismatch"),
        (CUBE + b"\x00" * 50, "stl-count-mismatch"),
        (CUBE[:80] + struct.pack("<I", 0) + CUBE[84:], "stl-count-mismatch"),
        (CUBE[:80] + struct.pack("<I", 11) + CUBE[84:], "stl-count-mismatch"),
        (CUBE[:80] + struct.pack("<I", 2**31) + CUBE[84:], "stl-truncated"),
        (CUBE[:80] + struct.pack("<I", 85_899_346) + CUBE[84:], "stl-truncated"),
        (bytes(84), "stl-no-facets"),
        (b"\xff\xfesolid", "stl-encoding"),
    ],
)
def test_lying_lengths_are_refused(data: bytes, code: str) -> None:
    """A length that does not fit the count is refused, in either direction."""
    assert code_of(data) == code


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused(value: float) -> None:
    """One coordinate that is not finite refuses the file, and the facet is named."""
    triangles = cube().triangles.copy()
    triangles[4, 1, 2] = value

    with pytest.raises(UnreadableFile) as caught:
        read_mesh(stl_bytes(triangles), LIMITS)

    assert caught.value.code == "stl-not-finite"
    assert caught.value.params == {"facets": 1, "first_facet": 5}


def test_normals_do_not_matter() -> None:
    """A normal that is not a number is never used, so the file is read."""
    data = bytearray(CUBE)
    data[84:96] = struct.pack("<3f", *(float("nan"),) * 3)

    assert len(read_mesh(bytes(data), LIMITS).corners) == 12


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"<!DOCTYPE html><html></html>" * 9, "HTML page"),
        (("solid a\n" * 99).encode("utf-16-le"), "UTF-16 text without its mark"),
        (("solid a\n" * 99).encode("utf-32"), "UTF-32 text"),
        (b"{\\rtf1 print this}" * 9, "RTF document"),
        (b"<svg xmlns='x'></svg>", "SVG image"),
        (b"<?xml version='1.0'?><note/>", "XML or HTML text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG image"),
        (b"\x7fELF" + bytes(300), "ELF program"),
        (b"\x1f\x8b\x08" + bytes(300), "gzip archive"),
        (b"\x80\x04\x95cposix\nsystem", "Python pickle"),
        (b"; slicer\nG28\nG1 X0\n" + b"G1 X1\n" * 30, "G-code"),
        (b'{"a": 1}' + b" " * 99, "JSON text"),
        (b"dear lab, please print my part " * 9, "text"),
        (b"hello world", "text"),
    ],
)
def test_other_files_are_named(data: bytes, seen: str) -> None:
    """A file of another kind is refused by saying what it looks like."""
    with pytest.raises(UnreadableFile) as caught:
        read_mesh(data, LIMITS)

    assert caught.value.code == "file-type-unknown"
    assert caught.value.params["looks_like"] == seen


def test_limits_hold_before_decoding() -> None:
    """Too many bytes or facets are refused by the counts alone."""
    assert code_of(CUBE, ReadLimits(bytes_max=683)) == "file-too-large"
    assert code_of(CUBE, ReadLimits(facets_max=11)) == "stl-too-many-facets"
    ascii_cube = stl_ascii_bytes(cube().triangles)
    assert code_of(ascii_cube, ReadLimits(facets_max=11)) == "stl-too-many-facets"


def test_written_files_read_back() -> None:
    """What is written as binary STL reads back corner for corner."""
    corners = cube().triangles.astype(np.float32)

    assert np.array_equal(read_mesh(write_stl_binary(corners), LIMITS).corners, corners)
