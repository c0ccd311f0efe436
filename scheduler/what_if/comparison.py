"""Two schedules beside each other: before and after something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.changes import Change
from scheduler.document import document_of, value_of
from scheduler.explain.telling import Telling
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

    @property
    def code(self) -> str:
        """What happens to it: the code of its sentence."""
        if self.end_before is None:
            return "what-if-new-late" if self.late_after else "what-if-new"
        if self.late_before and self.late_after:
            return "what-if-later-still" if self.later > 0 else "what-if-less-late"
        if self.late_before or self.late_after:
            return "what-if-late" if self.late_after else "what-if-no-longer-late"
        return "what-if-later" if self.later > 0 else "what-if-sooner"

    @property
    def later(self) -> int:
        """By how many ticks it is worse off: later than due, or, where that is equal, than before.

        Less than none where it is better off.
        """
        if self.late_after != self.late_before:
            return self.late_after - self.late_before
        return (self.end_after or 0) - (self.end_before or 0)

    @property
    def end_shift(self) -> int:
        """By how many ticks it ends later than before, none where it is in one schedule alone."""
        if self.end_before is None or self.end_after is None:
            return 0
        return self.end_after - self.end_before

    def told(self, telling: Telling) -> str:
        """Return its sentence."""
        new = self.end_before is None or self.code == "what-if-late"
        ticks = self.late_after if new else abs(self.later)
        return telling.sentence(
            self.code, {"job": self.job, "until": self.end_after, "ticks": ticks}
        )


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
    ``open_copies`` that the schedule before holds and that are not fixed. ``forced`` of these would
    move, or lose their place, if every build that can stayed on its machine and in its order;
    ``chosen`` have another place than they would have then, and at most ``most_chosen`` may. The
    same is counted in builds (`scheduler.moved`): of ``open_builds``, ``moved_builds`` are not as
    they were. Where nothing else leaves a place for new parts, more may be chosen than should.
    Terms are those of the objective after the change; stability counts against the schedule before.
    A tick has ``tick_s`` seconds.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-comparison/1"] = COMPARISON_SCHEMA
    change: Change
    before: Schedule
    after: Schedule | None
    tick_s: int = 60
    shifts: tuple[JobShift, ...] = ()
    moves: tuple[Move, ...] = ()
    open_copies: int = 0
    forced: int = 0
    chosen: int = 0
    most_chosen: int = 0
    open_builds: int = 0
    moved_builds: int = 0
    forced_builds: int = 0
    chosen_builds: int = 0
    most_chosen_builds: int = 0
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
        builds = f"{self.moved_builds} of {self.open_builds} builds"
        head = (
            f"{builds} move ({self.forced_builds} have to), "
            f"{len(self.moves)} of {self.open_copies} copies move ({self.forced} have to), "
            f"jobs at another time: {len(self.shifts)}, later than they may: {len(later)}"
        )
        return "\n".join([head, f"cost {costs}", *rows])

    def sentences(self, lang: str = "en", says: Callable[[int], str] | None = None) -> list[str]:
        """Return it in English, Dutch or German: what moves, the jobs, and what it costs.

        ``says`` turns a tick into words; without it they are days and hours from tick 0.
        """
        telling = Telling.of(self.tick_s, lang, says)
        if self.after is None:
            reason = self.reason.sentences(lang) if self.reason else ()
            return [telling.sentence("what-if-none", {}), *reason]
        return list(self._told(telling))

    def _told(self, telling: Telling) -> Iterator[str]:
        yield self._head(telling)
        for shift in sorted(self.shifts, key=lambda one: (-one.late_after, -one.later, one.job)):
            yield shift.told(telling)
        costs = telling.costs({name: self._more(name) for name in self.terms_after})
        code = "what-if-cost" if costs else "what-if-cost-same"
        yield telling.sentence(code, {"cost": ", ".join(costs)})

    def _head(self, telling: Telling) -> str:
        """Return what moves, or that nothing does but jobs may be done at another time."""
        if self.moved_builds:
            counts = {
                "builds": self.moved_builds,
                "open_builds": self.open_builds,
                "forced_builds": self.forced_builds,
                "count": len(self.moves),
                "open": self.open_copies,
            }
            return telling.sentence("what-if-moves", counts)
        shifted = [one.end_shift for one in self.shifts]
        counts = {"later": sum(s > 0 for s in shifted), "sooner": sum(s < 0 for s in shifted)}
        told = {
            name: telling.sentence(f"what-if-jobs-{name}", {"count": count})
            for name, count in counts.items()
            if count
        }
        jobs = (
            telling.sentence("what-if-jobs-both", told) if len(told) > 1 else "".join(told.values())
        )
        return telling.sentence("what-if-still-jobs" if told else "what-if-still", {"jobs": jobs})

    def _more(self, name: str) -> float:
        before = self.terms_before.get(name)
        return self.terms_after[name].amount - (before.amount if before else 0.0)

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
