"""The problem: everything a plan must respect and what it should achieve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Final, Literal

from pydantic import ConfigDict, Field

from scheduler.document import document_of, value_of
from scheduler.errors import InvalidProblemError
from scheduler.fair_share import FairShare
from scheduler.fixed import FixedBuild, PreviousPlacement
from scheduler.machine import Machine
from scheduler.part import Part, Setting
from scheduler.relations import check_fixed, check_machines, check_mates, check_parts
from scheduler.route import check_operations, check_steps
from scheduler.schedule import Operation
from scheduler.station import Station
from scheduler.strict import STRICT, Millimetres, Tick, Weight
from scheduler.window import Window

PROBLEM_SCHEMA: Final = "printlab/scheduling-problem/1"
LONGEST_TICK_S: Final = 24 * 3600

MOST_COPIES: Final = 5000
"""Copies in one problem: more would take hours, and are rather a slip of the hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the terms of the objective ``lab`` weigh.

    Per tick of tardiness times the job's weight, per tick of powder change, per tick of machine
    time (set-up, printing, cooling, unloading), per copy moved against the previous plan, and
    per tick that a member has beyond its fair share of machine time.
    The first three defaults are those of the published-benchmark study this library was tuned on;
    that of fairness is our own proposal.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    tardiness: Weight = 10.0
    powder_change: Weight = 1.0
    occupancy: Weight = 1.0
    stability: Weight = 0.0
    fairness: Weight = 0.1

    def __post_init__(self) -> None:
        weights = (self.tardiness, self.powder_change, self.occupancy, self.stability)
        if min(*weights, self.fairness) < 0.0:
            raise InvalidProblemError("weights-negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A scheduling problem; times are whole ticks of ``tick_s`` seconds from one origin.

    Nothing that is not fixed starts before ``now`` or ends after ``horizon``. ``stations`` stand
    in the order in which parts pass them; ``operations`` are what is under way or done there
    already, or is to stay where it is.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-problem/1"] = PROBLEM_SCHEMA
    tick_s: Annotated[int, Field(le=LONGEST_TICK_S)] = 60
    now: Tick = 0
    horizon: Tick
    objective: Literal["lab", "makespan", "total_tardiness"] = "lab"
    weights: Weights = field(default_factory=Weights)
    part_gap_mm: Millimetres = 0.0
    settings: tuple[Setting, ...]
    parts: tuple[Part, ...]
    machines: tuple[Machine, ...]
    staff: tuple[Window, ...]
    fixed: tuple[FixedBuild, ...] = ()
    previous: tuple[PreviousPlacement, ...] = ()
    stations: tuple[Station, ...] = ()
    operations: tuple[Operation, ...] = ()
    fair_share: FairShare | None = None

    def __post_init__(self) -> None:
        if self.tick_s < 1:
            raise InvalidProblemError("tick-size", tick_s=self.tick_s)
        if self.now < 0:
            raise InvalidProblemError("now-negative", now=self.now)
        if self.horizon <= self.now:
            raise InvalidProblemError("horizon-past", horizon=self.horizon, now=self.now)
        if self.part_gap_mm < 0.0:
            raise InvalidProblemError("gap-negative", part_gap_mm=self.part_gap_mm)
        copies = sum(part.copies for part in self.parts)
        if copies > MOST_COPIES:
            raise InvalidProblemError("copies-too-many", copies=copies, limit=MOST_COPIES)
        check_machines(self.machines)
        check_parts(self.parts, self.settings, self.machines)
        check_fixed(self.fixed, self.parts, self.settings, self.machines)
        check_mates(self.parts)
        check_steps(self.parts, self.stations)
        check_operations(self.operations, self.stations, self.parts, self.fixed)

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Problem:
        """Return the problem of a document, read as `read_problem` does."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)
