"""Narrow places of a part: where two sides are close, through metal or through air.

What `spans` measures at single points is gathered here into places that hang together, each with
its width and extents. A place is a sheet (a wall, a slot) or round (a pin, a hole), by whether it
is narrow in one direction or in two.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.part import Part
from slicer_checks.patches import linked
from slicer_checks.samples import Samples, surface_samples
from slicer_checks.shells import shell_boxes
from slicer_checks.spans import CONTACT_MM, buried, spans
from slicer_checks.surface import tree_of

Ids = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SPACING_MM: Final = 0.2
"""Distance between samples; a part of more than 80 cm2 gets them farther apart."""
SAMPLES_MAX: Final = 200_000
SHELLS_MAX: Final = 300
"""With more shells than this every sample is taken to be perhaps inside another."""
OPEN_EDGES_PER_FACE: Final = 0.25
"""A surface with more has no inside to measure: loose faces, which other checks refuse."""
CELLS: Final = 1.5
"""Samples hang together when their cells, so many spacings wide, touch."""
LOW_SHARE: Final = 0.25
"""A place is as wide as this quantile of its spans: noise of a few samples does not count."""
UNIFORM: Final = 12**0.5
"""Length of an even spread over its standard deviation."""
_MEMBERS_MIN: Final = 4
"""Fewer samples tell no shape."""
_CURVED: Final = 0.02
"""Normals of a bent sheet spread over more than this share of their length squared."""
_TINY_MM: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Narrow:
    """Samples with a facing side within reach: middles and normals (N, 3), the rest (N,).

    `faces` are the solid's; `spacing_mm` is how far samples are apart.
    """

    middles_mm: Floats
    normals: Floats
    lengths_mm: Floats
    breadths_mm: Floats
    areas_mm2: Floats
    faces: Ids
    spacing_mm: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """Samples that hang together (their numbers in the `Narrow`), as one narrow place.

    `width_mm` is the span; `height_mm` and `length_mm` are the lesser and the larger extent across
    it; `axis` is the direction of the height. `turning` is how far the normals of
    samples near each other are from being all along one line: 0 for flat sides, 1/2 all around.
    """

    members: Ids
    turning: float
    width_mm: float
    height_mm: float
    length_mm: float
    axis: Floats
    area_mm2: float


def narrow(part: Part, reach_mm: float, *, inward: bool) -> Narrow:
    """Measure a part's metal (inward) or the air around it up to a reach; once for each part."""
    question = f"narrow {'metal' if inward else 'air'} {reach_mm}"
    return part.kept.once(question, lambda: _measured(part, reach_mm, inward=inward))


def thickness_mm(part: Part, metal: Narrow) -> Floats:
    """Give the least thickness measured under each face of the part; NaN where none was."""
    thickness = np.full(len(part.faces), np.inf)
    np.minimum.at(thickness, part.solid.face_numbers[metal.faces], metal.lengths_mm)
    return np.where(np.isfinite(thickness), thickness, np.nan)


def _measured(part: Part, reach_mm: float, *, inward: bool) -> Narrow:
    tree = tree_of(part)
    soup = part.solid.unpaired_edges > OPEN_EDGES_PER_FACE * len(part.solid.faces)
    samples = surface_samples(tree, SPACING_MM, 0 if soup else SAMPLES_MAX)
    found = spans(tree, samples, reach_mm, inward=inward)
    kept = np.isfinite(found.lengths_mm)
    kept &= ~buried(tree, samples, kept & within_others(part, samples))
    area_mm2 = float(samples.areas_mm2.sum())
    return Narrow(
        middles_mm=samples.points[kept]
        + (-0.5 if inward else 0.5) * found.lengths_mm[kept, None] * samples.normals[kept],
        normals=samples.normals[kept],
        lengths_mm=found.lengths_mm[kept],
        breadths_mm=found.breadths_mm[kept],
        areas_mm2=samples.areas_mm2[kept],
        faces=samples.faces[kept],
        spacing_mm=max(SPACING_MM, (area_mm2 / max(1, len(samples.faces))) ** 0.5),
    )


