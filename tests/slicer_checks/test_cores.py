"""Work shared out among cores comes back whole and in order."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from slicer_checks import crossings
from slicer_checks.cores import at_once, in_parts

LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="a process is bound to cores and to memory on Linux alone"
)
ROOMLESS = """
import resource
from pathlib import Path
from slicer_checks.cores import in_parts
mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (mapped + 3_000_000, mapped + 3_000_000))
print(sum(in_parts(lambda first, stop: stop - first, 1000, least=1)))
"""


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


@LINUX
def test_without_room_for_a_thread_the_work_is_done_here() -> None:
    """At a limit on address space no thread can begin: the work is done all the same."""
    asked = [sys.executable, "-c", ROOMLESS]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == ("1000\n", "")


@LINUX
def test_what_is_cut_short_is_cut_at_the_same_place_on_one_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search that ends early finds the same pairs on one core as on all of them."""
    monkeypatch.setattr(crossings, "TESTS_MAX", 20_000)
    monkeypatch.setattr(crossings, "TESTS_PER_FACE", 0)
    monkeypatch.setattr(crossings, "_BLOCK", 50)
    points = np.random.default_rng(3).uniform(0, 5, size=(6000, 3))
    faces = np.arange(6000, dtype=np.int32).reshape(-1, 3)
    all_cores = os.sched_getaffinity(0)
    on_all = crossings.find_crossings(points, faces)
    os.sched_setaffinity(0, {min(all_cores)})
    try:
        on_one = crossings.find_crossings(points, faces)
    finally:
        os.sched_setaffinity(0, all_cores)

    assert not on_all.complete
    assert len(on_all.crossing) > 0
    assert on_one.crossing.tolist() == on_all.crossing.tolist()
