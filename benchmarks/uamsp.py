"""Unrelated machines, area alone, makespan: ours beside published branch-and-Benders values.

    python -m benchmarks uamsp DATA.xlsx RESULTS.xlsx [--time-limit 60] [--seeds 0 1 2 3 4]

https://github.com/OurGroupNUAA/UAMSP-R publishes both workbooks (without a licence, so nothing of
them is in printlab). The published method is logic-based Benders decomposition with Gurobi, 1,800 s
an instance.

What the authors' sheets mean was found by solving. Rows, from 0: 1 machines, 2 parts; of each part
4 volume, 5 height, 6 area, 7 precision, 8 release; of each machine 9 height, 10 area, 11 precision,
12 set-up, 13 time a volume, 14 time a height. A part may go to a machine that is high, large and
precise enough; a build starts after the release of all its parts. Rows of the results follow the
sheets by name in some workbooks, and as they stand in others: the order that contradicts least is
taken.

A time unit of theirs is cut into 1,000 ticks. Times are rounded up, so ours is never better by
rounding. A row contradicts where our bound lies above the published value, or our value below the
published bound, by more than rounding.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import fmean

import scheduler
from benchmarks._rows import Row, document, spread_table, table
from benchmarks._workbooks import tables

COLUMNS = (
    "name",
    "seed",
    "objective",
    "published",
    "ratio",
    "bound",
    "published_bound",
    "optimal",
    "published_optimal",
    "verified",
    "time_s",
    "contradicts",
)
UNIT = 1000
"""Ticks in a time unit of the instances."""
LAYER_MM = 0.001
"""Heights are cut this fine, so that a layer's time stands for their time a height."""
SAME = 1e-3
"""Relative difference that rounding to ticks and layers makes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A row of the published results: value, bound, seconds, and whether it is proven optimal."""

    objective: float
    bound: float
    time_s: float
    optimal: bool


def sheets(data: Path) -> dict[str, scheduler.Problem]:
    """Return the problems of a workbook by the names of its sheets, in its order."""
    return {title: problem_of(rows) for title, rows in tables(data).items()}


def published(results: Path) -> list[Published]:
    """Return the published results, in the order of the sheets; their mean is left out."""
    rows = next(iter(tables(results).values()))[1:]
    return [
        Published(objective=row[0], time_s=row[1], bound=row[3], optimal=row[4] == 1)
        for row in rows
        if isinstance(row[0], int | float)
    ]


def problem_of(rows: list[tuple[float, ...]]) -> scheduler.Problem:
    """Return the problem of a sheet."""
    machines, parts = int(rows[1][0]), int(rows[2][0])
    volume, height, area, precision, release = (rows[number][:parts] for number in range(4, 9))
    high, large, fine, setup, by_volume, by_height = (
        rows[number][:machines] for number in range(9, 15)
    )
    fits = [
        [
            height[part] <= high[one] and area[part] <= large[one] and precision[part] <= fine[one]
            for one in range(machines)
        ]
        for part in range(parts)
    ]
    horizon = UNIT * (
        max(release)
        + sum(
            max(setup) + v * max(by_volume) + h * max(by_height)
            for v, h in zip(volume, height, strict=True)
        )
    )
    return scheduler.Problem(
        tick_s=1,
        horizon=ceil(horizon),
        objective="makespan",
        settings=(scheduler.Setting(id="any", material="any", layer_mm=LAYER_MM),),
        staff=(scheduler.Window(start=0, end=ceil(horizon), heads=machines),),
        machines=tuple(
            scheduler.Machine(
                id=f"M{one + 1}",
                platform=scheduler.Platform(width_mm=large[one] ** 0.5, depth_mm=large[one] ** 0.5),
                height_mm=high[one],
                materials=("any",),
                loaded="any",
                setup_s=setup[one] * UNIT,
                recoat_s=by_height[one] * UNIT * LAYER_MM,
            )
            for one in range(machines)
        ),
        parts=tuple(
            scheduler.Part(
                id=f"P{part + 1:03d}",
                job=f"J{part + 1:03d}",
                owner="any",
                setting="any",
                area_mm2=area[part],
                orientations=(
                    scheduler.Orientation(
                        id="only", width_mm=0.0, depth_mm=0.0, height_mm=height[part]
                    ),
                ),
                scan_s={
                    f"M{one + 1}": volume[part] * by_volume[one] * UNIT
                    for one in range(machines)
                    if fits[part][one]
                },
                release=ceil(release[part] * UNIT),
            )
            for part in range(parts)
        ),
    )


def measure(problem: scheduler.Problem, time_limit_s: float, seed: int) -> Row:
    """Solve one instance; return what came of it."""
    result = scheduler.solve(problem, scheduler.Limits(time_s=time_limit_s, seed=seed))
    if result.schedule is None or result.objective is None or result.bound is None:
        raise SystemExit(f"no plan: {result.summary()}")
    return {
        "seed": seed,
        "objective": result.objective / UNIT,
        "bound": result.bound / UNIT,
        "optimal": result.status == "optimal",
        "verified": not scheduler.verify(problem, result.schedule),
        "time_s": result.runtime_s,
    }


def beside(ours: Sequence[Row], known: dict[str, Published]) -> list[Row]:
    """Return our rows with the published values of their sheets."""
    rows: list[Row] = []
    for row in ours:
        theirs = known[str(row["name"])]
        objective, bound = float(str(row["objective"])), float(str(row["bound"]))
        low, high = theirs.bound * (1 - SAME), theirs.objective * (1 + SAME)
        rows.append(
            row
            | {
                "published": theirs.objective,
                "ratio": objective / theirs.objective,
                "published_bound": theirs.bound,
                "published_optimal": theirs.optimal,
                "published_s": theirs.time_s,
                "contradicts": objective < low or bound > high,
            }
        )
    return rows


def matched(ours: Sequence[Row], names: Sequence[str], known: Sequence[Published]) -> list[Row]:
    """Return our rows beside the published ones, in the order of sheets that contradicts least."""
    orders = (sorted(names), names)
    ways = [beside(ours, dict(zip(order, known, strict=True))) for order in orders]
    return min(ways, key=lambda rows: sum(bool(row["contradicts"]) for row in rows))


def verdicts(rows: Sequence[Row]) -> str:
    """Return a line for each seed: how many are no worse than published, the mean, the proofs."""
    lines = []
    for seed in dict.fromkeys(row["seed"] for row in rows):
        mine = [row for row in rows if row["seed"] == seed]
        ratios = [float(str(row["ratio"])) for row in mine]
        no_worse = sum(ratio <= 1.0 + SAME for ratio in ratios)
        proven, published = (
            sum(bool(row[name]) for row in mine) for name in ("optimal", "published_optimal")
        )
        lines.append(
            f"seed {seed}: no worse on {no_worse} of {len(mine)}, mean ratio {fmean(ratios):.4f}; "
            f"proven {proven}, published {published}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print a row for every instance and seed, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks uamsp", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    problems = sheets(chosen.data)
    ours = [
        {"name": title, **measure(problem, chosen.time_limit, seed)}
        for title, problem in problems.items()
        for seed in chosen.seeds
    ]
    rows = matched(ours, list(problems), published(chosen.results))
    parts = (table(rows, COLUMNS), spread_table(rows, ("name",), "ratio"), verdicts(rows))
    print(document(rows) if chosen.json else "\n".join(filter(None, parts)))


if __name__ == "__main__":
    main()
