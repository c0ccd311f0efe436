"""Stations of the lab as the scheduler knows them, and what parts need there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import scheduler
from printlab import records
from printlab.records import JsonObject, PartRevision

__all__ = ["shadow_mm2", "station", "steps", "steps_of", "treatment", "treatments"]

_KINDS: Final[Mapping[str, Literal["batch", "platform", "part"]]] = {
    "batch": "batch",
    "platform": "platform",
    "part": "part",
}
_MM2_OF_A_CM2: Final = 100.0


def station(
    row: records.Station,
    fixed: Sequence[scheduler.Operation] = (),
    downtime: tuple[scheduler.Window, ...] = (),
) -> scheduler.Station:
    """Return a station as the scheduler knows it, with room for what is ``fixed`` there."""
    here = [one for one in fixed if one.station == row.id]
    return scheduler.Station(
        id=row.id,
        kind=_KINDS[row.kind],
        units=max([row.units, *(one.unit for one in here)]),
        capacity=max([row.capacity, *(len(one.builds) for one in here if row.kind == "batch")]),
        load_s=row.load_s,
        unload_s=row.unload_s,
        transport_s=row.transport_s,
        attended=row.attended,
        skill=row.skill,
        site=row.site,
        downtime=downtime,
    )


def treatment(row: records.Station, material: str) -> JsonObject | None:
    """Return what a station does to a material; None where it does nothing to it."""
    named = [work for work in row.work if material in work["materials"]]
    found = [*named, *(work for work in row.work if not work["materials"])]
    return {**found[0], "station": row.id} if found else None


def treatments(rows: Iterable[records.Station], material: str) -> list[JsonObject]:
    """Write down, for a child process too, what follows printing in a material."""
    found = (treatment(row, material) for row in rows)
    return [one for one in found if one is not None]


def steps(wanted: Iterable[JsonObject], area_mm2: float) -> tuple[scheduler.Step, ...]:
    """Return what a copy with a shadow of this area needs at each station."""
    return tuple(
        scheduler.Step(
            station=one["station"],
            programme=one["programme"],
            time_s=one["time_s"] + one["s_per_cm2"] * area_mm2 / _MM2_OF_A_CM2,
        )
        for one in wanted
    )


def shadow_mm2(rings: list[Any] | None, size_mm: tuple[float, float]) -> float:
    """Return the area of a part's shadow, an outline without its holes, or of its box."""
    if not rings:
        return size_mm[0] * size_mm[1]
    outline, *holes = map(_enclosed_mm2, rings)
    return outline - sum(holes)


def _enclosed_mm2(ring: list[Any]) -> float:
    """Return the area inside a ring (shoelace formula)."""
    after = [*ring[1:], ring[0]]
    twice = sum(x * v - u * y for (x, y), (u, v) in zip(ring, after, strict=True))
    return float(abs(twice) / 2.0)


def steps_of(rows: Iterable[records.Station], revision: PartRevision) -> tuple[scheduler.Step, ...]:
    """Return what a copy of a checked part needs after printing."""
    wanted = treatments(rows, revision.material.name)
    size_mm = (revision.size_x_mm or 0.0, revision.size_y_mm or 0.0)
    return steps(wanted, shadow_mm2(revision.footprint_mm, size_mm))
