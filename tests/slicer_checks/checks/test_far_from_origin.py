"""The check far-from-origin."""

import pytest

from slicer_checks import check, read
from tests.known_parts import box_triangles
from tests.mesh_files import BOX_FACES, box_points, obj_text
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


@pytest.mark.parametrize("offset", [0.0, 10_000.0, 16_373.0, -16_373.0])
def test_near_the_origin_nothing_is_lost(offset: float) -> None:
    """Up to 16 m from the origin the step is below a micrometre, in every direction."""
    assert findings("far-from-origin", BOX + offset) == []


@pytest.mark.parametrize(
    ("offset", "step", "severity"),
    [
        (16_384.0, 2**-9, "warning"),
        (-20_000.0, 2**-9, "warning"),
        (262_000.0, 2**-6, "warning"),
        (262_144.0, 2**-5, "error"),
        (1e8, 8.0, "error"),
    ],
)
def test_the_step_grows_with_the_distance(offset: float, step: float, severity: str) -> None:
    """Beyond the limits there is one finding, a warning or an error, with the float32 step."""
    (finding,) = findings("far-from-origin", box_triangles(16.0, 16.0, 16.0) + offset)

    assert (finding.severity, finding.value) == (severity, step)


def test_decimals_far_away_are_told_too() -> None:
    """Text keeps the digits, but what prints from it does not: the part is not accepted."""
    part = read(obj_text(box_points(offset=1e8), BOX_FACES.tolist()).encode())

    assert not check(part).accepted
    assert part.volume_mm3 == pytest.approx(1000)
