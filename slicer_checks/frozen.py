"""Read-only arrays: what a value holds cannot change after it was checked."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Scalar = TypeVar("Scalar", bound=np.generic)


def read_only(values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Return a contiguous view that cannot be written.

    numba compiles a kernel anew for arrays that can be written and for those that cannot, so what
    takes both kinds hands all on as read-only.
    """
    view = np.ascontiguousarray(values).view()
    view.setflags(write=False)
    return view


def frozen_array(values: npt.ArrayLike, dtype: type[Scalar]) -> npt.NDArray[Scalar]:
    """Return the values as a read-only, contiguous array of `dtype`; never a view of `values`."""
    array: npt.NDArray[Any] = np.array(values, dtype=dtype, order="C")
    array.setflags(write=False)
    return array
