"""How a layer is scanned: beam compensation, contours, hatch pattern, rotation, order."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, isfinite, nan
from typing import Literal, get_args

from slicer_checks.exposure import Exposure
from slicer_checks.machine import Fields

Pattern = Literal["meander", "stripe", "island"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)

HATCH_OFFSET_MM = 0.1
"""The hatch ends at most so far inside the last contour where nothing else is asked for."""

LASERS_SHARED = 16
"""So many lasers share a layer at most."""

_ANGLES = ("start_deg", "rotation_deg")
_LEAST = {"hatch_mm": 0.005, "stripe_mm": 0.1, "island_mm": 0.1}
_OR_NONE = {
    "beam_mm": 0.0,
    "contours": 0.0,
    "contour_distance_mm": 0.0,
    "stripe_overlap_mm": 0.0,
    "island_overlap_mm": 0.0,
    "shortest_mm": 0.0,
    "drop_mm": 0.0,
    "up_skin_layers": 0.0,
    "down_skin_layers": 0.0,
    "support_mm": 0.1,
}
"""The least of each number; what can also be left out is 0 then. Finer lines than these are none
that a laser could melt one by one, and millions of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStrategy:
    """How the region of each layer becomes vectors.

    Parameters
    ----------
    pattern
        ``meander``: lines to and fro; ``stripe``: lines across stripes; ``island``: a chessboard
        whose fields are hatched along and across by turns.
    hatch_mm
        Distance of neighbouring lines.
    start_deg, rotation_deg
        Direction of the first layer's lines, and by how much each layer turns from the one below
        (67 degrees bring no direction back for 360 layers; Ansys Additive's default, as 57).
    beam_mm
        Width of the melt track: the first contour lies half of it inside the part's own.
    contours, contour_distance_mm, outside_in, contours_first
        How many contours, how far apart, in which order, and whether before the hatch.
    hatch_offset_mm
        How far the ends of the hatch lie inside the last contour. None: the hatch distance, 0.1 mm
        at most, so that the line beside the contour joins it; without contours 0, so that the
        hatch ends where the first contour would be.
    stripe_mm, stripe_overlap_mm
        Width of stripes, and by how much neighbours overlap.
    island_mm, island_overlap_mm
        Side of the chessboard's fields, a whole number of hatch distances, and their overlap.
    shortest_mm
        No cut of stripes, and none between lasers, leaves a piece shorter than this; 0: cuts fall
        where they fall.
    drop_mm
        Stretches of a line shorter than this are left out: the melt pool beside them is wider. No
        cut leaves a shorter vector: in a field of a chessboard, whose neighbours are hatched
        across, it is lengthened into the next one.
    gas_flow_deg
        Direction in which the shielding gas flows over the platform; the scan goes against it, so
        that soot drifts over what is done. NaN: lines are in their own order.
    up_skin_layers, down_skin_layers
        How many layers below an upper face, and above a lower one, are scanned as skin.
    support_mm
        Distance of the walls of block supports below what hangs over; 0: no supports. Layers alone
        know no overhangs: it takes a part.
    fields_mm
        The scan fields of several lasers, side by side along x, each by its lower left and upper
        right corner; they overlap or touch. Vectors are cut in the middle of an overlap. None: one
        laser, which nobody names.
    lasers
        How many lasers share the vectors where no fields are given: strips along x that hold
        equally much to melt.
    sets
        Exposures by name (``contour``, ``core``, ``up-skin``, ``down-skin``, ``support``) in place
        of the parameter set's.
    """

    pattern: Pattern = "meander"
    hatch_mm: float = 0.1
    start_deg: float = 57.0
    rotation_deg: float = 67.0
    beam_mm: float = 0.1
    contours: int = 1
    contour_distance_mm: float = 0.1
    outside_in: bool = True
    contours_first: bool = False
    hatch_offset_mm: float | None = None
    stripe_mm: float = 10.0
    stripe_overlap_mm: float = 0.1
    island_mm: float = 5.0
    island_overlap_mm: float = 0.1
    shortest_mm: float = 0.5
    drop_mm: float = 0.01
    gas_flow_deg: float = nan
    up_skin_layers: int = 0
    down_skin_layers: int = 0
    support_mm: float = 0.0
    fields_mm: Fields = ()
    lasers: int = 1
    sets: tuple[tuple[str, Exposure], ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse what cannot be scanned."""
        if self.pattern not in PATTERNS:
            raise ValueError(f"pattern is one of {', '.join(PATTERNS)}, not {self.pattern!r}")
        for name in _ANGLES:
            _require(name, getattr(self, name), -inf)
        for name, least in _LEAST.items():
            _require(name, getattr(self, name), least)
        for name, least in _OR_NONE.items():
            value = getattr(self, name)
            _require(name, value, 0.0 if value == 0 else least)
        _require("hatch_offset_mm", self.inset_mm, 0.0)
        if not 1 <= self.lasers <= LASERS_SHARED:
            raise ValueError(f"lasers cannot be {self.lasers}: 1 to {LASERS_SHARED} share a layer")
        self._require_room()

    def _require_room(self) -> None:
        """Refuse overlaps as wide as what overlaps, and fields with a gap between them."""
        for name, width_mm in (("stripe", self.stripe_mm), ("island", self.island_mm)):
            if getattr(self, f"{name}_overlap_mm") >= width_mm:
                raise ValueError(f"{name}_overlap_mm is less than {name}_mm")
        for (_, (end, _)), ((start, _), (_, _)) in pairwise(self.fields_mm):
            if start > end:
                raise ValueError("fields_mm leaves a gap between two lasers")

    def layer_deg(self, layer: int) -> float:
        """Return the direction of the lines of a layer, counted from 0 at the platform."""
        return (self.start_deg + self.rotation_deg * layer) % 360.0

    @property
    def inset_mm(self) -> float:
        """How far the ends of the hatch lie inside the last contour, or its place."""
        if self.hatch_offset_mm is not None:
            return self.hatch_offset_mm
        return min(HATCH_OFFSET_MM, self.hatch_mm) if self.contours else 0.0

    @property
    def field_mm(self) -> float:
        """The side of the chessboard's fields: a whole number of hatch distances."""
        return max(1, round(self.island_mm / self.hatch_mm)) * self.hatch_mm


def _require(name: str, value: float, least: float) -> None:
    """Refuse what is no number, or too small a one."""
    if not isfinite(value):
        raise ValueError(f"{name} cannot be {value}")
    if value < least:
        raise ValueError(f"{name} cannot be {value:g}: {least:g} is the least")
