"""path-return-time: hatch lines scanned before the one beside them has set."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.exposure import Exposure
from slicer_checks.materials import default_process
from slicer_checks.toolpath import Role, Toolpath
from tests.known_paths import Points, hatches
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import contour, drawn, hatch, limited, ring

CODE = "path-return-time"


def lines(length_mm: float, speed_mm_s: float, points: Points | None = None) -> Toolpath:
    """Return a layer of forty lines to and fro at a speed, without delays, jumps of 5 m/s."""
    path = drawn([[hatch(hatches(40, length_mm) if points is None else points)]])
    said = Exposure(
        name="core", power_w=200.0, speed_mm_s=speed_mm_s, jump_speed_mm_s=5000.0, mark_delay_us=0.0
    )
    blocks = dataclasses.replace(path.blocks, block_exposure=np.zeros(1, dtype=np.int32))
    return dataclasses.replace(path, blocks=blocks, exposures=(said,))


@pytest.mark.parametrize(
    ("length_mm", "speed_mm_s", "told"),
    [(0.46, 1000.0, True), (0.49, 1000.0, False), (0.49, 1100.0, True), (0.24, 500.0, False)],
)
def test_a_line_takes_its_length_and_the_way_to_it(
    length_mm: float, speed_mm_s: float, told: bool
) -> None:
    """0.46 mm at 1 m/s and 0.1 mm at 5 m/s are 0.48 ms; 0.49 mm are 0.51 ms."""
    findings = found(CODE, lines(length_mm, speed_mm_s))
    assert bool(findings) is told
    if told:
        (one,) = findings
        assert one.severity == "warning"
        assert one.value == pytest.approx(100 * 39 / 40)
        time_ms = length_mm / speed_mm_s * 1000 + 0.02
        assert one.params["shortest_ms"] == pytest.approx(time_ms)
        assert one.where.layers == (0, 0)


def test_what_follows_a_line_is_not_beside_it() -> None:
    """Pieces of one line one after the other, and lines far from each other, are no return."""
    starts = np.arange(40)[:, None] * np.array((0.2, 0.0))
    chain = np.stack((starts, starts + np.array((0.2, 0.0))), axis=1).reshape(-1, 2)
    assert found(CODE, lines(0.0, 1000.0, chain)) == []
    assert found(CODE, lines(0.0, 1000.0, hatches(40, 0.2, 0.31))) == []
    assert found(CODE, lines(0.0, 1000.0, hatches(40, 0.2, 0.29)))


def test_a_few_short_lines_are_in_every_corner() -> None:
    """Their share of the length counts; without the limit nothing is said."""
    long = hatches(40, 8.0)
    mixed = np.concatenate((long, hatches(40, 0.3) + np.array((0.0, 9.0))))
    assert found(CODE, lines(0.0, 1000.0, mixed)) == []
    short = lines(0.3, 1000.0)
    assert found(CODE, short, process=limited("path-return-share", level="off")) == []
    assert found(CODE, short, process=limited("path-return-share", value=99.0)) == []


def test_supports_contours_and_nothing_are_not_judged() -> None:
    """Lines of supports are short; the speed is the parameter set's where the file has none."""
    assert found(CODE, drawn([[hatch(hatches(40, 0.2), role=Role.SUPPORT)]])) == []
    assert found(CODE, drawn([[contour(ring(1.0, corners=200))]])) == []
    assert found(CODE, drawn([[hatch(np.zeros((6, 2)))]])) == []
    speed_mm_s = default_process().parameters.hatch_speed_mm_s
    quick = 0.0002 * speed_mm_s
    assert found(CODE, lines(8.0, 0.0)) == []
    assert found(CODE, drawn([[hatch(hatches(40, quick))]]))
