"""Rules between the tables of a lab file: names that must exist, and hands that must be there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from printlab.lab_machine import MachineEntry
from printlab.lab_station import StationEntry

__all__ = [
    "check_hands",
    "check_materials",
    "check_names",
    "check_order",
    "check_owners",
    "check_stretches",
]


class People(Protocol):
    """Who is there in a shift: what they can do and where they work; empty: all."""

    @property
    def skills(self) -> tuple[str, ...]:
        """What they can do of what asks for a skill."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Where they work."""


def check_names(kind: str, names: Sequence[str]) -> None:
    """See that no name is used twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{kind} names {twice[0]} twice")


def check_materials(
    known: set[str], machines: Sequence[MachineEntry], stations: Sequence[StationEntry]
) -> None:
    """See that machines and stations name materials of the file."""
    for place, names in _materials(machines, stations):
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValueError(f"{place} names the unknown material {unknown[0]}")


def _materials(
    machines: Sequence[MachineEntry], stations: Sequence[StationEntry]
) -> Iterator[tuple[str, list[str]]]:
    for index, machine in enumerate(machines):
        changes = [n for c in machine.powder_changes for n in (c.from_material, c.to_material) if n]
        yield f"machines[{index}]", [*machine.materials, *changes]
    for index, station in enumerate(stations):
        yield f"stations[{index}]", [name for work in station.work for name in work.materials]


def check_owners(known: set[str], machines: Sequence[MachineEntry]) -> None:
    """See that stretches of machines are kept for organisations of the file, or for the lab."""
    for index, machine in enumerate(machines):
        for stretch in machine.reserved:
            unknown = [name for name in stretch.organisations if name not in known]
            if unknown:
                raise ValueError(
                    f"machines[{index}] is reserved for the unknown organisation {unknown[0]}"
                )


def check_stretches(
    zone: ZoneInfo, machines: Sequence[MachineEntry], stations: Sequence[StationEntry]
) -> None:
    """See that each stretch ends after it starts by the lab's clock too, which skips an hour."""
    places = [(f"machines[{n}]", (*m.downtimes, *m.reserved)) for n, m in enumerate(machines)]
    places += [(f"stations[{n}]", s.downtimes) for n, s in enumerate(stations)]
    for place, stretches in places:
        for stretch in stretches:
            starts, ends = stretch.moments(zone)
            if ends <= starts:
                raise ValueError(
                    f"{place} has a stretch from {stretch.starts} to {stretch.ends}, which is no "
                    "time by the lab's clock"
                )


def check_order(stations: Sequence[StationEntry]) -> None:
    """See that no platform is asked for once its parts have been by themselves."""
    for before, after in pairwise(stations):
        if before.kind == "part" and after.kind != "part":
            raise ValueError(
                f"stations has {after.name}, for whole platforms, after {before.name}, for parts "
                "that are off them"
            )


def check_hands(
    shifts: Sequence[People], machines: Sequence[MachineEntry], stations: Sequence[StationEntry]
) -> None:
    """See that somebody has each skill that is asked for, where it is asked for."""
    for place, skill, site in _hands(machines, stations):
        here = [s for s in shifts if site is None or not s.sites or site in s.sites]
        if not here:
            raise ValueError(f"{place} stands at {site}, where no shift works")
        if skill is not None and not any(not s.skills or skill in s.skills for s in here):
            raise ValueError(f"{place} asks for the skill {skill}, which no shift there has")


def _hands(
    machines: Sequence[MachineEntry], stations: Sequence[StationEntry]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield place, skill and site of all that is done by hand."""
    for index, machine in enumerate(machines):
        for skill in (machine.setup_skill, machine.unload_skill, machine.powder_change_skill):
            yield f"machines[{index}]", skill, machine.site
    for index, station in enumerate(stations):
        yield f"stations[{index}]", station.skill, station.site
