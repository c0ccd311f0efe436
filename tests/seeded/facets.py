"""Faults of the mesh: facets that are missing, turned, repeated, cracked, collapsed or crossing."""

import numpy as np

from tests.known_parts import inverted
from tests.seeded.kinds import Host, Kind, Planted, file_of, place_of
from tests.seeded.solids import Triangles, hits_along

Rng = np.random.Generator
_LARGE_SHARE = 0.3


def _areas(triangles: Triangles) -> np.ndarray:
    a, b, c = triangles.transpose(1, 0, 2)
    return np.asarray(np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2)


def _large(host: Host, rng: Rng) -> int:
    """Return one of the larger facets, by chance."""
    areas = _areas(host.triangles)
    order = np.argsort(areas)[::-1]
    return int(rng.choice(order[: max(4, int(_LARGE_SHARE * len(order)))]))


def _neighbours(host: Host, face: int, count: int) -> np.ndarray:
    """Return a facet and the nearest ones around it."""
    middles = host.triangles.mean(axis=1)
    return np.argsort(np.linalg.norm(middles - middles[face], axis=1))[:count]


def missing(host: Host, rng: Rng) -> Planted:
    """Leave one facet out."""
    face = _large(host, rng)
    rest = np.delete(host.triangles, face, axis=0)
    return file_of(rest, place_of(host.triangles[face]))


