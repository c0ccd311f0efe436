"""Rank the ways to lay a part on the plate.

Tried are the flat sides of the convex hull, directions spread over the sphere, and the way the part
was drawn. All are judged at first sight (`turns`); small circles around the best are added; the
best of all are then looked at closely: real support columns on a raster (`columns`), regions of
overhang as the supports have them, time from height, volume and outline, footprint, and whether the
centre of mass lies over what stands on the plate. Price orders them: machine time, powder of the
supports, and the hand work of taking them off.
"""

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.carried import ROUNDING_DEG, regions_to_hold
from slicer_checks.columns import columns_below, grid_over
from slicer_checks.fit import excess_mm
from slicer_checks.hanging import seen_mm2
from slicer_checks.layertime import LayerShapes, layer_times
from slicer_checks.machine import Machine
from slicer_checks.materials import default_process
from slicer_checks.orientations import Orientation, Orientations, Rotation, ranked
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.supports import BREAK_MM2_S, FINISH_S_CM2, POSITION_S
from slicer_checks.turns import (
    Bins,
    Hull,
    around,
    distinct,
    first_sight,
    gathered,
    hull_of,
    laid,
    sphere,
)

Floats = NDArray[np.float64]
Axis = Literal["x", "y", "z"]

LOOKED_AT: Final = 24
"""So many directions are looked at closely; of a mesh of millions of faces fewer are."""
FACES_LOOKED_AT: Final = 20_000_000
"""Faces times directions that are looked at closely."""
LOOKED_AT_MIN: Final = 10
REFINED: Final = 6
CIRCLES_DEG: Final = (5.0, 12.0)
PIXELS: Final = 128
DRAWN_DOWN: Final = (0.0, 0.0, -1.0)
_DOWNS: Final = {
    "x": ((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0)),
    "y": ((0.0, 1.0, 0.0), (0.0, -1.0, 0.0)),
    "z": ((0.0, 0.0, -1.0), (0.0, 0.0, 1.0)),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """A part as it is looked at: its faces outward, gathered by direction, wrapped, weighed."""

    part: Part
    process: Process
    solid: NDArray[np.int32]
    bins: Bins
    hull: Hull
    centre_mm: Floats

    @property
    def limit_cos(self) -> float:
        """Cosine of the angle from the plate at which a face carries itself."""
        safe_deg = self.process.limit("overhang-angle-safe").value - ROUNDING_DEG
        return math.cos(math.radians(safe_deg))


def orient(
    part: Part, process: Process | None = None, *, fixed_axis: Axis | None = None, limit: int = 8
) -> Orientations:
    """Rank ways to lay a part on the plate.

    Parameters
    ----------
    process
        What it is printed with; by default 316L on the example machines.
    fixed_axis
        An axis of the file that has to stay upright, either end up. Where the part was not drawn
        so, the way it was drawn comes last and is marked as `compared`: no choice.
    limit
        How many ways to give at most; the way the part was drawn is always among them, or beside
        them.
    """
    process = process or default_process()
    solid = np.ascontiguousarray(part.solid.faces)
    asked = _Asked(
        part=part,
        process=process,
        solid=solid,
        bins=gathered(part.vertices_mm, solid),
        hull=hull_of(part.vertices_mm),
        centre_mm=_centre_mm(part.vertices_mm, solid),
    )
    if fixed_axis is None:
        downs, tried = _promising(asked)
    else:
        downs = distinct(np.array((DRAWN_DOWN, *_DOWNS[fixed_axis]))[int(fixed_axis != "z") :])
        tried = len(downs)
    made = [_looked_at(asked, down) for down in downs]
    marked = [
        replace(choice, pareto=not any(other.dominates(choice) for other in made))
        for choice in made
    ]
    order = _unlike(ranked(marked))
    first = [choice for choice in order if choice.pareto or choice.as_drawn]
    rest = [choice for choice in order if not (choice.pareto or choice.as_drawn)]
    kept = [*first, *rest][: max(1, limit)]
    if any(choice.as_drawn for choice in order):
        kept = ranked(_with_drawn(kept, order))
    else:
        drawn = _looked_at(asked, np.array(DRAWN_DOWN))
        kept = [*ranked(kept), replace(drawn, compared=True)]
    return Orientations(name=part.name, fixed_axis=fixed_axis, choices=tuple(kept), tried=tried)


def _unlike(order: list[Orientation]) -> list[Orientation]:
    """Keep one of those that are alike, as mirrored ways are: the drawn one, else the first."""
    kept: list[Orientation] = []
    for choice in sorted(order, key=lambda one: not one.as_drawn):
        if not any(choice.like(other) for other in kept):
            kept.append(choice)
    return ranked(kept)


def _with_drawn(kept: list[Orientation], order: list[Orientation]) -> list[Orientation]:
    """Let the way the part was drawn take the last place where it is not among the best."""
    if any(choice.as_drawn for choice in kept):
        return kept
    drawn = next(choice for choice in order if choice.as_drawn)
    return [*kept[: max(0, len(kept) - 1)], drawn]


def _promising(asked: _Asked) -> tuple[Floats, int]:
    """Give the directions that are worth a close look, the way it was drawn first."""
    drawn = np.array((DRAWN_DOWN,))
    tried = distinct(np.concatenate((drawn, asked.hull.sides, sphere())))
    best = tried[np.argsort(_first_scores(asked, tried), kind="stable")[:REFINED]]
    rings = [around(down, degrees) for down in best for degrees in CIRCLES_DEG]
    tried = distinct(np.concatenate((tried, *rings)), degrees=2.0)
    order = np.argsort(_first_scores(asked, tried), kind="stable")
    room = FACES_LOOKED_AT // max(1, len(asked.solid))
    count = int(np.clip(room, LOOKED_AT_MIN, LOOKED_AT))
    sides = min(count // 3, len(asked.hull.sides))
    chosen = np.concatenate((drawn, asked.hull.sides[:sides], tried[order]))
    return distinct(chosen)[:count], len(tried)


def _first_scores(asked: _Asked, downs: Floats) -> Floats:
    """Give a price in seconds of machine time at first sight."""
    seen = first_sight(asked.bins, asked.hull, downs, asked.limit_cos)
    process = asked.process
    machine = process.machines[0]
    metal_s = process.support_fraction * seen[:, 1] / process.parameters.volume_rate_mm3_s
    hand = process.labour_eur_per_h / max(machine.rate_eur_per_h, 1e-9)
    hand_s = seen[:, 0] * (1 / BREAK_MM2_S + FINISH_S_CM2 / 100) * min(hand, 10.0)
    layers = seen[:, 2] / process.layer_mm
    return np.asarray(layers * machine.recoat_s + metal_s / machine.lasers + hand_s)


def _looked_at(asked: _Asked, down: Floats) -> Orientation:
    """Work out what one direction costs."""
    rotation = laid(down)
    points = asked.part.vertices_mm @ rotation.T
    points[:, 2] -= points[:, 2].min()
    process = asked.process
    regions = regions_to_hold(replace(asked.part, vertices_mm=points), process)
    grid = grid_over(points, PIXELS)
    columns = columns_below(points, asked.solid, regions >= 0, grid)
    overhang_mm2 = float(seen_mm2(points, asked.solid[regions >= 0]).sum())
    each_mm2 = overhang_mm2 / len(columns.face) if len(columns.face) else 0.0
    column_mm3 = float((columns.top_mm - columns.bottom_mm).sum()) * each_mm2
    metal_mm3 = process.support_fraction * column_mm3
    count = int(regions.max(initial=-1)) + 1
    sealed = np.isin(asked.part.solid.face_numbers, asked.part.solid.cavity_where)
    free = columns.taken(np.flatnonzero(~sealed[columns.face]))
    places = len(np.unique(regions[~sealed & (regions >= 0)]))
    touched_mm2 = float(len(free.face) + free.on_part.sum()) * each_mm2
    removal_s = places * POSITION_S + touched_mm2 * (1 / BREAK_MM2_S + FINISH_S_CM2 / 100)
    outline = shapely.MultiPoint((asked.hull.corners @ rotation.T)[:, :2]).convex_hull
    height_mm = float(points[:, 2].max())
    machine, fits = _machine(process, outline, height_mm)
    time_s = _time_s(asked, rotation, height_mm, metal_mm3, machine)
    powder_mm3 = (asked.part.volume_mm3 + metal_mm3) * (1 + process.material.loss_fraction)
    powder_eur = (
        powder_mm3 / 1e6 * process.material.density_g_cm3 * process.material.powder_eur_per_kg
    )
    contact_mm2, balance_mm = _stand(asked, points, rotation)
    return Orientation(
        rotation=_rows(rotation),
        as_drawn=bool(np.allclose(rotation, np.eye(3), atol=1e-9)),
        height_mm=height_mm,
        time_s=time_s,
        support_mm3=metal_mm3,
        overhang_mm2=overhang_mm2,
        regions=count,
        removal_s=removal_s,
        footprint_mm2=float(outline.area),
        contact_mm2=contact_mm2,
        balance_mm=balance_mm,
        machine=machine.name if fits else None,
        cost_eur=time_s / 3600 * machine.rate_eur_per_h
        + powder_eur
        + removal_s / 3600 * process.labour_eur_per_h
        + (machine.setup_eur or process.setup_eur)
        + process.handling_eur_per_part,
    )


def _machine(process: Process, outline: shapely.Geometry, height_mm: float) -> tuple[Machine, bool]:
    """Give the first machine that takes the part, or the one it nearly fits on."""
    excesses = [excess_mm(outline, height_mm, machine) for machine in process.machines]
    nearest = min(range(len(excesses)), key=excesses.__getitem__)
    return process.machines[nearest], excesses[nearest] == 0


def _time_s(
    asked: _Asked, rotation: Floats, height_mm: float, metal_mm3: float, machine: Machine
) -> float:
    """Give the time of all layers from their mean: areas sum to the volume, outlines to the sides.

    The outlines of all layers have together the area of the sides, over the layer: a face that
    leans a from the plate adds its area times the sine of a.
    """
    process = asked.process
    layers = max(1, round(height_mm / process.layer_mm))
    upright = np.sqrt(np.clip(1 - (asked.bins.normals @ rotation[2]) ** 2, 0.0, 1.0))
    sides_mm2 = float((asked.bins.area_mm2 * upright).sum())
    share = 1 / (layers * process.layer_mm)
    area_mm2 = max(0.0, asked.part.solid.volume_mm3) * share
    mean = LayerShapes(
        area_mm2=np.array((area_mm2,)),
        perimeter_mm=np.array((sides_mm2 * share,)),
        rings=np.ones(1),
        box_mm2=np.array((area_mm2,)),
        support_mm2=np.array((metal_mm3 * share,)),
    )
    times = layer_times(mean, process.parameters, machine)
    known = process.calibration_for(machine)
    layer_s = known.layer_s(times.laser_s) if known else times.total_s
    return machine.warm_up_s + layers * float(layer_s[0]) + machine.cool_down_s


def _stand(asked: _Asked, points: Floats, rotation: Floats) -> tuple[float, float]:
    """Give the area on the plate, and how far inside its outline the centre of mass is."""
    centre = shapely.Point((rotation @ asked.centre_mm)[:2])
    low = points[:, 2] < asked.process.layer_mm
    flat = asked.solid[low[asked.solid].all(axis=1)]
    base = shapely.MultiPoint(points[low][:, :2]).convex_hull
    away = float(shapely.distance(base, centre))
    if away > 0 or base.geom_type != "Polygon":
        return float(seen_mm2(points, flat).sum()), -away
    return float(seen_mm2(points, flat).sum()), float(shapely.distance(base.exterior, centre))


def _centre_mm(points: Floats, solid: NDArray[np.int32]) -> Floats:
    """Give the centre of mass: of the tetrahedra between each face and one corner."""
    origin = points.mean(axis=0)
    a, b, c = (points[solid[:, corner]] - origin for corner in range(3))
    volumes = np.einsum("ij,ij->i", a, np.cross(b, c))
    total = float(volumes.sum())
    if total == 0:
        return np.asarray(origin)
    return np.asarray(origin + (volumes[:, None] * (a + b + c)).sum(axis=0) / (4 * total))


def _rows(rotation: Floats) -> Rotation:
    first, second, third = ((float(x), float(y), float(z)) for x, y, z in rotation)
    return first, second, third
