"""Makes the example parts in examples/parts: `python examples/make_parts.py [FOLDER]`.

Each is written as one closed surface, triangle by triangle, so that the slicer has nothing to
repair. The faulty bracket is the exception: it has a hole in its surface, a fin of 0.25 mm and a
handle that begins in mid-air.
"""

import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

Points = NDArray[np.float64]
Solid = NDArray[np.bool_]
Profile = list[tuple[float, float]]

SIDES = 96
"""Flat sides of a round example."""


def voxels_to_triangles(solid: Solid, edges_mm: tuple[Points, Points, Points]) -> Points:
    """Give the surface of filled cells of an uneven grid, two triangles for each open side.

    Parameters
    ----------
    solid
        Which cells are metal, by x, y and z.
    edges_mm
        Where the grid's planes lie: one more than there are cells, along each axis.
    """
    padded = np.pad(solid, 1)
    pieces = []
    for axis in range(3):
        for side in (-1, 1):
            beside = np.roll(padded, -side, axis=axis)
            cells = np.argwhere(padded & ~beside) - 1
            pieces.append(_sides(cells, axis, side, edges_mm))
    return np.concatenate(pieces)


def _sides(
    cells: NDArray[np.integer], axis: int, side: int, edges_mm: tuple[Points, Points, Points]
) -> Points:
    """Give the side of each cell that looks along an axis, as two triangles facing out."""
    second, third = (axis + 1) % 3, (axis + 2) % 3
    corners = np.repeat(cells[:, None, :], 4, axis=1)
    corners[:, :, axis] += side > 0
    corners[:, [1, 2], second] += 1
    corners[:, [2, 3], third] += 1
    points = np.stack([edges_mm[i][corners[:, :, i]] for i in range(3)], axis=2)
    if side < 0:
        points = points[:, ::-1]
    return np.concatenate([points[:, [0, 1, 2]], points[:, [0, 2, 3]]])


def revolved(profile: Profile) -> Points:
    """Turn a closed profile (radius, height), counter-clockwise in that plane, about the z axis."""
    angles = np.arange(SIDES) * 2 * np.pi / SIDES
    rings = [
        np.column_stack([r * np.cos(angles), r * np.sin(angles), np.full(SIDES, z)])
        for r, z in profile
    ]
    pieces = []
    for low, high in zip(rings, [*rings[1:], rings[0]], strict=True):
        low_next, high_next = np.roll(low, -1, axis=0), np.roll(high, -1, axis=0)
        pieces += [np.stack([low, low_next, high_next], axis=1)]
        pieces += [np.stack([low, high_next, high], axis=1)]
    return np.concatenate(pieces)


def extruded(outline: shapely.Polygon, depth_mm: float) -> Points:
    """Raise an outline in x and z along y."""
    flat = shapely.get_parts(shapely.constrained_delaunay_triangles(outline))
    caps = np.array([_anticlockwise(triangle) for triangle in flat])
    front = np.insert(caps, 1, 0.0, axis=2)
    back = np.insert(caps[:, ::-1], 1, depth_mm, axis=2)
    return np.concatenate([front, back, *(_wall(ring, depth_mm) for ring in _rings(outline))])


def _anticlockwise(triangle: shapely.Polygon) -> Points:
    corners: Points = shapely.get_coordinates(shapely.geometry.polygon.orient(triangle))
    return corners[:3]


def _rings(outline: shapely.Polygon) -> list[Points]:
    whole = shapely.geometry.polygon.orient(outline)
    return [shapely.get_coordinates(ring) for ring in (whole.exterior, *whole.interiors)]


def _wall(ring: Points, depth_mm: float) -> Points:
    """Give the wall under an anticlockwise ring, the metal on its left."""
    front, back = np.insert(ring, 1, 0.0, axis=1), np.insert(ring, 1, depth_mm, axis=1)
    a, b, c, d = front[:-1], front[1:], back[1:], back[:-1]
    return np.concatenate([np.stack([a, c, b], axis=1), np.stack([a, d, c], axis=1)])


def bracket() -> Points:
    """Make an angle bracket of 60 mm x 30 mm x 50 mm with a gusset and two round holes in it."""
    foot, arm = shapely.box(0.0, -5.0, 60.0, 7.0), shapely.box(0.0, -5.0, 8.0, 50.0)
    gusset = shapely.Polygon([(6.0, 5.0), (44.0, 5.0), (6.0, 43.0)])
    body = shapely.union_all([foot, arm, gusset]).buffer(8.0).buffer(-10.0).buffer(2.0)
    rounded = body.intersection(shapely.box(0.0, 0.0, 60.0, 50.0))
    large = shapely.Point(17.0, 17.0).buffer(7.0, 24)
    small = shapely.Point(28.5, 11.5).buffer(2.5, 16)
    return extruded(rounded.difference(large).difference(small), 30.0)


def nozzle() -> Points:
    """Make a nozzle with a narrowing inner channel and, around it, a slot for coolant.

    The slot is open at the bottom, so that powder gets out, and ends in a roof of 45°.
    """
    channel: Profile = [(2.0, 40.0), (2.0, 30.0), (8.0, 16.0), (8.0, 0.0)]
    slot: Profile = [(9.5, 0.0), (9.5, 14.0), (10.5, 15.0), (11.5, 14.0), (11.5, 0.0)]
    outside: Profile = [(20.0, 0.0), (20.0, 5.0), (14.0, 11.0), (14.0, 22.0), (6.0, 40.0)]
    return revolved([*channel, *slot, *outside])


def lattice() -> Points:
    """Make a cubic lattice of 3 x 3 x 3 cells of 8 mm, with bars of 1.6 mm."""
    cells, bar_mm, pitch_mm = 3, 1.6, 8.0
    starts = np.arange(cells + 1) * pitch_mm
    planes = np.sort(np.concatenate([starts, starts + bar_mm]))
    is_bar = np.arange(len(planes) - 1) % 2 == 0
    along = is_bar.astype(int)
    filled = along[:, None, None] + along[None, :, None] + along[None, None, :]
    return voxels_to_triangles(filled >= 2, (planes, planes, planes))  # noqa: PLR2004 - bars cross


def faulty_bracket() -> Points:
    """Make the bracket with a hole in its surface, a thin fin and a floating handle."""
    fin = box((50.0, 4.0, 6.5), (50.25, 26.0, 22.0))
    handle = box((24.0, 10.0, 40.0), (44.0, 20.0, 46.0))
    return np.concatenate([bracket()[1:], fin, handle])


def box(low_mm: tuple[float, float, float], high_mm: tuple[float, float, float]) -> Points:
    """Make a box between two corners."""
    x, y, z = (np.array(pair) for pair in zip(low_mm, high_mm, strict=True))
    return voxels_to_triangles(np.ones((1, 1, 1), dtype=np.bool_), (x, y, z))


def stl_bytes(triangles: Points) -> bytes:
    """Write a binary STL with its normals."""
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    records = np.zeros(len(triangles), dtype=[("numbers", "<f4", (4, 3)), ("attribute", "<u2")])
    records["numbers"] = np.concatenate([normals[:, None], triangles], axis=1)
    return b"printlab example".ljust(80) + struct.pack("<I", len(records)) + records.tobytes()


PARTS: Mapping[str, Callable[[], Points]] = MappingProxyType(
    {
        "bracket": bracket,
        "nozzle": nozzle,
        "lattice": lattice,
        "faulty-bracket": faulty_bracket,
    }
)


def main(folder: Path) -> None:
    """Write each part into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PARTS.items():
        path = folder / f"{name}.stl"
        path.write_bytes(stl_bytes(make()))
        print(path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "parts")
