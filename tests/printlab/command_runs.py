"""What a command line left behind, and what runs one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def document(self) -> Any:  # noqa: ANN401 (a test looks into any JSON)
        """Return standard output as the one JSON document it must be."""
        return json.loads(self.out)


Run = Callable[..., Ran]
