"""Faults that are carved out of a part: slots, holes, cavities, channels."""

import manifold3d
import numpy as np

from tests.seeded.grown import lettering
from tests.seeded.kinds import Host, Kind, Planted, box_of, file_of
from tests.seeded.places import Place
from tests.seeded.solids import Solid, box, cylinder, reach, triangles_of

Rng = np.random.Generator
_OVER_MM = 1.0
"""How far a carving tool reaches out of the surface, so that no skin is left."""
_UP = np.array((0.0, 0.0, 1.0))


def _carve(host: Host, place: Place, tool: Solid) -> Planted:
    """Take a local shape away from the part; the place is that of the shape below the surface."""
    below = tool.trim_by_plane((0.0, 0.0, -1.0), 0.0)
    return file_of(triangles_of(host.solid - place.put(tool)), box_of(place.put(below)))


def _turned(shape: Solid, rng: Rng) -> Solid:
    return shape.rotate((0.0, 0.0, float(rng.uniform(0, 180))))


def _deep(place: Place | None, room_mm: float, depth_mm: float) -> Place | None:
    if place is None or place.room_mm < room_mm or place.depth_mm < depth_mm:
        return None
    return place


def slot(host: Host, rng: Rng) -> Planted | None:
    """Cut a slot of 0.15 mm, 3 mm deep."""
    place = _deep(host.top, 1.5, 4.0)
    if place is None:
        return None
    half = min(0.85 * place.room_mm, 4.0)
    return _carve(host, place, _turned(box((-half, -0.075, -3.0), (half, 0.075, _OVER_MM)), rng))


def small_hole(host: Host, rng: Rng) -> Planted | None:
    """Drill a blind hole of 0.35 mm, 3 mm deep."""
    del rng
    place = _deep(host.top, 1.5, 4.0)
    return None if place is None else _carve(host, place, cylinder(0.175, -3.0, _OVER_MM, 24))


def small_side_hole(host: Host, rng: Rng) -> Planted | None:
    """Drill a level blind hole of 0.35 mm, 2 mm deep, into a side."""
    del rng
    place = _deep(host.side, 1.0, 3.0)
    return None if place is None else _carve(host, place, cylinder(0.175, -2.0, _OVER_MM, 24))


def wide_side_hole(host: Host, rng: Rng) -> Planted | None:
    """Drill a level round hole of 9.4 mm into a side."""
    place = _deep(host.side, 5.0, 5.0)
    if place is None:
        return None
    depth = min(0.7 * place.depth_mm, float(rng.uniform(6.0, 9.0)))
    return _carve(host, place, cylinder(4.7, -depth, _OVER_MM, 64))


def roof_pocket(host: Host, rng: Rng) -> Planted | None:
    """Mill a square pocket into a side: its roof is flat."""
    place = _deep(host.side, 3.0, 5.0)
    if place is None:
        return None
    half = min(0.6 * place.room_mm, float(rng.uniform(1.8, 3.0)))
    return _carve(host, place, box((-half, -half, -3.0), (half, half, _OVER_MM)))


def grooves(host: Host, rng: Rng) -> Planted | None:
    """Engrave strokes 0.15 mm wide and 0.25 mm deep, as of text that is too fine."""
    place = _deep(host.top, 3.0, 2.0)
    if place is None:
        return None
    strokes = lettering(0.15, (-0.25, _OVER_MM))
    return _carve(host, place, _turned(strokes, rng))


def tube_pocket(host: Host, rng: Rng) -> Planted | None:
    """Mill a pocket with a tube of 0.3 mm left standing in it."""
    place = _deep(host.top, 3.0, 4.5)
    if place is None:
        return None
    radius = float(rng.uniform(0.9, 1.1))
    outside = cylinder(min(2.5, 0.85 * place.room_mm), -3.0, _OVER_MM)
    tool = outside - cylinder(radius, -4.0, 2.0) + cylinder(radius - 0.3, -3.0, _OVER_MM)
    return _carve(host, place, tool)


def _ball(radius: float) -> Solid:
    return manifold3d.Manifold.sphere(radius, 32)


def cavity(host: Host, rng: Rng) -> Planted | None:
    """Hollow out a closed ball."""
    place = host.inside
    if place is None or place.room_mm < 2.0:
        return None
    tool = place.put(_ball(min(place.room_mm - 1.0, float(rng.uniform(1.5, 3.0)))))
    return file_of(triangles_of(host.solid - tool), box_of(tool))


def narrow_channel(host: Host, rng: Rng) -> Planted | None:
    """Hollow out a ball that one channel of 1.1 mm leads to from above."""
    place = host.inside
    if place is None or place.room_mm < 3.0:
        return None
    ball = _ball(min(place.room_mm - 1.0, float(rng.uniform(2.0, 3.0))))
    out_mm = reach(host.solid, place.origin, _UP)
    tool = place.put(ball + cylinder(0.55, 0.0, out_mm + 0.5, 32))
    return file_of(triangles_of(host.solid - tool), box_of(place.put(ball)))


CARVED = (
    Kind(name="thin slot", expects=frozenset({"thin-gap"}), plant=slot),
    Kind(
        name="small hole",
        expects=frozenset({"small-hole"}),
        brings=frozenset({"thin-gap"}),
        plant=small_hole,
    ),
    Kind(
        name="small level hole",
        expects=frozenset({"small-hole"}),
        brings=frozenset({"thin-gap"}),
        plant=small_side_hole,
    ),
    Kind(
        name="wide level hole",
        expects=frozenset({"hole-needs-support"}),
        brings=frozenset({"overhang", "bridge"}),
        plant=wide_side_hole,
    ),
    Kind(
        name="pocket with a flat roof",
        expects=frozenset({"overhang", "bridge"}),
        brings=frozenset({"hole-needs-support"}),
        plant=roof_pocket,
    ),
    Kind(
        name="engraved text",
        expects=frozenset({"fine-text"}),
        brings=frozenset({"thin-gap"}),
        plant=grooves,
    ),
    Kind(name="thin tube in a pocket", expects=frozenset({"thin-wall"}), plant=tube_pocket),
    Kind(
        name="closed cavity",
        expects=frozenset({"closed-cavity"}),
        brings=frozenset({"overhang", "trapped-powder"}),
        plant=cavity,
    ),
    Kind(
        name="cavity with a narrow mouth",
        expects=frozenset({"trapped-powder"}),
        brings=frozenset({"overhang"}),
        plant=narrow_channel,
    ),
)