def torn(host: Host, rng: Rng) -> Planted:
    """Leave out a patch of up to twelve facets."""
    patch = _neighbours(host, _large(host, rng), min(12, len(host.triangles) // 4))
    rest = np.delete(host.triangles, patch, axis=0)
    return file_of(rest, place_of(host.triangles[patch]))


def turned(host: Host, rng: Rng) -> Planted:
    """Turn one facet round."""
    face = _large(host, rng)
    triangles = host.triangles.copy()
    triangles[face] = triangles[face, ::-1]
    return file_of(triangles, place_of(triangles[face]))


def many_turned(host: Host, rng: Rng) -> Planted:
    """Turn a third of the facets round, by chance."""
    triangles = host.triangles.copy()
    faces = rng.choice(len(triangles), len(triangles) // 3, replace=False)
    triangles[faces] = triangles[faces][:, ::-1]
    return file_of(triangles, place_of(triangles[faces]))


def all_turned(host: Host, rng: Rng) -> Planted:
    """Turn the whole part inside out."""
    del rng
    return file_of(inverted(host.triangles), host.bounds)


def repeated(host: Host, rng: Rng) -> Planted:
    """Write three facets twice."""
    faces = _neighbours(host, _large(host, rng), 3)
    again = host.triangles[faces]
    return file_of(np.concatenate((host.triangles, again)), place_of(again))


def collapsed(host: Host, rng: Rng) -> Planted:
    """Add facets with two equal corners."""
    face = _large(host, rng)
    a, b, _ = host.triangles[face]
    line = np.array([(a, b, a), (b, b, a)])
    return file_of(np.concatenate((host.triangles, line)), place_of(line))


def _split(host: Host, face: int, facet: Triangles, point: np.ndarray) -> Triangles:
    """Cut a facet at a point inside it into three."""
    a, b, c = facet
    pieces = np.array([(point, b, c), (a, point, c), (a, b, point)], dtype=np.float32).astype(
        np.float64
    )
    return np.concatenate((np.delete(host.triangles, face, axis=0), pieces))


def tee(host: Host, rng: Rng) -> Planted:
    """Cut one facet at the middle of an edge, but not its neighbour."""
    face = _large(host, rng)
    a, b, c = host.triangles[face]
    aside = (a + b) / 2 + 0.02 * (c - (a + b) / 2)
    pieces = np.array([(aside, b, c), (a, aside, c)], dtype=np.float32).astype(np.float64)
    triangles = np.concatenate((np.delete(host.triangles, face, axis=0), pieces))
    return file_of(triangles, place_of(host.triangles[face][:2]))


def sliver(host: Host, rng: Rng) -> Planted:
    """Cut a facet at a point a few steps of float32 from its longest edge."""
    face = _large(host, rng)
    a, b, c = facet = _longest_first(host.triangles[face])
    inward = np.cross(np.cross(b - a, c - a), b - a)
    aside = 4 * float(np.spacing(np.float32(np.abs(facet).max())))
    point = a + 0.4 * (b - a) + aside * inward / np.linalg.norm(inward)
    return file_of(_split(host, face, facet, point), place_of(np.array((a, b, point))))


def _longest_first(facet: Triangles) -> Triangles:
    lengths = np.linalg.norm(np.roll(facet, -1, axis=0) - facet, axis=1)
    return np.roll(facet, -int(np.argmax(lengths)), axis=0)


def cracked(host: Host, rng: Rng) -> Planted:
    """Move the corners of eight facets by a step of float32."""
    faces = _neighbours(host, _large(host, rng), 8)
    triangles = host.triangles.astype(np.float32)
    scale = np.float32(np.abs(triangles).max())
    step = np.spacing(scale)
    triangles[faces] += rng.choice((-step, step), (len(faces), 3, 3))
    return file_of(triangles.astype(np.float64), place_of(host.triangles[faces]))


def gaping(host: Host, rng: Rng) -> Planted:
    """Move one corner of one facet by 0.2 mm, away from its neighbours."""
    face = _large(host, rng)
    triangles = host.triangles.copy()
    middle = triangles[face].mean(axis=0)
    inward = middle - triangles[face, 0]
    triangles[face, 0] += 0.2 * inward / np.linalg.norm(inward)
    return file_of(triangles, place_of(host.triangles[face]))


def extra(host: Host, rng: Rng) -> Planted:
    """Add a facet that stands on an edge of the part."""
    face = _large(host, rng)
    a, b, c = host.triangles[face]
    normal = np.cross(b - a, c - a)
    top = (a + b) / 2 + 1.5 * normal / np.linalg.norm(normal)
    flag = np.array([(a, b, top)], dtype=np.float32).astype(np.float64)
    return file_of(np.concatenate((host.triangles, flag)), place_of(flag))


def spike(host: Host, rng: Rng) -> Planted | None:
    """Pull a point of a facet through the part and out on the other side."""
    for face in rng.permutation(len(host.triangles))[:200]:
        a, b, c = host.triangles[face]
        normal = np.cross(b - a, c - a)
        if np.linalg.norm(normal) < 2.0:
            continue
        inward = -normal / np.linalg.norm(normal)
        middle = host.triangles[face].mean(axis=0)
        through = hits_along(host.solid, middle + 1e-3 * inward, inward)
        if len(through) != 1:
            continue
        tip = middle + (through[0][0] + 2.0) * inward
        spiked = _split(host, int(face), host.triangles[face], tip)
        return file_of(spiked, place_of(np.array((middle, tip, tip))))
    return None


_SPIKY = frozenset(
    {"thin-wall", "thin-gap", "thin-pin", "overhang", "unsupported-island", "recoater-edge"}
)
"""What is true of a spike besides: it is thin, sharp and hangs."""
FACETS = (
    Kind(name="missing facet", expects=frozenset({"not-watertight"}), plant=missing),
    Kind(
        name="torn patch",
        expects=frozenset({"not-watertight"}),
        brings=frozenset({"several-bodies", "zero-thickness"}),
        plant=torn,
    ),
    Kind(name="turned facet", expects=frozenset({"flipped"}), plant=turned),
    Kind(
        name="a third of the facets turned",
        expects=frozenset({"flipped"}),
        brings=frozenset({"inside-out"}),
        plant=many_turned,
    ),
    Kind(name="part inside out", expects=frozenset({"inside-out"}), plant=all_turned),
    Kind(
        name="repeated facets",
        expects=frozenset({"duplicate-faces"}),
        brings=frozenset({"nonmanifold-edges"}),
        plant=repeated,
    ),
    Kind(name="collapsed facets", expects=frozenset({"degenerate-faces"}), plant=collapsed),
    Kind(
        name="facet cut, neighbour not",
        expects=frozenset({"not-watertight"}),
        plant=tee,
    ),
    Kind(name="sliver", expects=frozenset({"sliver-faces"}), plant=sliver),
    Kind(name="cracks of float32", expects=frozenset({"tolerance-welded"}), plant=cracked),
    Kind(
        name="gaping corner",
        expects=frozenset({"not-watertight"}),
        plant=gaping,
    ),
    Kind(
        name="facet too many",
        expects=frozenset({"not-watertight", "nonmanifold-edges"}),
        brings=frozenset({"nonmanifold-edges", "not-watertight", "overhang"}),
        plant=extra,
    ),
    Kind(
        name="spike through the part",
        expects=frozenset({"self-intersection"}),
        brings=_SPIKY,
        plant=spike,
    ),
)
