"""How a part stands on the platform: its foot, its centre of gravity, and how far it leans."""

from dataclasses import dataclass
from math import atan2, degrees

import numpy as np
import shapely

from slicer_checks.layerstack import LayerStack

FOOT_LAYERS = 3
"""The foot is the mean of so many layers, since the very first may be a rounded edge."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """What stands on what.

    `centre_mm` is the centre of gravity, its height counted from the part's bottom. `margin_mm` is
    its distance inside the rim of the foot's hull, negative outside; `tip_deg` is how far the part
    could be tilted before it fell, if it stood free.
    """

    foot_mm2: float
    largest_mm2: float
    centre_mm: tuple[float, float, float]
    margin_mm: float
    foot: shapely.Polygon

    @property
    def tip_deg(self) -> float:
        """Angle between the vertical and the way from the centre of gravity to the nearest rim."""
        return degrees(atan2(self.margin_mm, self.centre_mm[2]))


def standing(layers: LayerStack) -> Standing | None:
    """Measure how the lowest layers carry the rest; None for layers without material."""
    # Where faces turned inward weigh more than the rest, a layer has area and no centre.
    centred = np.isfinite(layers.union_centroid_mm).all(axis=1)
    filled = np.flatnonzero((layers.union_area_mm2 > 0) & centred)
    if len(filled) == 0:
        return None
    area = np.maximum(layers.union_area_mm2, 0.0)
    x_mm, y_mm = np.average(layers.union_centroid_mm[filled], axis=0, weights=area[filled]).tolist()
    hull = shapely.convex_hull(layers.polygons(int(filled[0])))
    centre = shapely.Point(x_mm, y_mm)
    inside = 1 if shapely.intersects(hull, centre) else -1
    return Standing(
        foot_mm2=float(area[filled[:FOOT_LAYERS]].mean()),
        largest_mm2=float(area.max()),
        centre_mm=(x_mm, y_mm, float(np.average(layers.z_mm, weights=area))),
        margin_mm=inside * float(shapely.distance(hull.boundary, centre)),
        foot=hull,
    )
