"""How the members of a cooperative share the time of its machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, PlainSerializer

from scheduler.errors import InvalidProblemError
from scheduler.strict import STRICT, Name, Seconds, Tick

Share = Annotated[float, Field(gt=0.0, le=1e6)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairShare:
    """Each member's share of machine time until a tick, and what it has had in the period so far.

    ``shares`` count relative to their sum. A build that is set up before ``until`` counts whole,
    divided among the owners of its parts by their scan times; owners who are no members do not
    count.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    until: Tick
    shares: Annotated[Mapping[Name, Share], PlainSerializer(dict)]
    used_s: Annotated[Mapping[Name, Seconds], PlainSerializer(dict)] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", MappingProxyType(dict(self.shares)))
        object.__setattr__(self, "used_s", MappingProxyType(dict(self.used_s)))
        if not self.shares or min(self.shares.values()) <= 0.0:
            raise InvalidProblemError("fair-share-empty")
        strangers = sorted(self.used_s.keys() - self.shares.keys())
        if strangers:
            raise InvalidProblemError("fair-share-owner", owner=strangers[0])

    def beyond(self, ticks: Mapping[str, float], tick_s: int) -> float:
        """Return by how many ticks members exceed their shares, given the ticks a plan gives each.

        The sum over members of what they have above their share of all that members have.
        """
        had = {
            owner: self.used_s.get(owner, 0.0) / tick_s + ticks.get(owner, 0.0)
            for owner in self.shares
        }
        total, whole = sum(had.values()), sum(self.shares.values())
        return sum(
            max(0.0, had[owner] - total * share / whole) for owner, share in self.shares.items()
        )
