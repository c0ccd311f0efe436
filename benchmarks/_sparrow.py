"""Sparrow, the strip packing heuristic with the densest published layouts, where it is installed.

Its Python wheel is spyrrow (MIT). It knows no holes in pieces, no round strips and no kept places,
and counts whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

import scheduler
from scheduler.nesting.skyline import Spot

Points = npt.NDArray[np.float64]

Strip = tuple[float, list[Spot]]
"""How long a strip is, and where each piece lies on it."""


def installed() -> bool:
    """Tell whether spyrrow can be imported."""
    return find_spec("spyrrow") is not None


def pack(
    pieces: Sequence[scheduler.Orientation],
    room: tuple[float, float],
    time_s: int,
    seed: int,
    threads: int = 1,
) -> Strip:
    """Pack pieces on a strip so many millimetres wide (x), with a gap between them; return it.

    ``room`` is the width and the gap. Sparrow's own strip is as high as ours is wide, so pieces are
    mirrored on the diagonal, and a turn one way is one the other way. It keeps the gap to the sides
    of the strip too, so it is given that much more.
    """
    width_mm, gap_mm = room
    spyrrow: Any = import_module("spyrrow")
    items = [
        spyrrow.Item(str(number), _mirrored(piece), 1, [float(turn) for turn in piece.turns_deg])
        for number, piece in enumerate(pieces)
    ]
    config = spyrrow.StripPackingConfig(
        early_termination=True,
        total_computation_time=time_s,
        min_items_separation=gap_mm or None,
        num_workers=threads,
        seed=seed,
    )
    found = spyrrow.StripPackingInstance("strip", width_mm + 2.0 * gap_mm, items).solve(config)
    laid = {int(one.id): (one.rotation, one.translation) for one in found.placed_items}
    spots = [_spot(piece, *laid[number]) for number, piece in enumerate(pieces)]
    nearer = [Spot(spot.x_mm - gap_mm, spot.y_mm - gap_mm, spot.quarters) for spot in spots]
    return found.width - 2.0 * gap_mm, nearer


def _mirrored(piece: scheduler.Orientation) -> list[tuple[float, float]]:
    ring = piece.polygon or (
        (0.0, 0.0),
        (piece.width_mm, 0.0),
        (piece.width_mm, piece.depth_mm),
        (0.0, piece.depth_mm),
    )
    return [(y, x) for x, y in ring]


def _spot(piece: scheduler.Orientation, turn_deg: float, shift: tuple[float, float]) -> Spot:
    turned = shapely.transform(
        shapely.Polygon(_mirrored(piece)), lambda points: _turned(points, turn_deg)
    )
    left, low, _, _ = turned.bounds
    return Spot(low + shift[1], left + shift[0], quarters=round(-turn_deg / 90.0) % 4)


def _turned(points: Points, turn_deg: float) -> Points:
    quarters = round(turn_deg / 90.0) % 4
    for _ in range(quarters):
        points = points[:, ::-1] * np.array([-1.0, 1.0])
    return points
