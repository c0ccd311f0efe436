"""OVF: what is read of work planes behind tables, and what of real files."""

from dataclasses import fields
from math import hypot, isnan

import numpy as np
import pytest

from slicer_checks.exposure import Exposure
from slicer_checks.formats.ovf import is_ovf, read_ovf, write_ovf
from slicer_checks.toolpath import NOBODY, Blocks, PathPart, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.ovf_files import (
    LIMITS,
    LINE,
    PARTS,
    SMALL,
    Plane,
    message,
    one_plane,
    ovf_bytes,
    single,
    whole,
)
from tests.toolpaths import unread

REAL = CORPUS / "toolpaths" / "ovf_tools"


def test_layers_blocks_and_shapes() -> None:
    """Work planes are layers, and polylines, hatches and points are blocks, in order."""
    toolpath = read_ovf(SMALL, LIMITS)

    assert is_ovf(SMALL)
    assert not is_ovf(b"LVF")
    assert toolpath.blocks.layer_z_mm.tolist() == [np.float32(0.03), np.float32(0.06)]
    assert toolpath.layer(0).shapes == (Shape.POLYLINE, Shape.HATCHES)
    assert toolpath.layer(0).points_mm[0].tolist() == [[0, 0], [3, 4]]
    assert toolpath.layer(1).shapes == (Shape.POINTS,)
    assert toolpath.vectors == 3
    assert toolpath.unread == ()


def test_exposures_tell_zero_from_unsaid() -> None:
    """Power and speed that are not there are 0, delays only beside others, the rest is unsaid."""
    first, second, empty = read_ovf(SMALL, LIMITS).exposures

    assert (first.name, first.power_w, first.speed_mm_s) == ("hatch", 285, 960)
    assert isnan(first.jump_speed_mm_s)
    assert isnan(first.focus_mm)
    assert (second.power_w, second.jump_speed_mm_s, second.jump_delay_us) == (0, 5000, 0)
    assert second.focus_mm == 0.04
    assert (empty.power_w, empty.speed_mm_s) == (0, 0)
    assert isnan(empty.mark_delay_us)


def test_the_facts_of_the_file() -> None:
    """Name, date, version, box, thickness and hatch distance are those of the file."""
    box = message(6, single(1, -1), single(3, 2), single(4, 3))
    facts = one_plane(job=PARTS + message(2, whole(1, 60), whole(2, 7), message(3, "ü"), box)).facts

    assert (facts.file_format, facts.name, facts.version) == ("ovf", "ü", "7")
    assert facts.date == "1970-01-01T00:01:00+00:00"
    assert (facts.layer_mm, facts.hatch_mm) == (0.04, 0.11)
    assert facts.box_mm is not None
    assert [corner[:2] for corner in facts.box_mm] == [(-1, 0), (2, 3)]
    assert all(isnan(corner[2]) for corner in facts.box_mm)


@pytest.mark.parametrize("zero", [single(14, 0), whole(10, 0)])
def test_a_set_with_a_zero_written_out_leaves_none_out(zero: bytes) -> None:
    """What such a set lacks is unsaid; a marking mode other than 0 tells nothing of zeros."""
    speed = single(2, 500)
    (said,) = read_ovf(ovf_bytes([], message(3, message(2, speed + zero))), LIMITS).exposures
    (sky,) = read_ovf(ovf_bytes([], message(3, message(2, speed + whole(10, 3)))), LIMITS).exposures

    assert (said.speed_mm_s, isnan(said.power_w), isnan(said.jump_speed_mm_s)) == (500, True, True)
    assert (sky.speed_mm_s, sky.power_w) == (500, 0)


def test_facts_that_make_no_sense_are_unsaid() -> None:
    """An inverted box, a time beyond the calendar and text that is no UTF-8 do no harm."""
    most = 3.4e38
    box = message(6, single(1, most), single(2, most), single(3, -most), single(4, -most))
    facts = one_plane(job=message(2, whole(1, 2**62), message(3, b"\xff"), box)).facts

    assert (facts.box_mm, facts.date, facts.name) == (None, "", "�")
    assert isnan(facts.layer_mm)


def test_parts_are_named_by_key() -> None:
    """A block names a part, which may be the one of key 0, or none when it has no meta data."""
    toolpath = one_plane(LINE, LINE + message(100), LINE + message(100, whole(3, 3)), job=PARTS)

    assert toolpath.parts == (PathPart(number=3, name="bracket"), PathPart(number=0))
    assert toolpath.blocks.block_part.tolist() == [NOBODY, 1, 0]


