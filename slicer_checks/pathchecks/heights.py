"""At which height a toolpath lies beside its part: which slice each of its layers is.

Heights count from the part's own bottom or from the platform, at the lower or the upper face of a
layer. What lies at none of these was moved in height: then its lowest layer is the part's lowest,
or its highest the highest. Of all these the one is taken whose areas agree best.
"""

from typing import Final, NamedTuple

import numpy as np

from slicer_checks.layerstack import LayerStack
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.toolpath import Floats, Longs

NO_SLICE: Final = -1

_BETTER: Final = 1 - 1e-9
"""Heights must agree by more than rounding better than those before them, to be taken instead."""


class Heights(NamedTuple):
    """Which slice each layer (L) is, or `NO_SLICE`, and how far the toolpath lies too high.

    ``moved_mm`` is 0 where the part's lowest layer lies at its bottom or on the platform, at either
    face of the layer; below 0 where it lies lower.
    """

    slice_of: Longs
    moved_mm: float


def heights_of(subject: Subject) -> Heights:
    """Return the heights of a toolpath beside its part's, found when first asked for."""
    return subject.kept.once("heights", lambda: _heights(subject))


def _heights(subject: Subject) -> Heights:
    stack, z_mm = subject.slices, subject.toolpath.blocks.layer_z_mm
    if stack is None:
        return Heights(np.full(len(z_mm), NO_SLICE), 0.0)
    area_mm2 = regions_of(subject).area_mm2
    best, least = Heights(np.full(len(z_mm), NO_SLICE), 0.0), np.inf
    for start_mm in _starts(subject, stack):
        numbers = _numbers(z_mm, start_mm, stack)
        apart = _apart(numbers, area_mm2, stack)
        if apart < least * _BETTER:
            best, least = Heights(numbers, _moved_mm(subject, stack, start_mm)), apart
    return best


def _bottoms(subject: Subject, stack: LayerStack) -> tuple[float, ...]:
    """Return where the bottom may lie; a planned build stands on the platform."""
    return (0.0,) if subject.planned else (stack.bottom_mm, 0.0)


def _starts(subject: Subject, stack: LayerStack) -> list[float]:
    """Return the heights that the part's lowest layer may have, the likelier first."""
    layer_mm = stack.layer_mm
    starts = [b + up for b in _bottoms(subject, stack) for up in (layer_mm, 0.0)]
    z_mm = subject.toolpath.blocks.layer_z_mm
    filled = np.flatnonzero(regions_of(subject).area_mm2 > 0)
    sliced = np.flatnonzero(stack.union_area_mm2 > 0)
    if len(filled) and len(sliced):
        starts.append(float(z_mm[filled[0]]) - int(sliced[0]) * layer_mm)
        starts.append(float(z_mm[filled[-1]]) - int(sliced[-1]) * layer_mm)
    return starts


def _numbers(z_mm: Floats, start_mm: float, stack: LayerStack) -> Longs:
    steps = np.clip(np.round((z_mm - start_mm) / stack.layer_mm), NO_SLICE, len(stack))
    return np.where(steps < len(stack), steps, NO_SLICE).astype(np.int64)


def _apart(numbers: Longs, area_mm2: Floats, stack: LayerStack) -> float:
    """Return by how much area the layers differ from their slices; missing slices count whole."""
    slices_mm2 = np.concatenate((stack.union_area_mm2, [0.0]))
    missing_mm2 = stack.union_area_mm2.sum() - slices_mm2[np.unique(numbers)].sum()
    return float(np.abs(slices_mm2[numbers] - area_mm2).sum() + missing_mm2)


def _moved_mm(subject: Subject, stack: LayerStack, start_mm: float) -> float:
    """Return how far a start is above the upper face of the lowest layer, or below its lower."""
    apart = []
    for bottom_mm in _bottoms(subject, stack):
        above = start_mm - bottom_mm
        apart.append(above - float(np.clip(above, 0.0, stack.layer_mm)))
    return min(apart, key=abs)
