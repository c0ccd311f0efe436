"""What may happen to a lab, as values: each says what the problem is then.

::

    changed = MachineDown(machine="M1", start=480, end=960).applied(problem)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from scheduler.errors import InvalidProblemError
from scheduler.part import Part
from scheduler.problem import Problem
from scheduler.strict import STRICT, Name, Tick
from scheduler.window import Window

__all__ = [
    "Change",
    "DueDateMoved",
    "MachineBought",
    "MachineDown",
    "OperatorAbsent",
    "RushJob",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RushJob:
    """Parts come in; their due date and weight say how urgent they are."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal["rush-job"] = "rush-job"
    parts: tuple[Part, ...]

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with the parts; raises `InvalidProblemError` as any problem does."""
        return replace(problem, parts=(*problem.parts, *self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineDown:
    """A machine cannot be used from tick ``start`` to before ``end``; what runs, runs on."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal["machine-down"] = "machine-down"
    machine: Name
    start: Tick
    end: Tick

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with that downtime; raises `InvalidProblemError`."""
        _check_machine(problem, self.machine)
        down = Window(start=self.start, end=self.end)
        machines = tuple(
            replace(one, downtime=(*one.downtime, down)) if one.id == self.machine else one
            for one in problem.machines
        )
        return replace(problem, machines=machines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAbsent:
    """So many people fewer are there from tick ``start`` to before ``end``, if so many are.

    With a ``skill`` they are of those who have it; else of the windows that are listed first.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal["operator-absent"] = "operator-absent"
    start: Tick
    end: Tick
    heads: Tick = 1
    skill: Name | None = None

    def __post_init__(self) -> None:
        Window(start=self.start, end=self.end, heads=self.heads)

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with fewer people; where some stay, their windows stay whole."""
        able = [one for one in problem.staff if self._is_able(one)]
        others = [one for one in problem.staff if not self._is_able(one)]
        for _ in range(self.heads):
            able = _without_one(able, self.start, self.end)
        return replace(problem, staff=(*able, *others))

    def _is_able(self, window: Window) -> bool:
        return self.skill is None or not window.skills or self.skill in window.skills


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDateMoved:
    """A job is due at another tick, or at none."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal["due-date-moved"] = "due-date-moved"
    job: Name
    due: Tick | None

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with that date; raises `InvalidProblemError` for an unknown job."""
        if all(part.job != self.job for part in problem.parts):
            raise InvalidProblemError("change-job-unknown", job=self.job)
        parts = tuple(
            replace(part, due=self.due) if part.job == self.job else part for part in problem.parts
        )
        return replace(problem, parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineBought:
    """A machine more, which prints what the machine ``like`` it prints, as fast."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal["machine-bought"] = "machine-bought"
    machine: Name
    like: Name
    available_from: Tick = 0

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with the machine; raises `InvalidProblemError`."""
        _check_machine(problem, self.like)
        model = next(one for one in problem.machines if one.id == self.like)
        new = replace(
            model,
            id=self.machine,
            downtime=(),
            reserved=(),
            available_from=self.available_from,
        )
        parts = tuple(self._printed(part) for part in problem.parts)
        return replace(problem, machines=(*problem.machines, new), parts=parts)

    def _printed(self, part: Part) -> Part:
        if self.like not in part.scan_s:
            return part
        orientations = tuple(
            replace(one, support_s=self._as_like(one.support_s)) for one in part.orientations
        )
        return replace(part, scan_s=self._as_like(part.scan_s), orientations=orientations)

    def _as_like(self, times_s: Mapping[str, float]) -> dict[str, float]:
        """Return times per machine, with that of the model for the new one too."""
        if self.like not in times_s:
            return dict(times_s)
        return {**times_s, self.machine: times_s[self.like]}


Change = Annotated[
    RushJob | MachineDown | OperatorAbsent | DueDateMoved | MachineBought,
    Field(discriminator="kind"),
]
"""Any of them."""


def _check_machine(problem: Problem, machine: str) -> None:
    if all(one.id != machine for one in problem.machines):
        raise InvalidProblemError("change-machine-unknown", machine=machine)


def _without_one(staff: Sequence[Window], start: int, end: int) -> list[Window]:
    """Return windows with one person fewer from start to end, as far as there is one."""
    missing = [(start, end)]
    left: list[Window] = []
    for window in staff:
        cut = [(max(s, window.start), min(e, window.end)) for s, e in missing]
        cut = [(s, e) for s, e in cut if s < e]
        missing = _outside(missing, (window.start, window.end))
        if window.heads > 1 and cut:
            left.append(replace(window, heads=window.heads - 1))
        one = replace(window, heads=1) if cut else window
        rest = [(window.start, window.end)]
        for gap in cut:
            rest = _outside(rest, gap)
        left += [replace(one, start=s, end=e) for s, e in rest]
    return left


def _outside(spans: Sequence[tuple[int, int]], gap: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what of some spans lies outside a gap."""
    pieces = [(s, min(e, gap[0])) for s, e in spans]
    pieces += [(max(s, gap[1]), e) for s, e in spans]
    return sorted((s, e) for s, e in pieces if s < e)
