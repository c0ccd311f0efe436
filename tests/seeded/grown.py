"""Faults that are grown on a part: fins, pins, ledges, bridges, islands."""

import manifold3d
import numpy as np

from tests.seeded.kinds import Host, Kind, Planted, box_of, file_of
from tests.seeded.places import Place
from tests.seeded.solids import Solid, box, cylinder, triangles_of

Rng = np.random.Generator
_BAR_MM = 1.6
_CLEAR_MM = 0.6
"""What is grown keeps so far from what may stand around the spot: no thin gap is left."""
_ROOT_MM = 1.0
"""How deep a grown shape stands in the part, so that both are one solid."""


def _grow(host: Host, place: Place, grown: Solid, told: Solid | None = None) -> Planted:
    """Join a local shape to the part; the place is that of the shape above the surface."""
    above = (told or grown).trim_by_plane((0.0, 0.0, 1.0), 0.0)
    triangles = triangles_of(host.solid + place.put(grown))
    return file_of(triangles, box_of(place.put(above)))


def _turned(shape: Solid, rng: Rng) -> Solid:
    return shape.rotate((0.0, 0.0, float(rng.uniform(0, 180))))


def _on_top(host: Host, room_mm: float) -> Place | None:
    return host.top if host.top is not None and host.top.room_mm >= room_mm else None


def _on_side(host: Host, room_mm: float) -> Place | None:
    return host.side if host.side is not None and host.side.room_mm >= room_mm else None


def fin(thickness_mm: float, host: Host, rng: Rng) -> Planted | None:
    """Grow a standing fin."""
    place = _on_top(host, 1.5)
    if place is None:
        return None
    half = min(place.room_mm - _CLEAR_MM, 4.0)
    shape = box((-half, -thickness_mm / 2, -_ROOT_MM), (half, thickness_mm / 2, 3.0))
    return _grow(host, place, _turned(shape, rng))


def thin_fin(host: Host, rng: Rng) -> Planted | None:
    """Grow a fin of 0.25 mm, which no source allows."""
    return fin(0.25, host, rng)


def weak_fin(host: Host, rng: Rng) -> Planted | None:
    """Grow a fin of 0.6 mm, which some sources allow."""
    return fin(0.6, host, rng)


def pin(host: Host, rng: Rng) -> Planted | None:
    """Grow a pin of 0.3 mm."""
    del rng
    place = _on_top(host, 1.0)
    return None if place is None else _grow(host, place, cylinder(0.15, -_ROOT_MM, 2.5, 24))


def rod(host: Host, rng: Rng) -> Planted | None:
    """Grow a rod of 1.4 mm that is 40 mm high."""
    del rng
    place = _on_top(host, 1.0)
    return None if place is None else _grow(host, place, cylinder(0.7, -_ROOT_MM, 40.0, 32))


def bridge(host: Host, rng: Rng) -> Planted | None:
    """Grow a bar across two posts, its underside flat and 4 mm or more long."""
    place = _on_top(host, 4.0)
    if place is None:
        return None
    half = min(place.room_mm - 1.0, 5.0)
    posts = box((-half, -1.2, -_ROOT_MM), (1.4 - half, 1.2, 3.0))
    posts += box((half - 1.4, -1.2, -_ROOT_MM), (half, 1.2, 3.0))
    bar = box((-half, -1.2, 2.0), (half, 1.2, 4.0))
    return _grow(host, place, _turned(posts + bar, rng))


def leaning_bar(host: Host, rng: Rng) -> Planted | None:
    """Grow a bar that leans 20 degrees from the plate."""
    place = _on_top(host, 4.0)
    if place is None:
        return None
    run = min(place.room_mm, 5.0)
    rise = run * np.tan(np.radians(20.0))
    near, far = (_square(at - 0.8, at + 0.8) for at in (-0.5 * run, 0.5 * run))
    foot = _hull((near, -_ROOT_MM), (near, _BAR_MM))
    bar = _hull((near, 0.5), (near, 0.5 + _BAR_MM), (far, 0.5 + rise), (far, 0.5 + rise + _BAR_MM))
    return _grow(host, place, _turned(foot + bar, rng))


def _square(x0: float, x1: float) -> list[tuple[float, float]]:
    return [(x, y) for x in (x0, x1) for y in (-1.0, 1.0)]


def _hull(*levels: tuple[list[tuple[float, float]], float]) -> Solid:
    corners = [(x, y, z) for square, z in levels for x, y in square]
    return manifold3d.Manifold.hull_points(np.array(corners))


def hook(host: Host, rng: Rng) -> Planted | None:
    """Grow a post with an arm from which a tip hangs into the air."""
    place = _on_top(host, 3.0)
    if place is None:
        return None
    post = box((-2.2, -0.9, -_ROOT_MM), (-0.7, 0.9, 5.0))
    arm = box((-2.2, -0.9, 4.0), (2.2, 0.9, 6.0))
    tip = box((0.8, -0.8, 1.5), (2.1, 0.8, 5.0))
    turn = (0.0, 0.0, float(rng.uniform(0, 180)))
    return _grow(host, place, (post + arm + tip).rotate(turn), told=tip.rotate(turn))


