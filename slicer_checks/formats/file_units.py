"""Numbers of the unit that a toolpath is written in, and millimetres."""

from math import isfinite
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.single_precision import Rounding
from slicer_checks.formats.threemf_values import WHOLE_MAX
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Floats

ROUNDED_TO_UNIT: Final = "coordinates between two steps of the unit"
"""What coordinates and heights that are rounded to whole numbers lose."""
_EXACT_MAX: Final = 2**53
_UNITS_MM: Final = (1e-3, 1e-4, 1e-5, 1e-6)
_SAME_MM: Final = 1e-9
"""A picometre: lengths as near as this are the same length, written by other roundings."""


def in_mm(
    numbers: npt.NDArray[np.integer] | Floats, unit_mm: float, into: Floats | None = None
) -> Floats:
    """Return numbers of a unit, whole ones mostly, in mm; in an array that is there, if one is.

    Where the unit is a whole part of a millimetre, each is the double nearest to the decimal that
    the number stands for: 290 of 0.001 mm are 0.29 mm, to the last bit. Too large ones are
    infinite.
    """
    parts = 1 / unit_mm
    with np.errstate(over="ignore", invalid="ignore"):
        if isfinite(parts) and 1 <= round(parts) <= _EXACT_MAX and 1 / round(parts) == unit_mm:
            return np.divide(numbers, float(round(parts)), out=into, dtype=np.float64)
        return np.multiply(numbers, unit_mm, out=into, dtype=np.float64)


def check_coordinates(points_mm: Floats, z_mm: Floats, limits: ReadLimits) -> None:
    """Refuse coordinates and heights that are not finite or that no machine has."""
    for name, numbers in (("coordinate", points_mm), ("height", z_mm)):
        most_mm = limits.size_max_mm
        if len(numbers) and not (-most_mm <= numbers.min() and numbers.max() <= most_mm):
            raise UnreadableFile(
                "toolpath-coordinate",
                f"The toolpath has a {name} beyond {limits.size_max_mm:g} mm, or one that is no "
                "number.",
                {"what": name, "most_mm": limits.size_max_mm},
            )


def unit_for(lengths_mm: Floats, first_mm: float) -> float:
    """Return the unit of which lengths are whole numbers: `first_mm`, or a decimal one from 1 um.

    Where none fits exactly, the first that fits within a picometre, else the finest that the
    longest length leaves room for in 32 bits.
    """
    most = float(np.abs(lengths_mm).max(initial=0.0))
    possible = [
        unit
        for unit in (first_mm, *_UNITS_MM)
        if isfinite(unit) and unit > 0 and most / unit < WHOLE_MAX
    ]
    for nearness in (0.0, _SAME_MM):
        for unit in possible:
            if bool((distances(lengths_mm, unit) <= nearness).all()):
                return unit
    return min(possible, default=max(1e-3, most / 1e9))


def whole_of(lengths_mm: Floats, unit_mm: float) -> npt.NDArray[np.int64]:
    """Return lengths as the nearest whole numbers of a unit."""
    return np.rint(lengths_mm / unit_mm).astype(np.int64)


def distances(lengths_mm: Floats, unit_mm: float) -> Floats:
    """Return how far lengths move when they are written as whole numbers of a unit."""
    return np.abs(in_mm(whole_of(lengths_mm, unit_mm), unit_mm) - lengths_mm)


def moved(lengths_mm: Floats, unit_mm: float) -> Rounding:
    """Return which lengths are moved by more than roundings of doubles."""
    far_mm = distances(lengths_mm, unit_mm)
    changed = far_mm > _SAME_MM
    most = float(far_mm.max(initial=0.0, where=changed))
    return Rounding(count=int(changed.sum()), most=most)
