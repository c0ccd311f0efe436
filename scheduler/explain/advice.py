"""What would help a job, and what it would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from scheduler.explain.link import Params
from scheduler.strict import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing that was solved again and truly helps.

    The job is done ``gain_ticks`` sooner, at ``end``; ``on_time`` says that it is late now and
    would not be. ``cost`` holds the amounts by which terms of the objective change, in their units;
    ``later_jobs`` are those that would be late, or later than they are. ``moved`` copies are
    elsewhere (see `scheduler.what_if`).
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    gain_ticks: int
    end: int
    on_time: bool
    params: Params = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)
    later_jobs: tuple[str, ...] = ()
    moved: int = 0