def ledge(host: Host, rng: Rng) -> Planted | None:
    """Grow a shelf of 3 mm with a flat underside on a side."""
    place = _on_side(host, 1.5)
    if place is None:
        return None
    half = min(0.8 * place.room_mm, 2.5)
    high = float(rng.uniform(0.6, 1.0))
    return _grow(host, place, box((-half, -high, -_ROOT_MM), (half, high, 3.0)))


def lettering(width_mm: float, heights_mm: tuple[float, float]) -> Solid:
    """Return the strokes of three letters, 2.6 mm tall: a T, a T upside down, a T."""
    low, high = heights_mm
    strokes = Solid()
    for column, bar_y in ((-1.8, 1.3), (0.0, -1.3 + width_mm), (1.8, 1.3)):
        left, right = column - width_mm / 2, column + width_mm / 2
        strokes += box((left, -1.3, low), (right, 1.3, high))
        strokes += box((column - 0.6, bar_y - width_mm, low), (column + 0.6, bar_y, high))
    return strokes


def letters(host: Host, rng: Rng) -> Planted | None:
    """Grow raised strokes, 0.2 mm wide and 0.3 mm high, as of text that is too fine."""
    place = _on_top(host, 3.0)
    if place is None:
        return None
    strokes = lettering(0.2, (-_ROOT_MM, 0.3))
    return _grow(host, place, _turned(strokes, rng))


def ring_wall(host: Host, rng: Rng) -> Planted | None:
    """Grow an upright tube with a wall of 0.3 mm."""
    place = _on_top(host, 2.2)
    if place is None:
        return None
    radius = min(place.room_mm - _CLEAR_MM, float(rng.uniform(1.6, 3.0)))
    shape = cylinder(radius, -_ROOT_MM, 4.0) - cylinder(radius - 0.3, 0.0, 5.0)
    return _grow(host, place, shape)


def coarse_boss(host: Host, rng: Rng) -> Planted | None:
    """Grow a round boss that is drawn with ten sides."""
    place = _on_top(host, 3.0)
    if place is None:
        return None
    radius = min(place.room_mm - _CLEAR_MM, float(rng.uniform(2.7, 4.5)))
    return _grow(host, place, _turned(cylinder(radius, -_ROOT_MM, 3.0, 10), rng))


def wedge(host: Host, rng: Rng) -> Planted | None:
    """Grow a block with a thin wedge over powder that points to the recoater."""
    place = _on_top(host, 4.0)
    if place is None:
        return None
    block = box((-2.6, -1.8, -_ROOT_MM), (-0.5, 1.8, 4.0))
    edge = [(3.0, -1.8, 4.0), (3.0, 1.8, 4.0)]
    root = [(x, y, z) for x, z in ((-1.5, 4.0), (-1.5, 2.6)) for y in (-1.8, 1.8)]
    point = manifold3d.Manifold.hull_points(np.array(edge + root))
    turn = (0.0, 0.0, float(rng.choice((0.0, 180.0))))
    return _grow(host, place, (block + point).rotate(turn), told=point.rotate(turn))


def long_wall(host: Host, rng: Rng) -> Planted | None:
    """Grow a wall 3 mm thick and 120 to 140 mm long that lies along the recoater's blade."""
    low, high = host.bounds
    middle = (low[1] + high[1]) / 2
    half = float(rng.uniform(60.0, 70.0))
    wall = box(
        (float(high[0]) - 1.5, middle - half, float(low[2])),
        (float(high[0]) + 1.5, middle + half, float(low[2]) + 8.0),
    )
    return file_of(triangles_of(host.solid + wall), box_of(wall))


GROWN = (
    Kind(name="thin fin", expects=frozenset({"thin-wall"}), plant=thin_fin),
    Kind(name="weak fin", expects=frozenset({"thin-wall"}), plant=weak_fin),
    Kind(name="thin ring wall", expects=frozenset({"thin-wall"}), plant=ring_wall),
    Kind(
        name="thin pin",
        expects=frozenset({"thin-pin"}),
        brings=frozenset({"thin-wall"}),
        plant=pin,
    ),
    Kind(name="slender rod", expects=frozenset({"slender"}), plant=rod),
    Kind(
        name="bridge",
        expects=frozenset({"bridge"}),
        brings=frozenset({"overhang"}),
        plant=bridge,
    ),
    Kind(name="leaning bar", expects=frozenset({"overhang"}), plant=leaning_bar),
    Kind(
        name="hanging tip",
        expects=frozenset({"unsupported-island"}),
        brings=frozenset({"overhang", "bridge"}),
        plant=hook,
    ),
    Kind(
        name="ledge",
        expects=frozenset({"overhang"}),
        brings=frozenset({"area-jump"}),
        plant=ledge,
    ),
    Kind(name="boss of ten sides", expects=frozenset({"coarse-mesh"}), plant=coarse_boss),
    Kind(
        name="wedge in the recoater's way",
        expects=frozenset({"recoater-edge"}),
        brings=frozenset({"overhang", "thin-wall"}),
        plant=wedge,
    ),
    Kind(
        name="long wall along the blade",
        expects=frozenset({"long-parallel-edge"}),
        brings=frozenset({"several-bodies", "area-jump"}),
        plant=long_wall,
    ),
    Kind(
        name="raised text",
        expects=frozenset({"fine-text"}),
        brings=frozenset({"thin-wall"}),
        plant=letters,
    ),
)
