"""Proof that some boxes do not pack."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, sqrt

from ortools.sat.python import cp_model

from scheduler.control import Control
from scheduler.cpsat.run import Run
from scheduler.nesting.bed import Bed
from scheduler.shop.kind import Kind

MOST_BOXES = 10
"""More boxes than this are not decided in a few seconds."""

TIME_S = 2.0
MICRO = 1000
"""Millimetres are counted in thousandths: boxes rounded down, the bed up."""


def cannot_pack(bed: Bed, kinds: Sequence[Kind], control: Control) -> bool:
    """Tell whether it is proven that parts, each in its only stand, do not fit a bed together."""
    boxed = all(len(kind.stands) == 1 and kind.stands[0].shadow is None for kind in kinds)
    if bed.round or not boxed or len(kinds) > MOST_BOXES:
        return False
    gap_mm = bed.gap_mm / sqrt(2.0)  # boxes a gap apart diagonally are this far apart along an axis
    model = cp_model.CpModel()
    across: list[cp_model.IntervalVar] = []
    along: list[cp_model.IntervalVar] = []
    for index, kind in enumerate(kinds):
        width, depth = (floor(MICRO * (side + gap_mm)) for side in kind.stands[0].box)
        turned = model.new_bool_var(f"turned{index}")
        for name, sides, intervals, room_mm in (
            ("x", (width, depth), across, bed.width_mm),
            ("y", (depth, width), along, bed.depth_mm),
        ):
            room = ceil(MICRO * (room_mm + gap_mm))
            start = model.new_int_var(0, room, f"{name}{index}")
            size = sides[0] + (sides[1] - sides[0]) * turned
            end = model.new_int_var(0, room, f"{name}{index}end")
            intervals.append(model.new_interval_var(start, size, end, f"{name}{index}span"))
    model.add_no_overlap_2d(across, along)
    return Run(model, control, TIME_S).impossible
