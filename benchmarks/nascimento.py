"""Irregular parts, no rotation, total tardiness: ours beside published optima.

    python -m benchmarks nascimento DATA_DIR RESULTS_DIR [--sample N] [--parts 15] [--late]

https://github.com/paulonasc7/nestSchedAMdataset publishes both folders (without a licence, so
nothing of them is in printlab). The published method (Nascimento and others, European Journal of
Operational Research 317, 2024) decomposes the problem exactly; nesting is on a board of dots, and
the values of the finest, 441 dots, are the ones beside ours.

What the authors' sheets mean was found by solving: a platform of 20 by 20, parts are not turned, a
build takes as long as the longest of its parts and starts after the release of all. A part's
processing time stands for its height here: a layer a unit, a time unit a layer. Every build of ours
is laid out with its polygons, and measured again by `scheduler.verify`.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import scheduler
from benchmarks._rows import Row, document, heading, line
from benchmarks._workbooks import tables

COLUMNS = ("name", "seed", "objective", "published", "bound", "optimal", "verified", "time_s")
SIDE = 20.0
"""The platform's side, in the units of the polygons."""
DOTS = "441"
SPECIFICATION = re.compile(r"(\d+)Jobs_(\d+)Machines_(.*)\.xlsx")

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One sheet of one file of parts, and the published tardiness."""

    name: str
    machines: int
    polygons: tuple[Polygon, ...]
    rows: tuple[tuple[int, int, int], ...]
    """Processing time, release and due date of each part."""
    published: float

    def problem(self) -> scheduler.Problem:
        """Return it as a scheduling problem."""
        longest = max(time for time, _, _ in self.rows)
        horizon = max(release for _, release, _ in self.rows) + longest * len(self.rows) + 1
        names = tuple(f"M{number + 1}" for number in range(self.machines))
        return scheduler.Problem(
            tick_s=1,
            horizon=horizon,
            objective="total_tardiness",
            settings=(scheduler.Setting(id="any", material="any", layer_mm=1.0),),
            staff=(scheduler.Window(start=0, end=horizon, heads=self.machines),),
            machines=tuple(
                scheduler.Machine(
                    id=name,
                    platform=scheduler.Platform(width_mm=SIDE, depth_mm=SIDE),
                    height_mm=float(longest),
                    materials=("any",),
                    loaded="any",
                    recoat_s=1.0,
                )
                for name in names
            ),
            parts=tuple(
                scheduler.Part(
                    id=f"P{number + 1:03d}",
                    job=f"J{number + 1:03d}",
                    owner="any",
                    setting="any",
                    orientations=(_orientation(polygon, float(time)),),
                    scan_s=dict.fromkeys(names, 0.0),
                    release=release,
                    due=due,
                )
                for number, (polygon, (time, release, due)) in enumerate(
                    zip(self.polygons, self.rows, strict=True)
                )
            ),
        )


def _orientation(polygon: Polygon, height_mm: float) -> scheduler.Orientation:
    left, low = min(x for x, _ in polygon), min(y for _, y in polygon)
    ring = tuple((x - left, y - low) for x, y in polygon)
    return scheduler.Orientation(
        id="only",
        width_mm=max(x for x, _ in ring),
        depth_mm=max(y for _, y in ring),
        height_mm=height_mm,
        polygon=ring,
        turns_deg=(0,),
    )


def instances(
    data: Path, results: Path, parts: Sequence[int], machines: Sequence[int]
) -> Iterator[Instance]:
    """Yield the instances of some sizes."""
    for size in parts:
        folder = data / f"{size}Parts"
        text = (folder / "1.Polygons" / "allPolygons.txt").read_text(encoding="utf-8")
        polygons = tuple(
            tuple((float(x), float(y)) for x, y in ast.literal_eval(row.rstrip().rstrip(",")))
            for row in text.splitlines()
            if row.strip()
        )
        for count in machines:
            workbook = results / f"{size}Parts" / f"{DOTS}dots" / f"{size}-{DOTS}-{count}.xlsx"
            known = _published(workbook)
            for file in sorted((folder / "2.PartsSpecs" / f"{count}Machines").glob("*.xlsx")):
                yield from _sheets(file, polygons, count, known)


def _published(workbook: Path) -> dict[str, list[float]]:
    """Return the five published values of each parameter file, by its name."""
    rows = next(iter(tables(workbook).values()))
    columns = [rows[0].index(f"Sol {sheet}") for sheet in range(1, 6)]
    return {
        str(row[0]).replace("Alfa", "Alpha"): [row[column] for column in columns]
        for row in rows[1:]
        if str(row[0]).startswith("(")
    }


def _sheets(
    file: Path, polygons: tuple[Polygon, ...], machines: int, known: dict[str, list[float]]
) -> Iterator[Instance]:
    parameters = SPECIFICATION.fullmatch(file.name)
    if parameters is None or parameters[3] not in known:
        return
    for number, sheet in enumerate(tables(file).values()):
        rows = sheet[1:]
        yield Instance(
            name=f"{parameters[1]}-{machines} {parameters[3]} {number + 1}",
            machines=machines,
            polygons=polygons,
            rows=tuple((int(row[1]), int(row[2]), int(row[3])) for row in rows),
            published=known[parameters[3]][number],
        )


def measure(instance: Instance, time_limit_s: float, seed: int) -> Row:
    """Solve one instance; return ours and theirs."""
    problem = instance.problem()
    result = scheduler.solve(problem, scheduler.Limits(time_s=time_limit_s, seed=seed))
    if result.schedule is None:
        raise SystemExit(f"no plan: {result.summary()}")
    return {
        "name": instance.name,
        "seed": seed,
        "objective": result.objective,
        "published": instance.published,
        "bound": result.bound,
        "optimal": result.status == "optimal",
        "verified": not scheduler.verify(problem, result.schedule),
        "time_s": result.runtime_s,
    }


def summary(rows: Sequence[Row]) -> str:
    """Return by seed how many rows are at most the published value, those above zero told apart."""
    lines = []
    for seed in dict.fromkeys(row["seed"] for row in rows):
        mine = [row for row in rows if row["seed"] == seed]
        late = [row for row in mine if float(str(row["published"])) > 0]
        for name, chosen in (("all", mine), ("published above 0", late)):
            good = sum(
                float(str(row["objective"])) <= float(str(row["published"])) + 1e-6
                for row in chosen
            )
            share = good / len(chosen) if chosen else 1.0
            told = f"{good} of {len(chosen)} at most as published ({share:.1%})"
            lines.append(f"seed {seed}, {name}: {told}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print a row for every instance and seed, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nascimento", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--sample", type=int, help="so many instances, drawn with seed 0")
    parser.add_argument("--late", action="store_true", help="only those published as late")
    parser.add_argument("--parts", type=int, nargs="+", default=[15, 20, 30])
    parser.add_argument("--machines", type=int, nargs="+", default=[2, 3, 4])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    found = list(instances(chosen.data, chosen.results, chosen.parts, chosen.machines))
    if chosen.late:
        found = [instance for instance in found if instance.published > 0.0]
    if chosen.sample is not None:
        found = random.Random(0).sample(found, min(chosen.sample, len(found)))  # noqa: S311
    rows: list[Row] = []
    if not chosen.json:
        print(heading(COLUMNS))
    for instance in found:
        for seed in chosen.seeds:
            rows.append(measure(instance, chosen.time_limit, seed))
            if not chosen.json:
                print(line(rows[-1], COLUMNS), flush=True)
    print(document(rows) if chosen.json else summary(rows))


if __name__ == "__main__":
    main()
