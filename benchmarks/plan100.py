"""A lab of four machines and a hundred parts: how soon a plan, and how good.

The generator is documented here and seeded, so that others can make the same instances:

* four machines: two with a 250 x 250 mm platform and 300 mm height, one of 280 x 280 x 350 mm,
  one round of 300 mm diameter and 250 mm height; margin 5 mm; set-up 45 min, unloading 30 min,
  warm-up 30 min, recoating 9 to 12 s a layer, cooling 2 h, 6 h for a change of powder;
* three powder families (316L and Ti64 at 0.03 mm, AlSi10Mg at 0.03 mm); every machine may hold
  every powder; 45 % of the parts are 316L, 35 % Ti64, 20 % AlSi10Mg;
* part boxes: sides 30 to 150 mm (mode 60), height 10 to 120 mm (mode 30), all triangular; scan time
  is box volume times a solidity of 0.1 to 0.5 by 6 to 11 mm3/s (by machine);
* release: half at once, the others within five days; due: 4 to 18 days after release;
  weight 1 to 5; one part in ten has two copies (the number of *copies* is what was asked for);
* people: two from Monday to Friday, 8 to 17 h, for 60 days; a tick is a minute; gap 3 mm.

The peer is what a planner does by hand: earliest due date first, each part into the first open
build of its setting that has room (skyline), builds to the machine that is free first.
"""

from __future__ import annotations

import argparse
import random

import scheduler
from benchmarks._plan_baseline import baseline
from benchmarks._rows import Row, document, table
from scheduler.objective import terms

COLUMNS = ("name", "seed", "ours", "peer", "ratio", "bound", "gap", "first_s", "builds")
DAY = 24 * 60
DAYS = 60
POWDERS = (("316L", 0.45), ("Ti64", 0.35), ("AlSi10Mg", 0.20))


def generate(parts: int = 100, machines: int = 4, seed: int = 0) -> scheduler.Problem:
    """Return the instance of a size and seed."""
    rng = random.Random(seed)  # noqa: S311  an instance, not a secret
    printers = tuple(_machine(index) for index in range(machines))
    settings = tuple(
        scheduler.Setting(id=f"{name}-30", material=name, layer_mm=0.03) for name, _ in POWDERS
    )
    made: list[scheduler.Part] = []
    copies = 0
    while copies < parts:
        part = _part(rng, len(made), printers, parts - copies)
        copies += part.copies
        made.append(part)
    staff = tuple(
        scheduler.Window(start=day * DAY + 8 * 60, end=day * DAY + 17 * 60, heads=2)
        for day in range(DAYS)
        if day % 7 < 5  # noqa: PLR2004  Monday to Friday
    )
    return scheduler.Problem(
        horizon=DAYS * DAY,
        part_gap_mm=3.0,
        settings=settings,
        parts=tuple(made),
        machines=printers,
        staff=staff,
    )


def _machine(index: int) -> scheduler.Machine:
    platforms = (
        scheduler.Platform(width_mm=250.0, depth_mm=250.0, margin_mm=5.0),
        scheduler.Platform(width_mm=250.0, depth_mm=250.0, margin_mm=5.0),
        scheduler.Platform(width_mm=280.0, depth_mm=280.0, margin_mm=5.0),
        scheduler.Platform(shape="circle", diameter_mm=300.0, margin_mm=5.0),
    )
    heights_mm = (300.0, 300.0, 350.0, 250.0)
    loaded = ("316L", "Ti64", "316L", "AlSi10Mg")
    return scheduler.Machine(
        id=f"M{index + 1}",
        platform=platforms[index % 4],
        height_mm=heights_mm[index % 4],
        materials=tuple(name for name, _ in POWDERS),
        loaded=loaded[index % 4],
        powder_change_s=6 * 3600.0,
        setup_s=45 * 60.0,
        warm_up_s=30 * 60.0,
        recoat_s=9.0 + index % 4,
        cool_down_s=2 * 3600.0,
        unload_s=30 * 60.0,
    )


def _part(
    rng: random.Random, number: int, printers: tuple[scheduler.Machine, ...], room: int
) -> scheduler.Part:
    width_mm, depth_mm = (round(rng.triangular(30.0, 150.0, 60.0), 1) for _ in range(2))
    height_mm = round(rng.triangular(10.0, 120.0, 30.0), 1)
    volume_mm3 = width_mm * depth_mm * height_mm * rng.uniform(0.1, 0.5)
    powder = rng.choices([n for n, _ in POWDERS], [share for _, share in POWDERS])[0]
    release = 0 if rng.random() < 0.5 else rng.randrange(5 * DAY)  # noqa: PLR2004  half
    due = release + rng.randrange(4 * DAY, 18 * DAY)
    copies = min(room, 2 if rng.random() < 0.1 else 1)  # noqa: PLR2004  one in ten
    return scheduler.Part(
        id=f"P{number + 1:03d}",
        job=f"J{number + 1:03d}",
        owner=f"owner-{number % 7}",
        setting=f"{powder}-30",
        orientations=(
            scheduler.Orientation(
                id="as-drawn", width_mm=width_mm, depth_mm=depth_mm, height_mm=height_mm
            ),
        ),
        scan_s={p.id: volume_mm3 / (6.0 + index % 6) for index, p in enumerate(printers)},
        copies=copies,
        release=release,
        due=due,
        weight=float(rng.randint(1, 5)),
    )


def measure(problem: scheduler.Problem, time_limit_s: float, seed: int) -> Row:
    """Return one row of the table: ours, the peer's, and how soon."""
    result = scheduler.solve(problem, scheduler.Limits(time_s=time_limit_s, seed=seed))
    by_hand = baseline(problem)
    peer = sum(term.cost for term in terms(problem, by_hand).values()) if by_hand else None
    return {
        "name": f"{sum(p.copies for p in problem.parts)} parts, {len(problem.machines)} machines",
        "objective": result.objective,
        "ours": result.objective,
        "peer": peer,
        "ratio": peer / result.objective if peer and result.objective else None,
        "bound": result.bound,
        "gap": result.gap,
        "first_s": result.first_schedule_s,
        "time_s": result.runtime_s,
        "builds": len(result.schedule.builds) if result.schedule else 0,
        "verified": result.schedule is not None and not scheduler.verify(problem, result.schedule),
    }


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks plan100", description=__doc__)
    parser.add_argument("--parts", type=int, nargs="+", default=[100])
    parser.add_argument("--machines", type=int, default=4)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    for parts in chosen.parts:
        for seed in chosen.seeds:
            problem = generate(parts, chosen.machines, seed)
            rows.append({"seed": seed, **measure(problem, chosen.time_limit, seed)})
    print(document(rows) if chosen.json else table(rows, COLUMNS))


if __name__ == "__main__":
    main()
