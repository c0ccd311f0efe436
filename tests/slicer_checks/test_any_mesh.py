"""Whatever a file holds, the line ends in a report or in one sentence."""

import json

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slicer_checks import (
    Report,
    SlicerChecksError,
    check,
    estimate,
    read,
    render_error,
)
from slicer_checks.pictures import part_picture
from tests.known_parts import Triangles, box_triangles, stl_bytes
from tests.slicer_checks.checked import process

COORDINATES = st.one_of(
    st.integers(0, 8).map(float),
    st.floats(-20, 20, width=32, allow_subnormal=False),
)
SOUPS = st.integers(1, 16).flatmap(
    lambda count: arrays(np.float64, (count, 3, 3), elements=COORDINATES)
)


EDGES = np.array([[(0, 0, z), (1, 1, z), (1, 1, z)] for z in range(3)], dtype=np.float64)
"""Each face is one edge, there and back: no surface is left."""


@example(triangles=EDGES, beside_a_box=False)
@given(triangles=SOUPS, beside_a_box=st.booleans())
@settings(max_examples=30, deadline=None)
def test_any_triangles_give_a_report_or_a_sentence(
    triangles: Triangles, beside_a_box: bool
) -> None:
    """Random triangles, alone or stuck into a box, never crash a check and never weigh below 0."""
    bodies = (triangles, box_triangles(5, 5, 5)) if beside_a_box else (triangles,)
    checked = _checked(stl_bytes(np.concatenate(bodies)))
    if isinstance(checked, SlicerChecksError):
        assert all(render_error(checked, lang) for lang in ("en", "nl", "de"))
        return

    report, part = checked, checked.part
    result = estimate(report.layers, process())
    json.dumps([report.to_dict(), result.to_dict()], allow_nan=False)
    assert result.mass_g >= 0
    assert result.time_low_s <= result.time_s <= result.time_high_s
    assert report.summary("nl")
    assert part_picture(part, report.findings, width_px=60).startswith(b"\x89PNG")


def _checked(data: bytes) -> Report | SlicerChecksError:
    try:
        return check(read(data), process())
    except SlicerChecksError as error:
        return error
