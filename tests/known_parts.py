"""Parts with known answers: triangle arrays (F, 3, 3) in mm, outward, with their formulas.

Every builder returns plain triangles; `stl_bytes` and `stl_ascii_bytes` make files of them. The
formulas hold for the faceted solids that are built, not for the smooth ones they stand for.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin, tan
from pathlib import Path

import numpy as np
import numpy.typing as npt

Triangles = npt.NDArray[np.float64]
Ring = npt.NDArray[np.float64]

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
NO_CORPUS = "the shared corpus of real files is not beside this repository"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownPart:
    """A solid with its exact volume and surface area."""

    name: str
    triangles: Triangles
    volume_mm3: float
    area_mm2: float


def stl_bytes(triangles: Triangles, header: bytes = b"known part") -> bytes:
    """Return a binary STL of the triangles."""
    records = np.zeros(len(triangles), dtype=[("numbers", "<f4", (4, 3)), ("attribute", "<u2")])
    records["numbers"][:, 1:] = triangles
    return header[:80].ljust(80) + struct.pack("<I", len(triangles)) + records.tobytes()


def stl_ascii_bytes(triangles: Triangles, name: str = "known part", newline: str = "\n") -> bytes:
    """Return an ASCII STL of the triangles."""
    lines = [f"solid {name}"]
    for triangle in triangles:
        lines += ["facet normal 0 0 0", " outer loop"]
        lines += [f"  vertex {x:.9g} {y:.9g} {z:.9g}" for x, y, z in triangle]
        lines += [" endloop", "endfacet"]
    lines += [f"endsolid {name}", ""]
    return newline.join(lines).encode()


def moved(triangles: Triangles, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Triangles:
    """Return the triangles shifted."""
    return np.asarray(triangles + np.array([x, y, z]))


def inverted(triangles: Triangles) -> Triangles:
    """Return the triangles inside out."""
    return np.ascontiguousarray(triangles[:, ::-1])


def rotated(triangles: Triangles, degrees: float, axis: int = 2) -> Triangles:
    """Return the triangles turned about the x (0), y (1) or z (2) axis through the origin."""
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    turn = np.eye(3)
    turn[first, first] = turn[second, second] = c
    turn[first, second], turn[second, first] = -s, s
    return np.asarray(triangles @ turn.T)


def box_triangles(x: float, y: float, z: float) -> Triangles:
    """Return an axis-parallel box with a corner at the origin."""
    ring = np.array([[0.0, 0.0], [x, 0.0], [x, y], [0.0, y]])
    return prism(ring, z)


def polygon(sides: int, radius: float) -> Ring:
    """Return a regular polygon around the origin, counter-clockwise."""
    angles = np.arange(sides) * 2 * pi / sides
    return radius * np.stack((np.cos(angles), np.sin(angles)), axis=1)


def prism(ring: Ring, height: float) -> Triangles:
    """Return a convex ring raised along z."""
    return loft([(ring, 0.0), (ring, height)])


def loft(levels: list[tuple[Ring, float]]) -> Triangles:
    """Return the solid between convex rings of as many points each, one above the other."""
    pieces = [_side(low, z0, high, z1) for (low, z0), (high, z1) in pairwise(levels)]
    bottom, top = levels[0], levels[-1]
    pieces += [_fan(bottom[0], bottom[1])[:, ::-1], _fan(top[0], top[1])]
    return np.concatenate(pieces)


def _at(ring: Ring, z: float) -> Ring:
    return np.column_stack((ring, np.full(len(ring), z)))


def _side(low: Ring, z0: float, high: Ring, z1: float) -> Triangles:
    a, d = _at(low, z0), _at(high, z1)
    b, c = np.roll(a, -1, axis=0), np.roll(d, -1, axis=0)
    return np.concatenate((np.stack((a, b, c), axis=1), np.stack((a, c, d), axis=1)))


def _fan(ring: Ring, z: float) -> Triangles:
    corners = _at(ring, z)
    apex = np.repeat(corners[:1], len(ring) - 2, axis=0)
    return np.stack((apex, corners[1:-1], corners[2:]), axis=1)


def _annulus(outer: Ring, inner: Ring, z: float) -> Triangles:
    a, b = _at(outer, z), np.roll(_at(outer, z), -1, axis=0)
    d, c = _at(inner, z), np.roll(_at(inner, z), -1, axis=0)
    return np.concatenate((np.stack((a, b, c), axis=1), np.stack((a, c, d), axis=1)))


def _ring_area(sides: int, radius: float) -> float:
    return sides / 2 * radius**2 * sin(2 * pi / sides)


def _ring_length(sides: int, radius: float) -> float:
    return 2 * sides * radius * sin(pi / sides)


def box(x: float, y: float, z: float) -> KnownPart:
    """Return a box of x by y by z."""
    return KnownPart(
        name="box",
        triangles=box_triangles(x, y, z),
        volume_mm3=x * y * z,
        area_mm2=2 * (x * y + y * z + z * x),
    )


def cube(side: float = 10.0) -> KnownPart:
    """Return a cube."""
    return box(side, side, side)


def cylinder(radius: float, height: float, sides: int = 64) -> KnownPart:
    """Return a prism over a regular polygon."""
    area, length = _ring_area(sides, radius), _ring_length(sides, radius)
    return KnownPart(
        name="cylinder",
        triangles=prism(polygon(sides, radius), height),
        volume_mm3=area * height,
        area_mm2=2 * area + length * height,
    )


def tube(outer: float, inner: float, height: float, sides: int = 64) -> KnownPart:
    """Return a tube with radii `outer` and `inner`: its wall is (outer - inner) cos(pi / sides)."""
    big, small = polygon(sides, outer), polygon(sides, inner)
    triangles = np.concatenate(
        (
            _side(big, 0.0, big, height),
            inverted(_side(small, 0.0, small, height)),
            _annulus(big, small, height),
            inverted(_annulus(big, small, 0.0)),
        )
    )
    base = _ring_area(sides, outer) - _ring_area(sides, inner)
    sides_length = _ring_length(sides, outer) + _ring_length(sides, inner)
    return KnownPart(
        name="tube",
        triangles=triangles,
        volume_mm3=base * height,
        area_mm2=2 * base + sides_length * height,
    )


def frustum(bottom: float, top: float, height: float, sides: int = 64) -> KnownPart:
    """Return a cone cut off at the top, with radii `bottom` and `top` (neither 0)."""
    low, high = _ring_area(sides, bottom), _ring_area(sides, top)
    inset = (bottom - top) * cos(pi / sides)
    slant = (height**2 + inset**2) ** 0.5
    mean_length = (_ring_length(sides, bottom) + _ring_length(sides, top)) / 2
    return KnownPart(
        name="frustum",
        triangles=loft([(polygon(sides, bottom), 0.0), (polygon(sides, top), height)]),
        volume_mm3=height / 3 * (low + high + (low * high) ** 0.5),
        area_mm2=low + high + mean_length * slant,
    )


def cone(radius: float, height: float, sides: int = 64) -> KnownPart:
    """Return a pyramid over a regular polygon, its tip up."""
    ring = polygon(sides, radius)
    corners = _at(ring, 0.0)
    tip = np.repeat([[0.0, 0.0, height]], sides, axis=0)
    mantle = np.stack((corners, np.roll(corners, -1, axis=0), tip), axis=1)
    base = _ring_area(sides, radius)
    slant = (height**2 + (radius * cos(pi / sides)) ** 2) ** 0.5
    return KnownPart(
        name="cone",
        triangles=np.concatenate((mantle, _fan(ring, 0.0)[:, ::-1])),
        volume_mm3=base * height / 3,
        area_mm2=base + _ring_length(sides, radius) * slant / 2,
    )


def lathe(profile: Ring, sides: int = 64) -> Triangles:
    """Return a profile (r, z) turned about z; it starts and ends on the axis, the metal left."""
    angles = np.arange(sides + 1) % sides * 2 * pi / sides
    turned = np.stack(
        [
            np.stack((r * np.cos(angles), r * np.sin(angles), np.full(sides + 1, z)), axis=1)
            for r, z in profile
        ]
    )
    pieces = []
    for low, high in pairwise(turned):
        a, b, c, d = low[:-1], low[1:], high[1:], high[:-1]
        pieces += [np.stack((a, b, c), axis=1), np.stack((a, c, d), axis=1)]
    triangles = np.concatenate(pieces)
    sizes = np.linalg.norm(
        np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]), axis=1
    )
    return np.asarray(triangles[sizes > 0])


def bottle(neck: float, chamber: float = 6.0, foot_hole: float = 0.0) -> Triangles:
    """Return a round block of 20 mm with a round chamber, 12 mm high, and a neck of a radius.

    With a `foot_hole` of some radius the chamber is open at the bottom too.
    """
    outer = [[10.0, 0.0], [10.0, 20.0], [neck, 20.0], [neck, 16.0], [chamber, 16.0], [chamber, 4.0]]
    if foot_hole == 0:
        return lathe(np.array([[0.0, 0.0], *outer, [0.0, 4.0]]))
    return lathe(np.array([[foot_hole, 0.0], *outer, [foot_hole, 4.0], [foot_hole, 0.0]]))


def torus(ring: float, tube_radius: float, sides: int = 48, around: int = 24) -> KnownPart:
    """Return a torus lying flat: a regular `around`-gon turned about z in `sides` steps."""
    u, v = np.meshgrid(
        np.arange(sides) * 2 * pi / sides, np.arange(around) * 2 * pi / around, indexing="ij"
    )
    reach = ring + tube_radius * np.cos(v)
    grid = np.stack((reach * np.cos(u), reach * np.sin(u), tube_radius * np.sin(v)), axis=2)
    return _grid_part("torus", grid)


def sphere(radius: float, sides: int = 48, levels: int = 24) -> KnownPart:
    """Return a ball of `levels` bands between the poles."""
    v = (np.arange(1, levels) / levels - 0.5) * pi
    levels_list = [(polygon(sides, radius * cos(a)), radius * sin(a)) for a in v]
    body = np.concatenate([_side(a, z0, b, z1) for (a, z0), (b, z1) in pairwise(levels_list)])
    south = _cap(levels_list[0], -radius)[:, ::-1]
    north = _cap(levels_list[-1], radius)
    return _measured("sphere", np.concatenate((body, south, north)))


def _cap(level: tuple[Ring, float], z: float) -> Triangles:
    corners = _at(*level)
    tip = np.repeat([[0.0, 0.0, z]], len(corners), axis=0)
    return np.stack((corners, np.roll(corners, -1, axis=0), tip), axis=1)


def _grid_part(name: str, grid: npt.NDArray[np.float64]) -> KnownPart:
    a = grid
    b = np.roll(a, -1, axis=0)
    c = np.roll(b, -1, axis=1)
    d = np.roll(a, -1, axis=1)
    triangles = np.concatenate(
        (
            np.stack((a, b, c), axis=2).reshape(-1, 3, 3),
            np.stack((a, c, d), axis=2).reshape(-1, 3, 3),
        )
    )
    return _measured(name, triangles)


def _measured(name: str, triangles: Triangles) -> KnownPart:
    """Return a part whose volume and area are summed over its facets in double precision."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    volume = float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
    area = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
    return KnownPart(name=name, triangles=triangles, volume_mm3=volume, area_mm2=area)


