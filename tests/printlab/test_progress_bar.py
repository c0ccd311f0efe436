"""The bar of long work on a terminal."""

import io
from collections.abc import Callable

import numba
import pytest

from printlab.progress_bar import PATIENCE_S, progress_bar


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def clock(*times_s: float) -> Callable[[], float]:
    """Return a clock that shows these times one after another."""
    remaining = list(times_s)
    return lambda: remaining.pop(0)


def test_long_work_shows_a_bar_and_takes_it_away() -> None:
    """After a second the stage and its share are shown; at the end the line is empty."""
    terminal = Terminal()
    with progress_bar(stream=terminal, clock=clock(0.0, 2.0, 3.0)) as tell:
        tell("slicing", 1, 4)
        tell("checking", 0, 0)

    assert "slicing" in terminal.getvalue()
    assert " 25 %" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_compiling_is_told_once_and_counted_on_a_terminal() -> None:
    """Who waits for the compiler learns why, in a pipe by one line; what is kept is not told."""
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        first, second = (numba.njit(lambda value: value + 1) for _ in range(2))
        with progress_bar(stream=stream):
            first(1)
            second(1)
            first(2)

    line = "Compiling the engine, once: one to five minutes, longer on a busy machine…\n"
    clear = "\r\x1b[K"
    counts = f"{clear}1 function so far{clear}2 functions so far{clear}"
    assert terminal.getvalue() == f"{clear}{line}{counts}"
    assert pipe.getvalue() == line


def test_a_program_is_not_told_of_compiling() -> None:
    """With --json not even the line is written."""
    pipe = io.StringIO()
    with progress_bar(wanted=False, stream=pipe):
        numba.njit(lambda value: value + 1)(1)

    assert pipe.getvalue() == ""


def test_short_work_shows_nothing() -> None:
    """What is over within a second leaves no trace."""
    terminal = Terminal()
    with progress_bar(stream=terminal, clock=clock(0.0, 0.5 * PATIENCE_S)) as tell:
        tell("slicing", 1, 4)

    assert terminal.getvalue() == ""


def test_a_pipe_shows_nothing() -> None:
    """Where no person looks, nothing is written, however long it takes."""
    pipe = io.StringIO()
    with progress_bar(stream=pipe, clock=clock(0.0, 99.0)) as tell:
        tell("slicing", 1, 4)

    assert pipe.getvalue() == ""


def test_what_is_not_wanted_is_not_shown() -> None:
    """With --json nothing but the document is written."""
    terminal = Terminal()
    with progress_bar(wanted=False, stream=terminal, clock=clock(0.0, 99.0)) as tell:
        tell("slicing", 1, 4)

    assert terminal.getvalue() == ""


def test_an_error_takes_the_bar_away_too() -> None:
    """The sentence about an error stands on a line of its own."""
    terminal = Terminal()

    def fail() -> None:
        with progress_bar(stream=terminal, clock=clock(0.0, 2.0)) as tell:
            tell("slicing", 1, 4)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()

    assert terminal.getvalue().endswith("\r\x1b[K")
