"""A warm-up of a fork server that has two small functions to compile, kept nowhere."""

from collections.abc import Callable

import numba

from printlab.compiling_news import hear_compiling


def warm(on_compiling: Callable[[], None]) -> None:
    """Compile both."""
    with hear_compiling(on_compiling):
        for function in (numba.njit(lambda value: value + 1), numba.njit(lambda value: value + 2)):
            function(1)
