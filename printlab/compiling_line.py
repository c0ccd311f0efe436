"""A line for people before the engine is compiled, which happens once and takes long."""

from typing import Final, TextIO

__all__ = ["CompilingLine"]

_TEXT: Final = "Compiling the engine, once: up to a minute or two…"
_CLEAR: Final = "\r\x1b[K"


class CompilingLine:
    """Says at the first function that is compiled why the work takes so long; nothing later."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told = False

    def tell(self) -> None:
        """Write the line, once; on a terminal in place of what stands on its last line."""
        if not self._told:
            self._told = True
            clear = _CLEAR if self._stream.isatty() else ""
            self._stream.write(f"{clear}{_TEXT}\n")
            self._stream.flush()
