"""Two schedules beside each other: before and after something changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.changes import Change
from scheduler.document import document_of, value_of
from scheduler.result import Reason, Term
from scheduler.schedule import Schedule
from scheduler.strict import STRICT

COMPARISON_SCHEMA: Final = "printlab/scheduling-comparison/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobShift:
    """What happens to one job: its end and its lateness in ticks, before and after.

    A job that is in one of the schedules alone has ``None`` for its end in the other.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    job: str
    due: int | None
    end_before: int | None
    end_after: int | None
    late_before: int
    late_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A copy that is on another machine, or is printed more than four hours earlier or later."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    part: str
    copy: int
    machine_before: str
    start_before: int
    machine_after: str
    start_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A schedule before and after a change, verified; ``after`` is ``None`` when there is none.

    ``shifts`` are the jobs whose end or lateness differs, ``moves`` the copies that move, of
    ``open_copies`` that were not fixed. ``forced`` of these would move if every build stayed on
    its machine and in its order; ``chosen`` have another place than they would have then, and at
    most ``most_chosen`` may. Terms are those of the objective after the change; stability
    counts against the schedule before.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-comparison/1"] = COMPARISON_SCHEMA
    change: Change
    before: Schedule
    after: Schedule | None
    shifts: tuple[JobShift, ...] = ()
    moves: tuple[Move, ...] = ()
    open_copies: int = 0
    forced: int = 0
    chosen: int = 0
    most_chosen: int = 0
    terms_before: Mapping[str, Term] = field(default_factory=dict)
    terms_after: Mapping[str, Term] = field(default_factory=dict)
    verified: bool = False
    reason: Reason | None = None
    runtime_s: float = 0.0

    def __str__(self) -> str:
        return self.summary()

    def summary(self) -> str:
        """Return a few lines for a terminal."""
        if self.after is None:
            return f"No schedule after the change. {self.reason.sentence() if self.reason else ''}"
        later = [one for one in self.shifts if one.late_after > one.late_before]
        rows = [f"  {one.job}: {one.late_before} -> {one.late_after} ticks late" for one in later]
        names = (*self.terms_after,)
        costs = ", ".join(f"{name} {self._delta(name):+.10g}" for name in names)
        head = (
            f"{len(self.moves)} of {self.open_copies} copies move ({self.forced} have to), "
            f"{len(self.shifts)} jobs end at another time, {len(later)} are later than they may"
        )
        return "\n".join([head, f"cost {costs}", *rows])

    def _delta(self, name: str) -> float:
        before = self.terms_before.get(name)
        return self.terms_after[name].cost - (before.cost if before else 0.0)

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Comparison:
        """Return the comparison of a document; raises `UnreadableProblemError`."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)
