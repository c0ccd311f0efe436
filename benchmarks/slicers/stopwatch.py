"""Time a piece of work, and tell how much memory the process took.

Imported by the peers' interpreter too, so it needs nothing but Python.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPEATS = 3
ENOUGH_S = 4.0
"""Short work is done three times and the best counts; after this many seconds it is not short."""


def best_of(run: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Run up to three times; return the last result and the best wall clock with its CPU time."""
    return best_of_fresh(lambda: None, lambda _: run())


def best_of_fresh(
    prepare: Callable[[], Any], run: Callable[[Any], Any]
) -> tuple[Any, dict[str, float]]:
    """Do as `best_of`, each time on what `prepare` makes, which does not count."""
    best = {"wall_s": float("inf"), "cpu_s": 0.0, "runs": 0.0}
    spent_s, result = 0.0, None
    for count in range(1, REPEATS + 1):
        result = None  # free it first: a second result beside it would count as memory
        ready = prepare()
        wall, cpu = time.perf_counter(), time.process_time()
        result = run(ready)
        wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
        spent_s += wall_s
        if wall_s < best["wall_s"]:
            best.update(wall_s=wall_s, cpu_s=cpu_s)
        best["runs"] = count
        if spent_s > ENOUGH_S:
            break
    return result, best


def once(run: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Run once; return the result, wall clock and CPU time."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    taken = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "runs": 1.0}
    return result, taken


def peak_mb() -> float:
    """Return the largest resident size of this process so far, in MB (10^6 bytes)."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def load_average() -> float | None:
    """Return the machine's load over the last minute, where it is told."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
