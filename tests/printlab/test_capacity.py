"""How many copies stand on a plate."""

import pytest

from printlab.capacity import copies_on_circle, copies_on_rectangle


@pytest.mark.parametrize(
    ("size_mm", "gap_mm", "copies"),
    [
        ((45.0, 45.0), 5.0, 4),
        ((47.5, 47.5), 5.0, 4),
        ((47.6, 47.5), 5.0, 2),
        ((100.0, 20.0), 5.0, 4),
        ((20.0, 100.0), 5.0, 4),
        ((101.0, 20.0), 5.0, 0),
        ((0.0, 20.0), 5.0, 0),
    ],
)
def test_boxes_stand_in_rows(size_mm: tuple[float, float], gap_mm: float, copies: int) -> None:
    """On a plate of 100 mm x 100 mm, the gap between boxes and not at the rim."""
    assert copies_on_rectangle(size_mm, (100.0, 100.0), gap_mm) == copies


@pytest.mark.parametrize(
    ("size_mm", "copies"),
    [((70.0, 70.0), 1), ((71.0, 71.0), 0), ((30.0, 30.0), 4), ((98.0, 10.0), 1)],
)
def test_boxes_stand_on_a_round_plate(size_mm: tuple[float, float], copies: int) -> None:
    """On a plate of 100 mm across, no corner stands over the rim."""
    assert copies_on_circle(size_mm, 100.0, 5.0) == copies
