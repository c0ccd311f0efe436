"""Chance in compiled code, where numba keeps a state of its own, apart from numpy's."""

from __future__ import annotations

import numba
import numpy as np

from scheduler.compiled import INNER


@numba.njit(**INNER)
def begin(seed: int) -> None:
    """Begin a series: the same from the same seed."""
    np.random.seed(seed)  # noqa: NPY002  numba's own state


@numba.njit(**INNER)
def below(count: int) -> int:
    """Return a whole number from 0 to one below a count."""
    return np.random.randint(count)  # noqa: NPY002  numba's own state


@numba.njit(**INNER)
def drawn() -> float:
    """Return a number from 0 to just below 1."""
    return np.random.random()  # noqa: NPY002  numba's own state
