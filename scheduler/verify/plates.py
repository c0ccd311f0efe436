"""Rules about the platform: boxes, margins, gaps and heights. Polygons are measured by shapely."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import hypot, isfinite, pi

from shapely import Polygon, make_valid
from shapely.geometry.base import BaseGeometry

from scheduler.machine import Platform
from scheduler.part import Orientation, Part
from scheduler.ring import Ring
from scheduler.schedule import Build, Placement, Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation

SLACK_MM = 1e-6
"""Rounding that is forgiven: a millionth of a millimetre."""

Point = tuple[float, float]


def boxes_as_oriented(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that each box has the size of the part's orientation, turned as it says.

    A part with an area alone has no box, and lies no way.
    """
    for build, _ in facts.loaded(schedule):
        for placement, part in facts.placed(build):
            orientation = facts.orientation(part, placement)
            if orientation is None:
                yield Violation(code="orientation-unknown", build=build.id, part=part.id)
                continue
            if part.area_mm2 is not None:
                continue
            size_mm = (orientation.width_mm, orientation.depth_mm)
            if placement.rotation_deg in {90, 270}:
                size_mm = size_mm[::-1]
            same = size_mm == (placement.width_mm, placement.depth_mm)
            if not (same and _may_turn(orientation, placement.rotation_deg)):
                yield Violation(code="box-wrong", build=build.id, part=part.id)


def _may_turn(orientation: Orientation, rotation_deg: int) -> bool:
    """Tell whether a turn is allowed; a box looks alike after half a turn."""
    alike = {rotation_deg} if orientation.polygon else {rotation_deg, (rotation_deg + 180) % 360}
    return not alike.isdisjoint(orientation.turns_deg)