def test_keys_that_are_in_no_map_stay_readable() -> None:
    """A missing exposure or part says nothing but its key; key 0 in no map names nothing."""
    toolpath = one_plane(
        LINE + whole(50, 9) + message(100, whole(3, -2)), LINE + whole(50, -4), LINE + message(100)
    )

    assert [one.name for one in toolpath.exposures] == ["key -4", "key 9"]
    assert isnan(toolpath.exposures[0].power_w)
    assert toolpath.blocks.block_exposure.tolist() == [1, 0, NOBODY]
    assert toolpath.parts == (PathPart(number=-2),)
    assert toolpath.blocks.block_part.tolist() == [0, NOBODY, NOBODY]


@pytest.mark.parametrize(
    ("lpbf", "role"),
    [
        (b"", Role.UNSAID),
        (message(101), Role.CORE),
        (message(101, whole(2, 1)), Role.DOWN_SKIN),
        (message(101, whole(2, 2), whole(1, 1)), Role.UP_SKIN),
        (message(101, whole(2, 2), whole(4, 1)), Role.SUPPORT),
        (message(101, whole(4, 1)) + message(102), Role.UNSAID),
        (message(101, whole(4, 1)) + message(101, whole(2, 1)), Role.DOWN_SKIN),
    ],
)
def test_roles(lpbf: bytes, role: Role) -> None:
    """Supports and skins are told by the meta data of the process, of which the last holds."""
    assert one_plane(LINE + lpbf).blocks.block_role.tolist() == [role]


def test_lasers_are_unsaid_where_no_block_names_one() -> None:
    """Laser 0 is left out of a file, so it is meant only where another block names a laser."""
    assert one_plane(LINE, LINE).blocks.block_laser.tolist() == [NOBODY, NOBODY]
    assert one_plane(LINE, LINE + whole(53, 1)).blocks.block_laser.tolist() == [0, 1]
    below = one_plane(LINE + whole(53, -3))
    assert below.blocks.block_laser.tolist() == [NOBODY]
    assert unread(below) == {"lasers below 0": 1}


def test_a_file_of_nothing_is_a_toolpath_of_nothing() -> None:
    """No work planes, and work planes without blocks, are read."""
    assert len(read_ovf(ovf_bytes([]), LIMITS)) == 0
    assert len(read_ovf(ovf_bytes([Plane(), Plane(blocks=[LINE], packed=False)]), LIMITS)) == 2


def same(one: Toolpath, other: Toolpath) -> bool:
    """Tell whether two toolpaths are equal in all that they say; NaN equals NaN."""
    columns = all(
        np.array_equal(getattr(one.blocks, column.name), getattr(other.blocks, column.name))
        for column in fields(Blocks)
    )
    rest = [(path.exposures, path.parts, path.facts, path.lasers) for path in (one, other)]
    return columns and repr(rest[0]) == repr(rest[1])


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)
def test_a_real_file_with_its_defects() -> None:
    """SupportPart: 500 layers, of which 75 lie at z = 0, and sets of 0 W that are used."""
    toolpath = read_ovf((REAL / "SupportPart.ovf").read_bytes(), LIMITS)
    blocks = toolpath.blocks
    hatches = blocks.block_shape == Shape.HATCHES

    assert len(toolpath) == 500
    assert len(blocks.block_shape) == 32_442
    assert (blocks.layer_z_mm[:75] == 0).all()
    assert blocks.layer_z_mm[75] == np.float32(3.04)
    assert toolpath.block_vectors[hatches].sum() == 85_798
    hatch = Exposure(name="Hatch_Infill", power_w=285.0, speed_mm_s=960.0)
    assert repr(toolpath.exposures[1]) == repr(hatch)
    assert (toolpath.exposures[0].power_w, toolpath.exposures[0].speed_mm_s) == (0, 0)
    assert np.diff(blocks.block_offsets)[blocks.block_exposure == 0].sum() == 60_659
    assert (blocks.block_role == Role.SUPPORT).sum() == 375
    assert (toolpath.facts.layer_mm, toolpath.facts.hatch_mm) == (0.04, 0.11)


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)
def test_a_real_file_of_contours() -> None:
    """The bunny: 68 layers, 169 closed contours of one part, with skywriting that is not read."""
    toolpath = read_ovf((REAL / "bunny_(solidsupport).ovf").read_bytes(), LIMITS)

    assert (len(toolpath), len(toolpath.blocks.block_shape)) == (68, 169)
    assert toolpath.parts == (PathPart(number=0, name="bunny (solidsupport)"),)
    assert toolpath.facts.date == "2023-09-26T14:02:38+00:00"
    assert unread(toolpath)["skywriting"] == 2
    assert all(hypot(*(ring[0] - ring[-1])) == 0 for ring in toolpath.layer(5).points_mm)


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize("name", ["SupportPart.ovf", "bunny_(solidsupport).ovf"])
def test_real_files_are_written_as_they_were_read(name: str) -> None:
    """What was read of a real file is the same after it was written and read again."""
    toolpath = read_ovf((REAL / name).read_bytes(), LIMITS)
    written = write_ovf(toolpath)

    assert written.left_out == ()
    assert same(read_ovf(written.data, LIMITS), toolpath)
