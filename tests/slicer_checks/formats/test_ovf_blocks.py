"""OVF: vector blocks however they are written, and what a toolpath cannot hold of them."""

from math import isnan

import numpy as np
import pytest

from slicer_checks.toolpath import NOBODY, Shape
from tests.ovf_files import (
    LINE,
    SETS,
    block,
    double,
    floats,
    message,
    one_plane,
    single,
    unpacked,
    varint,
    whole,
)
from tests.toolpaths import unread


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
