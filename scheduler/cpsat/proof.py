"""What an exact model of a whole problem gives."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.construct.plan import Plan


class Proof(NamedTuple):
    """A plan, if the model gave one that packs, and a bound of the problem's objective."""

    plan: Plan | None
    bound: float
