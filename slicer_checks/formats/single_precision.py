"""Numbers that are written in single precision: how many it changes, and by how much at most."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["ROUNDED", "Rounding", "rounding"]

ROUNDED: Final = "digits beyond single precision"
"""What numbers that are rounded lose, among all that a format does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How many numbers are changed, and how far one is moved at most."""

    count: int
    most: float

    def __add__(self, other: "Rounding") -> "Rounding":
        """Take both together."""
        return Rounding(count=self.count + other.count, most=max(self.most, other.most))


def rounding(
    values: npt.NDArray[np.float64],
    singles: npt.NDArray[np.float32] | None = None,
    *,
    share: float = 0.0,
) -> Rounding:
    """Return what single precision changes of numbers.

    Parameters
    ----------
    singles
        The same numbers in single precision, where they are at hand.
    share
        A smaller share of a number is no change.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        kept = values.astype(np.float32) if singles is None else singles
        moved = np.abs(kept - values)
        changed = moved > share * np.abs(values)
    most = float(moved.max(initial=0.0, where=changed))
    return Rounding(count=int(np.count_nonzero(changed)), most=most)
