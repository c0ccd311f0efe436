"""OVF: work planes of vector blocks behind tables, sound, unusual, damaged and hostile."""

import random
import struct
import time
import tracemalloc
from dataclasses import fields
from math import hypot, inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import OVF_CODES, UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.ovf import is_ovf, read_ovf, write_ovf
from slicer_checks.formats.ovf_faults import ARC_POINTS_MAX, ENTRIES_MAX
from slicer_checks.limits import ReadLimits
from slicer_checks.texts import render_error
from slicer_checks.toolpath import NOBODY, Blocks, PathPart, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.ovf_files import (
    Plane,
    block,
    delimited,
    double,
    floats,
    message,
    ovf_bytes,
    single,
    table,
    unpacked,
    varint,
    whole,
)

LIMITS = ReadLimits()
REAL = CORPUS / "toolpaths" / "ovf_tools"
LINE = block(1, 0, 0, 3, 4)
SETS = (
    message(3, whole(1, 1), message(2, single(1, 285), single(2, 960), message(26, "hatch")))
    + message(3, whole(1, -7), message(2, single(2, 500), single(5, 5000), single(3, 0.04)))
    + message(3, message(2))
)
PARTS = message(4, whole(1, 3), message(2, message(1, "bracket"))) + message(
    4, message(2, message(4, single(5, 0.04), single(6, 0.11)))
)
SMALL = ovf_bytes(
    [
        Plane(blocks=[LINE + whole(50, 1), block(2, 0, 0, 1, 0)], says=single(4, 0.03)),
        Plane(blocks=[block(3, 5, 6) + message(100, whole(3, 3))], says=single(4, 0.06)),
    ],
    SETS + PARTS + message(2, whole(1, 1_695_736_958), message(3, "job")),
)


def one_plane(*blocks: bytes, job: bytes = b"", says: bytes = b"") -> Toolpath:
    """Return what a file of one work plane reads as."""
    return read_ovf(ovf_bytes([Plane(blocks=blocks, says=says)], job), LIMITS)


def unread(toolpath: Toolpath) -> dict[str, int]:
    """Return what was not read, and how much of it."""
    return {one.content: one.count for one in toolpath.unread}


