"""The segments of a toolpath layer of 3MF as arrays, whoever read them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]

LOOP, POLYLINE, HATCH = 0, 1, 2
KINDS: Final = ("loop", "polyline", "hatch")
"""The planar types of a segment, by number."""
NONE: Final = -1
"""No laser and no group of lasers is named, and no factor is used."""
FACTORS: Final = "efgh"
KIND, PROFILE, PART, LASER, SYNC, FIRST = range(6)

SEGMENT_NAMES: Final = (
    "profileid",
    "partid",
    "laserindex",
    "lasersync",
    "tag",
    "timeprediction",
    "jumpprediction",
    "type",
)
FACTOR_NAMES: Final = tuple(letter + place for place in ("", "1", "2") for letter in FACTORS)
POINT_NAMES: Final = ("x", "y")
HATCH_NAMES: Final = ("x1", "y1", "x2", "y2")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segments:
    """The segments of a layer, S of them.

    `table` (S, 6) holds the columns `KIND` (a place in `KINDS`), `PROFILE`, `PART`, `LASER`, `SYNC`
    (as the segment names them, or `NONE`) and `FIRST`, the first of its points. `points` (N, 2) are
    whole numbers in the units of the file. `peaks` (S, 4) are the highest factors e, f, g and h
    that change a vector of the segment (`NONE` for none), `lows` the lowest (infinite for none);
    `changed` (S, 4) counts the vectors with such a factor. `tagged` counts tags, `predicted`
    segments with a time.
    """

    table: Longs
    points: npt.NDArray[np.int32]
    peaks: npt.NDArray[np.float64]
    lows: npt.NDArray[np.float64]
    changed: Longs
    tagged: int = 0
    predicted: int = 0

    @property
    def vectors(self) -> Longs:
        """How many vectors each segment has (S,); a loop has one for each of its points."""
        firsts, kinds = self.table[:, FIRST], self.table[:, KIND]
        points = np.append(firsts[1:], len(self.points))[: len(firsts)] - firsts
        chained = np.where(kinds == POLYLINE, np.maximum(points - 1, 0), points)
        return np.asarray(np.where(kinds == HATCH, points // 2, chained))
