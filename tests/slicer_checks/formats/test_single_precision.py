"""What single precision changes of numbers, and how far it moves a point of a written file."""

import dataclasses
from math import inf

import numpy as np
import pytest

from slicer_checks.exposure import Exposure
from slicer_checks.formats.single_precision import Rounding, rounding
from slicer_checks.toolpath import FileFacts, Toolpath
from slicer_checks.write_toolpath import write_toolpath
from tests.known_paths import small_path

TENTH = abs(float(np.float32(0.1)) - 0.1)


def path_with(x_mm: float, unit_mm: float = 1.0) -> Toolpath:
    """Return the small toolpath with one other coordinate, in millimetres of a file's unit."""
    path = small_path(1)
    points_mm = path.blocks.points_mm.copy()
    points_mm[0, 0] = x_mm
    return dataclasses.replace(
        path,
        blocks=dataclasses.replace(path.blocks, points_mm=points_mm),
        facts=FileFacts(file_format="made", unit_mm=unit_mm),
    )


@pytest.mark.parametrize(
    ("numbers", "share", "expected"),
    [
        ([0.5, 3.0, 0.0], 0.0, Rounding(count=0, most=0.0)),
        ([0.5, 0.1], 0.0, Rounding(count=1, most=TENTH)),
        ([0.5, 0.1], 1e-7, Rounding(count=0, most=0.0)),
        ([1e39, 0.1], 0.0, Rounding(count=2, most=inf)),
        ([], 0.0, Rounding(count=0, most=0.0)),
    ],
)
def test_numbers_are_counted_with_the_largest_change(
    numbers: list[float], share: float, expected: Rounding
) -> None:
    """Of numbers that single precision holds nothing is said."""
    values = np.array(numbers, dtype=np.float64)

    assert rounding(values, share=share) == expected
    with np.errstate(over="ignore"):
        assert rounding(values, values.astype(np.float32), share=share) == expected


def test_two_roundings_are_one() -> None:
    """Counts add up, and the larger change stays."""
    assert Rounding(count=2, most=0.5) + Rounding(count=1, most=2.0) == Rounding(count=3, most=2.0)


@pytest.mark.parametrize("file_format", ["cli", "ilt", "ovf"])
def test_a_written_file_says_how_far_a_point_is_moved(file_format: str) -> None:
    """In millimetres; nothing moves where single precision holds the numbers."""
    assert write_toolpath(path_with(0.1), file_format).rounded_mm >= TENTH
    assert write_toolpath(path_with(0.1), file_format).rounded_mm < 1e-6


def test_cli_tells_the_change_in_millimetres() -> None:
    """A file in tenths of a millimetre holds 2.3, which is moved by a tenth as much in mm."""
    change = abs(float(np.float32(2.3)) - 2.3)

    assert write_toolpath(path_with(0.23, 0.1), "cli").rounded_mm == pytest.approx(change / 10)
    assert write_toolpath(path_with(0.23, 0.1), "cli-ascii").rounded_mm == 0.0


def test_a_number_too_large_for_ovf_has_no_bound() -> None:
    """A coordinate or a setting that becomes infinite is lost, not rounded."""
    fast = dataclasses.replace(path_with(0.5), exposures=(Exposure(speed_mm_s=1e300),) * 3)

    assert write_toolpath(path_with(1e39), "ovf").rounded_mm == inf
    assert write_toolpath(fast, "ovf").rounded_mm == inf
