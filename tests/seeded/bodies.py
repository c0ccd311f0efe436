"""Faults of bodies: shells that overlap, nest, repeat, touch, float or stand apart."""

import manifold3d
import numpy as np

from tests.known_parts import box_triangles, inverted, open_box
from tests.seeded.kinds import EVERYTHING, Host, Kind, Planted, file_of, place_of
from tests.seeded.places import Place
from tests.seeded.solids import Solid, Triangles, box, triangles_of

Rng = np.random.Generator


def _with(host: Host, body: Triangles) -> Planted:
    """Put a shell beside the part's own, nothing joined."""
    return file_of(np.concatenate((host.triangles, body)), place_of(body))


def _on_top(host: Host) -> Place | None:
    return host.top if host.top is not None and host.top.room_mm >= 2.2 else None


def _turned(shape: Solid, rng: Rng) -> Solid:
    return shape.rotate((0.0, 0.0, float(rng.uniform(0, 90))))


def overlapping(host: Host, rng: Rng) -> Planted | None:
    """Sink half a block into the top."""
    place = _on_top(host)
    if place is None or place.depth_mm < 3.0:
        return None
    block = _turned(box((-1.4, -1.4, -1.5), (1.4, 1.4, 1.5)), rng)
    return _with(host, triangles_of(place.put(block)))


def nested(host: Host, rng: Rng) -> Planted | None:
    """Put a solid ball inside the material."""
    place = host.inside
    if place is None or place.room_mm < 2.0:
        return None
    ball = manifold3d.Manifold.sphere(min(place.room_mm - 1.0, float(rng.uniform(1.2, 2.5))), 24)
    return _with(host, triangles_of(place.put(ball)))


def duplicate(host: Host, rng: Rng) -> Planted | None:
    """Save the part twice in one file."""
    del rng
    return _with(host, host.triangles)


def nudged(host: Host, rng: Rng) -> Planted | None:
    """Save the part twice, the copy 0.05 mm aside."""
    shift = np.round(rng.uniform(0.04, 0.06, 3), 3)
    return _with(host, host.triangles + shift)


def touching(host: Host, rng: Rng) -> Planted | None:
    """Stand a block on the top, its underside in the same plane."""
    place = _on_top(host)
    if place is None:
        return None
    block = triangles_of(place.put(_turned(box((-1.3, -1.3, 0.0), (1.3, 1.3, 2.6)), rng)))
    return _with(host, block)


def floating(host: Host, rng: Rng) -> Planted | None:
    """Hang a block 1 mm above the top."""
    place = _on_top(host)
    if place is None:
        return None
    block = _turned(box((-1.3, -1.3, 1.0), (1.3, 1.3, 3.6)), rng)
    return _with(host, triangles_of(place.put(block)))


def beside(host: Host, rng: Rng) -> Planted | None:
    """Stand a cube on the plate beside the part."""
    low, high = host.bounds
    corner = np.array((high[0] + float(rng.uniform(2.0, 5.0)), low[1], low[2]))
    return _with(host, box_triangles(3.0, 3.0, 3.0) + np.round(corner, 3))


def inside_out(host: Host, rng: Rng) -> Planted | None:
    """Stand a cube beside the part whose faces look inward."""
    low, high = host.bounds
    corner = np.array((high[0] + float(rng.uniform(2.0, 5.0)), low[1], low[2]))
    return _with(host, inverted(box_triangles(3.0, 3.0, 3.0)) + np.round(corner, 3))


def without_lid(host: Host, rng: Rng) -> Planted | None:
    """Stand an open box beside the part."""
    low, high = host.bounds
    corner = np.array((high[0] + float(rng.uniform(2.0, 5.0)), low[1], low[2]))
    return _with(host, open_box(4.0) + np.round(corner, 3))


