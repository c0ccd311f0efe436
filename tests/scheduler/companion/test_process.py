"""A second process searches along, and is never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from scheduler import Limits, Problem, Progress, solve, verify
from scheduler.companion.process import greeting, pays
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.shop.shop import Shop
from tests.scheduler.companion.large import companions, large
from tests.scheduler.problems import part, problem

LONG = Limits(time_s=20.0)

needs_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2,
    reason="looks for processes in /proc, and needs two cores",
)


@needs_linux
def test_two_processes_search_and_none_is_left() -> None:
    """The plan verifies, the result tells the processes, and the second one has ended."""
    asked = large()
    result = solve(asked, Limits(time_s=8.0))
    assert result.schedule is not None
    assert verify(asked, result.schedule) == []
    assert result.processes == 2
    assert companions(os.getpid()) == []


@needs_linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP, signal.SIGINT])
def test_whatever_happens_to_it_the_search_goes_on_and_ends_when_told(how: signal.Signals) -> None:
    """Killed, standing still or interrupted, the companion holds nobody up and is gone after."""
    asked = large()
    since: list[float] = []

    def watch(heard: Progress) -> bool:
        if not since:
            for process in companions(os.getpid()):
                os.kill(process, how)
                since.append(heard.elapsed_s)
        return not since or heard.objective is None or heard.elapsed_s < since[0] + 1.0

    result = solve(asked, LONG, progress=watch)
    assert since
    assert result.schedule is not None
    assert verify(asked, result.schedule) == []
    assert result.runtime_s < LONG.time_s
    assert result.processes == 1 or how == signal.SIGINT
    assert companions(os.getpid()) == []


def test_one_whose_search_is_gone_ends() -> None:
    """The end of its input ends it, whether it has begun to search or not."""
    control = Control(replace(LONG, time_s=600.0))
    with subprocess.Popen(
        [sys.executable, "-m", "scheduler.companion"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(greeting(Workshop(Shop(large())), control))
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"[{")
        process.stdin.close()
        assert process.wait(timeout=10.0) == 0


def test_a_second_process_is_for_long_searches_of_large_problems() -> None:
    """Not where the plan must be the same each time, nor where exact steps take the time."""

    def helps(limits: Limits, asked: Problem | None = None) -> bool:
        return pays(Workshop(Shop(asked or large())), Control(limits))

    assert helps(LONG)
    assert not helps(replace(LONG, iterations=100))
    assert not helps(replace(LONG, processes=1))
    assert not helps(replace(LONG, workers=1))
    assert not helps(replace(LONG, time_s=3.0))
    assert not helps(LONG, problem(parts=(part(),)))
    assert not helps(LONG, replace(large(), objective="makespan"))
    result = solve(large(), Limits(iterations=3))
    assert result.processes == 1
