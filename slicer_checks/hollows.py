"""Hollows that a ball of some size cannot leave, and the width of the way out.

Balls that fit between the metal and can be moved in from outside sweep a space; powder that they
do not sweep lies in corners, which are left out, behind an opening that is too small, or in a
channel that is long for its width. Coarse cubes find these places; the opening is then measured on
cubes a tenth as wide around the narrowest cube of the widest way out.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from slicer_checks.flood import Way, rims, widest_way
from slicer_checks.part import Bounds, Part
from slicer_checks.voxels import Grid, distance_cells, voxels

Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Singles = npt.NDArray[np.float32]
Place = npt.NDArray[np.float64]
Box = tuple[slice, slice, slice]

CELLS_MAX: Final = 3_500_000
PITCH_MIN_MM: Final = 0.5
NEAR: Final = 1
"""So many cubes before and after the narrowest are left free when its place is looked at again."""
FINER: Final = 10
FINE_CELLS: Final = 60
"""A crop on finer cubes has at most twice as many on a side."""
CELLS_SWEPT: Final = 1.0
"""So many cubes wider is what the balls sweep, so that no film is left on every surface."""
PORT_CLEAR: Final = 0.5
"""Share of the opening's clearance from which a cube belongs to a port and not to a corner."""
UNSEEN: Final = 1.5
"""An opening that no cube shows is narrower than this many cubes."""
MEASURED_MAX: Final = 40
"""So many hollows are measured on finer cubes, the largest; a lattice may have thousands."""
STAIRS: Final = 1.5
"""A slanted surface made of cubes has up to this many times its area."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hollow:
    """Powder that a ball cannot leave.

    `opening_mm` is the diameter of the largest ball that gets out; a slot counts as up to twice
    its width (Jenike, 1964: powder arches over a slot of half the width). Where no cube shows
    an opening it is a bound from above. `ports` counts the openings. `depth_mm` is the volume over
    the area of the ports. `chamber` tells whether the ball fits inside.
    """

    volume_mm3: float
    opening_mm: float
    opening_at_mm: tuple[float, float, float]
    ports: int
    bounds_mm: Bounds
    depth_mm: float = 0.0
    chamber: bool = False

    def touches(self, other: "Hollow") -> bool:
        """Tell whether the boxes of two hollows meet."""
        (low, high), (its_low, its_high) = self.bounds_mm, other.bounds_mm
        return all(low[axis] <= its_high[axis] and its_low[axis] <= high[axis] for axis in range(3))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """A part's surroundings as cubes, with each cube's clearance from the metal (mm)."""

    part: Part
    grid: Grid
    clear_mm: Singles


def room_of(part: Part, ball_mm: float) -> Room:
    """Fill a part and a margin of a ball around it with cubes, at most `CELLS_MAX` of them."""
    corners = np.array(part.bounds_mm)
    volume = float(np.prod(corners[1] - corners[0] + ball_mm))
    pitch = max(PITCH_MIN_MM, (volume / CELLS_MAX) ** (1 / 3))
    margin = ball_mm / 2 + 3 * pitch
    around = np.array([[-margin], [margin]])
    return _room(part, corners + around, pitch, ball_mm)


def _room(part: Part, corners: npt.NDArray[np.float64], pitch: float, within_mm: float) -> Room:
    grid = voxels(part.vertices_mm, part.solid.faces, corners[0], corners[1], pitch)
    clear = distance_cells(grid.metal, within_mm / pitch + 2)
    clear -= np.float32(0.5)
    clear *= np.float32(pitch)
    return Room(part=part, grid=grid, clear_mm=clear)


def hollows(
    room: Room, ball_mm: float, volume_min_mm3: float, depth_min: float
) -> tuple[list[Hollow], int]:
    """Find what a ball cannot leave: chambers, and channels deeper than `depth_min` openings.

    Also tells how many more there may be: of very many only the largest are measured.
    """
    pitch = room.grid.pitch_mm
    fits = room.clear_mm >= ball_mm / 2
    labels, _ = ndimage.label(fits)
    radius = ball_mm / 2 / pitch + CELLS_SWEPT
    swept = distance_cells(labels == labels[0, 0, 0], radius) <= radius
    reached = swept & ~room.grid.metal
    held, count = ndimage.label(~swept & ~room.grid.metal)
    del swept, labels
    sizes = np.bincount(held.ravel(), minlength=count + 1)
    chambers = np.bincount(held[fits], minlength=count + 1) > 0
    depth_mm = sizes * pitch / np.maximum(rims(held, reached, count), 1)
    chosen = (sizes * pitch**3 >= volume_min_mm3) & (chambers | (depth_mm >= depth_min * pitch))
    chosen[0] = False
    boxes = ndimage.find_objects(held)
    found = []
    labels_found = np.flatnonzero(chosen)
    left = labels_found[np.argsort(sizes[labels_found], kind="stable")].tolist()
    measured = 0
    while left and measured < MEASURED_MAX:
        label = left.pop()
        box = _wider(boxes[label - 1], held.shape)
        out = np.ascontiguousarray(reached[box])  # one memory layout, compiled once
        one = _hollow(_crop(room, box), held[box] == label, out)
        measured += one is not None
        if one is not None and (chambers[label] or depth_mm[label] >= depth_min * one.opening_mm):
            found.append(
                replace(one, chamber=bool(chambers[label]), depth_mm=float(depth_mm[label]))
            )
    return found, len(left)


def _wider(box: Box, shape: tuple[int, ...]) -> Box:
    """Give a box of cubes with one more on each side."""
    x, y, z = (
        slice(max(0, one.start - 1), min(count, one.stop + 1))
        for one, count in zip(box, shape, strict=True)
    )
    return x, y, z


def _crop(room: Room, box: Box) -> Room:
    pitch = room.grid.pitch_mm
    low = room.grid.low_mm + np.array([one.start for one in box]) * pitch
    grid = Grid(room.grid.metal[box], low, pitch)
    return Room(part=room.part, grid=grid, clear_mm=np.ascontiguousarray(room.clear_mm[box]))


def _hollow(room: Room, mine: Flags, out: Flags) -> Hollow | None:
    """Measure one hollow in its crop of the grid; None for a closed cavity of the mesh."""
    grid, pitch = room.grid, room.grid.pitch_mm
    inner = np.where(mine, room.clear_mm, -1)
    seeds = np.zeros(mine.shape, dtype=np.bool_)
    seeds.flat[int(np.argmax(inner))] = True
    way = widest_way(room.clear_mm, mine, seeds, out)
    if way.clearance < 0 and _is_cavity(room.part, grid, mine):
        return None
    width, at = UNSEEN * pitch, grid.middle_mm(np.argwhere(seeds)[0].tolist())
    if way.clearance > 0:
        width, at = _opening(room, way, out)
    ports, port_mm2 = _ports(mine, out, inner >= PORT_CLEAR * way.clearance, pitch)
    cells = np.argwhere(mine)
    low = grid.low_mm + cells.min(axis=0) * pitch
    high = grid.low_mm + (cells.max(axis=0) + 1) * pitch
    return Hollow(
        volume_mm3=len(cells) * pitch**3,
        opening_mm=max(width, 2 * width / (1 + width**2 / max(port_mm2, pitch**2))),
        opening_at_mm=_point(at),
        ports=ports,
        bounds_mm=(_point(low), _point(high)),
    )


def _is_cavity(part: Part, grid: Grid, mine: Flags) -> bool:
    """Tell whether a corner of a closed cavity's faces lies in or beside a hollow's cubes."""
    corners = part.vertices_mm[np.unique(part.faces[part.solid.cavity_where])]
    cells = np.floor((corners - grid.low_mm) / grid.pitch_mm).astype(np.int64)
    cells = cells[((cells >= 0) & (cells < mine.shape)).all(axis=1)]
    around = ndimage.binary_dilation(mine, np.ones((3, 3, 3)), iterations=2)
    return bool(around[tuple(cells.T)].any())


def _ports(mine: Flags, out: Flags, clear: Flags, pitch: float) -> tuple[int, float]:
    """Count the openings of a hollow and give the area of the largest (mm2)."""
    rim = ndimage.binary_dilation(out) & mine & clear
    labels, count = ndimage.label(rim, np.ones((3, 3, 3)))
    if count == 0:
        return 0, 0.0
    return count, float(rims(labels, out, count)[1:].max()) * pitch**2 / STAIRS


def _opening(room: Room, way: Way, out: Flags) -> tuple[float, Place]:
    """Measure the narrowest place of a way on finer cubes: the diameter there, and where it is.

    The least of many distances around an opening is that to a cube just under its surface, so the
    half cube that a clearance leaves off on each side is given back.
    """
    grid = room.grid
    middle = grid.middle_mm(way.cells[way.narrowest].tolist())
    reach = way.clearance + 4 * grid.pitch_mm
    pitch = max(grid.pitch_mm / FINER, reach / FINE_CELLS)
    fine = _room(room.part, np.array([middle - reach, middle + reach]), pitch, reach)
    coarse = _coarse(fine.grid, grid)
    before, after = np.zeros(out.size + 1, dtype=np.bool_), np.append(out.ravel(), False)
    numbers = np.ravel_multi_index(tuple(way.cells.T), out.shape)
    before[numbers[: max(0, way.narrowest - NEAR)]] = True
    after[numbers[way.narrowest + NEAR + 1 :]] = True
    free = ~fine.grid.metal
    through = widest_way(fine.clear_mm, free, before[coarse] & free, after[coarse] & free)
    if through.clearance < 0:
        return 2 * float(np.where(coarse == numbers[way.narrowest], fine.clear_mm, 0).max()), middle
    return 2 * through.clearance + pitch, fine.grid.middle_mm(
        through.cells[through.narrowest].tolist()
    )


def _coarse(fine: Grid, grid: Grid) -> npt.NDArray[np.int64]:
    """Give for each fine cube the number of the coarse cube that holds its middle, -1 outside."""
    shape = np.array(grid.metal.shape)
    axes = [
        np.floor(
            (fine.low_mm[axis] + (np.arange(count) + 0.5) * fine.pitch_mm - grid.low_mm[axis])
            / grid.pitch_mm
        ).astype(np.int64)
        for axis, count in enumerate(fine.metal.shape)
    ]
    x, y, z = np.ix_(*axes)
    inside = (x >= 0) & (x < shape[0]) & (y >= 0) & (y < shape[1]) & (z >= 0) & (z < shape[2])
    return np.where(inside, (x * shape[1] + y) * shape[2] + z, -1)


def _point(place: Place) -> tuple[float, float, float]:
    return float(place[0]), float(place[1]), float(place[2])
