"""Findings as a page lists them: those of one check and severity together, each with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from printlab.services.parts import Figure
from slicer_checks.findinglist import causes_first

__all__ = ["FindingGroup", "Place", "finding_groups", "first_of"]

_FIRST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where a finding holds: its own title, what was measured, where, and pictures.

    `layers` are the first and the last layer of the place, counted from 0; `box_mm` is what of it
    is seen from above (left, front, right, back).
    """

    title: str
    measured: str
    where: str
    figures: tuple[Figure, ...]
    layers: tuple[int, int] | None
    box_mm: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one check: told once, with every place."""

    number: int
    code: str
    severity: str
    title: str
    why: str
    fix: str
    sources: tuple[str, ...]
    places: tuple[Place, ...]


def finding_groups(
    documents: Sequence[Mapping[str, Any]], figures: Sequence[Figure] = ()
) -> tuple[FindingGroup, ...]:
    """Put findings of one check and severity together, in the order in which they came."""
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    shown: dict[int, list[Figure]] = {}
    for figure in figures:
        shown.setdefault(figure.finding, []).append(figure)
    for place, found in enumerate(documents):
        one = {**found, "figures": tuple(shown.get(place, ()))}
        together.setdefault((found["code"], found["severity"]), []).append(one)
    return tuple(
        FindingGroup(
            number=index,
            code=code,
            severity=severity,
            title=members[0]["title"],
            why=members[0]["why"],
            fix=members[0]["fix"],
            sources=tuple(members[0]["sources"]),
            places=tuple(_place(found) for found in members),
        )
        for index, ((code, severity), members) in enumerate(together.items(), start=1)
    )


def first_of(groups: Sequence[FindingGroup]) -> tuple[FindingGroup, ...]:
    """Return what to fix first: the gravest, at most two of different kinds, notes never.

    What may be the cause of others, a doubt about the unit, comes before them.
    """
    kinds: dict[str, FindingGroup] = {}
    for group in groups:
        if group.severity != "info":
            kinds.setdefault(group.code, group)
    return tuple(causes_first(kinds.values())[:_FIRST])


def _place(found: Mapping[str, Any]) -> Place:
    layers = found["where"].get("layers")
    return Place(
        title=found["title"],
        measured=found["measured"],
        where=found["place"],
        figures=found["figures"],
        layers=None if layers is None else (int(layers[0]), int(layers[1])),
        box_mm=_box_mm(found["where"]),
    )


def _box_mm(where: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """Return the box of a place seen from above, from its bounds or its outlines."""
    points = where.get("bounds_mm") or [one for ring in where.get("polygons") or () for one in ring]
    if not points:
        return None
    across, deep = ([float(point[axis]) for point in points] for axis in (0, 1))
    return min(across), min(deep), max(across), max(deep)
