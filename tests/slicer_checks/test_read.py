"""Bytes in, a part out."""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import ERROR_CODES, READ_CODES, NotAskable, UnreadableFile
from slicer_checks.limits import ReadLimits
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.texts import render_error
from slicer_checks.write_toolpath import write_toolpath
from tests.known_parts import (
    SOLIDS,
    box_triangles,
    cube,
    moved,
    stl_ascii_bytes,
    stl_bytes,
)
from tests.known_paths import small_path

CUBE = stl_bytes(cube().triangles)


def test_a_part_says_what_the_file_says() -> None:
    """A cube's name, hash, format, size, volume and area are those of the file."""
    part = read(CUBE, name="C:\\parts\\bracket\n.stl")

    assert part.name == "bracket.stl"
    assert part.sha256 == hashlib.sha256(CUBE).hexdigest()
    assert (part.file_format, part.unit, part.unit_guess.unit) == ("stl-binary", "mm", "mm")
    assert [part.triangles, part.bodies, part.watertight] == [12, 1, True]
    assert part.bounds_mm == ((0.0, 0.0, 0.0), (10.0, 10.0, 10.0))
    assert part.size_mm == (10.0, 10.0, 10.0)
    assert part.volume_mm3 == pytest.approx(1000)
    assert part.area_mm2 == pytest.approx(600)


@pytest.mark.parametrize("name", SOLIDS)
def test_known_volumes_and_areas(name: str) -> None:
    """Volume and area of every known solid agree with its formula to float32's precision."""
    known = SOLIDS[name]()
    part = read(stl_bytes(known.triangles))

    assert part.watertight
    assert part.volume_mm3 == pytest.approx(known.volume_mm3, rel=1e-6)
    assert part.area_mm2 == pytest.approx(known.area_mm2, rel=1e-6)


def test_a_part_cannot_be_changed() -> None:
    """A part's arrays are read-only."""
    part = read(CUBE)

    with pytest.raises(ValueError, match="read-only"):
        part.vertices_mm[0, 0] = 1.0


def test_paths_and_bytes_give_the_same(tmp_path: Path) -> None:
    """A path is read as its bytes are, named after the file."""
    path = tmp_path / "cube.stl"
    path.write_bytes(CUBE)
    part = read(path)

    assert part.name == "cube.stl"
    assert read(str(path)).sha256 == part.sha256 == read(CUBE).sha256
    assert read(CUBE).name == "part"
    assert read(CUBE, name="\x00/").name == "part"


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder, an impossible name and a file too large each have their code."""
    large = tmp_path / "large.stl"
    large.write_bytes(CUBE)
    for source, code in (
        (tmp_path / "absent.stl", "file-not-found"),
        (tmp_path, "file-not-readable"),
        ("a\x00b", "file-not-readable"),
        (large, "file-too-large"),
    ):
        with pytest.raises(UnreadableFile) as caught:
            read(source, limits=ReadLimits(bytes_max=100))
        assert caught.value.code == code


def test_a_path_is_told_as_it_was_given() -> None:
    """Who mistypes a folder sees the folder; letters that steer a terminal are left out."""
    with pytest.raises(UnreadableFile) as caught:
        read("no/such\x1b/cube.stl")

    assert str(caught.value) == "There is no file no/such/cube.stl."
    assert render_error(caught.value, "nl") == "Er is geen bestand no/such/cube.stl."


@pytest.mark.parametrize(
    ("factor", "unit", "code"),
    [
        (1e30, None, "part-too-large"),
        (1e30, "um", "part-too-large"),
        (1e-30, None, "part-too-small"),
        (0.001, "mm", "part-too-small"),
        (10_000, "m", "part-too-large"),
    ],
)
def test_sizes_no_part_can_have(factor: float, unit: str | None, code: str) -> None:
    """A part larger than any machine or smaller than any feature is refused before slicing."""
    with pytest.raises(UnreadableFile) as caught:
        read(stl_bytes(cube().triangles * factor), unit)

    assert caught.value.code == code


@pytest.mark.parametrize(("long", "unit"), [(1e7, None), (1e6, None), (2e7, "um")])
def test_needles_are_refused(long: float, unit: str | None) -> None:
    """A needle of kilometres is refused, whatever unit it could be in."""
    with pytest.raises(UnreadableFile) as caught:
        read(stl_bytes(box_triangles(10, 10, long)), unit)

    assert caught.value.code == "part-too-large"


@pytest.mark.parametrize(
    "triangles",
    [np.zeros((1000, 3, 3)), box_triangles(10, 10, 0), [[[0, 0, 0], [9, 0, 0], [0, 9, 0]]]],
    ids=["one-point", "flat-box", "sheet"],
)
def test_flat_parts_are_refused(triangles: npt.ArrayLike) -> None:
    """A part without extent in some direction has no volume."""
    with pytest.raises(UnreadableFile) as caught:
        read(stl_bytes(np.asarray(triangles)))

    assert caught.value.code == "part-no-volume"


def test_unknown_units_cannot_be_asked() -> None:
    """A unit we do not know is an error of the question, not of the file."""
    with pytest.raises(NotAskable) as caught:
        read(b"", "furlong")

    assert caught.value.code == "unit-unknown"


def test_codes_are_listed_once() -> None:
    """Every code stands once in the list that the text catalogue is held against."""
    assert len(set(ERROR_CODES)) == len(ERROR_CODES)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_part_or_a_sentence(data: bytes) -> None:
    """Random bytes never do anything but raise an error with a code that has a text."""
    with pytest.raises(UnreadableFile) as caught:
        read(data)

    assert caught.value.code in READ_CODES


def read_or_none(data: bytes) -> Part | None:
    """Return the part, or None where the bytes are refused with a known code."""
    try:
        return read(data)
    except UnreadableFile as error:
        return None if error.code in READ_CODES else read(b"an unlisted code")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.booleans(), st.binary(min_size=1, max_size=8))
def test_damaged_files_give_a_part_or_a_sentence(seed: int, binary: bool, junk: bytes) -> None:
    """A file with a few bytes overwritten or cut is read or refused with a known code."""
    data = CUBE if binary else stl_ascii_bytes(moved(cube().triangles, z=3))
    place = seed % len(data)
    for damaged in (data[:place], data[:place] + junk + data[place + len(junk) :]):
        part = read_or_none(damaged)
        assert part is None or (part.triangles > 0 and np.isfinite(part.vertices_mm).all())


@pytest.mark.parametrize(
    ("file_format", "seen"),
    [("cli", "CLI toolpath"), ("ilt", "ILT toolpath"), ("ovf", "OVF toolpath")],
)
def test_a_toolpath_is_no_part(file_format: str, seen: str) -> None:
    """Whoever mistakes the one for the other is told what the file is."""
    with pytest.raises(UnreadableFile) as refused:
        read(write_toolpath(small_path(2), file_format).data)

    assert refused.value.code == "file-type-unknown"
    assert refused.value.params["looks_like"] == seen
