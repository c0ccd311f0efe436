"""Toolpaths as OVF: what the format holds comes back, and what it does not is counted."""

from dataclasses import fields, replace
from math import isnan, nan

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.formats.ovf import read_ovf, write_ovf
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Direction,
    FileFacts,
    LaserSource,
    PathPart,
    Role,
    Shape,
    Toolpath,
)

LIMITS = ReadLimits()
FACTS = FileFacts(file_format="ovf")
singles = st.floats(min_value=-10_000, max_value=10_000, width=32)
amounts = st.floats(min_value=0, max_value=5_000).map(lambda value: round(value, 3))
pauses_us = st.integers(0, 10**12)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def toolpath_of(
    *blocks: tuple[list[tuple[float, float]], Tag],
    exposures: tuple[Exposure, ...] = (),
    parts: tuple[PathPart, ...] = (),
    facts: FileFacts = FACTS,
) -> Toolpath:
    """Return a toolpath of one layer."""
    draft = BlockDraft()
    draft.layer(0.5)
    for points, tag in blocks:
        draft.block(np.array(points, dtype=np.float64).reshape(-1, 2), tag)
    return Toolpath(blocks=draft.blocks(), exposures=exposures, parts=parts, facts=facts)


def left_out(toolpath: Toolpath) -> dict[str, int]:
    """Return what OVF does not hold of a toolpath."""
    return {one.content: one.count for one in write_ovf(toolpath).left_out}


def again(toolpath: Toolpath) -> Toolpath:
    """Return a toolpath after it was written and read."""
    return read_ovf(write_ovf(toolpath).data, LIMITS)


@st.composite
def exposures(draw: st.DrawFn) -> Exposure:
    """Exposures that OVF holds: any of its numbers said or unsaid, but not all unsaid."""
    said = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(NUMBERS, amounts)))
    return Exposure(name=draw(texts), **(said or {"power_w": draw(amounts)}))


NUMBERS = (
    "power_w",
    "speed_mm_s",
    "focus_mm",
    "point_time_us",
    "jump_speed_mm_s",
    "jump_delay_us",
    "mark_delay_us",
    "polygon_delay_us",
    "laser_on_delay_us",
    "laser_off_delay_us",
)


