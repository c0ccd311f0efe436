"""What a search found: a schedule with its value and bound, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.document import document_of, value_of
from scheduler.schedule import Schedule
from scheduler.strict import STRICT
from scheduler.texts import number, sentence, tenths

RESULT_SCHEMA: Final = "printlab/scheduling-result/1"

EXACT: Final = 10
"""How many digits of the objective a summary shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of the objective: ``amount`` times ``weight`` is ``cost``.

    Amounts are ticks, for ``stability`` moved copies.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    amount: float
    weight: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of many for which there is no schedule: a code and its data."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    params: Mapping[str, str | int | float]

    def sentence(self, lang: str = "en") -> str:
        """Return the cause as one sentence in English, Dutch or German."""
        return sentence(self.code, self.params, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why there is no schedule: a code and its data; `sentence` tells it to a person.

    Where it takes several causes to rule every plan out, ``causes`` holds them, none of which can
    be left out; ``code`` and ``params`` say how many they are.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    params: Mapping[str, str | int | float]
    causes: tuple[Cause, ...] = ()

    def sentence(self, lang: str = "en") -> str:
        """Return the reason as one sentence in English, Dutch or German."""
        return sentence(self.code, self.params, lang)

    def sentences(self, lang: str = "en") -> tuple[str, ...]:
        """Return a sentence per cause, in English, Dutch or German."""
        return tuple(cause.sentence(lang) for cause in self.causes) or (self.sentence(lang),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one search.

    ``objective`` is the sum of the costs of ``terms``, in ticks; ``bound`` is a value no
    schedule can go below; ``gap`` is (objective - bound) / objective. ``certified`` says that
    every part was placed as a shape, not as an area alone. Without a schedule,
    ``reason`` says why and ``unplaced`` names the parts that found no place. ``moved`` copies are
    elsewhere than in the problem's previous placements, where it has any, and ``moved_builds``
    builds are not as they were (`scheduler.moved`). ``processes`` told
    a plan: two where a second one searched too.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-result/1"] = RESULT_SCHEMA
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    schedule: Schedule | None = None
    objective: float | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)
    bound: float | None = None
    gap: float | None = None
    seed: int = 0
    processes: int = 1
    runtime_s: float = 0.0
    first_schedule_s: float | None = None
    certified: bool = True
    moved: int | None = None
    moved_builds: int | None = None
    reason: Reason | None = None
    unplaced: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.summary()

    def summary(self, lang: str = "en") -> str:
        """Return a few lines for a terminal, in English, Dutch or German."""
        status = sentence(f"status-{self.status}", {}, lang)
        if self.schedule is None:
            why = self.reason.sentence(lang) if self.reason else ""
            causes = [cause.sentence(lang) for cause in self.reason.causes] if self.reason else []
            none = sentence("report-none", {"status": status, "why": why}, lang)
            return "\n- ".join([none, *causes])
        machines = len({build.machine for build in self.schedule.builds})
        builds = len(self.schedule.builds)
        told = partial(number, lang=lang, digits=EXACT)
        costs = ", ".join(
            f"{sentence(f'term-{name}', {}, lang)} {told(term.cost)}"
            for name, term in self.terms.items()
        )
        lines: dict[str, dict[str, object]] = {
            "report-schedule": {
                "status": status,
                "builds": sentence("report-builds", {"count": builds}, lang),
                "machines": sentence("report-machines", {"count": machines}, lang),
            },
            "report-objective": {"objective": told(self.objective or 0.0), "costs": costs},
            "report-bound": {
                "bound": told(self.bound or 0.0),
                "gap": tenths(100 * (self.gap or 0.0), lang),
            },
            "report-search": {
                "seed": self.seed,
                "runtime": tenths(self.runtime_s, lang),
                "certified": sentence(_CERTIFIED[self.certified], {}, lang),
            },
        }
        return "\n".join(sentence(code, params, lang) for code, params in lines.items())

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Result:
        """Return the result of a document; raises `UnreadableProblemError`."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)


_CERTIFIED: Final = {True: "report-certified", False: "report-by-area"}
