"""How long questions about a plan take: what if, promise, how sure, and why.

Labs are those of ``plan100``; with ``--stations`` every part also passes a furnace for three
platforms (6 h), a wire EDM (30 min a copy) and blasting by hand (10 min a copy). The plan asked
about is that of a search of ``--time-limit`` seconds. The rush job is a copy of a part, due in two
days; the machine that is down is the one with the last build; every tenth job is explained. The
limits are those that hold unless asked otherwise: 3 s to improve an answer of what-if, 1 s of a
promise.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter
from typing import TypeVar

import scheduler
from benchmarks._rows import Row, document, table
from benchmarks.plan100 import DAY, generate
from scheduler.changes import DueDateMoved, MachineBought, MachineDown, OperatorAbsent, RushJob

Answer = TypeVar("Answer")

COLUMNS = ("name", "seed", "asked", "median_s", "longest_s", "most_moved")
STATIONS = (
    scheduler.Station(
        id="furnace",
        kind="batch",
        capacity=3,
        load_s=1800.0,
        unload_s=1200.0,
        transport_s=600.0,
    ),
    scheduler.Station(id="edm", kind="platform", load_s=900.0, unload_s=900.0),
    scheduler.Station(id="blasting", kind="part", attended=True, load_s=300.0),
)
STEPS = (
    scheduler.Step(station="furnace", time_s=6 * 3600.0, programme="650"),
    scheduler.Step(station="edm", time_s=1800.0),
    scheduler.Step(station="blasting", time_s=600.0),
)


def finished(problem: scheduler.Problem) -> scheduler.Problem:
    """Return a problem whose parts pass stations after printing."""
    parts = tuple(replace(part, steps=STEPS) for part in problem.parts)
    return replace(problem, stations=STATIONS, parts=parts)


def measure(problem: scheduler.Problem, time_limit_s: float) -> list[Row]:
    """Return a row per verb: questions asked, seconds, and the share of copies moved by choice.

    To a machine that is bought everything may move; it does not count.
    """
    schedule = scheduler.solve(problem, scheduler.Limits(time_s=time_limit_s)).schedule
    if schedule is None:
        return []
    rush = replace(problem.parts[3], id="rush", job="rush", release=0, due=2 * DAY, weight=5.0)
    changes = (
        RushJob(parts=(rush,)),
        MachineDown(machine=schedule.builds[-1].machine, start=600, end=4000),
        OperatorAbsent(start=0, end=4 * DAY),
        DueDateMoved(job=problem.parts[0].job, due=2000),
        MachineBought(machine="new", like=problem.machines[0].id),
    )
    jobs = list(dict.fromkeys(part.job for part in problem.parts))[::10]
    compared = [_timed(partial(scheduler.what_if, problem, schedule, one)) for one in changes]
    explained = [_timed(partial(scheduler.explain, problem, schedule, job)) for job in jobs]
    promised = [_timed(partial(scheduler.promise, problem, schedule, (rush,)))]
    simulated = [_timed(partial(scheduler.simulate, problem, schedule))]
    held = [one for _, one in compared if not isinstance(one.change, MachineBought)]
    moved = max(one.chosen / max(1, one.open_copies) for one in held)
    return [
        {**_row("what_if", compared), "most_moved": moved},
        _row("promise", promised),
        _row("simulate, 1,000 runs", simulated),
        _row("explain", explained),
    ]


def _timed(ask: Callable[[], Answer]) -> tuple[float, Answer]:
    begun_s = perf_counter()
    answer = ask()
    return perf_counter() - begun_s, answer


def _row(name: str, timed: Sequence[tuple[float, object]]) -> Row:
    seconds = [second for second, _ in timed]
    return {
        "name": name,
        "asked": len(seconds),
        "median_s": median(seconds),
        "longest_s": max(seconds),
        "most_moved": None,
    }


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks answers", description=__doc__)
    parser.add_argument("--parts", type=int, default=50)
    parser.add_argument("--machines", type=int, default=4)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--stations", action="store_true")
    parser.add_argument("--time-limit", type=float, default=5.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    for seed in chosen.seeds:
        problem = generate(chosen.parts, chosen.machines, seed)
        problem = finished(problem) if chosen.stations else problem
        rows += [{"seed": seed, **row} for row in measure(problem, chosen.time_limit)]
    print(document(rows) if chosen.json else table(rows, COLUMNS))


if __name__ == "__main__":
    main()
