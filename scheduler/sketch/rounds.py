"""What a round of sketches does: begin afresh, or take the best plan apart in turns."""

from __future__ import annotations

from scheduler.sketch.cooling import LOOK_S

FRESH, AFRESH = 0.33, 3
"""Up to this share of the time every round is annealed afresh, then every third; others focus."""

FOCUS_S = 0.002
"""Seconds that one setting is annealed anew, for each unit of a sketch."""


def afresh(number: int, share: float, *, follow: bool) -> bool:
    """Tell whether a round is annealed afresh, after some share of the time.

    Where stations follow, all are: jobs of all settings wait for each other there.
    """
    return follow or share < FRESH or number % AFRESH == 0


def turns_in(time_s: float, units: int) -> int:
    """Return how often a setting is annealed anew in some seconds.

    None takes less time than lies between two looks at the clock.
    """
    return max(1, round(time_s / max(LOOK_S, FOCUS_S * units)))
