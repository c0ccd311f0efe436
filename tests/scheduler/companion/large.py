"""A problem that is too large to be proven as a whole, and processes as the system sees them."""

from __future__ import annotations

from pathlib import Path

from scheduler import Problem
from tests.scheduler.problems import machine, part, problem


def large() -> Problem:
    """Return forty parts on two machines, late whatever is done."""
    scans = {"M1": 6000.0, "M2": 9000.0}
    return problem(
        parts=tuple(part(f"p{n}", due=25 * n, scan_s=scans) for n in range(40)),
        machines=(machine("M1"), machine("M2")),
    )


def companions(of: int) -> list[int]:
    """Return the companions that a process has started and that have not ended (Linux)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text(encoding="utf-8")
            command = (folder / "cmdline").read_text(encoding="utf-8")
        except OSError:
            continue
        parent = int(told.rsplit(")", 1)[1].split()[1])
        if parent == of and "scheduler.companion" in command:
            found.append(int(folder.name))
    return found
