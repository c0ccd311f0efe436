"""Work shared out among cores comes back whole and in order."""

import threading

import pytest

from slicer_checks.cores import at_once, in_parts


@pytest.mark.parametrize("count", [0, 1, 7, 999, 12_345])
@pytest.mark.parametrize("least", [1, 10, 100_000])
def test_parts_make_up_the_whole(count: int, least: int) -> None:
    """The ranges follow each other from nothing to the count, and their answers keep that order."""
    parts = in_parts(lambda first, stop: list(range(first, stop)), count, least=least)

    assert [number for part in parts for number in part] == list(range(count))


def test_small_work_stays_in_this_thread() -> None:
    """Where there is less than two ranges' work no thread is begun."""
    threads = in_parts(lambda _first, _stop: threading.get_ident(), 1999, least=1000)

    assert threads == [threading.get_ident()]


def test_an_error_in_a_thread_is_raised_here() -> None:
    """What goes wrong in a thread is not lost."""

    def divide(by: int) -> float:
        return 1 / by

    with pytest.raises(ZeroDivisionError):
        at_once(divide, [1, 0, 1])
