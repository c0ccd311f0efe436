"""A date that is promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.document import document_of, value_of
from scheduler.result import Reason
from scheduler.schedule import Schedule
from scheduler.strict import STRICT

PROMISE_SCHEMA: Final = "printlab/scheduling-promise/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """When parts can be done without making others late, in ticks.

    ``schedule`` has the parts in it and ends them at ``end``; print times as they are estimated,
    that is kept, and with a probability of ``confidence`` when they spread. ``date`` is kept with a
    probability of nine in ten. ``moved`` of the other copies had to move, and ``moved_builds`` of
    the builds (`scheduler.moved`). Without a schedule,
    ``reason`` says why; ``date`` is ``None`` also where the people's calendar ends before it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-promise/1"] = PROMISE_SCHEMA
    jobs: tuple[str, ...]
    end: int | None = None
    confidence: float | None = None
    date: int | None = None
    moved: int = 0
    moved_builds: int = 0
    schedule: Schedule | None = None
    reason: Reason | None = None
    runtime_s: float = 0.0

    def __str__(self) -> str:
        return self.summary()

    def summary(self) -> str:
        """Return a line for a terminal."""
        if self.confidence is None:
            return f"No promise. {self.reason.sentence() if self.reason else ''}"
        return (
            f"{', '.join(self.jobs)}: planned for tick {self.end} "
            f"({100.0 * self.confidence:.0f} %), kept by tick {self.date} (90 %)"
        )

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Promise:
        """Return the promise of a document; raises `UnreadableProblemError`."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)