def parts_on_platform(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that every corner of every part lies on the platform, inside its margin."""
    for build, machine in facts.loaded(schedule):
        for placement, part in facts.placed(build):
            if part.area_mm2 is not None:
                continue
            ring = _ring(facts, part, placement)
            if not all(_inside(machine.platform, point) for point in ring):
                yield Violation(code="off-platform", build=build.id, part=part.id)


def keep_outs_free(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that no part lies over a place of the platform that is kept free."""
    for build, machine in facts.loaded(schedule):
        kept = [make_valid(Polygon(ring)) for ring in machine.platform.keep_outs]
        for placement, part in _drawn(facts, build) if kept else ():
            shape = _shape(facts, part, placement)
            if any(float(shape.intersection(ring).area) > SLACK_MM for ring in kept):
                yield Violation(code="on-keep-out", build=build.id, part=part.id)


def _drawn(facts: Facts, build: Build) -> Iterator[tuple[Placement, Part]]:
    """Yield what lies somewhere: not parts with an area alone, nor what has no number as its place.

    The latter is off the platform, or has a wrong box, and that is told.
    """
    for placement, part in facts.placed(build):
        size_mm = (placement.width_mm, placement.depth_mm)
        if part.area_mm2 is None and all(map(isfinite, (placement.x_mm, placement.y_mm, *size_mm))):
            yield placement, part


def _inside(platform: Platform, point: Point) -> bool:
    x_mm, y_mm = point
    margin_mm = platform.margin_mm - SLACK_MM
    if platform.shape == "circle":
        radius_mm = platform.diameter_mm / 2.0
        return hypot(x_mm - radius_mm, y_mm - radius_mm) <= radius_mm - margin_mm
    return (
        margin_mm <= x_mm <= platform.width_mm - margin_mm
        and margin_mm <= y_mm <= platform.depth_mm - margin_mm
    )


def _ring(facts: Facts, part: Part, placement: Placement) -> list[Point]:
    """Return the corners of a placed part: of its shadow where given, else of its box."""
    orientation = facts.orientation(part, placement)
    if orientation is not None and orientation.polygon is not None:
        return _placed(orientation, placement, orientation.polygon)
    right_mm, back_mm = placement.x_mm + placement.width_mm, placement.y_mm + placement.depth_mm
    left_mm, front_mm = placement.x_mm, placement.y_mm
    return [(left_mm, front_mm), (right_mm, front_mm), (right_mm, back_mm), (left_mm, back_mm)]


def _placed(orientation: Orientation, placement: Placement, ring: Ring) -> list[Point]:
    """Return a ring of a shadow where it lies, turned as the placement says."""
    width_mm, depth_mm = orientation.width_mm, orientation.depth_mm
    turned: dict[int, list[Point]] = {
        0: list(ring),
        90: [(depth_mm - y, x) for x, y in ring],
        180: [(width_mm - x, depth_mm - y) for x, y in ring],
        270: [(y, width_mm - x) for x, y in ring],
    }
    corners = turned.get(placement.rotation_deg, turned[0])  # a turn unknown is told elsewhere
    return [(placement.x_mm + x, placement.y_mm + y) for x, y in corners]


def _shape(facts: Facts, part: Part, placement: Placement) -> BaseGeometry:
    """Return a placed part; a shadow that crosses itself counts as its convex hull."""
    orientation = facts.orientation(part, placement)
    shell, holes = _ring(facts, part, placement), []
    if orientation is not None:
        holes = [_placed(orientation, placement, hole) for hole in orientation.holes]
    shape = Polygon(shell, holes)
    return shape if shape.is_valid else Polygon(shell).convex_hull


def parts_apart(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that any two parts on a platform keep the gap."""
    gap_mm = facts.problem.part_gap_mm
    for build, _ in facts.loaded(schedule):
        for (first, part), (second, other) in combinations(_drawn(facts, build), 2):
            distance_mm = _box_distance_mm(first, second)
            if distance_mm >= gap_mm - SLACK_MM and not _boxes_overlap(first, second):
                continue
            ours, theirs = _shape(facts, part, first), _shape(facts, other, second)
            distance_mm = float(ours.distance(theirs))
            overlap_mm2 = float(ours.intersection(theirs).area)
            if distance_mm < gap_mm - SLACK_MM or overlap_mm2 > SLACK_MM:
                yield Violation(
                    code="parts-too-close",
                    build=build.id,
                    part=part.id,
                    params={"other": other.id, "distance_mm": distance_mm, "gap_mm": gap_mm},
                )


def _box_distance_mm(first: Placement, second: Placement) -> float:
    aside_mm = max(
        second.x_mm - first.x_mm - first.width_mm, first.x_mm - second.x_mm - second.width_mm, 0.0
    )
    behind_mm = max(
        second.y_mm - first.y_mm - first.depth_mm, first.y_mm - second.y_mm - second.depth_mm, 0.0
    )
    return hypot(aside_mm, behind_mm)


def _boxes_overlap(first: Placement, second: Placement) -> bool:
    return (
        first.x_mm < second.x_mm + second.width_mm
        and second.x_mm < first.x_mm + first.width_mm
        and first.y_mm < second.y_mm + second.depth_mm
        and second.y_mm < first.y_mm + first.depth_mm
    )


def areas_within_platform(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that parts known by area alone, with their plate-mates, do not exceed the platform."""
    for build, machine in facts.loaded(schedule):
        placed = list(facts.placed(build))
        if all(part.area_mm2 is None for _, part in placed):
            continue
        area_mm2 = sum(_area_mm2(placement, part) for placement, part in placed)
        limit_mm2 = _usable_mm2(machine.platform)  # keep-outs say nothing of areas alone
        if area_mm2 > limit_mm2 + SLACK_MM:
            yield Violation(
                code="area-exceeded",
                build=build.id,
                params={"area_mm2": area_mm2, "limit_mm2": limit_mm2},
            )


def _area_mm2(placement: Placement, part: Part) -> float:
    return placement.width_mm * placement.depth_mm if part.area_mm2 is None else part.area_mm2


def _usable_mm2(platform: Platform) -> float:
    border_mm = 2.0 * platform.margin_mm
    if platform.shape == "circle":
        return pi * ((platform.diameter_mm - border_mm) / 2.0) ** 2
    return (platform.width_mm - border_mm) * (platform.depth_mm - border_mm)


def heights_within_machine(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that no part is higher than the machine and the build's height is its tallest part's.

    The height of a pinned build may be left out.
    """
    for build, machine in facts.loaded(schedule):
        heights_mm = dict(_heights_mm(facts, build))
        for part, height_mm in heights_mm.items():
            if height_mm > machine.height_mm:
                params = {"height_mm": height_mm, "limit_mm": machine.height_mm}
                yield Violation(code="build-too-tall", build=build.id, part=part, params=params)
        tallest_mm = max(heights_mm.values(), default=0.0)
        if tallest_mm != build.height_mm and not facts.is_fact(build):
            params = {"height_mm": build.height_mm, "tallest_mm": tallest_mm}
            yield Violation(code="height-wrong", build=build.id, params=params)


def _heights_mm(facts: Facts, build: Build) -> Iterator[tuple[str, float]]:
    highest: dict[str, float] = {}
    for placement, part in facts.placed(build):
        orientation = facts.orientation(part, placement)
        if orientation is not None:
            highest[part.id] = max(highest.get(part.id, 0.0), orientation.height_mm)
    yield from highest.items()
