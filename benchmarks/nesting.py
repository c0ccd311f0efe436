"""Nesting of real shadows: how dense, and how many more than boxes.

    python -m benchmarks nesting FILE.json... [--time-limit 10]
    python -m benchmarks nesting --projections projection.txt [--gap-mm 3] [--side-mm 250]

FILE.json are strip packing instances as https://github.com/JeroenGar/sparrow publishes them
(albano, shirts, swim, trousers): pieces on a strip of a given width, as short as can be. Published
densities are sparrow's after 1,200 s on 16 cores; ours has one core and the time limit, and lays
pieces on a grid, so it is far behind: it is made to answer in milliseconds inside a search.

With the projections of LUZEDI's 100 parts (AM-Production-Planning-Instances) it fills one square
platform at a time: parts are offered in shuffled order and laid anew with what lies there, until
eight in a row find no place; once as boxes on a skyline, once as shadows. Every platform is
measured again by shapely.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import scheduler
from benchmarks._rows import Row, document, spread_table, table
from benchmarks._shadows import orientation, projections, strip
from scheduler.construct.assemble import TURNS_DEG
from scheduler.nesting.bed import Bed
from scheduler.nesting.nest import Nester
from scheduler.nesting.oracle import Oracle
from scheduler.nesting.skyline import Spot
from scheduler.nesting.stand import Stand, stand_of
from scheduler.schedule import Build, Placement, Schedule

SPARROW = {"albano": 0.895, "shirts": 0.897, "swim": 0.78, "trousers": 0.92}
"""Published densities, 1,200 s on 16 cores."""
ACROSS = 384
"""A strip has so many cells across."""
LOOSE = 1.6
"""A strip is this much longer than the area of its pieces asks for."""
IN_A_ROW = 8
COLUMNS = ("name", "seed", "objective", "published", "ratio", "verified", "time_s")
PLATES = ("name", "seed", "ours", "peer", "ratio", "verified", "time_s", "peer_s")


def strips(file: Path, time_limit_s: float, seed: int) -> Row:
    """Pack one strip: orders are swapped at random, and kept where the strip gets no longer."""
    width_mm, pieces = strip(file)
    stands = [stand_of(number, piece, None, 0.0) for number, piece in enumerate(pieces)]
    area_mm2 = sum(stand.bare_mm2 for stand in stands)
    bed = Bed.of(scheduler.Platform(width_mm=width_mm, depth_mm=LOOSE * area_mm2 / width_mm), 0.0)
    nester = Nester(bed, width_mm / ACROSS)
    shuffler = random.Random(seed)  # noqa: S311
    order = sorted(range(len(stands)), key=lambda n: -stands[n].bare_mm2)
    began = time.perf_counter()
    length_mm, spots = _length(nester, stands, order)
    while time.perf_counter() - began < time_limit_s:
        other = list(order)
        first, second = shuffler.randrange(len(order)), shuffler.randrange(len(order))
        other[first], other[second] = other[second], other[first]
        tried_mm, there = _length(nester, stands, other)
        if tried_mm <= length_mm:
            order, length_mm, spots = other, tried_mm, there
    density = area_mm2 / (length_mm * width_mm)
    laid = [(pieces[n], spot) for n, spot in zip(order, spots, strict=True)]
    known = SPARROW.get(file.stem)
    return {
        "name": file.stem,
        "seed": seed,
        "objective": density,
        "published": known,
        "ratio": density / known if known else None,
        "verified": verified((width_mm, length_mm), 0.0, laid),
        "time_s": time.perf_counter() - began,
    }


def _length(
    nester: Nester, stands: Sequence[Stand], order: Sequence[int]
) -> tuple[float, list[Spot]]:
    nested = nester.nest([stands[n] for n in order])
    if nested is None:
        return float("inf"), []
    tops = (
        spot.y_mm + stands[n].box[1 - spot.quarters % 2]
        for n, spot in zip(order, nested[0], strict=True)
    )
    return max(tops), nested[0]


def plates(parts: Sequence[scheduler.Orientation], side_mm: float, gap_mm: float, seed: int) -> Row:
    """Fill one platform with boxes, and with shadows, from one shuffled order."""
    platform = scheduler.Platform(width_mm=side_mm, depth_mm=side_mm)
    bed = Bed.of(platform, gap_mm)
    shuffled = random.Random(seed).sample(list(parts), len(parts))  # noqa: S311
    boxes = [
        scheduler.Orientation(
            id=part.id, width_mm=part.width_mm, depth_mm=part.depth_mm, height_mm=1.0
        )
        for part in shuffled
    ]
    filled = []
    for offered in (shuffled, boxes):
        stands = [stand_of(number, part, None, gap_mm) for number, part in enumerate(offered)]
        began = time.perf_counter()
        chosen, spots = _filled(bed, stands)
        took_s = time.perf_counter() - began
        laid = [(offered[s.number], spot) for s, spot in zip(chosen, spots, strict=True)]
        filled.append((len(laid), took_s, verified((side_mm, side_mm), gap_mm, laid)))
    (ours, ours_s, ours_fine), (peer, peer_s, peer_fine) = filled
    return {
        "name": f"{side_mm:g} mm, gap {gap_mm:g} mm",
        "seed": seed,
        "ours": ours,
        "peer": peer,
        "ratio": ours / peer,
        "verified": ours_fine and peer_fine,
        "time_s": ours_s,
        "peer_s": peer_s,
    }


def _filled(bed: Bed, stands: Sequence[Stand]) -> tuple[list[Stand], tuple[Spot, ...]]:
    oracle, refused = Oracle(), 0
    chosen: list[Stand] = []
    spots: tuple[Spot, ...] = ()
    for stand in stands:
        layout = oracle.layout(bed, [*chosen, stand])
        if layout is None:
            refused += 1
            if refused == IN_A_ROW:
                break
        else:
            chosen, spots, refused = [*chosen, stand], layout.spots, 0
    return chosen, spots


def verified(
    size_mm: tuple[float, float], gap_mm: float, laid: Sequence[tuple[scheduler.Orientation, Spot]]
) -> bool:
    """Let the checker of schedules measure one build: on the platform, apart, turned as allowed."""
    parts, placements = [], []
    for number, (part, spot) in enumerate(laid):
        name = f"P{number}"
        width_mm, depth_mm = part.width_mm, part.depth_mm
        if spot.quarters % 2:
            width_mm, depth_mm = depth_mm, width_mm
        parts.append(
            scheduler.Part(
                id=name, job=name, owner="any", setting="any", orientations=(part,), scan_s={"M": 0}
            )
        )
        placements.append(
            Placement(
                part=name,
                copy=1,
                orientation=part.id,
                x_mm=spot.x_mm,
                y_mm=spot.y_mm,
                rotation_deg=TURNS_DEG[spot.quarters],
                width_mm=width_mm,
                depth_mm=depth_mm,
            )
        )
    problem = scheduler.Problem(
        horizon=10,
        part_gap_mm=gap_mm,
        settings=(scheduler.Setting(id="any", material="any", layer_mm=1.0),),
        parts=tuple(parts),
        machines=(
            scheduler.Machine(
                id="M",
                platform=scheduler.Platform(width_mm=size_mm[0], depth_mm=size_mm[1]),
                height_mm=1.0,
                materials=("any",),
                loaded="any",
            ),
        ),
        staff=(scheduler.Window(start=0, end=10, heads=1),),
    )
    build = Build(
        id="M/1",
        machine="M",
        setting="any",
        setup_start=0,
        start=0,
        end=0,
        cool_end=0,
        unload_start=0,
        unload_end=0,
        height_mm=1.0,
        placements=tuple(placements),
    )
    return not scheduler.verify(problem, Schedule(builds=(build,)))


def main(arguments: list[str] | None = None) -> None:
    """Print the rows, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nesting", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--projections", type=Path)
    parser.add_argument("--gap-mm", type=float, default=3.0)
    parser.add_argument("--side-mm", type=float, default=250.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    for seed in chosen.seeds:
        rows += [strips(file, chosen.time_limit, seed) for file in chosen.files]
    if chosen.projections:
        shadows = projections(chosen.projections)
        parts = [orientation(str(n), shadow) for n, shadow in enumerate(shadows)]
        fitting = [p for p in parts if max(p.width_mm, p.depth_mm) <= chosen.side_mm]
        rows += [plates(fitting, chosen.side_mm, chosen.gap_mm, seed) for seed in chosen.seeds]
    tables = (
        (COLUMNS, [r for r in rows if "peer" not in r]),
        (PLATES, [r for r in rows if "peer" in r]),
    )
    told = [table(chosen_rows, columns) for columns, chosen_rows in tables if chosen_rows]
    told.append(spread_table(rows, ("name",), "ratio"))
    print(document(rows) if chosen.json else "\n".join(told))


if __name__ == "__main__":
    main()
