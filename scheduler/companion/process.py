"""The companion as a process: when one pays, its start and its certain end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Final

from scheduler.companion.exchange import Exchange, Post
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.cpsat.joint import small
from scheduler.document import text_of

LEAST_S: Final = 4.0
"""A companion takes some 2 s to import and to read the problem; a shorter search goes alone."""

SEED_STEP: Final = 1_000_003
"""How far the companion's seed is from the search's own (a prime)."""

SEEDS: Final = 2**31
"""Seeds that CP-SAT takes are below this."""

_ROOT: Final = Path(__file__).resolve().parents[2]


@contextmanager
def accompanied(workshop: Workshop, control: Control) -> Iterator[Exchange | None]:
    """Give the exchange with a second process, where one pays and can be had; it ends with us.

    The system may refuse a process, or the process may fail: then the search goes on alone.
    """
    with ExitStack() as held:
        exchange = None
        if pays(workshop, control) and cores() > 1:
            with suppress(OSError, ValueError):  # refused, or the problem is no document
                exchange = held.enter_context(_started(workshop, control))
        yield exchange


def pays(workshop: Workshop, control: Control) -> bool:
    """Tell whether a second process is allowed, and helps.

    It does not where the plan must be the same each time, and where most of the time goes into
    exact steps, which have use for both cores: small problems, and a makespan.
    """
    limits = control.limits
    if limits.iterations is not None or min(limits.processes, limits.workers) < 2:  # noqa: PLR2004
        return False
    return limits.time_s >= LEAST_S and not (workshop.rates.makespan or small(workshop))


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux has it
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def _started(workshop: Workshop, control: Control) -> Iterator[Exchange]:
    """Start the process; kill it and wait for its end whatever happens."""
    if not sys.executable or getattr(sys, "frozen", False):
        raise FileNotFoundError("There is no Python to start.")
    greeted = greeting(workshop, control)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "scheduler.companion"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
    )
    streams = _streams(process)
    post = Post(streams, control.go_alone, greeted)
    try:
        control.accompanied = True
        post.begin()
        yield Exchange(workshop, control, post)
    finally:
        process.kill()
        process.wait()
        post.close()
        for stream in streams:
            with suppress(OSError):
                stream.close()
        control.go_alone()


def greeting(workshop: Workshop, control: Control) -> bytes:
    """Return two lines: the companion's limits and when the search began, and the problem."""
    seed = (control.limits.seed + SEED_STEP) % SEEDS
    limits = asdict(replace(control.limits, seed=seed, workers=1))
    told = json.dumps({"limits": limits, "started_s": control.started_s}).encode()
    return b"%s\n%s\n" % (told, text_of(workshop.shop.problem))


def _streams(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdout is None or process.stdin is None:
        raise BrokenPipeError("The process has no pipes.")
    return process.stdout, process.stdin
