"""The direction of each layer's hatch, and how it turns from layer to layer."""

from typing import Final, NamedTuple

import numpy as np

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.toolpath import Floats, Longs

SHARPNESS: Final = 0.5
"""A layer has a direction where half of its hatch, at least, runs one way more than across it."""


class Turns(NamedTuple):
    """Neighbouring layers that both have a direction (T): the upper one, and its turn from below.

    The turn is in degrees from 0 up to 180: a line has no front. ``layers`` counts all layers that
    have a direction.
    """

    layer: Longs
    turn_deg: Floats
    layers: int


class Headings(NamedTuple):
    """How far each layer (L) is hatched, its direction, and whether it is clear.

    The direction is in degrees from x, counter-clockwise, from -90 to 90; of opposite ones none is
    meant.
    """

    scan_mm: Floats
    heading_deg: Floats
    clear: Mask


def top_heading_deg(subject: Subject) -> float | None:
    """Return the direction of the topmost hatch, from 0 up to 180 degrees; None if it has none."""
    headings = headings_of(subject)
    hatched = np.flatnonzero(headings.scan_mm > 0)
    if not len(hatched) or not headings.clear[hatched[-1]]:
        return None
    return round(float(headings.heading_deg[hatched[-1]]), 3) % 180.0


def turns_of(subject: Subject) -> Turns:
    """Return how hatches of parts turn from layer to layer."""
    _scan_mm, heading_deg, clear = headings_of(subject)
    pairs = np.flatnonzero(clear[1:] & clear[:-1]) + 1
    turn_deg = (heading_deg[pairs] - heading_deg[pairs - 1]) % 180.0
    return Turns(layer=pairs, turn_deg=turn_deg, layers=int(clear.sum()))


def headings_of(subject: Subject) -> Headings:
    """Return the directions of parts' hatches; they are weighted by length, opposite ones alike."""
    measures, count = subject.measures, len(subject.toolpath)
    layer, hatched = subject.block_layer, subject.hatched

    def summed(column: Floats) -> Floats:
        sums = np.bincount(layer[hatched], weights=column[hatched], minlength=count)
        return sums.astype(np.float64)

    cosine, sine, scan_mm = (
        summed(column) for column in (measures.cosine, measures.sine, measures.scan_mm)
    )
    clear = (scan_mm > 0) & (np.hypot(cosine, sine) >= SHARPNESS * scan_mm)
    heading_deg = np.degrees(np.arctan2(sine, cosine)) / 2
    return Headings(scan_mm=scan_mm, heading_deg=heading_deg, clear=clear)


def apart_deg(one: Floats, other: float) -> Floats:
    """Return the angle between directions of lines, 0 to 90 degrees."""
    return np.abs((one - other + 90.0) % 180.0 - 90.0)


def commonest_deg(turn_deg: Floats, within_deg: float) -> float:
    """Return the turn, to a tenth of a degree, that most others are within some degrees of."""
    tried = np.unique(np.round(turn_deg, 1) % 180.0)[:1800]
    near = [int((apart_deg(turn_deg, one) <= within_deg).sum()) for one in tried.tolist()]
    best = tried[near.index(max(near))]
    close = turn_deg[apart_deg(turn_deg, float(best)) <= within_deg]
    off = (close - best + 90.0) % 180.0 - 90.0
    return float((best + np.median(off)) % 180.0)
