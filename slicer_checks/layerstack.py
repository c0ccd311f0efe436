"""All layers of a part in flat arrays: one column per statistic, contours with offsets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.errors import NotAskable
from slicer_checks.frozen import frozen_array

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]

COLUMNS: Final = (
    "layer",
    "z_mm",
    "area_mm2",
    "perimeter_mm",
    "islands",
    "holes",
    "overhang_mm2",
    "new_island_mm2",
    "min_wall_mm",
    "centroid_x_mm",
    "centroid_y_mm",
    "overlaps",
    "open_chains",
    "gap_mm",
)
"""The columns of `LayerStack.columns`, in the order of `printlab layers`."""
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerStack:
    """The layers of one part, from the plate up; every array has one entry per layer.

    The plane of layer i lies ``(i + 0.5) layer_mm`` above the part's bottom (`z_mm`). Areas follow
    the winding number: where bodies overlap, the overlap counts once for each body, and `overlaps`
    counts the rings that lie inside material.

    `overhang_mm2` is the area that the layer below does not carry, for facets that lean less than
    `overhang_limit_deg` from the plate. `new_island_mm2` is the area of islands with nothing below
    them. `min_wall_mm` is NaN where no two sides face each other. `open_chains` counts contours
    that did not close by themselves and `gap_mm` is the length added to close them.

    Contours: ring r has the points ``ring_offsets[r]`` up to ``ring_offsets[r + 1]`` of `points_mm`
    (in the file's frame); layer i has the rings ``layer_offsets[i]`` up to
    ``layer_offsets[i + 1]``. `ring_island` is the outer ring that each ring belongs to, -1 for
    rings inside material.
    """

    layer_mm: float
    overhang_limit_deg: float
    bottom_mm: float
    z_mm: Floats
    area_mm2: Floats
    perimeter_mm: Floats
    centroid_mm: Floats
    bounds_mm: Floats
    islands: Ids
    holes: Ids
    overhang_mm2: Floats
    new_island_mm2: Floats
    min_wall_mm: Floats
    overlaps: Ids
    open_chains: Ids
    gap_mm: Floats
    points_mm: Floats
    ring_offsets: Longs
    layer_offsets: Longs
    ring_is_hole: npt.NDArray[np.bool_]
    ring_island: Longs

    def __len__(self) -> int:
        return len(self.z_mm)

    @property
    def volume_mm3(self) -> float:
        """The area of all layers times their thickness."""
        return float(self.area_mm2.sum() * self.layer_mm)

    @property
    def height_mm(self) -> float:
        """The height of all layers together."""
        return len(self) * self.layer_mm

    def rings(self, layer: int) -> list[Floats]:
        """Return the rings of one layer as (N, 2) arrays, not closed."""
        low, high = self.layer_offsets[layer], self.layer_offsets[layer + 1]
        return np.split(
            self.points_mm[self.ring_offsets[low] : self.ring_offsets[high]],
            (self.ring_offsets[low + 1 : high] - self.ring_offsets[low]).tolist(),
        )

    def polygons(self, layer: int) -> shapely.MultiPolygon:
        """Return one layer as a valid MultiPolygon (overlapping bodies united)."""
        return self.polygons_many([layer])[0]

    def polygons_many(self, layers: Iterable[int]) -> list[shapely.MultiPolygon]:
        """Return many layers as valid MultiPolygons, built in bulk."""
        return [_united(parts) for parts in self._islands_of(list(layers))]

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the statistics as one array per column, in the order of `COLUMNS`."""
        given: dict[str, npt.NDArray[np.generic]] = {
            "layer": np.arange(len(self)),
            "centroid_x_mm": self.centroid_mm[:, 0],
            "centroid_y_mm": self.centroid_mm[:, 1],
        }
        return {name: given[name] if name in given else getattr(self, name) for name in COLUMNS}

    def to_table(self) -> list[dict[str, int | float | None]]:
        """Return one record per layer, numbers as Python's own; None stands for "no wall"."""
        lists = {name: values.tolist() for name, values in self.columns().items()}
        lists["min_wall_mm"] = [None if w != w else w for w in lists["min_wall_mm"]]  # noqa: PLR0124
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]

    def to_npz_bytes(self) -> bytes:
        """Return the stack as the bytes of a compressed npz file without pickles."""
        stream = BytesIO()
        arrays = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        np.savez_compressed(stream, allow_pickle=False, format=np.asarray(_FORMAT), **arrays)
        return stream.getvalue()

    @classmethod
    def from_npz_bytes(cls, data: bytes) -> "LayerStack":
        """Return the stack that `to_npz_bytes` wrote; raise `NotAskable` for other bytes."""
        try:
            with np.load(BytesIO(data), allow_pickle=False) as stored:
                values: dict[str, Any] = {
                    field.name: _stored(stored[field.name]) for field in fields(cls)
                }
                return cls(**values)
        except (KeyError, ValueError, EOFError, OSError, BadZipFile) as error:
            raise NotAskable(
                "layers-file-invalid", "The stored layers cannot be read; slice the part again."
            ) from error

    def _islands_of(self, layers: Sequence[int]) -> list[list[shapely.Polygon]]:
        """Return the polygons of each layer's islands with their holes, not yet united."""
        chosen = [
            ring
            for layer in layers
            for ring in range(self.layer_offsets[layer], self.layer_offsets[layer + 1])
        ]
        rank = {ring: place for place, ring in enumerate(chosen)}
        lengths = np.diff(self.ring_offsets)[chosen]
        source = [np.arange(self.ring_offsets[r], self.ring_offsets[r + 1]) for r in chosen]
        points = self.points_mm[np.concatenate(source) if source else np.zeros(0, dtype=int)]
        drawn = shapely.linearrings(points, indices=np.repeat(np.arange(len(chosen)), lengths))
        holes: dict[int, list[shapely.LinearRing]] = {}
        for ring in chosen:
            if self.ring_is_hole[ring] and self.ring_island[ring] >= 0:
                holes.setdefault(int(self.ring_island[ring]), []).append(drawn[rank[ring]])
        return [
            [
                shapely.Polygon(drawn[rank[ring]], holes.get(ring, []))
                for ring in range(self.layer_offsets[layer], self.layer_offsets[layer + 1])
                if not self.ring_is_hole[ring]
            ]
            for layer in layers
        ]


def _united(parts: list[shapely.Polygon]) -> shapely.MultiPolygon:
    """Return polygons as one valid MultiPolygon."""
    whole = shapely.MultiPolygon(parts)
    if not whole.is_valid:
        whole = shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
    pieces = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(pieces)


def _stored(array: npt.NDArray[np.generic]) -> object:
    """Return a stored scalar as a Python number and a stored array read-only."""
    if array.ndim == 0:
        return array.item()
    return frozen_array(array, array.dtype.type)
