"""How strictly boundary documents are read: no unknown fields, no odd numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

Tick = Annotated[int, Field(ge=-(10**9), le=10**9)]
"""A moment in ticks; a thousand million minutes are nineteen centuries."""

Name = Annotated[str, Field(max_length=200)]
Millimetres = Annotated[float, Field(ge=-1e6, le=1e6)]
Seconds = Annotated[float, Field(ge=-1e9, le=1e9)]
Weight = Annotated[float, Field(ge=-1e6, le=1e6)]
