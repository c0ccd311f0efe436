"""OVF that is damaged or hostile: each file is refused with one sentence, and bounded."""

import random
import struct
import time
import tracemalloc
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import OVF_CODES, UnreadableFile
from slicer_checks.formats.ovf import read_ovf
from slicer_checks.formats.ovf_faults import ARC_POINTS_MAX, ENTRIES_MAX
from slicer_checks.texts import render_error
from tests.ovf_files import (
    LIMITS,
    LINE,
    PARTS,
    SETS,
    SMALL,
    Plane,
    block,
    delimited,
    double,
    floats,
    message,
    one_plane,
    ovf_bytes,
    single,
    table,
    varint,
    whole,
)


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
