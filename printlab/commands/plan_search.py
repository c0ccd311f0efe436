"""A search that a terminal watches: how far it is, and Ctrl-C for the best plan so far."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final, NamedTuple

import click

import scheduler
from printlab.progress_bar import progress_bar

__all__ = ["Found", "search"]

STOPPING: Final = "Stopping: the best plan so far comes in a moment. Ctrl-C again gives it up."


class Found(NamedTuple):
    """A result, and what was heard while it was searched."""

    result: scheduler.Result
    history: Sequence[scheduler.Progress]


def search(problem: scheduler.Problem, limits: scheduler.Limits, *, quiet: bool) -> Found:
    """Solve a problem and tell the terminal; the first Ctrl-C ends it with the best plan."""
    history: list[scheduler.Progress] = []
    with progress_bar(wanted=not quiet) as tell, _ctrl_c(quiet=quiet) as is_pressed:

        def watch(heard: scheduler.Progress) -> bool:
            done = round(1000 * min(heard.elapsed_s, limits.time_s))
            history.append(heard)
            tell(_stage(heard), done, round(1000 * limits.time_s))
            return not is_pressed()

        result = scheduler.solve(problem, limits, progress=watch)
    return Found(result, [*history, _end(result)])


def _end(result: scheduler.Result) -> scheduler.Progress:
    """Return what there was to hear at the end: what ends a search is not told any more."""
    return scheduler.Progress(
        stage="verify",
        elapsed_s=result.runtime_s,
        objective=result.objective,
        bound=result.bound,
    )


def _stage(heard: scheduler.Progress) -> str:
    """Tell the best value so far and its gap, as far as they are known."""
    if heard.objective is None:
        return heard.stage
    value = f"{heard.stage:<9} {heard.objective:,.0f}"
    if heard.bound is None or heard.objective <= 0.0:
        return value
    return f"{value}, gap {max(0.0, 100 * (1 - heard.bound / heard.objective)):.1f} %"


@contextmanager
def _ctrl_c(*, quiet: bool) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; pressed again, it ends the command."""
    pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def press(number: int, frame: FrameType | None) -> None:
        del number, frame
        pressed.set()
        signal.signal(signal.SIGINT, before)
        if not quiet:
            click.echo(STOPPING, err=True)

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
