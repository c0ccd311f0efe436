"""The check too-small."""

import pytest

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(("size_mm", "found"), [(1.99, True), (2.0, False), (2.01, False)])
def test_two_millimetres_is_the_limit(size_mm: float, found: bool) -> None:
    """The largest dimension decides."""
    assert bool(findings("too-small", box_triangles(1.0, 1.0, size_mm))) is found
