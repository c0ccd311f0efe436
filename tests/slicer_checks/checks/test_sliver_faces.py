"""The check sliver-faces."""

import numpy as np
import pytest

from tests.known_parts import SOLIDS, box_triangles
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


def capped(height_mm: float) -> np.ndarray:
    """Return a cube, one of whose lid's triangles is cut into three with a cap that high."""
    face = int(np.flatnonzero((BOX[:, :, 2] == 10.0).all(axis=1))[0])
    a, b, c = BOX[face]
    foot = (a + b) / 2
    inward = np.cross([0.0, 0.0, 1.0], b - a) / np.linalg.norm(b - a)
    top = foot + height_mm * inward
    return np.concatenate((np.delete(BOX, face, axis=0), [[a, b, top], [b, c, top], [c, a, top]]))


@pytest.mark.parametrize(("height_mm", "count"), [(0.00005, 1), (0.0002, 0), (0.01, 0)])
def test_a_cap_below_the_limit_is_found(height_mm: float, count: int) -> None:
    """A triangle lower than a ten-thousandth of a millimetre is a note, a higher one is none."""
    found = findings("sliver-faces", capped(height_mm))

    assert [(one.severity, one.value) for one in found] == [("info", 1)] * count


def test_a_triangle_without_area_is_another_finding() -> None:
    """What has no height at all is degenerate, and not told twice."""
    assert findings("sliver-faces", capped(0.0)) == []
    assert len(findings("degenerate-faces", capped(0.0))) == 1


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_known_solids_have_none(name: str) -> None:
    """No known solid has slivers."""
    assert findings("sliver-faces", SOLIDS[name]().triangles) == []
