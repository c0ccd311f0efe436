"""The check fine-text."""

import numpy as np
import numpy.typing as npt
import pytest

from tests.known_parts import box_triangles, moved, rotated
from tests.slicer_checks.checked import findings


def _marked(stroke_mm: float, height_mm: float = 0.6, strokes: int = 5) -> npt.NDArray[np.float64]:
    """Return a block with raised strokes side by side on its top."""
    bar = box_triangles(stroke_mm, 4.0, 2.0 + height_mm)
    bars = [moved(bar, 2.0 + 1.5 * number, 3.0) for number in range(strokes)]
    return np.concatenate((box_triangles(12.0, 10.0, 2.0), *bars))


@pytest.mark.parametrize(
    ("stroke_mm", "severity"),
    [(0.29, "warning"), (0.31, "info"), (0.49, "info"), (0.5, None), (0.51, None)],
)
def test_strokes_are_held_against_both_limits(stroke_mm: float, severity: str | None) -> None:
    """Below 0.3 mm strokes are lost, below 0.5 mm they are thin, and at 0.5 mm they are right."""
    found = findings("fine-text", _marked(stroke_mm))

    assert [one.severity for one in found] == ([severity] if severity else [])


def test_a_text_is_one_finding() -> None:
    """Five raised strokes are one text, and neither walls nor gaps nor pins."""
    part = _marked(0.25)
    (finding,) = findings("fine-text", part)

    assert finding.params["strokes"] == 5
    assert finding.value == pytest.approx(0.25, rel=0.05)
    assert finding.params["depth_mm"] == pytest.approx(0.6, rel=0.25)
    for code in ("thin-wall", "thin-pin", "thin-gap", "small-hole"):
        assert findings(code, part) == []


@pytest.mark.parametrize(("axis", "angle_deg"), [(0, 90.0), (1, 33.0)])
def test_a_text_may_stand_on_any_side(axis: int, angle_deg: float) -> None:
    """Turned with its part a text is the same text."""
    (finding,) = findings("fine-text", rotated(_marked(0.25), angle_deg, axis))

    assert finding.value == pytest.approx(0.25, rel=0.05)


def test_grooves_are_a_text_too() -> None:
    """Blocks so close that only shallow strokes of air are between them are engraved."""
    rib = box_triangles(1.5, 4.0, 2.6)
    ribs = [moved(rib, 1.0 + 1.7 * number, 3.0) for number in range(5)]
    (finding,) = findings("fine-text", box_triangles(12.0, 10.0, 2.0), *ribs)

    assert finding.value == pytest.approx(0.2, rel=0.05)
    assert finding.params["strokes"] == 4


def test_tall_strokes_are_walls() -> None:
    """Strokes that stand more than 1 mm high are walls."""
    part = _marked(0.25, height_mm=2.0)

    assert findings("fine-text", part) == []
    assert len(findings("thin-wall", part)) == 3


def test_two_strokes_are_no_text() -> None:
    """Fewer than three strokes are not yet lettering."""
    assert findings("fine-text", _marked(0.25, strokes=2)) == []
