"""A bar on the terminal for work that takes long; none in a pipe, and gone when it is over."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from printlab.compiling_line import CompilingLine
from printlab.compiling_news import hear_compiling

__all__ = ["Progress", "progress_bar"]

Progress = Callable[[str, int, int], None]
"""Called with what is done now, and how much of it is done and to do (0 where that is unknown)."""

PATIENCE_S: Final = 1.0
"""Work that is over sooner shows no bar."""
WIDTH: Final = 24
_CLEAR: Final = "\r\x1b[K"


class _Bar:
    """One line at the bottom of a terminal, written over itself."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._since = clock()
        self._last = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """Draw the line anew, once the work has taken long enough."""
        if self._clock() - self._since < PATIENCE_S:
            return
        line = f"{stage:<10} "
        if total > 0:
            full = round(WIDTH * min(done, total) / total)
            line += f"{'█' * full}{'░' * (WIDTH - full)} {100 * min(done, total) // total:3d} %"
        if line != self._last:
            self._stream.write(_CLEAR + line)
            self._stream.flush()
            self._last = line

    def clear(self) -> None:
        """Leave the terminal as it was."""
        if self._last:
            self._stream.write(_CLEAR)
            self._stream.flush()


@contextmanager
def progress_bar(
    *,
    wanted: bool = True,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """Give a function to tell progress to, and take the bar away at the end, also on an error.

    Where the engine has to be compiled first, a line says so and stays, in a pipe as well.

    Parameters
    ----------
    wanted
        False with ``--json``: then nothing is shown.
    stream
        Where the bar goes, by default stderr; there is none where that is no terminal.
    """
    shown = sys.stderr if stream is None else stream
    if not wanted:
        yield _show_nothing
        return
    line = CompilingLine(shown)
    bar = _Bar(shown, clock)
    try:
        with hear_compiling(line.tell):
            yield bar.show if shown.isatty() else _show_nothing
    finally:
        line.clear()
        bar.clear()


def _show_nothing(_stage: str, _done: int, _total: int) -> None:
    """Hear progress that nobody looks at."""
