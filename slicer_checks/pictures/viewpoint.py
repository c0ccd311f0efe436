"""From where a finding is seen: the side that shows most of it, or a section where none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from slicer_checks.pictures.model import Model
from slicer_checks.pictures.raster import Depths, front_faces
from slicer_checks.pictures.sheet import Sheet, fit
from slicer_checks.pictures.spot import Spot
from slicer_checks.pictures.view import AZIMUTH_DEG, View, corner_view, elevation_for

Side = Literal["front", "right", "left", "back"]
Points = NDArray[np.float64]

_AZIMUTHS_DEG: Final[dict[Side, float]] = {
    "front": AZIMUTH_DEG,
    "right": AZIMUTH_DEG + 90,
    "left": AZIMUTH_DEG - 90,
    "back": AZIMUTH_DEG + 180,
}
LOOK_PX: Final = 280
"""Width of the small pictures in which a finding is looked for."""
NEAR_PX: Final = 3.0
"""A point is seen when it lies behind the nearest metal by no more than this many pixels' width."""
SEEN_SHARE: Final = 0.12
"""A side shows a finding when it shows this share of it; else the part is cut open."""
WORTH_TURNING: Final = 1.25
"""Another side than the front is taken when it shows this much more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Viewpoint:
    """A view with its name, and the section it needs: what lies beyond it is taken away."""

    side: Side
    is_above: bool
    view: View
    section: tuple[Points, float] | None = None

    @property
    def code(self) -> str:
        """The name of the view in the texts."""
        kind = "section" if self.section is not None else "view"
        return f"{kind}-{self.side}-{'above' if self.is_above else 'below'}"


def viewpoint(model: Model, side: Side, *, is_above: bool = True) -> Viewpoint:
    """Give the view from above or below one corner; the flatter a part, the steeper."""
    elevation_deg = elevation_for(model.size_mm)
    view = corner_view(_AZIMUTHS_DEG[side], elevation_deg if is_above else -elevation_deg)
    return Viewpoint(side=side, is_above=is_above, view=view)


class Watch:
    """The same part seen from eight sides in small, to tell where something can be seen."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @cached_property
    def _looks(self) -> Sequence[tuple[Viewpoint, Sheet, Depths]]:
        looks = []
        for is_above in (True, False):
            for side in _AZIMUTHS_DEG:
                point = viewpoint(self._model, side, is_above=is_above)
                sheet = fit(self._model.vertices_mm, point.view, (LOOK_PX, LOOK_PX))
                pixels = sheet.pixels(self._model.vertices_mm)
                _, depth = front_faces(pixels, self._model.faces, (LOOK_PX, LOOK_PX))
                looks.append((point, sheet, depth))
        return looks

    def best(self, spot: Spot) -> Viewpoint:
        """Give the side that shows most of a spot, the front where it is as good as another."""
        shares = [_seen(spot, *look) for look in self._looks]
        handicap = [1.0] + [1 / WORTH_TURNING] * (len(shares) - 1)
        chosen = int(np.argmax(np.multiply(shares, handicap)))
        if shares[chosen] >= SEEN_SHARE:
            return self._looks[chosen][0]
        return _cut_open(self._model, spot)


def _seen(spot: Spot, point: Viewpoint, sheet: Sheet, depth: Depths) -> float:
    """Tell the share of a spot that a view shows, what is seen at a slant counting for less."""
    pixels = sheet.pixels(spot.points_mm)
    columns, rows = (np.clip(pixels[:, axis].astype(int), 0, LOOK_PX - 1) for axis in (0, 1))
    in_front = pixels[:, 2] >= depth[rows, columns] - NEAR_PX / sheet.scale
    towards = spot.directions @ point.view.axes[2]
    turned = np.where(spot.directions.any(axis=1), np.maximum(towards, 0), 0.5)
    return float((spot.weights * turned * in_front).sum() / max(spot.weights.sum(), 1e-12))


def _cut_open(model: Model, spot: Spot) -> Viewpoint:
    """Cut through the middle of a spot: upright for faces, at its height for outlines."""
    if spot.has_faces:
        point = viewpoint(model, "front", is_above=not spot.faces_down)
        direction = np.array([0.0, -1.0, 0.0])
    else:
        point = viewpoint(model, "front")
        direction = np.array([0.0, 0.0, 1.0])
    return Viewpoint(
        side=point.side,
        is_above=point.is_above,
        view=point.view,
        section=(direction, float(direction @ spot.middle_mm)),
    )
