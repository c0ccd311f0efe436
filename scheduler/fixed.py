"""What a new plan may not move, and what it should rather not move."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import ConfigDict

from scheduler.errors import InvalidProblemError
from scheduler.part import Turn
from scheduler.schedule import Build, Placement
from scheduler.strict import STRICT, Millimetres, Name, Tick


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedBuild:
    """A running or pinned build, kept exactly.

    ``start`` to ``end`` is the printing. The other times may be left out: then nothing precedes
    ``start``, and the machine is free at ``end``. Its operations count among those that need a
    person; its times are facts and are not checked against staffing or downtime.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    machine: Name
    setting: Name
    placements: tuple[Placement, ...]
    start: Tick
    end: Tick
    state: Literal["running", "pinned"]
    powder_change_start: Tick | None = None
    powder_change_end: Tick | None = None
    setup_start: Tick | None = None
    cool_end: Tick | None = None
    unload_start: Tick | None = None
    unload_end: Tick | None = None
    height_mm: Millimetres = 0.0

    def __post_init__(self) -> None:
        if (self.powder_change_start is None) != (self.powder_change_end is None):
            raise InvalidProblemError("fixed-powder-change", build=self.id)
        build = self.as_build()
        times = [build.setup_start, build.start, build.end, build.cool_end]
        times += [build.unload_start, build.unload_end]
        if self.powder_change_start is not None and self.powder_change_end is not None:
            times = [self.powder_change_start, self.powder_change_end, *times]
        if any(after < before for before, after in pairwise(times)):
            raise InvalidProblemError("fixed-times", build=self.id)

    @classmethod
    def pinned(cls, build: Build) -> FixedBuild:
        """Return a planned build as one that is to stay where it is."""
        return cls(
            id=build.id,
            machine=build.machine,
            setting=build.setting,
            placements=build.placements,
            start=build.start,
            end=build.end,
            state="pinned",
            powder_change_start=build.powder_change_start,
            powder_change_end=build.powder_change_end,
            setup_start=build.setup_start,
            cool_end=build.cool_end,
            unload_start=build.unload_start,
            unload_end=build.unload_end,
            height_mm=build.height_mm,
        )

    def as_build(self) -> Build:
        """Return it as a build of a schedule."""
        setup_start = self.start if self.setup_start is None else self.setup_start
        cool_end = self.end if self.cool_end is None else self.cool_end
        unload_start = cool_end if self.unload_start is None else self.unload_start
        unload_end = unload_start if self.unload_end is None else self.unload_end
        return Build(
            id=self.id,
            machine=self.machine,
            setting=self.setting,
            powder_change_start=self.powder_change_start,
            powder_change_end=self.powder_change_end,
            setup_start=setup_start,
            start=self.start,
            end=self.end,
            cool_end=cool_end,
            unload_start=unload_start,
            unload_end=unload_end,
            height_mm=self.height_mm,
            placements=self.placements,
            fixed=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousPlacement:
    """Where a copy stood in the plan before this one: its machine and its print's start.

    Where it lay on the platform is told as in a `Placement`; without ``orientation``, it is not
    told, and a platform is laid anew.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    part: Name
    copy: int
    machine: Name
    start: Tick
    orientation: Name | None = None
    x_mm: float = 0.0
    y_mm: float = 0.0
    rotation_deg: Turn = 0

    @classmethod
    def of(cls, placed: Placement, machine: str, start: int) -> PreviousPlacement:
        """Return where a placed copy stood, on a machine whose print began at a tick."""
        return cls(
            part=placed.part,
            copy=placed.copy,
            machine=machine,
            start=start,
            orientation=placed.orientation,
            x_mm=placed.x_mm,
            y_mm=placed.y_mm,
            rotation_deg=placed.rotation_deg,
        )
