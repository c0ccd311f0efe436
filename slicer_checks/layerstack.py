"""All layers of a part: one column per statistic, contours and polygons when asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.outlines import ContourBlock, Outlines, Progress

Floats = npt.NDArray[np.float64]
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
    "union_area_mm2",
    "overlaps",
    "open_chains",
    "gap_mm",
)
"""The columns of `LayerStack.columns`, in the order of `printlab layers`."""

DECIMALS: Final = 6
"""How far `LayerStack.to_table` rounds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerStack:
    """The layers of one part, from the plate up; every array has one entry per layer.

    The plane of layer i lies ``(i + 0.5) layer_mm`` above the part's bottom (`z_mm`). Always there:
    `area_mm2` (by the winding number: where bodies overlap, the overlap counts once for each body),
    `perimeter_mm`, `centroid_mm` (x, y; NaN where a layer is empty), `bounds_mm` (x and y of the
    lowest, then of the highest corner) and `overhang_mm2`, the area that the layer below does not
    carry, for facets that lean less than `overhang_limit_deg` from the plate.

    Counted from the contours, which are cut when first asked for: `islands`, `holes`, `overlaps`
    (rings inside material), `new_island_mm2` (area of islands with nothing below them),
    `open_chains` (contours that did not close by themselves), `gap_mm` (length added to close
    them), `min_wall_mm` (NaN where no two sides face each other) and `union_area_mm2` (area with
    overlaps counted once).
    """

    layer_mm: float
    overhang_limit_deg: float
    bottom_mm: float
    z_mm: Floats
    area_mm2: Floats
    perimeter_mm: Floats
    centroid_mm: Floats
    bounds_mm: Floats
    overhang_mm2: Floats
    outlines: Outlines

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

    @property
    def islands(self) -> Ids:
        """How many separate pieces of metal each layer has."""
        return self.outlines.detail().islands

    @property
    def holes(self) -> Ids:
        """How many holes each layer has."""
        return self.outlines.detail().holes

    @property
    def overlaps(self) -> Ids:
        """How many rings of each layer lie inside material."""
        return self.outlines.detail().overlaps

    @property
    def new_island_mm2(self) -> Floats:
        """The area of each layer's islands that have nothing below them."""
        return self.outlines.detail().new_island_mm2

    @property
    def open_chains(self) -> Ids:
        """How many contours of each layer did not close by themselves."""
        return self.outlines.detail().open_chains

    @property
    def gap_mm(self) -> Floats:
        """The length that was added on each layer to close its contours."""
        return self.outlines.detail().gap_mm

    @property
    def min_wall_mm(self) -> Floats:
        """The thinnest wall of each layer; NaN where no two sides face each other."""
        return self.outlines.walls_mm()

    @property
    def union_area_mm2(self) -> Floats:
        """The area of each layer, with overlapping bodies counted once."""
        return self.outlines.union().area_mm2

    @property
    def union_perimeter_mm(self) -> Floats:
        """The perimeter of each layer, with what lies inside other bodies left out."""
        return self.outlines.union().perimeter_mm

    @property
    def union_centroid_mm(self) -> Floats:
        """The centroid (x, y) of each layer's union; NaN where a layer is empty."""
        return self.outlines.union().centroid_mm

    def trace(self, progress: Progress | None = None) -> None:
        """Cut all contours once, so that what depends on them is at hand; tell layers done."""
        self.outlines.detail(progress)

    def contours(self, *, united: bool = False) -> Iterator[ContourBlock]:
        """Yield the contours of all layers, some layers at a time, from the plate up.

        United: on layers where rings cross, touch or lie inside material, the rings are those of
        the union; elsewhere they are the same.
        """
        return self.outlines.contours(united=united)

    def rings(self, layer: int) -> list[Floats]:
        """Return the rings of one layer as (N, 2) arrays, not closed, in the file's frame."""
        return self.outlines.contours_at(layer).rings(layer)

    def polygons(self, layer: int) -> shapely.MultiPolygon:
        """Return one layer as a valid MultiPolygon (overlapping bodies united)."""
        return _polygons(self.outlines.contours_at(layer, united=True))[0]

    def polygons_many(self, layers: Iterable[int]) -> list[shapely.MultiPolygon]:
        """Return many layers as valid MultiPolygons; ascending layers are cut only once."""
        return [self.polygons(layer) for layer in layers]

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the statistics as one array per column, in the order of `COLUMNS`."""
        given: dict[str, npt.NDArray[np.generic]] = {
            "layer": np.arange(len(self)),
            "centroid_x_mm": self.centroid_mm[:, 0],
            "centroid_y_mm": self.centroid_mm[:, 1],
        }
        return {name: given[name] if name in given else getattr(self, name) for name in COLUMNS}

    def to_table(self) -> list[dict[str, int | float | None]]:
        """Return one record per layer, numbers as Python's own; None stands for "no wall".

        Numbers are rounded to a millionth of a millimetre (or of its square): what a mesh in
        float32 can hold, without the noise of sums in binary.
        """
        lists = {name: kept.round(DECIMALS).tolist() for name, kept in self.columns().items()}
        lists["min_wall_mm"] = [None if w != w else w for w in lists["min_wall_mm"]]  # noqa: PLR0124
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _polygons(block: ContourBlock) -> list[shapely.MultiPolygon]:
    """Return the layers of a block as valid MultiPolygons, built in bulk."""
    lengths = np.diff(block.ring_offsets)
    drawn = shapely.linearrings(
        block.points_mm, indices=np.repeat(np.arange(len(lengths)), lengths)
    )
    holes: dict[int, list[shapely.LinearRing]] = {}
    inner = (block.ring_area_mm2 < 0) & (block.ring_island >= 0)
    for ring in np.flatnonzero(inner).tolist():
        holes.setdefault(int(block.ring_island[ring]), []).append(drawn[ring])
    outer = block.ring_area_mm2 > 0
    return [
        _valid(
            [
                shapely.Polygon(drawn[ring], holes.get(ring, []))
                for ring in range(block.layer_offsets[layer], block.layer_offsets[layer + 1])
                if outer[ring]
            ]
        )
        for layer in range(len(block))
    ]


def _valid(parts: list[shapely.Polygon]) -> shapely.MultiPolygon:
    """Return polygons as one valid MultiPolygon; what touches is united."""
    whole = shapely.MultiPolygon(parts)
    if not whole.is_valid:
        whole = shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
    pieces = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(pieces)