def hollow_box(outer: float = 20.0, void: float = 10.0) -> KnownPart:
    """Return a cube with a closed cubic cavity in its middle."""
    shift = (outer - void) / 2
    cavity = inverted(moved(box_triangles(void, void, void), shift, shift, shift))
    return KnownPart(
        name="hollow box",
        triangles=np.concatenate((box_triangles(outer, outer, outer), cavity)),
        volume_mm3=outer**3 - void**3,
        area_mm2=6 * (outer**2 + void**2),
    )


def two_islands(side: float = 5.0, gap: float = 10.0, height: float = 8.0) -> KnownPart:
    """Return two separate columns in one file."""
    first = box_triangles(side, side, height)
    return KnownPart(
        name="two islands",
        triangles=np.concatenate((first, moved(first, x=side + gap))),
        volume_mm3=2 * side * side * height,
        area_mm2=2 * (2 * side * side + 4 * side * height),
    )


def table(width: float = 20.0, leg: float = 2.0, height: float = 10.0) -> KnownPart:
    """Return a bridge: a plate of thickness `leg` on two legs, square to x, `leg` wide each.

    It is one watertight body, 10 mm deep; its ceiling is (width - 2 leg) times 10 mm.
    """
    depth, under = 10.0, height - leg
    profile = np.array(
        [
            [0, 0], [leg, 0], [leg, under], [width - leg, under], [width - leg, 0],
            [width, 0], [width, under], [width, height], [0, height], [0, under],
        ],
        dtype=np.float64,
    )  # fmt: skip
    faces = [(0, 1, 2), (0, 2, 9), (4, 5, 6), (4, 6, 3), (9, 2, 8), (2, 3, 8), (3, 7, 8), (3, 6, 7)]
    return _measured("table", _extruded_profile(profile, faces, depth))


