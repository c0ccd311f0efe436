"""Nesting of real shadows: how dense, and how many more than boxes.

    python -m benchmarks nesting FILE.json... [--time-limit 10]
    python -m benchmarks nesting --projections projection.txt [--gap-mm 3] [--side-mm 250]
    python -m benchmarks nesting ... --sparrow-s 2

FILE.json are strip packing instances as https://github.com/JeroenGar/sparrow publishes them
(albano, shirts, swim, trousers): pieces on a strip of a given width, as short as can be. Published
densities are sparrow's after 1,200 s on 16 cores; ours has one core and the time limit, and lays
pieces on a grid, so it is far behind: it is made to answer in milliseconds inside a search.

With the projections of LUZEDI's 100 parts (AM-Production-Planning-Instances) it fills one square
platform at a time: parts are offered in shuffled order and laid anew with what lies there, until
eight in a row find no place; once as boxes on a skyline, once as shadows. Every platform is
measured again by shapely.

With `--sparrow-s S`, where spyrrow is installed, strips are packed by sparrow as well, in the time
limit and on one core (`sparrow`); and each part that found no place is offered again to sparrow,
with all that lies there, for S seconds (`with_sparrow`: how many lie there then).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

import scheduler
from benchmarks import _sparrow
from benchmarks._rows import Row, document, spread_table, table
from benchmarks._shadows import orientation, projections, strip, verified
from scheduler.nesting.bed import Bed
from scheduler.nesting.nest import Nester
from scheduler.nesting.oracle import Oracle
from scheduler.nesting.skyline import Spot
from scheduler.nesting.stand import Stand, stand_of

SPARROW = {"albano": 0.895, "shirts": 0.897, "swim": 0.78, "trousers": 0.92}
"""Published densities, 1,200 s on 16 cores."""
ACROSS = 384
"""A strip has so many cells across."""
LOOSE = 1.6
"""A strip is this much longer than the area of its pieces asks for."""
IN_A_ROW = 8
EDGE_MM = 1e-3
"""Sparrow counts in single precision: its strips are measured with so much more room."""
COLUMNS = ("name", "seed", "objective", "published", "ratio", "verified", "time_s", "sparrow")
PLATES = (
    "name",
    "seed",
    "ours",
    "peer",
    "ratio",
    "verified",
    "time_s",
    "peer_s",
    "with_sparrow",
)


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
        "sparrow": None,
    }


def strip_by_sparrow(file: Path, time_limit_s: float, seed: int) -> Row:
    """Pack one strip by sparrow, on one core in as much time; return the density and the check."""
    width_mm, pieces = strip(file)
    length_mm, spots = _sparrow.pack(pieces, (width_mm, 0.0), ceil(time_limit_s), seed)
    area_mm2 = sum(stand_of(0, piece, None, 0.0).bare_mm2 for piece in pieces)
    laid = list(zip(pieces, spots, strict=True))
    return {
        "sparrow": area_mm2 / (length_mm * width_mm),
        "sparrow_verified": verified((width_mm, length_mm + EDGE_MM), 0.0, laid),
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


def plates(
    parts: Sequence[scheduler.Orientation],
    room: tuple[float, float],
    seed: int,
    sparrow_s: int | None = None,
) -> Row:
    """Fill one platform of a side, with a gap, from one shuffled order: as boxes, as shadows.

    With seconds for sparrow, it is asked for each shadow that found no place.
    """
    side_mm, gap_mm = room
    shuffled = random.Random(seed).sample(list(parts), len(parts))  # noqa: S311
    boxes = [
        scheduler.Orientation(
            id=part.id, width_mm=part.width_mm, depth_mm=part.depth_mm, height_mm=1.0
        )
        for part in shuffled
    ]
    ours, peer = _filled(shuffled, room), _filled(boxes, room)
    more = None if sparrow_s is None else _by_sparrow(ours, room, sparrow_s, seed)
    return {
        "name": f"{side_mm:g} mm, gap {gap_mm:g} mm",
        "seed": seed,
        "ours": len(ours.laid),
        "peer": len(peer.laid),
        "ratio": len(ours.laid) / len(peer.laid),
        "verified": all(
            verified((side_mm, side_mm), gap_mm, filled.laid)
            for filled in (ours, peer, more or peer)
        ),
        "time_s": ours.time_s,
        "peer_s": peer.time_s,
        "with_sparrow": None if more is None else len(more.laid),
        "sparrow_s": None if more is None else more.time_s,
    }


class Filled(NamedTuple):
    """What lies on a platform and where, what found no place, and how long that took."""

    laid: list[tuple[scheduler.Orientation, Spot]]
    refused: list[scheduler.Orientation]
    time_s: float


def _filled(offered: Sequence[scheduler.Orientation], room: tuple[float, float]) -> Filled:
    side_mm, gap_mm = room
    bed = Bed.of(scheduler.Platform(width_mm=side_mm, depth_mm=side_mm), gap_mm)
    stands = [stand_of(number, part, None, gap_mm) for number, part in enumerate(offered)]
    oracle, in_a_row, began = Oracle(), 0, time.perf_counter()
    chosen: list[int] = []
    refused: list[int] = []
    spots: tuple[Spot, ...] = ()
    for number in range(len(stands)):
        layout = oracle.layout(bed, [stands[n] for n in (*chosen, number)])
        if layout is None:
            refused.append(number)
            in_a_row += 1
            if in_a_row == IN_A_ROW:
                break
        else:
            chosen.append(number)
            spots, in_a_row = layout.spots, 0
    took_s = time.perf_counter() - began
    laid = [(offered[n], spot) for n, spot in zip(chosen, spots, strict=True)]
    return Filled(laid, [offered[n] for n in refused], took_s)


def _by_sparrow(filled: Filled, room: tuple[float, float], time_s: int, seed: int) -> Filled:
    """Offer what found no place to sparrow, with all that lies there."""
    laid, refused, began = filled.laid, [], time.perf_counter()
    for part in filled.refused:
        pieces = [*(piece for piece, _ in laid), part]
        length_mm, spots = _sparrow.pack(pieces, room, time_s, seed)
        if length_mm <= room[0]:
            laid = list(zip(pieces, spots, strict=True))
        else:
            refused.append(part)
    return Filled(laid, refused, time.perf_counter() - began)


def main(arguments: list[str] | None = None) -> None:
    """Print the rows, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nesting", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--projections", type=Path)
    parser.add_argument("--gap-mm", type=float, default=3.0)
    parser.add_argument("--side-mm", type=float, default=250.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--sparrow-s", type=int, help="seconds for each part that found no place")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    sparrow = chosen.sparrow_s is not None
    if sparrow and not _sparrow.installed():
        parser.error("spyrrow is not installed (pip install --group benchmarks)")
    rows: list[Row] = []
    for seed in chosen.seeds:
        for file in chosen.files:
            rows.append(strips(file, chosen.time_limit, seed))
            if sparrow:
                rows[-1] |= strip_by_sparrow(file, chosen.time_limit, seed)
    if chosen.projections:
        shadows = projections(chosen.projections)
        parts = [orientation(str(n), shadow) for n, shadow in enumerate(shadows)]
        fitting = [p for p in parts if max(p.width_mm, p.depth_mm) <= chosen.side_mm]
        room = (chosen.side_mm, chosen.gap_mm)
        rows += [plates(fitting, room, seed, chosen.sparrow_s) for seed in chosen.seeds]
    tables = (
        (COLUMNS, [r for r in rows if "peer" not in r]),
        (PLATES, [r for r in rows if "peer" in r]),
    )
    told = [table(chosen_rows, columns) for columns, chosen_rows in tables if chosen_rows]
    told.append(spread_table(rows, ("name",), "ratio"))
    print(document(rows) if chosen.json else "\n".join(told))


if __name__ == "__main__":
    main()
