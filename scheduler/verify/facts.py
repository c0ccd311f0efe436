"""Lookups in a problem, made once per verification."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.machine import Machine
from scheduler.part import Orientation, Part
from scheduler.problem import Problem
from scheduler.schedule import Build, Placement, Schedule


class Facts:
    """A problem by the names of its values."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parts = {part.id: part for part in problem.parts}
        self.machines = {machine.id: machine for machine in problem.machines}
        self.stations = {station.id: station for station in problem.stations}
        self.settings = {setting.id: setting for setting in problem.settings}
        self.fixed = {fixed.id: fixed.as_build() for fixed in problem.fixed}
        self.running = {fixed.id for fixed in problem.fixed if fixed.state == "running"}

    def planned(self, schedule: Schedule) -> Iterator[tuple[Build, Machine]]:
        """Yield the builds that are the plan's own, with their machine where it is known."""
        for build in schedule.builds:
            if not self.is_fact(build) and build.machine in self.machines:
                yield build, self.machines[build.machine]

    def loaded(self, schedule: Schedule) -> Iterator[tuple[Build, Machine]]:
        """Yield the builds whose platforms are still to be loaded: the plan's own and pinned ones.

        What runs is as it is.
        """
        for build in schedule.builds:
            if build.id not in self.running and build.machine in self.machines:
                yield build, self.machines[build.machine]

    def is_fact(self, build: Build) -> bool:
        """Tell whether a build is one that the problem fixes."""
        return build.id in self.fixed

    def placed(self, build: Build) -> Iterator[tuple[Placement, Part]]:
        """Yield the placements of known parts."""
        for placement in build.placements:
            if placement.part in self.parts:
                yield placement, self.parts[placement.part]

    @staticmethod
    def orientation(part: Part, placement: Placement) -> Orientation | None:
        """Return the orientation a part stands in, if it has it."""
        names = {orientation.id: orientation for orientation in part.orientations}
        return names.get(placement.orientation)
