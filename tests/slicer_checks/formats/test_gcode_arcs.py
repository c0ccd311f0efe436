"""Arcs of G-code against circles."""

from math import cos, hypot, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.formats.gcode import read_gcode
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Floats


def arc_of(text: str) -> Floats:
    """Return the points of a program that lays one arc."""
    toolpath = read_gcode(f"M3 S9 F60\n{text}\n".encode(), ReadLimits())
    return toolpath.blocks.points_mm[toolpath.blocks.block_offsets[-2] :]


def turned(points: Floats, centre: tuple[float, float]) -> float:
    """Return the angle that points turn round a centre, above 0 counter-clockwise."""
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    return float(np.diff(np.unwrap(angles)).sum())


@settings(deadline=None, max_examples=80)
@given(
    radius=st.floats(min_value=0.02, max_value=500),
    begin=st.integers(0, 359),
    sweep=st.integers(2, 358),
    clockwise=st.booleans(),
    form=st.sampled_from(["I", "R", "absolute", "inch"]),
)
def test_an_arc_keeps_to_its_circle(
    radius: float, begin: int, sweep: int, clockwise: bool, form: str
) -> None:
    """Each chord is within 1 um of the circle, and the arc turns as far as it should."""
    signed = radians(-sweep if clockwise else sweep)
    start = radius * cos(radians(begin)), radius * sin(radians(begin))
    end = radius * cos(radians(begin) + signed), radius * sin(radians(begin) + signed)
    scale = 25.4 if form == "inch" else 1
    words = {
        "I": f"I{-start[0]:.12f} J{-start[1]:.12f}",
        "R": f"R{radius if sweep < 180 else -radius:.12f}",
        "absolute": "I0 J0",
        "inch": f"I{-start[0] / scale:.12f} J{-start[1] / scale:.12f}",
    }[form]
    setting = {"absolute": "G90.1", "inch": "G20"}.get(form, "")
    points = arc_of(
        f"{setting}\nG0 X{start[0] / scale:.12f} Y{start[1] / scale:.12f}\n"
        f"G{2 if clockwise else 3} X{end[0] / scale:.12f} Y{end[1] / scale:.12f} {words}"
    )
    slack = 1e-4 if form == "R" else 1e-6
    middles = (points[1:] + points[:-1]) / 2

    assert np.hypot(*points.T) == pytest.approx(radius, abs=slack)
    assert (np.hypot(*middles.T) >= radius - 1e-3 - slack).all()
    if form != "R":
        assert turned(points, (0, 0)) == pytest.approx(signed, abs=1e-6)
    assert points[-1] == pytest.approx(end, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "centre", "known"),
    [
        ("G2 I5", (5, 0), -2 * pi),
        ("G3 X0 Y0 J-5", (0, -5), 2 * pi),
        ("G91\nG1 X0.1\nX0.2\nG90\nG3 X0.3 I1", (1.3, 0), 2 * pi),
        ("G3 X2 Y0 R1", (1, 0), pi),
        ("G2 X2 Y0 R1", (1, 0), -pi),
        ("G2 X2 Y0 R0.999", (1, 0), -pi),
        ("G3 X1 Y1 R1", (0, 1), pi / 2),
        ("G3 X1 Y1 R-1", (1, 0), 3 * pi / 2),
        ("G2 X1 Y1 R1", (1, 0), -pi / 2),
        ("G2 X1 Y1 R-1", (0, 1), -3 * pi / 2),
        ("G91 G2 X2 I1", (1, 0), -pi),
    ],
)
def test_arcs_turn_as_they_are_told(text: str, centre: tuple[float, float], known: float) -> None:
    """G2 is clockwise and G3 not, back to the start is a full circle, R below 0 the longer arc."""
    assert turned(arc_of(text), centre) == pytest.approx(known, abs=2e-2)


def test_the_radius_changes_evenly_where_the_ends_differ_a_little() -> None:
    """An end 4 um off the circle is reached without a step."""
    points = arc_of("G3 X10.004 Y0 I5.002 J0")
    radii = np.hypot(points[:, 0] - 5.002, points[:, 1])

    assert points[-1].tolist() == [10.004, 0]
    assert radii == pytest.approx(5.002, abs=1e-9)
    assert np.abs(np.diff(np.hypot(*(arc_of("G3 X10.004 I5") - (5, 0)).T))).max() < 1e-4


def test_tiny_arcs_have_few_chords() -> None:
    """An arc smaller than its tolerance is a chord or two, and a circle still goes round."""
    assert len(arc_of("G3 X0.0004 I0.0002")) == 2
    assert len(arc_of("G3 I0.0004")) == 3


def test_chords_grow_with_the_radius() -> None:
    """A circle of 1 m takes some 2,200 chords, no more than the tolerance needs."""
    chords = len(arc_of("G3 I1000")) - 1

    assert 2_100 < chords < 2_300
    assert hypot(*arc_of("G3 I1000")[chords // 2]) == pytest.approx(2000, abs=0.01)
