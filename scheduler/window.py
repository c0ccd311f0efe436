"""A stretch of ticks: staffed time, or downtime of a machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from scheduler.errors import InvalidProblemError
from scheduler.strict import STRICT, Name, Tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The ticks ``start <= t < end``.

    As staffed time, ``heads`` operations may run in it at once; where windows overlap their
    heads add up, and one operation lies inside one window. With ``skills`` its people do only
    what asks for one of these or for none; with ``sites`` they work only there, and where no site
    is named. As downtime, the ticks alone count.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    start: Tick
    end: Tick
    heads: Tick = 1
    skills: tuple[Name, ...] = ()
    sites: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidProblemError("window-empty", start=self.start, end=self.end)
        if self.heads < 1:
            raise InvalidProblemError("window-heads", start=self.start, heads=self.heads)
