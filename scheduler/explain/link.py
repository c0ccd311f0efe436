"""One link in the chain of causes of a job's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from scheduler.strict import STRICT

Params = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the ticks ``start <= t < end`` went into: a code, the build and part, and its data.

    ``params`` named ``until`` are ticks; the codes stand in `scheduler.explain.explanation`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    start: int
    end: int
    build: str | None = None
    part: str | None = None
    params: Params = field(default_factory=dict)

    @property
    def ticks(self) -> int:
        """How long it lasted."""
        return self.end - self.start
