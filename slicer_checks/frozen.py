"""Read-only arrays: what a value holds cannot change after it was checked."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Scalar = TypeVar("Scalar", bound=np.generic)


def frozen_array(values: npt.ArrayLike, dtype: type[Scalar]) -> npt.NDArray[Scalar]:
    """Return the values as a read-only, contiguous array of `dtype`; never a view of `values`."""
    array: npt.NDArray[Any] = np.array(values, dtype=dtype, order="C")
    array.setflags(write=False)
    return array