def refused(data: bytes) -> str:
    """Return the code that a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_ovf(data, LIMITS)
    assert caught.value.code in OVF_CODES
    assert "…" not in render_error(caught.value)
    return caught.value.code


def outcome(data: bytes) -> str:
    """Return the code that a file is refused with, or "read"."""
    try:
        read_ovf(data, LIMITS)
    except UnreadableFile as error:
        return error.code
    return "read"


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


@pytest.mark.parametrize(
    "line",
    [
        message(1, unpacked(1, 0, 0, 3, 4)),
        message(1, floats(1, 0, 0, 3), unpacked(1, 4)),
        message(1, floats(1, 0, 0)) + whole(50, 0) + message(1, floats(1, 3, 4)),
        block(2, 9, 9, 9, 9) + block(1, 0, 0, 3, 4),
        block(1, 9, 9) + block(2, 9, 9, 9, 9) + block(1, 0, 0, 3, 4),
        message(1, floats(1, 0, 0, 3, 4), whole(7, 1), message(8, b"?")) + message(999, b"more"),
        LINE + single(50, 1) + whole(101, 1) + double(77, 1),
        LINE + varint(8 * 54) + b"\x80" * 9 + b"\x00",
    ],
)
def test_a_line_however_it_is_written(line: bytes) -> None:
    """Unpacked and split lists, fields said twice and unknown fields: the same line."""
    toolpath = one_plane(line)

    assert toolpath.blocks.points_mm.tolist() == [[0, 0], [3, 4]]
    assert toolpath.layer(0).shapes == (Shape.POLYLINE,)
    assert unread(toolpath) == {}


def test_points_in_3d_keep_x_and_y() -> None:
    """The heights of 3D kinds are left out and counted."""
    toolpath = one_plane(
        block(6, 1, 2, 9, 3, 4, 9), block(7, 1, 2, 9, 3, 4, 9), message(8, unpacked(1, 5, 6, 7))
    )

    assert toolpath.layer(0).shapes == (Shape.POLYLINE, Shape.HATCHES, Shape.POINTS)
    assert toolpath.blocks.points_mm.tolist() == [[1, 2], [3, 4], [1, 2], [3, 4], [5, 6]]
    assert unread(toolpath) == {"heights of points": 5}


@pytest.mark.parametrize(("kind", "centres"), [(4, (1, 2, 5, 6)), (9, (1, 2, 0, 5, 6, 0))])
@pytest.mark.parametrize("angle", [90.0, -200.0, 360.0, 720.0])
def test_arcs_become_polylines(kind: int, centres: tuple[float, ...], angle: float) -> None:
    """Each centre makes an arc; its chords leave the circle by no more than a micrometre."""
    field = 4 if kind == 4 else 5
    arcs = message(kind, double(1, angle), single(2, 3), single(3, 4), floats(field, *centres))
    first, second = one_plane(arcs + whole(50, 2)).layer(0).points_mm
    middles = (first[1:] + first[:-1]) / 2 - (1, 2)

    assert first[0].tolist() == [4, 6]
    assert np.hypot(*(first - (1, 2)).T) == pytest.approx(5)
    assert 5 - np.hypot(*middles.T).min() == pytest.approx(0.001, rel=0.3)
    assert second == pytest.approx(first + 4)
    (x, y), (x_next, y_next) = np.diff(first[:3], axis=0)
    assert np.sign(x * y_next - y * x_next) == -np.sign(angle)
    length = np.hypot(*np.diff(first, axis=0).T).sum()
    assert length == pytest.approx(5 * np.radians(abs(angle)), rel=1e-3)


def test_arcs_that_are_nearly_nothing() -> None:
    """An arc of no angle is its start, a tiny one has few chords, and no centre makes no arc."""
    still = message(4, single(2, 1), floats(4, 0, 0))
    tiny = message(4, double(1, 360), single(2, 1e-4), floats(4, 0, 0))
    toolpath = one_plane(still, tiny, message(4, double(1, 90)))

    assert [len(points) for points in toolpath.layer(0).points_mm] == [1, 5]


def test_power_along_vectors_is_told_by_the_exposure() -> None:
    """Adapted vectors keep their places, and a copy of their exposure tells the highest power."""
    line = message(11, floats(1, 0, 0, 100, 1, 0, 350, 2, 0, 200))
    hatches = message(
        12,
        message(1, floats(1, 0, 0, 10, 1, 0, 20, 2, 0, 30)),
        message(1, unpacked(1, 5, 5, 40, 6, 5, 50)),
        message(1, floats(1, 7, 7, 60)),
    )
    focus = message(11, floats(1, 0, 0, 9, 1, 1, 9), whole(2, 1))
    toolpath = one_plane(
        line + whole(50, 1), LINE + whole(50, 1), hatches, focus, line + whole(50, 1), job=SETS
    )
    blocks = toolpath.blocks

    assert toolpath.layer(0).shapes[:3] == (Shape.POLYLINE, Shape.POLYLINE, Shape.HATCHES)
    assert toolpath.layer(0).points_mm[2].tolist() == [
        [0, 0], [1, 0], [1, 0], [2, 0], [5, 5], [6, 5],
    ]  # fmt: skip
    most = [toolpath.exposures[place].most_power_w for place in blocks.block_exposure]
    assert (most[0], most[2], most[4]) == (350, 60, 350)
    assert isnan(most[1])
    assert isnan(most[3])
    assert blocks.block_exposure[0] == blocks.block_exposure[4]
    assert toolpath.exposures[blocks.block_exposure[0]].name == "hatch"
    assert unread(toolpath) == {"power along vectors": 3, "other parameters along vectors": 1}


def test_adapted_hatches_of_another_parameter() -> None:
    """Hatches that change the focus say nothing of power, and keep a key that is in no map."""
    hatch = message(1, floats(1, 0, 0, 5, 1, 0, 5), whole(2, 1))
    power = message(11, floats(1, 0, 0, 5, 1, 0, 6))
    toolpath = one_plane(message(12, hatch), power)

    assert toolpath.blocks.block_exposure.tolist() == [NOBODY, 0]
    assert toolpath.exposures[0].most_power_w == 6
    assert unread(toolpath) == {"power along vectors": 1, "other parameters along vectors": 1}


def test_what_a_toolpath_cannot_hold_is_counted() -> None:
    """Ellipses, repeats, patches and the like are told as unread."""
    toolpath = one_plane(
        message(13),
        message(5),
        b"",
        LINE + whole(54, 2) + message(100, whole(4, 1)) + message(101, whole(5, 1)),
        job=message(1, b"")
        + message(2, message(4, "me"), message(5, "what"))
        + message(3, message(2, whole(10, 1), whole(24, 1), whole(8, 3), message(25, single(1, 1))))
        + message(3, whole(1, 1), message(2, whole(27, 2), single(6, 1)))
        + message(4, message(2, message(8, "model")))
        + message(5, double(1, 80)),
        says=single(2, 10) + whole(9, 1) + message(1, LINE),
    )

    assert unread(toolpath) == {
        "work planes in the shell of the job": 1,
        "job parameters": 1,
        "author and description": 2,
        "details of parts": 1,
        "skywriting": 1,
        "wobble": 1,
        "laser pulses": 2,
        "power gradients": 1,
        "beam shapes": 1,
        "places of work planes": 1,
        "repeated work planes": 1,
        "blocks in the shell of a work plane": 1,
        "repeated blocks": 1,
        "re-exposures": 1,
        "patches": 1,
        "ellipses": 1,
        "waiting for other lasers": 1,
        "blocks without vectors": 1,
    }
    assert toolpath.vectors == 1


def test_pauses_are_blocks_without_points() -> None:
    """Each is as long as its last message says, or not at all; it names its laser like others."""
    toolpath = one_plane(
        LINE,
        message(10, whole(1, 50)) + whole(53, 2),
        message(10, whole(1, 7)) + message(10, whole(1, 9)),
        message(10),
        message(10, whole(1, 2**64 - 1)),
    )

    assert toolpath.blocks.pauses.tolist() == [False, True, True, True, True]
    assert toolpath.blocks.block_pause_us.tolist() == [0, 50, 9, 0, 2.0**62]
    assert toolpath.blocks.block_laser.tolist() == [0, 2, 0, 0, 0]
    assert (toolpath.vectors, unread(toolpath)) == (1, {})


def test_a_file_of_nothing_is_a_toolpath_of_nothing() -> None:
    """No work planes, and work planes without blocks, are read."""
    assert len(read_ovf(ovf_bytes([]), LIMITS)) == 0
    assert len(read_ovf(ovf_bytes([Plane(), Plane(blocks=[LINE], packed=False)]), LIMITS)) == 2


def with_word(data: bytes, at: int, value: int) -> bytes:
    """Return a file with another 8-byte number at a place."""
    return data[:at] + struct.pack("<q", value) + data[at + 8 :]


PACKED_LIE = message(1, varint(8 + 2) + varint(100))
HOSTILE = {
    "magic": (b"LVF?" + SMALL[4:], "ovf-magic"),
    "header": (SMALL[:9], "ovf-outside"),
    "unfinished": (with_word(SMALL, 4, 0), "ovf-unfinished"),
    "negative": (with_word(SMALL, 4, -5), "ovf-outside"),
    "beyond": (with_word(SMALL, 4, 2**62), "ovf-outside"),
    "plane-negative": (with_word(SMALL, 12, -1), "ovf-outside"),
    "plane-beyond": (with_word(SMALL, 12, len(SMALL)), "ovf-outside"),
    "block-beyond": (ovf_bytes([Plane(blocks=[LINE], positions=[10**6])]), "ovf-outside"),
    "block-negative": (ovf_bytes([Plane(blocks=[LINE], positions=[-1])]), "ovf-outside"),
    "length-beyond": (ovf_bytes([Plane(blocks=[message(1)[:-1] + b"\x7f"])]), "ovf-outside"),
    "inner-length": (ovf_bytes([Plane(blocks=[PACKED_LIE])]), "ovf-outside"),
    "meta-length": (ovf_bytes([Plane(blocks=[LINE + message(100, b"\x12\x7f")])]), "ovf-outside"),
    "lpbf-length": (ovf_bytes([Plane(blocks=[LINE + message(101, b"\x12\x7f")])]), "ovf-outside"),
    "arc-length": (ovf_bytes([Plane(blocks=[message(4, b"\x12\x7f")])]), "ovf-outside"),
    "adapted": (ovf_bytes([Plane(blocks=[message(12, b"\x0a\x7f")])]), "ovf-outside"),
    "adapted-line": (
        ovf_bytes([Plane(blocks=[message(12, message(1, b"\x7f"))])]),
        "ovf-malformed",
    ),
    "job-table": (SMALL[:-1] + b"\x80", "ovf-malformed"),
    "job": (ovf_bytes([], message(2, b"\x0a\x7f")), "ovf-outside"),
    "job-list": (ovf_bytes([], b"\x03"), "ovf-malformed"),
    "map": (ovf_bytes([], message(3, message(2, b"\x0f"))), "ovf-malformed"),
    "shell": (ovf_bytes([Plane(says=b"\x0b")]), "ovf-malformed"),
    "varint": (ovf_bytes([Plane(blocks=[LINE + b"\x80" * 10 + b"\x01"])]), "ovf-malformed"),
    "field-0": (ovf_bytes([Plane(blocks=[LINE + b"\x00\x00"])]), "ovf-malformed"),
    "group": (ovf_bytes([Plane(blocks=[LINE + b"\x3b"])]), "ovf-malformed"),
    "half-float": (ovf_bytes([Plane(blocks=[message(1, message(1, b"123"))])]), "ovf-malformed"),
    "plane-count": (ovf_bytes([Plane()], count=2), "ovf-layer-count"),
    "plane-count-below": (ovf_bytes([Plane()], count=-1), "ovf-layer-count"),
    "block-count": (ovf_bytes([Plane(blocks=[LINE], count=2)]), "ovf-block-count"),
    "same-block": (
        ovf_bytes([Plane(blocks=[LINE, LINE], positions=[20, 20])]),
        "ovf-overlap",
    ),
    "height": (ovf_bytes([Plane(says=single(4, nan))]), "ovf-height"),
    "height-beyond": (ovf_bytes([Plane(says=single(4, 10_001))]), "ovf-height"),
    "odd-line": (ovf_bytes([Plane(blocks=[block(1, 1, 2, 3)])]), "ovf-coordinates"),
    "odd-hatch": (ovf_bytes([Plane(blocks=[block(2, 1, 2)])]), "ovf-coordinates"),
    "odd-3d": (ovf_bytes([Plane(blocks=[block(7, 1, 2, 3)])]), "ovf-coordinates"),
    "odd-arc": (ovf_bytes([Plane(blocks=[message(4, floats(4, 1))])]), "ovf-coordinates"),
    "odd-adapted": (ovf_bytes([Plane(blocks=[block(11, 1, 2)])]), "ovf-coordinates"),
    "odd-hatches": (ovf_bytes([Plane(blocks=[message(12, block(1, 1))])]), "ovf-coordinates"),
    "nan": (ovf_bytes([Plane(blocks=[LINE, block(1, 0, nan)])]), "ovf-not-finite"),
    "infinite": (ovf_bytes([Plane(blocks=[block(2, 0, 0, -inf, 0)])]), "ovf-not-finite"),
    "far": (ovf_bytes([Plane(blocks=[block(3, 10_001, 0)])]), "ovf-not-finite"),
    "power": (ovf_bytes([Plane(blocks=[block(11, 0, 0, inf)])]), "ovf-not-finite"),
    "powers": (ovf_bytes([Plane(blocks=[message(12, block(1, 0, 0, nan))])]), "ovf-not-finite"),
    "arc-angle": (
        ovf_bytes([Plane(blocks=[message(4, double(1, inf), floats(4, 0, 0))])]),
        "ovf-not-finite",
    ),
    "arc-radius": (
        ovf_bytes([Plane(blocks=[message(4, single(2, 1e30), floats(4, 0, 0))])]),
        "ovf-not-finite",
    ),
    "arc-points": (
        ovf_bytes([Plane(blocks=[message(4, double(1, 1e300), single(2, 1), floats(4, 0, 0))])]),
        "ovf-too-many-points",
    ),
    "blocks": (ovf_bytes([Plane(blocks=[b""] * 10_001)]), "ovf-too-many-blocks"),
    "sets": (ovf_bytes([], message(3) * (ENTRIES_MAX + 1)), "ovf-too-many-entries"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    """Positions, lengths, counts and numbers that cannot be are refused with their code."""
    data, code = HOSTILE[name]

    assert refused(data) == code


def test_every_code_is_refused_somewhere() -> None:
    """There is a file for each code."""
    assert {code for _data, code in HOSTILE.values()} == set(OVF_CODES)


def test_the_faulty_block_is_named() -> None:
    """An error tells the work plane and the block, counted from 1."""
    planes = [Plane(blocks=[LINE]), Plane(), Plane(blocks=[LINE, block(1, 0, nan)])]

    with pytest.raises(UnreadableFile, match="Block 2 of work plane 3") as caught:
        read_ovf(ovf_bytes(planes), LIMITS)
    assert (caught.value.params["layer"], caught.value.params["block"]) == (3, 2)


def test_arcs_are_bounded_together() -> None:
    """Arcs that are few points each are refused when they are too many together."""
    centres = floats(4, *([0.0] * 2_000))
    arcs = message(4, double(1, 3600), single(2, 1), centres)
    fine = one_plane(arcs)

    assert len(fine.blocks.points_mm) <= ARC_POINTS_MAX
    assert len(fine.blocks.block_shape) == 1_000
    times = ARC_POINTS_MAX // len(fine.blocks.points_mm)
    assert refused(ovf_bytes([Plane(blocks=[arcs] * (times + 1))])) == "ovf-too-many-points"


def test_missing_keys_are_bounded() -> None:
    """Blocks that each name another missing key are refused, not given an exposure each."""
    blocks = [LINE + whole(50, key) for key in range(1, ENTRIES_MAX + 2)]

    assert refused(ovf_bytes([Plane(blocks=blocks)])) == "ovf-too-many-entries"


@pytest.mark.parametrize("packed", [True, False])
def test_a_table_that_names_one_block_many_times(packed: bool) -> None:
    """Half a million names of one large block cost no more than the file is long."""
    many = 500_000
    plane = Plane(
        blocks=[block(1, *([1.0] * 200_000))], positions=[20] * many, count=many, packed=packed
    )
    data = ovf_bytes([plane])
    refused(data)
    tracemalloc.start()
    begun = time.perf_counter()
    code = refused(data)
    spent = time.perf_counter() - begun
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert code in {"ovf-overlap", "ovf-too-many-blocks"}
    assert spent < 5
    assert peak < 40 * len(data)


def test_a_job_that_names_one_plane_many_times() -> None:
    """Work planes that are one and the same are refused before they are read again and again."""
    data = bytearray(b"LVF!" + bytes(8))
    data += bytes(8) + delimited(LINE)
    shell = len(data)
    data += delimited(whole(8, 1))
    struct.pack_into("<q", data, 12, len(data))
    data += delimited(table(shell, [20]))
    for many, code in ((3, "ovf-overlap"), (100_000, "ovf-overlap")):
        job = len(data)
        whole_file = data + delimited(whole(6, many))
        struct.pack_into("<q", whole_file, 4, len(whole_file))
        whole_file += delimited(table(job, [12] * many))
        assert refused(bytes(whole_file)) == code


def test_a_million_fields_of_an_exposure() -> None:
    """A message is scanned once, however many unknown fields it has."""
    begun = time.perf_counter()
    toolpath = read_ovf(ovf_bytes([], message(3, message(2, whole(9, 0) * 1_000_000))), LIMITS)

    assert len(toolpath.exposures) == 1
    assert time.perf_counter() - begun < 5


def test_cut_off_at_every_byte() -> None:
    """A file cut off anywhere is refused; its table is at its end."""
    for size in range(len(SMALL)):
        refused(SMALL[:size])


def test_any_byte_may_be_wrong() -> None:
    """Files with flipped bytes are read or refused, and nothing else happens."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    everything = ovf_bytes(
        [
            Plane(
                blocks=[
                    message(4, double(1, 90), single(2, 1), floats(4, 1, 2)),
                    block(11, 0, 0, 5, 1, 1, 6) + message(101, whole(2, 1)),
                    message(12, block(1, 0, 0, 5, 1, 1, 6), message(1, whole(2, 1))),
                    block(7, 0, 0, 5, 1, 1, 6) + message(100, whole(3, 3)),
                    LINE + whole(50, 1) + whole(53, 2),
                ]
            )
        ],
        SETS + PARTS,
    )
    outcomes = set()
    for _ in range(5_000):
        data = bytearray(chance.choice((SMALL, everything)))
        for _ in range(chance.choice((1, 1, 2, 5))):
            code = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
            data[chance.randrange(len(data))] = code
        outcomes.add(outcome(bytes(data)))

    assert {"read", "ovf-outside", "ovf-malformed", "ovf-overlap"} <= outcomes


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 220))
def test_any_bytes_after_the_magic(data: bytes, at: int) -> None:
    """Bytes at random behind the magic ones are read or refused."""
    assert outcome(b"LVF!" + struct.pack("<q", at) + data) in {"read", *OVF_CODES}


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
