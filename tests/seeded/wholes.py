"""Faults of the whole part: its size, its unit, its place, and how it stands."""

import numpy as np
from manifold3d import CrossSection

from tests.seeded.kinds import EVERYTHING, Host, Kind, Planted, box_of, file_of
from tests.seeded.solids import Solid, bounds_of, box, cylinder, triangles_of

Rng = np.random.Generator
_INCHES_MAX_MM = 60.0
_WAIST_MIN_MM2 = 200.0
_CORE_MIN_MM2 = 3.0
_CORE_SMOOTH_MM = 0.02


def _scaled(host: Host, factor: float) -> Planted:
    return file_of(host.triangles * factor, None)


def _largest_mm(host: Host) -> float:
    low, high = host.bounds
    return float((high - low).max())


def giant(host: Host, rng: Rng) -> Planted:
    """Scale the part until it is 420 to 480 mm long."""
    return _scaled(host, float(rng.uniform(420, 480)) / _largest_mm(host))


def dwarf(host: Host, rng: Rng) -> Planted:
    """Scale the part until it is 1.5 mm long."""
    del rng
    return _scaled(host, 1.5 / _largest_mm(host))


def in_inches(host: Host, rng: Rng) -> Planted | None:
    """Write the numbers in inches; what is larger than 60 mm is then still a likely part in mm."""
    del rng
    if _largest_mm(host) > _INCHES_MAX_MM:
        return None
    return _scaled(host, 1 / 25.4)


def in_metres(host: Host, rng: Rng) -> Planted:
    """Write the numbers in metres."""
    del rng
    return _scaled(host, 1e-3)


def in_micrometres(host: Host, rng: Rng) -> Planted:
    """Write the numbers in micrometres."""
    del rng
    return _scaled(host, 1e3)


def far_away(host: Host, rng: Rng) -> Planted:
    """Move the part some 20 m from the origin, where float32 steps by 2 micrometres."""
    away = np.array((20_000.0, float(rng.uniform(-1, 1)) * 5_000.0, 0.0))
    return file_of(host.triangles + away, None)


def on_a_stem(host: Host, rng: Rng) -> Planted | None:
    """Stand the part on a stem of 1 mm under its middle."""
    return _on_foot(host, 0.5, 0.0, rng)


def tipping(host: Host, rng: Rng) -> Planted | None:
    """Stand the part on a foot near the edge of its underside."""
    return _on_foot(host, 1.5, 0.8, rng)


def on_a_needle(host: Host, rng: Rng) -> Planted | None:
    """Stand the part on a needle 2 mm thick and 30 mm high that leads little heat away."""
    planted = _on_foot(host, 1.0, 0.0, rng, 30.0)
    return None if planted is None else Planted(data=planted.data, place=None)


def waist(host: Host, rng: Rng) -> Planted | None:
    """Turn the part down to a core over 2 mm of its height."""
    low, high = host.bounds
    heights = low[2] + (high[2] - low[2]) * rng.uniform(0.3, 0.6, 8)
    for height in heights:
        section = host.solid.slice(float(height))
        core = _core(section)
        if core is None:
            continue
        band = box((low[0] - 1, low[1] - 1, height), (high[0] + 1, high[1] + 1, height + 2.0))
        left = host.solid - (band - core.extrude(height + 3.0 - low[2]).translate((0, 0, low[2])))
        return file_of(
            triangles_of(left), (np.array((*low[:2], height)), np.array((*high[:2], height + 2.0)))
        )
    return None


def _core(section: CrossSection) -> CrossSection | None:
    """Return what is left of a section of one piece when it is shrunk to a sixth, or nothing."""
    if len(section.decompose()) != 1 or section.area() < _WAIST_MIN_MM2:
        return None
    for shrink in np.arange(0.5, 30.0, 0.25):
        core = section.offset(-shrink).simplify(_CORE_SMOOTH_MM)
        if core.area() < section.area() / 6:
            pieces = core.decompose()
            return core if len(pieces) == 1 and core.area() > _CORE_MIN_MM2 else None
    return None


def _on_foot(
    host: Host, radius_mm: float, off_middle: float, rng: Rng, long_mm: float = 4.0
) -> Planted | None:
    """Put a foot under the part, `off_middle` of the way from its middle to its rim."""
    standing = host.solid.slice(float(host.bounds[0][2]) + 0.2).offset(-radius_mm)
    if len(standing.decompose()) != 1:
        return None
    spots = np.concatenate([np.asarray(ring) for ring in standing.to_polygons()])
    middle = _middle(host.solid)
    far = np.linalg.norm(spots - middle, axis=1)
    spot = spots[int(np.argmin(far))] if not off_middle else spots[int(np.argmax(far))]
    del rng
    bottom = float(host.bounds[0][2])
    foot = cylinder(radius_mm, bottom - long_mm, bottom + 0.3, 32).translate((*spot, 0.0))
    return file_of(triangles_of(host.solid + foot), box_of(foot))


def _middle(solid: Solid) -> np.ndarray:
    low, high = bounds_of(solid)
    return ((low + high) / 2)[:2]


WHOLES = (
    Kind(name="far too big", expects=frozenset({"too-big"}), brings=EVERYTHING, plant=giant),
    Kind(
        name="far too small",
        expects=frozenset({"too-small", "suspicious-unit"}),
        brings=EVERYTHING,
        plant=dwarf,
    ),
    Kind(
        name="inches taken as millimetres",
        expects=frozenset({"suspicious-unit", "too-small", "unit-assumed"}),
        brings=EVERYTHING,
        plant=in_inches,
    ),
    Kind(
        name="metres taken as millimetres",
        expects=frozenset({"suspicious-unit", "too-small", "unit-assumed", "part-too-small"}),
        brings=EVERYTHING,
        plant=in_metres,
    ),
    Kind(
        name="micrometres taken as millimetres",
        expects=frozenset({"suspicious-unit", "unit-assumed", "part-too-large", "too-many-layers"}),
        brings=EVERYTHING,
        plant=in_micrometres,
    ),
    Kind(
        name="far from the origin",
        expects=frozenset({"far-from-origin"}),
        brings=EVERYTHING,
        plant=far_away,
    ),
    Kind(
        name="waist",
        expects=frozenset({"area-jump"}),
        brings=frozenset({"overhang", "slender", "trapped-powder", "thin-wall"}),
        plant=waist,
    ),
    Kind(
        name="on a needle",
        expects=frozenset({"heat-build-up"}),
        brings=EVERYTHING,
        plant=on_a_needle,
    ),
    Kind(
        name="on a thin stem",
        expects=frozenset({"small-foot"}),
        brings=EVERYTHING,
        plant=on_a_stem,
    ),
    Kind(
        name="foot off the middle",
        expects=frozenset({"unstable"}),
        brings=EVERYTHING,
        plant=tipping,
    ),
)
