"""Overhang area per layer, on slopes of known lean."""

from math import radians, tan

import numpy as np
import pytest

from slicer_checks.read import read
from slicer_checks.slicing import slice_part
from tests import known_parts
from tests.known_parts import stl_bytes


def overhang(known: known_parts.KnownPart, limit: float = 45.0) -> np.ndarray:
    """Return the overhang column of a part at a tenth of a millimetre."""
    part = read(stl_bytes(known.triangles))
    return slice_part(part, 0.1, overhang_limit_deg=limit).overhang_mm2


@pytest.mark.parametrize("degrees", [20.0, 35.0, 44.0])
def test_a_slope_below_the_limit(degrees: float) -> None:
    """Each layer of a leaning block sticks out by its step less the step that is carried."""
    columns = overhang(known_parts.overhang_wedge(degrees))
    step = 10 * (0.1 / tan(radians(degrees)) - 0.1 / tan(radians(45)))

    assert columns[0] == 0
    assert columns[1:] == pytest.approx(np.full(99, step), rel=1e-4)


@pytest.mark.parametrize("degrees", [45.1, 60.0, 89.0])
def test_a_slope_above_the_limit(degrees: float) -> None:
    """A block that leans more than the limit carries itself."""
    assert not overhang(known_parts.overhang_wedge(degrees)).any()


def test_the_limit_is_asked() -> None:
    """A stricter limit makes an overhang of a slope that a looser one accepts."""
    wedge = known_parts.overhang_wedge(50)

    assert not overhang(wedge, 45).any()
    assert overhang(wedge, 60)[5] > 0


def test_a_ceiling_belongs_to_the_layer_it_begins() -> None:
    """A horizontal ceiling is overhang on the first layer above it, and the plate is none."""
    columns = overhang(known_parts.hollow_box())

    assert np.flatnonzero(columns).tolist() == [150]
    assert columns[150] == pytest.approx(100)


def test_a_ball_is_carried_from_half_its_slope_on() -> None:
    """On a ball the overhang ends where its skin has leaned up to the limit."""
    columns = overhang(known_parts.sphere(10, 96, 96))
    last = int(np.flatnonzero(columns > 1e-9).max())

    assert (last + 1) * 0.1 == pytest.approx(10 * (1 - np.cos(radians(45))), abs=0.4)
