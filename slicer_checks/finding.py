"""A failed check as data: what was found, how much of it, and where to look."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

Severity = Literal["error", "warning", "info"]
Param = str | int | float
Point = tuple[float, float, float]
Bounds = tuple[Point, Point]
Ring = tuple[tuple[float, float], ...]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place a viewer can show: layers, heights, a box, faces, outlines.

    Parameters
    ----------
    layers
        First and last layer, counted from 0 at the platform.
    z_mm
        Lowest and highest height above the part's bottom.
    bounds_mm
        Corners of a box in the part's own coordinates.
    faces
        Indices of triangles of the part, of many the largest; ``faces_total`` counts all.
    polygons
        A few outlines (x, y) in the part's own coordinates.
    """

    layers: tuple[int, int] | None = None
    z_mm: tuple[float, float] | None = None
    bounds_mm: Bounds | None = None
    faces: tuple[int, ...] = ()
    faces_total: int = 0
    polygons: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ranges that run backwards."""
        for pair in (self.layers, self.z_mm):
            if pair is not None and pair[0] > pair[1]:
                raise ValueError(f"a range runs from low to high, not {pair}")
        if self.faces_total < len(self.faces):
            raise ValueError("faces_total counts at least the faces that are listed")

    def to_dict(self) -> dict[str, object]:
        """Give the place as a JSON-ready document; what is unknown is null or empty."""
        return {
            "layers": list(self.layers) if self.layers else None,
            "z_mm": list(self.z_mm) if self.z_mm else None,
            "bounds_mm": [list(corner) for corner in self.bounds_mm] if self.bounds_mm else None,
            "faces": list(self.faces),
            "faces_total": self.faces_total,
            "polygons": [[list(point) for point in ring] for ring in self.polygons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One failed check. Texts for people come from :func:`slicer_checks.render`.

    Parameters
    ----------
    code
        Stable name of what was found; one documentation page each.
    severity
        The level that the rule pack gives the limit that was passed.
    value, limit, unit
        The measured number, the limit it passed, and the unit of both.
    params
        Further numbers and words that the texts name.
    sources
        Names of the limit's sources.
    """

    code: str
    severity: Severity
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    where: Where = field(default_factory=Where)
    params: Mapping[str, Param] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep the severity known, the numbers finite and the parameters read-only."""
        if self.severity not in SEVERITIES:
            raise ValueError(f"severity is one of {', '.join(SEVERITIES)}, not {self.severity!r}")
        for number in (self.value, self.limit):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.code}: value and limit are finite numbers")
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))
