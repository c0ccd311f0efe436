"""Which narrow places are walls, pins, slots, holes or lettering: each physical thing is one.

Narrow in two directions and all around is round: a pin or a hole. Several low strokes that stand
up from, or are cut into, one surface are lettering. The rest are sheets: walls and slots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.checks.place import of_box
from slicer_checks.finding import Where
from slicer_checks.layerstack import LayerStack
from slicer_checks.narrow import Narrow, Place, gathered, narrow
from slicer_checks.part import Part
from slicer_checks.process import Process

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.integer]

ROUNDING_MM: Final = 1e-4
"""A wall drawn at the limit is not below it by rounding."""
ROUND_SHARE: Final = 0.99
"""Flat to flat a circle of 24 sides measures 1 % less than its diameter."""
ROUND_OVER: Final = 1.1
"""A pin or a hole this much wider than the limit for a sheet is not a sheet either."""
BAR_BREADTHS: Final = 2.0
"""A round place is at most so many times broader than it is wide."""
TURNING_MIN: Final = 0.2
"""Sides stand all around where their normals turn this much (a square bar has 1/2)."""
TOUCHING_MM: Final = 0.01
"""Sides closer than this touch: that is a fault of the drawing, and no wall or gap to print."""
REACH_OVER: Final = 1.05

WIDTH_LIMITS: Final = (
    "wall-min-error",
    "wall-min-warning",
    "pin-min-error",
    "pin-min-warning",
    "gap-closes",
    "gap-tight",
    "hole-closes",
    "hole-rough",
    "text-line-lost",
    "text-line-thin",
)
"""The widths that are looked for; the largest says how far to look."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lettering:
    """Strokes on one surface: their samples in metal and in air, the finest's width, how many."""

    metal: Flags
    air: Flags
    width_mm: float
    strokes: int
    depth_mm: float


def measured(part: Part, process: Process, *, inward: bool) -> Narrow:
    """Measure a part as far as the process's widest limit reaches."""
    widest_mm = max(process.limit(name).value for name in WIDTH_LIMITS)
    return narrow(part, widest_mm * REACH_OVER, inward=inward)


def round_places(found: Narrow, width_mm: float) -> list[Place]:
    """Give the places below a diameter whose sides stand all around: pins or holes."""
    slim = found.breadths_mm < BAR_BREADTHS * found.lengths_mm
    places = gathered(found, slim & (found.lengths_mm < ROUND_SHARE * width_mm))
    all_round = [place for place in places if place.turning >= TURNING_MIN]
    return sorted(all_round, key=lambda place: place.width_mm)


def round_length_mm(place: Place) -> float:
    """Give the length of a round place, or of a net of them, from its area and width."""
    return 2 * place.area_mm2 / (np.pi * place.width_mm)


def sheets(found: Narrow, width_mm: float, extent_mm: float, without: Flags) -> list[Place]:
    """Give the walls or slots below a width that extend so far both ways, largest first."""
    chosen = (found.lengths_mm < width_mm - ROUNDING_MM) & ~without
    for place in round_places(found, width_mm * ROUND_OVER):
        chosen[place.members] = False
    places = [
        place
        for place in gathered(found, chosen)
        if place.height_mm >= extent_mm and place.width_mm > TOUCHING_MM
    ]
    return sorted(places, key=lambda place: place.area_mm2, reverse=True)


def lettering(part: Part, process: Process) -> list[Lettering]:
    """Find groups of low strokes, in metal and in air, near each other on one surface; kept."""
    names = ("text-line-thin", "text-depth-max", "text-strokes-min", *WIDTH_LIMITS)
    question = f"lettering {[process.limit(name).value for name in names]}"
    return part.kept.once(question, lambda: _texts(part, process))


