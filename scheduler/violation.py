"""What is wrong with a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.texts import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: its code, the build and part it concerns, and the numbers."""

    code: str
    build: str | None = None
    part: str | None = None
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, lang: str = "en") -> str:
        """Return the violation as one sentence in English, Dutch or German."""
        known = {"build": self.build or "", "part": self.part or "", **self.params}
        return sentence(self.code, known, lang)