@st.composite
def toolpaths(draw: st.DrawFn) -> Toolpath:
    """Toolpaths that OVF holds completely."""
    sets = draw(st.lists(exposures(), max_size=3))
    numbers = st.integers(-(2**31), 2**31 - 1)
    parts = draw(
        st.lists(
            st.builds(PathPart, number=numbers, name=texts),
            max_size=3,
            unique_by=lambda p: p.number,
        )
    )
    first_laser = draw(st.sampled_from([NOBODY, 0]))
    tags = st.builds(
        Tag,
        shape=st.sampled_from([Shape.POLYLINE, Shape.HATCHES, Shape.POINTS]),
        role=st.sampled_from(Role),
        exposure=st.integers(NOBODY, len(sets) - 1),
        part=st.integers(NOBODY, len(parts) - 1),
        laser=st.just(NOBODY) if first_laser == NOBODY else st.integers(0, 3),
    )
    draft = BlockDraft()
    for z_mm in draw(st.lists(singles, max_size=4)):
        draft.layer(z_mm)
        for tag in draw(st.lists(tags, max_size=4)):
            points = draw(st.lists(st.tuples(singles, singles), max_size=6))
            even = points[: len(points) // 2 * 2] if tag.shape == Shape.HATCHES else points
            draft.block(np.array(even, dtype=np.float64).reshape(-1, 2), tag)
        if draw(st.booleans()):
            rest = replace(draw(tags), shape=Shape.JUMP, pause_us=float(draw(pauses_us)))
            draft.block(np.empty((0, 2)), rest)
    sized = draw(st.booleans()) and bool(parts)
    facts = FileFacts(
        file_format="ovf",
        name=draw(texts),
        version=draw(st.sampled_from(["", "1", str(2**64 - 1)])),
        date=draw(st.sampled_from(["", "2026-02-03T04:05:06+00:00", "0001-01-01T00:00:01+00:00"])),
        layer_mm=0.03 if sized else nan,
        hatch_mm=0.11 if sized else nan,
        box_mm=draw(st.sampled_from([None, ((-1.5, 0.0, nan), (2.1, 3.0, nan))])),
    )
    return Toolpath(blocks=draft.blocks(), exposures=tuple(sets), parts=tuple(parts), facts=facts)


@settings(max_examples=200, deadline=None)
@given(toolpaths())
def test_what_ovf_holds_comes_back_exactly(toolpath: Toolpath) -> None:
    """Layers, blocks, exposures, parts and facts are the same after writing and reading."""
    read = again(toolpath)

    for column in fields(Blocks):
        expected = getattr(toolpath.blocks, column.name)
        assert np.array_equal(getattr(read.blocks, column.name), expected), column.name
    assert repr(read.exposures) == repr(toolpath.exposures)
    assert read.parts == toolpath.parts
    assert repr(read.facts) == repr(toolpath.facts)
    assert read.unread == ()
    assert left_out(toolpath) == {}


def test_a_pause_is_whole_microseconds() -> None:
    """What is left of one is told; one longer than 64 bits can count is as long as they can."""
    rest: list[tuple[list[tuple[float, float]], Tag]]
    rest = [([], Tag(shape=Shape.JUMP, pause_us=pause_us)) for pause_us in (2.25, 1e30)]

    assert again(toolpath_of(*rest)).blocks.block_pause_us.tolist() == [2.0, 2.0**62]
    assert left_out(toolpath_of(*rest)) == {"fractions of a microsecond": 1}


def test_digits_beyond_single_precision_are_counted() -> None:
    """Coordinates and settings that are rounded, or too large to keep, are told."""
    points = [(0.1, 0.5), (1e39, 0.0)]
    odd = Exposure(power_w=100.123456789, speed_mm_s=1e300)
    toolpath = toolpath_of((points, Tag(shape=Shape.POLYLINE)), exposures=(odd,))

    assert left_out(toolpath) == {"digits beyond single precision": 4}


def test_jumps_and_directions_are_left_out() -> None:
    """A block of jumps is not written, and a polyline loses its direction."""
    points = [(0.0, 0.0), (1.0, 0.0)]
    toolpath = toolpath_of(
        (points, Tag(shape=Shape.JUMP)),
        (points, Tag(shape=Shape.POLYLINE, direction=Direction.OPEN)),
    )

    assert left_out(toolpath) == {"jumps": 1, "directions": 1}
    assert again(toolpath).layer(0).shapes == (Shape.POLYLINE,)


def test_a_laser_left_unsaid_beside_others_is_told() -> None:
    """Where some blocks name a laser, those that do not are read as of laser 0."""
    points = [(0.0, 0.0), (1.0, 0.0)]
    toolpath = toolpath_of(
        (points, Tag(shape=Shape.HATCHES)), (points, Tag(shape=Shape.HATCHES, laser=1))
    )

    assert left_out(toolpath) == {"lasers left unsaid": 1}
    assert again(toolpath).blocks.block_laser.tolist() == [0, 1]


def test_what_ovf_has_no_place_for_in_an_exposure_is_told() -> None:
    """Spot, points and power along vectors are left out; what is unsaid stays unsaid beside."""
    exposure = Exposure(
        name="a",
        speed_mm_s=500,
        jump_speed_mm_s=1,
        spot_um=80,
        point_distance_um=60,
        most_power_w=9,
        wait_after_us=5,
    )
    toolpath = toolpath_of(exposures=(exposure,))
    (read,) = again(toolpath).exposures

    assert left_out(toolpath) == {
        "spot sizes": 1,
        "point distances": 1,
        "waits before and after blocks": 1,
        "power along vectors": 1,
    }
    assert (isnan(read.power_w), isnan(read.mark_delay_us)) == (True, True)
    assert (read.speed_mm_s, read.jump_speed_mm_s) == (500, 1)


def test_an_explicit_0_w_stays_one() -> None:
    """Beside a speed and delays that are unsaid, a power of 0 is read as 0."""
    (read,) = again(toolpath_of(exposures=(Exposure(name="a", power_w=0.0),))).exposures

    assert read.power_w == 0
    assert isnan(read.speed_mm_s)


def test_an_exposure_that_says_nothing_is_no_exposure_of_0_w() -> None:
    """It stays out of the map, and comes back as the key that is missing, which it may be named."""
    line = ([(0.0, 0.0), (1.0, 0.0)], Tag(shape=Shape.POLYLINE, exposure=1))
    known = Exposure(name="a", power_w=1, speed_mm_s=1)
    kept = toolpath_of(line, exposures=(known, Exposure(name="key 1")))
    lost = toolpath_of(line, exposures=(known, Exposure(name="b"), Exposure(name="key 5")))

    assert left_out(kept) == {}
    assert [one.name for one in again(kept).exposures] == ["a", "key 1"]
    assert left_out(lost) == {"exposures that say nothing": 2}
    assert [one.name for one in again(lost).exposures] == ["a", "key 2"]


def test_numbers_of_parts_that_ovf_cannot_hold() -> None:
    """A number that is used twice or beyond 32 bits is replaced, and told."""
    parts = tuple(PathPart(number=number) for number in (1, 1, 2**40))
    toolpath = toolpath_of(parts=parts)

    assert left_out(toolpath) == {"numbers of parts": 2}
    assert [part.number for part in again(toolpath).parts] == [1, 2, 3]


def test_facts_that_ovf_cannot_hold() -> None:
    """A date that is none, a version that is no number, heights of the box and more are told."""
    facts = FileFacts(
        file_format="cli",
        date="070920",
        version="2.00",
        layer_mm=0.03,
        box_mm=((0, 0, 0), (1, 1, 1)),
        user_data=(("a", b"b"),),
    )
    toolpath = replace(toolpath_of(facts=facts), lasers=(LaserSource(name="1"),))

    assert left_out(toolpath) == {
        "lasers": 1,
        "user data": 1,
        "date": 1,
        "version": 1,
        "layer thickness and hatch distance": 1,
        "heights of the declared box": 2,
    }
    for date in ("2020-01-01", "2020-01-01T00:00:00", "1970-01-01T00:00:00+00:00"):
        assert left_out(toolpath_of(facts=replace(FACTS, date=date))) == {"date": 1}


def test_closed_polylines_are_marked_as_contours() -> None:
    """The part area of a polyline is CONTOUR, that of a line that is open on purpose VOLUME."""
    ring = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]
    core = Tag(shape=Shape.POLYLINE, role=Role.CORE)
    contour = bytes([*b"\xaa\x06\x02\x08\x01"])

    assert contour in write_ovf(toolpath_of((ring, core))).data
    assert contour in write_ovf(toolpath_of((ring[:3], core))).data
    line = replace(core, direction=Direction.OPEN)
    assert contour not in write_ovf(toolpath_of((ring[:3], line))).data
    (back,) = read_ovf(write_ovf(toolpath_of((ring[:3], line))).data, LIMITS).blocks.block_direction
    assert back == Direction.OPEN
