"""How sure the dates of a schedule are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.document import document_of, value_of
from scheduler.simulate.spread import Spread
from scheduler.strict import STRICT

ROBUSTNESS_SCHEMA: Final = "printlab/scheduling-robustness/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOdds:
    """When one job is done, in ticks: as planned, and before what tick in so many of ten runs.

    ``holds`` is the share of runs in which it is done by its due date, ``None`` without one. A
    quantile is ``None`` where the people's calendar ends before it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    job: str
    due: int | None
    planned_end: int
    holds: float | None
    end_p10: int | None
    end_p50: int | None
    end_p90: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """What became of a schedule in a number of simulated runs; ``all_hold`` of all due dates."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-robustness/1"] = ROBUSTNESS_SCHEMA
    runs: int
    seed: int
    spread: Spread
    all_hold: float
    jobs: tuple[JobOdds, ...]

    def __str__(self) -> str:
        return self.summary()

    def summary(self) -> str:
        """Return a few lines for a terminal: the jobs whose date is least sure first."""
        dated = sorted((one.holds, one.job) for one in self.jobs if one.holds is not None)
        rows = [f"  {job}: {100.0 * holds:.0f} %" for holds, job in dated if holds < 1.0]
        head = f"All dates hold in {100.0 * self.all_hold:.0f} % of {self.runs} runs"
        return "\n".join([head, *rows])

    def of_job(self, job: str) -> JobOdds:
        """Return the odds of one job; raises `KeyError` when it is not in the schedule."""
        return {one.job: one for one in self.jobs}[job]

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Robustness:
        """Return the robustness of a document; raises `UnreadableProblemError`."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)
