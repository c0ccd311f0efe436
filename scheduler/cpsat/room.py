"""The room on a platform in a model, by areas alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from ortools.sat.python import cp_model

from scheduler.nesting.bed import Bed
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop

MILLI = 1000
"""Areas are counted in thousandths, of parts rounded down and of the bed up: a relaxation."""


def keep_room(
    model: cp_model.CpModel,
    shop: Shop,
    bed: Bed,
    holds: Mapping[Item, cp_model.IntVar],
    used: cp_model.IntVar,
) -> None:
    """See that items on a bed that is used do not exceed it, with half the gap around and bare."""
    taken, bare = [], []
    for item, held in holds.items():
        kind = shop.kinds[item.kind]
        taken.append(floor(MILLI * kind.taken_mm2) * held)
        bare.append(floor(MILLI * kind.bare_mm2) * held)
    model.add(sum(taken) <= ceil(MILLI * bed.packing_area_mm2) * used)
    model.add(sum(bare) <= ceil(MILLI * bed.area_mm2) * used)
