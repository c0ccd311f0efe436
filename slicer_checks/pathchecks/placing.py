"""Where a toolpath lies beside its part: the offset at which most of some layers is in both.

Offsets that are tried: none, that of the middles, and those of the corners of the boxes, so that a
toolpath that lacks a piece, or has one too many, is not taken to have moved.
"""

from typing import Final, NamedTuple

import numpy as np
from manifold3d import CrossSection, JoinType

from slicer_checks.thinpieces import rim_mm

AGREED_SHARE: Final = 0.98
"""A toolpath that was moved is the part's where so much of some slices is in both."""

ARC_SEGMENTS: Final = 24
"""Corners of a full turn where an outline is offset round a corner."""

_NEARLY: Final = 0.9
_BEAM_STEPS: Final = 3
_ALIKE_MM: Final = 0.005
"""Offsets as near to each other are one."""

Offset = tuple[float, float]


class Pair(NamedTuple):
    """A slice of the part, the same without its rim, and the region of the layer it is."""

    outline: CrossSection
    inside: CrossSection
    layer: CrossSection


class Placing(NamedTuple):
    """How far a toolpath lies from its part (x, y), and what of it is the part's, moved back.

    `both` is how much of the larger of slice and layer is in both, `own` how much of the layer lies
    in the slice.
    """

    shift_mm: Offset
    both: float
    own: float

    @property
    def agrees(self) -> bool:
        """Whether the layers are those of the part."""
        return self.within and self.both >= AGREED_SHARE

    @property
    def within(self) -> bool:
        """Whether the layers lie in those of the part, so that pieces may be missing."""
        return self.own >= AGREED_SHARE


def placing_of(pairs: list[Pair], middle_mm: Offset) -> Placing:
    """Return how layers lie over their slices, where they do so best.

    ``middle_mm`` is how far the middles of all layers lie from those of their slices.
    """
    pairs = [pair for pair in pairs if pair.inside.area() > 0 and pair.layer.area() > 0]
    if not pairs:
        return Placing(middle_mm, 0.0, 0.0)
    tried = [_placing(pairs, offset) for offset in _offsets(pairs, middle_mm)]
    return max(tried, key=lambda one: one.both + one.own)


def _placing(pairs: list[Pair], offset: Offset) -> Placing:
    shares = []
    for pair in pairs:
        area_mm2 = pair.layer.area()
        both = (pair.inside.translate(offset) ^ pair.layer).area()
        own = (pair.outline.translate(offset) ^ pair.layer).area()
        shares.append((both / max(pair.inside.area(), area_mm2), own / area_mm2))
    both, own = np.median(np.array(shares), axis=0).tolist()
    return Placing(offset, both, own)


def _offsets(pairs: list[Pair], middle_mm: Offset) -> list[Offset]:
    """Return the offsets to try, each once."""
    apart = [np.subtract(pair.layer.bounds(), pair.inside.bounds()) for pair in pairs]
    left, front, right, back = np.median(apart, axis=0).tolist()
    corners = [(x, y) for x in (left, right) for y in (front, back)]
    kept: list[Offset] = []
    for x, y in ((0.0, 0.0), middle_mm, *corners):
        if all(max(abs(x - one[0]), abs(y - one[1])) > _ALIKE_MM for one in kept):
            kept.append((x, y))
    return kept


def beam_of(pairs: list[Pair], placing: Placing, beam_mm: float, most_mm: float) -> float:
    """Return how far layers lie inside their slices, told better than by area and length of rim.

    Pieces that the layers lack are left out of the slices, so that they are no beam. What hardly
    lies in its slices tells nothing.
    """
    if beam_mm == 0.0 or placing.own < _NEARLY:
        return beam_mm
    near = [
        pair.outline.translate(placing.shift_mm)
        ^ pair.layer.offset(most_mm, JoinType.Round, 2.0, ARC_SEGMENTS)
        for pair in pairs
    ]
    for _ in range(_BEAM_STEPS):
        steps = []
        for outline, pair in zip(near, pairs, strict=True):
            inside = outline.offset(-beam_mm, JoinType.Round, 2.0, ARC_SEGMENTS)
            steps.append((inside.area() - pair.layer.area()) / max(rim_mm(inside), 1e-9))
        beam_mm = float(np.clip(beam_mm + np.median(steps), 0.0, most_mm))
    return beam_mm
