"""Looking at a part: an orthographic view from above one corner, as technical drawings show it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

AZIMUTH_DEG: Final = -58.0
ELEVATION_DEG: Final = 26.0
"""A dimetric view: both sides are seen, the right one more, and the top."""
FLAT_ELEVATION_DEG: Final = 42.0
FLAT_SHARE: Final = 0.5
"""A part less high than this share of its width is seen from higher up, the flatter the more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """Axes of a picture in space: right, up, and towards the eye."""

    axes: Points

    def project(self, points_mm: Points) -> Points:
        """Give (right, up, towards) of points in mm; lengths across the picture stay true."""
        return np.asarray(points_mm @ self.axes.T, dtype=np.float64)


def corner_view(azimuth_deg: float = AZIMUTH_DEG, elevation_deg: float = ELEVATION_DEG) -> View:
    """Make the view from a direction given by its compass angle and its height."""
    azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
    right = [-np.sin(azimuth), np.cos(azimuth), 0.0]
    towards = [
        np.cos(elevation) * np.cos(azimuth),
        np.cos(elevation) * np.sin(azimuth),
        np.sin(elevation),
    ]
    up = np.cross(towards, right)
    return View(axes=np.array([right, up, towards]))


def elevation_for(size_mm: tuple[float, float, float]) -> float:
    """Give the height to look from (degrees), so that what lies on a flat part is seen."""
    x_mm, y_mm, z_mm = size_mm
    flatness = max(0.0, 1 - z_mm / (FLAT_SHARE * max(x_mm, y_mm)))
    return ELEVATION_DEG + flatness * (FLAT_ELEVATION_DEG - ELEVATION_DEG)