def _texts(part: Part, process: Process) -> list[Lettering]:
    width_mm = process.limit("text-line-thin").value
    depth_mm = process.limit("text-depth-max").value
    both = [measured(part, process, inward=inward) for inward in (True, False)]
    strokes = [
        (kind, place)
        for kind, found in enumerate(both)
        for place in gathered(found, found.lengths_mm < width_mm - ROUNDING_MM)
        if place.width_mm > TOUCHING_MM
        and place.width_mm / 4 < place.height_mm <= depth_mm
        and place.length_mm > 2 * width_mm
    ]
    strokes.sort(key=lambda stroke: stroke[1].area_mm2, reverse=True)
    groups = _near_each_other(both, strokes[:STROKES_MAX])
    least = process.limit("text-strokes-min").value
    return [_lettering(both, group) for group in groups if len(group) >= least]


Stroke = tuple[int, Place]
NEAR_MM: Final = 2.0
"""Strokes of one text are no farther apart than this."""
STROKES_MAX: Final = 500
"""So many strokes, the largest, are looked at."""
LIKE: Final = 0.9
"""Cosine between the directions of strokes on one surface."""


def _near_each_other(both: Sequence[Narrow], strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    boxes = [_box(both[kind].middles_mm[place.members]) for kind, place in strokes]
    left, groups = set(range(len(strokes))), []
    while left:
        group, edge = [], [left.pop()]
        while edge:
            one = edge.pop()
            group.append(strokes[one])
            near = [
                other
                for other in left
                if (boxes[one][0] <= boxes[other][1] + NEAR_MM).all()
                and (boxes[other][0] <= boxes[one][1] + NEAR_MM).all()
                and _on_one_surface(both, strokes[one], strokes[other])
            ]
            left.difference_update(near)
            edge += near
        groups.append(group)
    return groups


def _on_one_surface(both: Sequence[Narrow], one: Stroke, other: Stroke) -> bool:
    """Tell whether strokes stand the same way and begin about as high."""
    if abs(one[1].axis @ other[1].axis) < LIKE:
        return False
    middles = [both[kind].middles_mm[place.members].mean(axis=0) for kind, place in (one, other)]
    apart_mm = abs(float(one[1].axis @ (middles[0] - middles[1])))
    return apart_mm <= max(one[1].height_mm, other[1].height_mm) / 2


def _box(points: Floats) -> tuple[Floats, Floats]:
    return points.min(axis=0), points.max(axis=0)


def _lettering(both: Sequence[Narrow], group: Sequence[Stroke]) -> Lettering:
    """Make a text of its strokes; all that is narrow in their box belongs to it."""
    boxes = [_box(both[kind].middles_mm[place.members]) for kind, place in group]
    low = np.min([box[0] for box in boxes], axis=0) - both[0].spacing_mm
    high = np.max([box[1] for box in boxes], axis=0) + both[0].spacing_mm
    inside = [((f.middles_mm >= low) & (f.middles_mm <= high)).all(axis=1) for f in both]
    return Lettering(
        metal=inside[0],
        air=inside[1],
        width_mm=min(place.width_mm for _, place in group),
        strokes=len(group),
        depth_mm=max(place.height_mm for _, place in group),
    )


def within_text(part: Part, process: Process, *, inward: bool) -> Flags:
    """Tell which samples of the metal, or of the air, belong to lettering."""
    inside = np.zeros(len(measured(part, process, inward=inward).faces), dtype=np.bool_)
    for text in lettering(part, process):
        inside |= text.metal if inward else text.air
    return inside


def of_samples(part: Part, layers: LayerStack, found: Narrow, members: Ids) -> Where:
    """Give the place of samples: their faces, and of these faces' box what samples are near."""
    numbers = np.unique(found.faces[members])
    corners = _box(part.vertices_mm[part.solid.faces[numbers]].reshape(-1, 3))
    half = found.normals[members] * found.lengths_mm[members, None] / 2
    middles = found.middles_mm[members]
    inner = _box(np.concatenate((middles - half, middles + half)))
    low = np.maximum(corners[0], inner[0] - found.spacing_mm / 2)
    high = np.minimum(corners[1], inner[1] + found.spacing_mm / 2)
    box = (
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )
    return of_box(part, layers, box, part.solid.face_numbers[numbers])
