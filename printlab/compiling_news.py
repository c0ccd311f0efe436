"""News of numba's compiler: it tells when it compiles a function, not when it loads one kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from numba.core import event

__all__ = ["hear_compiling"]

_COMPILES: Final = "numba:compile"
"""The kind of numba's events at which this listens."""


class _Listener(event.Listener):
    """Passes on that a function is about to be compiled."""

    def __init__(self, on_compiling: Callable[[], None]) -> None:
        self._on_compiling = on_compiling

    def on_start(self, event: object) -> None:
        """Say so."""
        del event
        self._on_compiling()

    def on_end(self, event: object) -> None:
        """Say nothing: the next function follows, or the work goes on."""
        del event


@contextmanager
def hear_compiling(on_compiling: Callable[[], None]) -> Iterator[None]:
    """Call a function at each function that this process compiles while the block lasts."""
    with event.install_listener(_COMPILES, _Listener(on_compiling)):
        yield
