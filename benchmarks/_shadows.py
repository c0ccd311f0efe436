"""Shadows from published files, as orientations that begin at the origin, and laid ones checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import shapely

import scheduler
from scheduler.construct.assemble import TURNS_DEG
from scheduler.nesting.skyline import Spot
from scheduler.part import Turn
from scheduler.schedule import Build, Placement, Schedule

Turns = tuple[Turn, ...]
ANY: Turns = (0, 90, 180, 270)


def orientation(
    name: str, shadow: shapely.Polygon, height_mm: float = 1.0, turns_deg: Turns = ANY
) -> scheduler.Orientation:
    """Return a shadow as an orientation, its box's lower left at the origin."""
    left, low, _, _ = shadow.bounds
    rings = [
        tuple((x - left, y - low) for x, y in ring.coords[:-1])
        for ring in (shadow.exterior, *shadow.interiors)
    ]
    return scheduler.Orientation(
        id=name,
        width_mm=max(x for x, _ in rings[0]),
        depth_mm=max(y for _, y in rings[0]),
        height_mm=height_mm,
        polygon=rings[0],
        holes=tuple(rings[1:]),
        turns_deg=turns_deg,
    )


def strip(file: Path) -> tuple[float, list[scheduler.Orientation]]:
    """Return the width of a strip packing instance in sparrow's JSON, and each piece of it.

    Their strips are as high as ours are wide: everything is mirrored on the diagonal, which turns
    of a half, and of all quarters, look the same in.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    pieces = []
    for item in content["items"]:
        shadow = shapely.Polygon([(y, x) for x, y in item["shape"]["data"]])
        turns = tuple(turn for turn in ANY if turn in item["allowed_orientations"])
        pieces += [orientation(str(item["id"]), shadow, turns_deg=turns)] * item["demand"]
    return float(content["strip_height"]), pieces


def projections(file: Path) -> list[shapely.Polygon]:
    """Return the shadows of LUZEDI's parts: two lines each, x and y, rings parted by NaN."""
    lines = [row.split() for row in file.read_text(encoding="utf-8").splitlines() if row.strip()]
    return [_largest(list(_rings(xs, ys))) for xs, ys in zip(lines[::2], lines[1::2], strict=True)]


def _rings(xs: Sequence[str], ys: Sequence[str]) -> Iterator[list[tuple[float, float]]]:
    points = ((float(x), float(y)) for x, y in zip(xs, ys, strict=True))
    for is_gap, ring in groupby(points, key=lambda point: point[0] != point[0]):
        corners = list(ring)
        if not is_gap and len(corners) > 2:  # noqa: PLR2004  a ring has three corners at least
            yield corners


def _largest(rings: list[list[tuple[float, float]]]) -> shapely.Polygon:
    """Return a shadow, its largest piece where its rings do not make one."""
    pieces = shapely.get_parts(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    areas = [piece for piece in pieces if piece.geom_type == "Polygon"]
    return max(areas, key=lambda piece: piece.area)


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