def _extruded_profile(profile: Ring, faces: list[tuple[int, int, int]], depth: float) -> Triangles:
    """Return a profile in the xz plane drawn out along y."""
    front = np.column_stack((profile[:, 0], np.zeros(len(profile)), profile[:, 1]))
    back = front + np.array([0.0, depth, 0.0])
    ends = [front[list(face)] for face in faces] + [back[list(face)][::-1] for face in faces]
    after = np.roll(front, -1, axis=0), np.roll(back, -1, axis=0)
    sides = np.concatenate(
        (
            np.stack((front, back, after[0]), axis=1),
            np.stack((after[0], back, after[1]), axis=1),
        )
    )
    return np.concatenate((np.array(ends), sides))


def thin_wall(thickness: float, length: float = 20.0, height: float = 10.0) -> KnownPart:
    """Return a standing wall."""
    return box(length, thickness, height)


def overhang_wedge(degrees: float, height: float = 10.0, depth: float = 10.0) -> KnownPart:
    """Return a block whose one side leans out at `degrees` above the plate (90 is upright)."""
    lean = height / tan(degrees * pi / 180)
    profile = np.array([[0, 0], [10, 0], [10 + lean, height], [0, height]], dtype=np.float64)
    return _measured("wedge", _extruded_profile(profile, [(0, 1, 2), (0, 2, 3)], depth))


