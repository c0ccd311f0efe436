"""How strictly boundary documents are read: unknown fields and non-numbers are refused."""

from __future__ import annotations

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
