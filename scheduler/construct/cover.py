"""The fewest sets that together hold everything that any of them holds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations
from math import comb
from typing import Final, TypeVar

Name = TypeVar("Name", bound=Hashable)
Thing = TypeVar("Thing", bound=Hashable)

TRIED: Final = 20_000
"""So many choices of a size are tried; where there are more, what greed finds is told."""


def fewest(sets: Mapping[Name, set[Thing]]) -> list[Name]:
    """Return the names of the fewest sets; of too many to try, some of which none is needless."""
    greedy = _greedy(sets)
    everything = set().union(*sets.values())
    for size in range(1, len(greedy)):
        if comb(len(sets), size) > TRIED:
            break
        for some in combinations(sets, size):
            if set().union(*(sets[name] for name in some)) == everything:
                return list(some)
    return greedy


def _greedy(sets: Mapping[Name, set[Thing]]) -> list[Name]:
    """Return sets taken one by one, each holding the most that is left, without needless ones."""
    left, chosen = set().union(*sets.values()), []
    while left:
        best = max(sets, key=lambda name: len(sets[name] & left))
        chosen.append(best)
        left -= sets[best]
    for name in list(chosen):
        others = set().union(*(sets[other] for other in chosen if other != name))
        if sets[name] <= others:
            chosen.remove(name)
    return chosen