def inverted_cube(side: float = 10.0) -> KnownPart:
    """Return a cube whose facets all face inward."""
    known = cube(side)
    return KnownPart(
        name="inverted cube",
        triangles=inverted(known.triangles),
        volume_mm3=known.volume_mm3,
        area_mm2=known.area_mm2,
    )


def open_box(side: float = 10.0) -> Triangles:
    """Return a cube without its lid: not a solid."""
    triangles = box_triangles(side, side, side)
    lid = (triangles[:, :, 2] == side).all(axis=1)
    return np.asarray(triangles[~lid])


def fan(count: int, radius: float = 10.0, height: float = 10.0) -> Triangles:
    """Return `count` triangles that all share one upright edge."""
    angles = np.arange(count) * 2 * pi / count
    rim = np.column_stack(
        (radius * np.cos(angles), radius * np.sin(angles), np.full(count, height / 2))
    )
    low = np.zeros((count, 3))
    high = np.column_stack((np.zeros((count, 2)), np.full(count, height)))
    return np.stack((low, high, rim), axis=1)


SOLIDS: dict[str, Callable[[], KnownPart]] = {
    "cube": cube,
    "box": lambda: box(12.0, 7.0, 5.0),
    "cylinder": lambda: cylinder(6.0, 9.0),
    "tube": lambda: tube(8.0, 6.0, 10.0),
    "frustum": lambda: frustum(8.0, 3.0, 10.0),
    "cone": lambda: cone(7.0, 10.0),
    "torus": lambda: torus(8.0, 3.0),
    "sphere": lambda: sphere(6.0),
    "hollow box": hollow_box,
    "two islands": two_islands,
    "table": table,
    "wedge": lambda: overhang_wedge(35.0),
    "inverted cube": inverted_cube,
}
"""Every known solid by name, for tests that hold for all of them."""


def twisted_prism(degrees: float) -> Triangles:
    """Return a prism on a triangle, 10 mm high, its top turned: by -60 degrees its sides cross."""
    turns = np.radians([0.0, 120.0, 240.0])
    low = np.column_stack((5.0 * np.cos(turns), 5.0 * np.sin(turns), np.zeros(3)))
    turns += np.radians(degrees)
    high = np.column_stack((5.0 * np.cos(turns), 5.0 * np.sin(turns), np.full(3, 10.0)))
    faces = [low[::-1], high]
    for one, two in ((0, 1), (1, 2), (2, 0)):
        faces += [np.array([low[one], low[two], high[one]])]
        faces += [np.array([low[two], high[two], high[one]])]
    return np.array(faces)
