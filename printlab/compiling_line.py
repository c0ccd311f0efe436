"""A line for people before the engine is compiled, which happens once and takes long."""

from typing import Final, TextIO

__all__ = ["CompilingLine"]

_TEXT: Final = "Compiling the engine, once: one to five minutes, longer on a busy machine…"
_CLEAR: Final = "\r\x1b[K"


class CompilingLine:
    """Says at the first function that is compiled why the work takes so long.

    On a terminal the functions are counted below it, so that it is seen to go on. How many there
    will be nobody knows: a command compiles what it needs and finds the rest kept.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lively = stream.isatty()
        self._count = 0

    def tell(self) -> None:
        """Write the line at the first function, and on a terminal the count at each."""
        self._count += 1
        if self._count == 1:
            self._stream.write(f"{_CLEAR if self._lively else ''}{_TEXT}\n")
        if self._lively:
            functions = "function" if self._count == 1 else "functions"
            self._stream.write(f"{_CLEAR}{self._count} {functions} so far")
        self._stream.flush()

    def clear(self) -> None:
        """Take the count away, in whose place other lines are to stand."""
        if self._lively and self._count:
            self._stream.write(_CLEAR)
            self._stream.flush()
