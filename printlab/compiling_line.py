"""One line on a terminal before the engine is compiled, which happens once and takes long.

numba tells when it compiles a function, and says nothing when it loads one from its cache.
"""

from typing import Final, TextIO

from numba.core import event

__all__ = ["COMPILES", "CompilingLine"]

COMPILES: Final = "numba:compile"
"""The kind of numba's events at which this listens."""
_TEXT: Final = "Compiling the engine, once: up to a minute or two…"
_CLEAR: Final = "\r\x1b[K"


class CompilingLine(event.Listener):
    """Says at the first function that is compiled why the work takes so long; nothing later."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told = False

    def on_start(self, event: object) -> None:
        """Write the line, once, in place of what stands on the terminal's last line."""
        del event
        if not self._told:
            self._told = True
            self._stream.write(f"{_CLEAR}{_TEXT}\n")
            self._stream.flush()

    def on_end(self, event: object) -> None:
        """Say nothing: the bar goes on."""
        del event
