"""An answer to "what if" as the manager reads it: values without rows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from printlab.convert.question import Question
from printlab.services.plan_view import PlanView
from printlab.working_hours import StaffedWindow

__all__ = ["Answer", "Compared", "JobChange", "Moved", "TermChange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChange:
    """What happens to one job; ``code`` is the scheduler's for its sentence.

    ``later_s`` is by how much it is worse off (below zero: better); a job that comes in was ready
    at no time before.
    """

    number: str
    name: str
    submission_id: str
    due_at: dt.datetime | None
    before_at: dt.datetime | None
    after_at: dt.datetime | None
    late_s: float
    later_s: float
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Copies of one job that are printed elsewhere or at another time."""

    number: str
    name: str
    copies: int
    machine_before: str
    start_before: dt.datetime
    machine_after: str
    start_after: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """What a term of the plan's cost is before and after."""

    name: str
    before: float
    after: float

    @property
    def more(self) -> float:
        """What is added."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The plan as it stands and as it would be, to be drawn.

    Builds that move are ``moved``, new ones ``proposed``. ``staffed`` is when people would be
    there from the moment of the question on.
    """

    before: PlanView
    after: PlanView
    staffed: Sequence[StaffedWindow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a change would make of the plan, in sentences and in numbers.

    ``compared`` is nothing where no plan would follow the rules; ``lines`` say why.
    """

    question: Question
    asked_at: dt.datetime
    subject: str
    lines: tuple[str, ...]
    jobs: tuple[JobChange, ...] = ()
    moved: tuple[Moved, ...] = ()
    terms: tuple[TermChange, ...] = ()
    compared: Compared | None = None
    runtime_s: float = 0.0
