"""Our own benchmark: whole metal labs, from calendar to wire cutting, for others to compete.

    python -m benchmarks lab-l-pbf [NAME...] [--time-limit 60] [--seeds 0 1 2 3 4] [--keep]
    python -m benchmarks lab-l-pbf --check RESULT.json...
    python -m benchmarks lab-l-pbf --table
    python -m benchmarks lab-l-pbf --write

The problems are in `benchmarks/lab-l-pbf/instances`, as documents that `printlab plan` reads; the
README beside them says how they were drawn. Each row sets our value beside the best known one;
`--keep` replaces a best known plan by a better one that verifies. `--check` judges result
documents of anybody by our independent checker. `--table` prints the best known values as the
README has them. `--write` draws the problems again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import scheduler
from benchmarks._drawn_labs import SEEDS, SIZES, Size, problem
from benchmarks._rows import Row, document, heading, line
from scheduler.objective import terms

FOLDER = Path(__file__).parent / "lab-l-pbf"
INSTANCES, BEST = FOLDER / "instances", FOLDER / "best"
COLUMNS = ("name", "seed", "objective", "best", "ratio", "bound", "gap", "verified", "time_s")


def name_of(size: Size, seed: int) -> str:
    """Return the name of a problem, as its file has it."""
    return f"lab-{size.parts:03d}-{seed}"


def read(name: str) -> scheduler.Problem:
    """Return a problem of the benchmark."""
    return scheduler.read_problem(INSTANCES / f"{name}.json")


def best_known(name: str) -> scheduler.Result | None:
    """Return the best known result of a problem, if there is one."""
    file = BEST / f"{name}.json"
    if not file.is_file():
        return None
    return scheduler.Result.from_dict(json.loads(file.read_text(encoding="utf-8")))


def judge(asked: scheduler.Problem, result: scheduler.Result) -> tuple[float | None, list[str]]:
    """Return what a result's schedule is worth by our own count, and what is wrong with it."""
    if result.schedule is None:
        return None, ["no schedule"]
    faults = [str(violation) for violation in scheduler.verify(asked, result.schedule)]
    worth = sum(term.cost for term in terms(asked, result.schedule).values())
    return worth, faults


def measure(name: str, time_limit_s: float, seed: int, *, keep: bool) -> Row:
    """Solve one problem, and set it beside the best known plan."""
    asked, known = read(name), best_known(name)
    result = scheduler.solve(asked, scheduler.Limits(time_s=time_limit_s, seed=seed))
    worth, faults = judge(asked, result)
    best = known.objective if known else None
    bound = max(result.bound or 0.0, (known.bound if known else 0.0) or 0.0)
    if keep and worth is not None and not faults:
        _keep(name, result if best is None or worth < best else known, bound)
    least = worth if best is None or (worth is not None and worth < best) else best
    return {
        "name": name,
        "seed": seed,
        "objective": worth,
        "best": best,
        "ratio": worth / best if worth is not None and best else None,
        "bound": bound,
        "gap": None if not least else (least - bound) / least,
        "verified": not faults,
        "time_s": result.runtime_s,
    }


def _keep(name: str, result: scheduler.Result | None, bound: float) -> None:
    if result is None:
        return
    kept = {**result.to_dict(), "bound": bound}
    kept["gap"] = ((result.objective or 0.0) - bound) / (result.objective or 1.0)
    BEST.mkdir(exist_ok=True)
    (BEST / f"{name}.json").write_text(_compact(kept), encoding="utf-8")


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def best_table() -> str:
    """Return the best known values as a table of Markdown, a row for each problem."""
    rows = [
        "| problem | best known | bound | gap | of it lateness | builds |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in _names():
        known = best_known(name)
        if known is not None and known.schedule is not None:
            late = known.terms["tardiness"].cost
            rows.append(
                f"| {name} | {known.objective:,.0f} | {known.bound:,.0f} | {100 * known.gap:.0f} % "
                f"| {late:,.0f} | {len(known.schedule.builds)} |"
            )
    return "\n".join(rows)


def _names() -> list[str]:
    return [name_of(size, seed) for size in SIZES for seed in SEEDS]


def write() -> None:
    """Draw all problems again."""
    INSTANCES.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for seed in SEEDS:
            asked = problem(size, seed).to_dict()
            (INSTANCES / f"{name_of(size, seed)}.json").write_text(
                _compact(asked), encoding="utf-8"
            )


def check(files: list[Path]) -> Iterator[Row]:
    """Yield what result documents, named like their problems, are worth."""
    for file in files:
        result = scheduler.Result.from_dict(json.loads(file.read_text(encoding="utf-8")))
        worth, faults = judge(read(file.stem), result)
        known = best_known(file.stem)
        yield {
            "name": file.stem,
            "objective": worth,
            "best": known.objective if known else None,
            "verified": not faults,
            "fault": faults[0] if faults else "",
        }


def main(arguments: list[str] | None = None) -> None:
    """Print a row for every problem and seed, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lab-l-pbf", description=__doc__)
    parser.add_argument("names", nargs="*", help="problems, as lab-100-0; all where not told")
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="of the search")
    parser.add_argument("--keep", action="store_true", help="keep plans better than the best known")
    parser.add_argument("--check", type=Path, nargs="+", help="result documents to judge")
    parser.add_argument("--table", action="store_true", help="print the best known values")
    parser.add_argument("--write", action="store_true", help="draw the problems again")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.write:
        write()
        return
    if chosen.table:
        print(best_table())
        return
    columns = ("name", "objective", "best", "verified", "fault") if chosen.check else COLUMNS
    rows: list[Row] = []
    if not chosen.json:
        print(heading(columns))
    for row in check(chosen.check) if chosen.check else _solved(chosen):
        rows.append(row)
        if not chosen.json:
            print(line(row, columns), flush=True)
    if chosen.json:
        print(document(rows))


def _solved(chosen: argparse.Namespace) -> Iterator[Row]:
    for name in chosen.names or _names():
        for seed in chosen.seeds:
            yield measure(name, chosen.time_limit, seed, keep=chosen.keep)


if __name__ == "__main__":
    main()
