"""Numbers for the parts of a toolpath, where a format holds some numbers and needs one for all."""

from itertools import count

import numpy as np

from slicer_checks.toolpath import NOBODY, PathPart, Toolpath


def part_numbers(parts: tuple[PathPart, ...], allowed: range) -> list[int]:
    """Return an allowed number for each part, and a last one for blocks of nobody.

    Parts keep their own where it can be; no two have the same, and nobody's is no part's. Without
    any part, 1 is everybody's.
    """
    if not parts:
        return [1]
    taken = {part.number for part in parts}
    free = (number for number in count(1) if number not in taken)
    found: list[int] = []
    used: set[int] = set()
    for part in parts:
        own = part.number in allowed and part.number not in used
        found.append(part.number if own else next(free))
        used.add(found[-1])
    return [*found, next(free)]


def renumbered(toolpath: Toolpath, allowed: range) -> int:
    """Count parts that get another number, and blocks of nobody that get one."""
    if not toolpath.parts:
        return 0
    numbers = part_numbers(toolpath.parts, allowed)
    changed = (part.number != own for part, own in zip(toolpath.parts, numbers, strict=False))
    return sum(changed) + int(np.count_nonzero(toolpath.blocks.block_part == NOBODY))