def edge_to_edge(host: Host, rng: Rng) -> Planted | None:
    """Stand two cubes beside the part that share one edge."""
    low, high = host.bounds
    corner = np.round((high[0] + float(rng.uniform(2.0, 5.0)), low[1], low[2]), 3)
    first = np.round(box_triangles(3.0, 3.0, 3.0) + corner, 3)
    second = np.round(box_triangles(3.0, 3.0, 3.0) + corner + np.array((3.0, 3.0, 0.0)), 3)
    edge = np.array((3.0, 3.0, 0.0)) + corner
    planted = _with(host, np.concatenate((first, second)))
    return Planted(data=planted.data, place=(edge, edge + np.array((0.0, 0.0, 3.0))))


def sheet(host: Host, rng: Rng) -> Planted | None:
    """Hang a sheet of no thickness over the top: a closed shell pressed flat."""
    place = _on_top(host)
    if place is None:
        return None
    angle = float(rng.uniform(0, np.pi))
    half = 1.5 * np.array((np.cos(angle), np.sin(angle), 0.0))
    foot, rise = np.array((0.0, 0.0, 0.5)), np.array((0.0, 0.0, 2.5))
    a, b, c, d = foot - half, foot + half, foot + half + rise, foot - half + rise
    local = np.array([(a, b, c), (a, c, d), (d, b, a), (d, c, b)])
    flag = (local @ place.frame.T + place.origin).astype(np.float32).astype(np.float64)
    return _with(host, flag)


def pressed_flat(host: Host, rng: Rng) -> Planted:
    """Press the whole part flat against an upright plane."""
    triangles = host.triangles.copy()
    triangles[:, :, int(rng.integers(2))] = host.bounds[0][0]
    return file_of(triangles, None)


_MORE = frozenset({"several-bodies"})
_DOUBLED = frozenset({"thin-gap", "thin-wall", "fine-text", "overhang"})
"""What is true of two surfaces 0.05 mm apart: steps, and roofs that are no longer round."""
BODIES = (
    Kind(
        name="overlapping body",
        expects=frozenset({"overlapping-bodies"}),
        brings=_MORE | {"self-intersection"},
        plant=overlapping,
    ),
    Kind(name="nested body", expects=frozenset({"nested-bodies"}), brings=_MORE, plant=nested),
    Kind(
        name="part saved twice",
        expects=frozenset({"duplicate-bodies"}),
        brings=_MORE | {"duplicate-faces", "nonmanifold-edges", "overlapping-bodies"},
        plant=duplicate,
    ),
    Kind(
        name="part saved twice, nudged",
        expects=frozenset({"overlapping-bodies", "duplicate-bodies"}),
        brings=_MORE | _DOUBLED | {"self-intersection"},
        plant=nudged,
    ),
    Kind(
        name="touching body",
        expects=frozenset({"parts-in-contact"}),
        brings=_MORE,
        plant=touching,
    ),
    Kind(
        name="floating body",
        expects=frozenset({"unsupported-island"}),
        brings=_MORE | {"overhang"},
        plant=floating,
    ),
    Kind(name="second body", expects=_MORE, plant=beside),
    Kind(
        name="body inside out",
        expects=frozenset({"inside-out"}),
        brings=_MORE,
        plant=inside_out,
    ),
    Kind(
        name="box without a lid",
        expects=frozenset({"not-watertight"}),
        brings=_MORE | {"thin-wall", "zero-thickness", "no-volume"},
        plant=without_lid,
    ),
    Kind(
        name="bodies that share an edge",
        expects=frozenset({"nonmanifold-edges", "parts-in-contact"}),
        brings=_MORE | {"thin-gap"},
        plant=edge_to_edge,
    ),
    Kind(
        name="part pressed flat",
        expects=frozenset({"no-volume", "part-no-volume"}),
        brings=EVERYTHING,
        plant=pressed_flat,
    ),
    Kind(
        name="sheet without thickness",
        expects=frozenset({"zero-thickness"}),
        brings=_MORE | {"unsupported-island"},
        plant=sheet,
    ),
)
