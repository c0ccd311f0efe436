"""Real parts in a lab: how soon a plan, how good after a short time, and how good after a long one.

    python -m benchmarks luzedi PART_MACHINE_DIR INSTANCE... [--parts 100] [--against 600]

PART_MACHINE_DIR holds `part_info.txt`, `machine_info.txt` and `projection.txt`, and INSTANCE are
files as P100M4-0.txt, of https://github.com/LUZEDI/AM-Production-Planning-Instances (without a
licence, so nothing of them is in printlab). The set has no calendars, due dates or powders. This
generator adds them, seeded, so that others can make the same problems:

* parts are those that the instance names, in its order, from the start again where more are asked
  for; each is a job of its own. Height, and the shadow with its holes, are the published ones; scan
  time is volume x VT + support x SPT. Any quarter turn is allowed; parts keep 3 mm apart;
* machines: M2 files have the third and the fourth, M4 files all four; from 500 parts on there is
  one more, like the third. Platform (no margin), height, set-up ST and recoating HT (seconds a
  millimetre, here in layers of 0.03 mm) are the published ones; cooling 2 h, unloading 30 min;
* powders: 45 % of the parts are of 316L, 35 % of Ti64, 20 % of AlSi10Mg; a change takes 6 h; the
  machines hold 316L, Ti64, 316L, AlSi10Mg, Ti64 at first;
* a span of parts / (6.25 x machines) days sets the pace: half of the parts are there at once, the
  others come within half a span; a part is due 2 days and up to 1.5 spans after it comes; its
  weight is 1 to 5;
* people: two from Monday to Friday, 8 to 17 h; a tick is a minute; the horizon four spans and 28
  days. The objective is the lab's with its default weights.

With several search seeds each problem is solved once with each, and the least, middle and largest
value follow. With `--against S` each is solved once more for so many seconds, with the first of
them; `ratio` is a value over the best of all runs of its problem.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import scheduler
from benchmarks._rows import Row, document, heading, line, spread_table
from benchmarks._shadows import orientation, projections

KEYS = ("name", "seed")
MEASURED = ("search_seed", "objective", "bound", "gap", "first_s", "verified", "time_s")
COLUMNS = (*KEYS, *MEASURED)
BESIDE = (*COLUMNS, "best", "ratio")
DAY = 24 * 60
POWDERS = {"316L": 0.45, "Ti64": 0.35, "AlSi10Mg": 0.20}
LOADED = ("316L", "Ti64", "316L", "AlSi10Mg", "Ti64")
LAYER_MM = 0.03
MANY = 500
"""From so many parts on there is one more machine."""
NAME = re.compile(r"P\d+M(?P<machines>[24])-\d+")


class Lab:
    """The published parts and machines."""

    def __init__(self, folder: Path) -> None:
        self.parts = _numbers(folder / "part_info.txt")
        self.machines = _numbers(folder / "machine_info.txt")
        self.shadows = projections(folder / "projection.txt")

    def problem(self, instance: Path, parts: int | None, seed: int) -> scheduler.Problem:
        """Return the problem of an instance with so many parts (its own number where not told)."""
        named = NAME.match(instance.name)
        if named is None:
            raise SystemExit(f"{instance.name} is not named like P100M4-0.txt")
        picks = [int(number) for number in instance.read_text(encoding="utf-8").split()]
        count = len(picks) if parts is None else parts
        chosen = [2, 3] if named["machines"] == "2" else [0, 1, 2, 3]
        chosen += [2] if count >= MANY else []
        span = round(count / (6.25 * len(chosen)) * DAY)
        rng = random.Random(seed)  # noqa: S311  an instance, not a secret
        horizon = 4 * span + 28 * DAY
        return scheduler.Problem(
            horizon=horizon,
            part_gap_mm=3.0,
            settings=tuple(
                scheduler.Setting(id=powder, material=powder, layer_mm=LAYER_MM)
                for powder in POWDERS
            ),
            parts=tuple(
                self._part(number, picks[number % len(picks)], (rng, chosen, span))
                for number in range(count)
            ),
            machines=tuple(self._machine(place, kind) for place, kind in enumerate(chosen)),
            staff=tuple(
                scheduler.Window(start=day * DAY + 8 * 60, end=day * DAY + 17 * 60, heads=2)
                for day in range(horizon // DAY)
                if day % 7 < 5  # noqa: PLR2004  Monday to Friday
            ),
        )

    def _part(
        self, number: int, pick: int, drawn: tuple[random.Random, Sequence[int], int]
    ) -> scheduler.Part:
        rng, chosen, span = drawn
        height_mm, volume_mm3, support_mm3 = self.parts[pick]
        (powder,) = rng.choices(list(POWDERS), list(POWDERS.values()))
        release = 0 if rng.random() < 0.5 else rng.randrange(span // 2)  # noqa: PLR2004  half
        return scheduler.Part(
            id=f"P{number + 1:04d}",
            job=f"J{number + 1:04d}",
            owner="lab",
            setting=powder,
            orientations=(orientation("published", self.shadows[pick], height_mm),),
            scan_s={
                f"M{place + 1}": volume_mm3 * self.machines[kind][4]
                + support_mm3 * self.machines[kind][5]
                for place, kind in enumerate(chosen)
            },
            release=release,
            due=release + 2 * DAY + rng.randrange(span * 3 // 2),
            weight=float(rng.randint(1, 5)),
        )

    def _machine(self, place: int, kind: int) -> scheduler.Machine:
        width_mm, depth_mm, height_mm, setup_s, _, _, recoat_s_mm = self.machines[kind]
        return scheduler.Machine(
            id=f"M{place + 1}",
            platform=scheduler.Platform(width_mm=width_mm, depth_mm=depth_mm),
            height_mm=height_mm,
            materials=tuple(POWDERS),
            loaded=LOADED[place],
            powder_change_s=6 * 3600.0,
            setup_s=setup_s,
            recoat_s=recoat_s_mm * LAYER_MM,
            cool_down_s=2 * 3600.0,
            unload_s=1800.0,
        )


def _numbers(file: Path) -> list[list[float]]:
    rows = file.read_text(encoding="utf-8").splitlines()
    return [[float(number) for number in row.split()] for row in rows if row.strip()]


def measure(problem: scheduler.Problem, time_limit_s: float, seed: int) -> Row:
    """Solve one problem; return how good and how soon."""
    result = scheduler.solve(problem, scheduler.Limits(time_s=time_limit_s, seed=seed))
    return {
        "search_seed": seed,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "first_s": result.first_schedule_s,
        "verified": result.schedule is not None and not scheduler.verify(problem, result.schedule),
        "time_s": result.runtime_s,
    }


def beside(rows: Sequence[Row], long: Row) -> list[Row]:
    """Return rows of one problem with the best value of all its runs, and their own over that."""
    best = min(float(str(run["objective"])) for run in (*rows, long))
    return [{**row, "best": best, "ratio": float(str(row["objective"])) / best} for row in rows]


def main(arguments: list[str] | None = None) -> None:
    """Print a row for every instance, size and seed, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks luzedi", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("instances", type=Path, nargs="+")
    parser.add_argument("--parts", type=int, nargs="+", help="sizes, in place of the instance's")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="of the generator")
    parser.add_argument("--search-seeds", type=int, nargs="+", default=[0], help="of the search")
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--against", type=float, help="seconds of a longer run to compare with")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    columns = COLUMNS if chosen.against is None else BESIDE
    rows: list[Row] = []
    if not chosen.json:
        print(heading(columns))
    for named, problem in _problems(Lab(chosen.folder), chosen):
        for row in _measured(problem, chosen):
            rows.append({**named, **row})
            if not chosen.json:
                print(line(rows[-1], columns), flush=True)
    told = spread_table(rows, KEYS, "objective" if chosen.against is None else "ratio")
    print(document(rows) if chosen.json else told)


def _measured(problem: scheduler.Problem, chosen: argparse.Namespace) -> list[Row]:
    found = [measure(problem, chosen.time_limit, seed) for seed in chosen.search_seeds]
    if chosen.against is None:
        return found
    return beside(found, measure(problem, chosen.against, chosen.search_seeds[0]))


def _problems(lab: Lab, chosen: argparse.Namespace) -> Iterator[tuple[Row, scheduler.Problem]]:
    for instance in chosen.instances:
        for parts in chosen.parts or [None]:
            for seed in chosen.seeds:
                problem = lab.problem(instance, parts, seed)
                name = f"{instance.stem}, {len(problem.parts)} parts"
                yield {"name": name, "seed": seed}, problem


if __name__ == "__main__":
    main()
