"""Which unit a file is in: what it names, or where it names none (STL, OBJ, PLY, OFF) its size.

Where nothing is named the numbers are taken as millimetres, the convention of STL, unless that is
impossible for a part of metal powder: larger than any machine (`ReadLimits.size_max_mm`) or smaller
than any feature (`ReadLimits.size_min_mm`). Whatever is taken, the guess and its evidence travel
with the part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from slicer_checks.errors import NotAskable, UnreadableFile
from slicer_checks.limits import ReadLimits

MM_PER_UNIT: Final[Mapping[str, float]] = MappingProxyType(
    {"mm": 1.0, "um": 0.001, "inch": 25.4, "m": 1000.0}
)
"""Millimetres per unit; the inch is exactly 25.4 mm (international yard and pound agreement)."""

MM_PER_NAMED_UNIT: Final[Mapping[str, float]] = MappingProxyType(
    {**MM_PER_UNIT, "cm": 10.0, "foot": 304.8}
)
"""Millimetres per unit that a file may name; a foot is twelve inches."""

_SPOKEN_AS: Final[Mapping[str, str]] = MappingProxyType({"cm": "mm", "foot": "inch"})
"""Units that only files name, and the unit of ours that people of that unit use."""

EVIDENCE_CODES: Final = (
    "unit-named",
    "unit-size-plausible",
    "unit-size-small",
    "unit-size-large",
    "unit-asked",
    "unit-size-metres",
    "unit-size-micrometres",
    "unit-size-inches",
    "unit-size-fraction",
)
"""Why a unit is thought right; each has a text in every language."""

_MACHINE_MAX_MM: Final = 1_000.0
"""The largest metal powder-bed chambers on the market are about 1 m."""
_MICROMETRES_ABOVE_MM: Final = 5_000.0
"""A part of more than 5 m is rather one of more than 5 mm written in micrometres."""
_WALL_MIN_MM: Final = 0.1
"""Thinner than the melt track of any L-PBF laser, so no part is thinner in any direction."""
_PLATFORM_MAX_MM: Final = 600.0
"""The largest platform of a machine sold in series (Nikon SLM NXG XII 600); in metres or in inches,
a part that one machine takes is likelier than one that needs a chamber built for it."""
_METRES_BELOW_MM: Final = 1.0
"""A part of less than 1 mm is rather one of less than 1 m written in metres."""
_INCHES_BELOW_MM: Final = 12.0
"""A part of less than 12 mm may be one of less than 12 inch: 305 mm, a large plate."""
_SMALL_BELOW_MM: Final = 5.0
"""Few metal parts are smaller at their largest; most that look so are in inches."""
_FINE_CHORD_MM: Final = 0.02
"""CAD systems rarely export facets whose typical edge is finer than this; in inches they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGuess:
    """The unit thought likeliest, with a stable evidence code and the numbers behind it."""

    unit: str
    evidence: str
    params: Mapping[str, float | str] = field(default_factory=dict)


def unit_scale(unit: str) -> float:
    """Return the millimetres per `unit`; raise `NotAskable` for a unit we do not know."""
    if unit not in MM_PER_UNIT:
        raise NotAskable(
            "unit-unknown",
            f"The unit {unit!r} is unknown; use one of {', '.join(MM_PER_UNIT)}.",
            {"unit": unit, "units": list(MM_PER_UNIT)},
        )
    return MM_PER_UNIT[unit]


def named_unit(named: str) -> UnitGuess:
    """Return the unit a file names as a guess that needs no guessing."""
    unit = _SPOKEN_AS.get(named, named)
    return UnitGuess(unit=unit, evidence="unit-named", params={"named": named})


def asked_unit(unit: str) -> UnitGuess:
    """Return the unit that somebody gave with the file: there is nothing left to guess."""
    return UnitGuess(unit=unit, evidence="unit-asked")


def guess_unit(size: tuple[float, float, float], edge_median: float) -> UnitGuess:
    """Guess the unit from the extents in file units and the median edge of the facets."""
    largest, smallest = max(size), min(size)
    params = {
        "largest": largest,
        "smallest": smallest,
        "edge_median": edge_median,
        "inches_mm": largest * MM_PER_UNIT["inch"],
    }
    if largest > _MICROMETRES_ABOVE_MM and _plausible(size, "um"):
        return UnitGuess(unit="um", evidence="unit-size-micrometres", params=params)
    if largest < _METRES_BELOW_MM and _plausible(size, "m"):
        beyond = largest * MM_PER_UNIT["m"] > _PLATFORM_MAX_MM and _plausible(size, "inch")
        if beyond:
            return UnitGuess(unit="inch", evidence="unit-size-fraction", params=params)
        return UnitGuess(unit="m", evidence="unit-size-metres", params=params)
    if largest < _INCHES_BELOW_MM and edge_median < _FINE_CHORD_MM and _plausible(size, "inch"):
        return UnitGuess(unit="inch", evidence="unit-size-inches", params=params)
    return UnitGuess(unit="mm", evidence=_as_mm(largest), params=params)


def _as_mm(largest: float) -> str:
    """Return why numbers are millimetres for want of anything better."""
    if largest < _SMALL_BELOW_MM:
        return "unit-size-small"
    return "unit-size-large" if largest > _MACHINE_MAX_MM else "unit-size-plausible"


def choose_unit(unit: str | None, guess: UnitGuess, limits: ReadLimits) -> tuple[str, float]:
    """Return the unit to read in and its millimetres.

    That is the one asked for, else the one the file names, else mm, or the guess where mm cannot
    be. A file in centimetres is spoken of as one in mm, and one in feet as one in inches: asked for
    by that name it keeps its own scale.
    """
    if guess.evidence == "unit-named" and unit in {None, guess.unit}:
        return guess.unit, MM_PER_NAMED_UNIT[str(guess.params["named"])]
    if unit is not None:
        return unit, unit_scale(unit)
    possible = limits.size_min_mm <= float(guess.params["largest"]) <= limits.size_max_mm
    taken = "mm" if possible else guess.unit
    return taken, unit_scale(taken)


def check_size(size_mm: tuple[float, float, float], unit: str, limits: ReadLimits) -> None:
    """Refuse what no machine could hold or resolve, before anything is sliced."""
    largest, smallest = max(size_mm), min(size_mm)
    params: dict[str, object] = {"largest_mm": largest, "unit": unit}
    if largest > limits.size_max_mm:
        raise UnreadableFile(
            "part-too-large",
            f"Read in {unit}, the part is {largest:.6g} mm large; "
            f"at most {limits.size_max_mm:g} mm is read. Is the unit right?",
            params | {"size_max_mm": limits.size_max_mm},
        )
    if 0 < largest < limits.size_min_mm:
        raise UnreadableFile(
            "part-too-small",
            f"Read in {unit}, the part is {largest:.6g} mm large; "
            f"nothing below {limits.size_min_mm:g} mm is a part. Is the unit right?",
            params | {"size_min_mm": limits.size_min_mm},
        )
    if smallest < limits.thickness_min_mm:
        raise UnreadableFile(
            "part-no-volume",
            "The part is flat: it has no volume.",
            {"smallest_mm": smallest},
        )


def _plausible(size: tuple[float, float, float], unit: str) -> bool:
    scale = MM_PER_UNIT[unit]
    return max(size) * scale <= _MACHINE_MAX_MM and min(size) * scale >= _WALL_MIN_MM