def within_others(part: Part, samples: Samples) -> Flags:
    """Tell which samples lie in the box of another shell: only these can be inside a body.

    Where bodies share edges they are one shell, and nothing is known.
    """
    shell = part.topology.shell_of_face[part.solid.face_numbers]
    inside = np.zeros(len(samples.faces), dtype=np.bool_)
    shells = int(shell.max(initial=-1)) + 1
    if part.topology.nonmanifold_edges > 0 or shells > SHELLS_MAX or shells == 0:
        return ~inside
    boxes = part.kept.once(
        "shell boxes",
        lambda: shell_boxes(part.vertices_mm, part.solid.faces, shell, shells),
    )
    low, high = boxes[:, :3] - CONTACT_MM, boxes[:, 3:] + CONTACT_MM
    return _in_other_box(samples.points, shell[samples.faces], low, high)


@numba.njit(cache=True)
def _in_other_box(points: Floats, own: Ids, low: Floats, high: Floats) -> Flags:
    inside = np.zeros(len(points), dtype=np.bool_)
    for number in range(len(points)):
        for shell in range(len(low)):
            if shell != own[number]:
                within = True
                for axis in range(3):
                    place = points[number, axis]
                    within = within and low[shell, axis] <= place <= high[shell, axis]
                if within:
                    inside[number] = True
                    break
    return inside


def gathered(found: Narrow, chosen: Flags) -> list[Place]:
    """Gather the chosen samples into places that hang together."""
    numbers = np.flatnonzero(chosen)
    if len(numbers) == 0:
        return []
    labels = _hanging_together(found.middles_mm[numbers], CELLS * found.spacing_mm)
    order = np.argsort(labels, kind="stable")
    groups = np.split(numbers[order], np.flatnonzero(np.diff(labels[order])) + 1)
    return [_place(found, group) for group in groups if len(group) >= _MEMBERS_MIN]


def _hanging_together(points: Floats, cell_mm: float) -> Ids:
    """Label points so that those whose cells touch share a label."""
    cells = np.floor((points - points.min(axis=0)) / cell_mm).astype(np.int64) + 1
    size = cells.max(axis=0) + 2
    strides = np.array([size[1] * size[2], size[2], 1])
    keys, inverse = np.unique(cells @ strides, return_inverse=True)
    steps = np.array([(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)])
    ends = []
    for step in (steps @ strides)[: len(steps) // 2]:
        at = np.searchsorted(keys, keys + step)
        meets = keys[np.minimum(at, len(keys) - 1)] == keys + step
        ends.append(np.stack((np.flatnonzero(meets), at[meets]), axis=1))
    return linked(np.concatenate(ends), len(keys))[inverse.reshape(-1)]


def _place(found: Narrow, members: Ids) -> Place:
    """Measure a place: its width is a low quantile of the spans, extents are even spreads'."""
    weights = found.areas_mm2[members]
    normals = found.normals[members]
    turn, axes = np.linalg.eigh((normals * weights[:, None]).T @ normals / weights.sum())
    away = found.middles_mm[members] - np.average(found.middles_mm[members], 0, weights)
    spread = (away * weights[:, None]).T @ away / weights.sum()
    axis = axes[:, 0]
    if turn[1] < _CURVED * turn[2]:
        across = np.eye(3) - np.outer(axes[:, 2], axes[:, 2])
        axis = np.linalg.eigh(across @ spread @ across)[1][:, 1]
    area_mm2 = float(weights.sum()) / 2
    height_mm = max(UNIFORM * float(axis @ spread @ axis) ** 0.5, _TINY_MM)
    return Place(
        members=members,
        turning=_turning(found, members),
        width_mm=_low(found.lengths_mm[members], weights),
        height_mm=min(height_mm, area_mm2 / height_mm),
        length_mm=max(height_mm, area_mm2 / height_mm),
        axis=axis,
        area_mm2=area_mm2,
    )


def _low(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, LOW_SHARE * total[-1])])


def _turning(found: Narrow, members: Ids) -> float:
    """Give the second share of the normals' spread, in cells of twice the widest span, averaged."""
    points, normals = found.middles_mm[members], found.normals[members]
    cell_mm = 2 * found.lengths_mm[members].max()
    cells = np.floor((points - points.min(axis=0)) / cell_mm).astype(np.int64)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    spread = np.zeros((int(cell.max()) + 1, 3, 3))
    weights = found.areas_mm2[members]
    np.add.at(spread, cell, weights[:, None, None] * normals[:, :, None] * normals[:, None, :])
    shares = np.linalg.eigvalsh(spread)
    return float(shares[:, 1].sum() / shares.sum())
