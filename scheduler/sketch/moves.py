"""How a sketch is changed by chance, in compiled code."""

from __future__ import annotations

import numba

from scheduler.chance import below, drawn
from scheduler.compiled import BARE, INNER
from scheduler.sketch.tables import Facts, Flags, Sketch

ELSEWHERE, SWAPPED, CROSSED, ALONE, SPLIT = 0.12, 0.17, 0.24, 0.30, 0.36
JOINED, TRADED, PARTED, SORTED = 0.60, 0.73, 0.83, 0.94
"""Up to these shares of all moves: a build goes elsewhere; two builds change places; two machines
change what comes after some builds of theirs; a unit gets a build of its own; some units of a build
do; a unit joins another build; two units of two builds change places; some units of a build join
another; two builds share their units anew; and in the rest two builds become one."""

BY_HEIGHT, BY_DUE, BY_RELEASE, BY_CHANCE = range(4)
"""What units of a build are told apart by."""


@numba.njit(**INNER)
def change(facts: Facts, sketch: Sketch, unit: int, chosen: Flags, used: Flags) -> bool:
    """Change a sketch somehow at a unit; tell whether its units may be together like that.

    ``chosen`` and ``used`` are room to work in: a flag for each unit, and for each build.
    """
    way = drawn()
    if way < CROSSED:
        return bool(_rearrange(sketch, sketch.home[unit], way))
    for one in range(len(chosen)):
        chosen[one] = one == unit
    if way < SPLIT:
        if way >= ALONE:
            _choose(facts, sketch, unit, chosen)
        return bool(_new_build(sketch, sketch.home[unit], chosen, used))
    low, high = facts.alike_from[facts.setting[unit]], facts.alike_from[facts.setting[unit] + 1]
    mate = facts.alike[low + below(high - low)]
    if sketch.home[mate] == sketch.home[unit]:
        return False
    if way < TRADED:
        return bool(_trade(facts, sketch, (unit, mate), chosen, both=way >= JOINED))
    return bool(_regroup(facts, sketch, (unit, mate), chosen, way))


@numba.njit(**INNER)
def _rearrange(sketch: Sketch, build: int, way: float) -> bool:
    """Change the order of builds, and nothing in them."""
    if way < ELSEWHERE:
        _remove(sketch, build)
        _insert(sketch, build)
        return True
    other = sketch.home[below(len(sketch.home))]
    if way < SWAPPED:
        return bool(_swap(sketch, build, other))
    return bool(_cross(sketch, build, other))


@numba.njit(**INNER)
def _trade(facts: Facts, sketch: Sketch, units: tuple[int, int], chosen: Flags, both: bool) -> bool:
    """Let a unit join the build of another, which may take its place."""
    unit, mate = units
    build, other = sketch.home[unit], sketch.home[mate]
    if both:
        sketch.home[mate] = build
        if not _may_be(facts, sketch, mate, chosen):
            return False
    if not _join(facts, sketch, chosen, other):
        return False
    _tidy(sketch, build)
    return True


@numba.njit(**INNER)
def _regroup(
    facts: Facts, sketch: Sketch, units: tuple[int, int], chosen: Flags, way: float
) -> bool:
    """Let the builds of two units share anew what they hold, in one of three ways."""
    unit, mate = units
    build, other = sketch.home[unit], sketch.home[mate]
    if PARTED <= way < SORTED:
        return bool(_share(facts, sketch, unit, other, chosen))
    if way < PARTED:
        _choose(facts, sketch, unit, chosen)
    else:
        for one in range(len(sketch.home)):
            chosen[one] = sketch.home[one] == build
    if not _join(facts, sketch, chosen, other):
        return False
    _tidy(sketch, build)
    return True


@numba.njit(**BARE)
def copy_into(to: Sketch, of: Sketch) -> None:
    """Make a sketch the same as another."""
    for unit in range(len(of.home)):
        to.home[unit] = of.home[unit]
    for machine in range(len(of.sizes)):
        to.sizes[machine] = of.sizes[machine]
        for place in range(of.sizes[machine]):
            to.order[machine, place] = of.order[machine, place]


@numba.njit(**INNER)
def _may_be(facts: Facts, sketch: Sketch, unit: int, leaving: Flags) -> bool:
    """Tell whether a unit may be with its mates, but for those that are leaving."""
    if not facts.choosy[unit]:
        return True
    for other in range(len(sketch.home)):
        mates = sketch.home[other] == sketch.home[unit] and not leaving[other]
        if mates and not facts.together[unit, other]:
            return False
    return True


@numba.njit(**INNER)
def _join(facts: Facts, sketch: Sketch, chosen: Flags, build: int) -> bool:
    """Put chosen units into a build; tell whether they may be with those that are there."""
    for unit in range(len(sketch.home)):
        if chosen[unit]:
            sketch.home[unit] = build
            if not _may_be(facts, sketch, unit, chosen):
                return False
    return True


@numba.njit(**INNER)
def _choose(facts: Facts, sketch: Sketch, unit: int, chosen: Flags) -> None:
    """Choose of a unit's build those no lower than it, or no higher; or the like by another."""
    by, up = below(BY_CHANCE + 1), below(2) == 0
    for other in range(len(sketch.home)):
        if sketch.home[other] == sketch.home[unit]:
            chosen[other] = _before(facts, other, unit, by) == up
    chosen[unit] = True


@numba.njit(**INNER)
def _highest(facts: Facts, unit: int) -> float:
    """Return the ticks of recoating up to a unit's height, where they are most."""
    most = 0.0
    for machine in range(facts.coat.shape[1]):
        most = max(most, facts.coat[unit, machine])
    return most


@numba.njit(**INNER)
def _before(facts: Facts, one: int, unit: int, by: int) -> bool:
    """Tell whether a unit is no higher than another, or due or released no later, or by chance."""
    if by == BY_HEIGHT:
        return bool(_highest(facts, one) <= _highest(facts, unit))
    if by == BY_DUE:
        return bool(facts.latest[one] <= facts.latest[unit])
    if by == BY_RELEASE:
        return bool(facts.release[one] <= facts.release[unit])
    return bool(below(2) == 0)


@numba.njit(**INNER)
def _share(facts: Facts, sketch: Sketch, unit: int, other: int, chosen: Flags) -> bool:
    """Let a unit's build and another share their units anew, by height, due date or release."""
    build, by, up = sketch.home[unit], below(BY_CHANCE), below(2) == 0
    for one in range(len(sketch.home)):
        if sketch.home[one] in (build, other):
            sketch.home[one] = build if _before(facts, one, unit, by) == up else other
    sketch.home[unit] = build
    for one in range(len(chosen)):
        chosen[one] = False
    for one in range(len(sketch.home)):
        if sketch.home[one] in (build, other) and not _may_be(facts, sketch, one, chosen):
            return False
    _tidy(sketch, build)
    _tidy(sketch, other)
    return True


@numba.njit(**INNER)
def _cross(sketch: Sketch, build: int, other: int) -> bool:
    """Let two machines change what comes after a build of each; tell whether they are two."""
    machine, place = _place(sketch, build)
    there, its = _place(sketch, other)
    if machine == there:
        return False
    place += below(2)
    rest, theirs = sketch.sizes[machine] - place, sketch.sizes[there] - its
    for step in range(max(rest, theirs)):
        mine, yours = sketch.order[machine, place + step], sketch.order[there, its + step]
        if step < rest:
            sketch.order[there, its + step] = mine
        if step < theirs:
            sketch.order[machine, place + step] = yours
    sketch.sizes[machine], sketch.sizes[there] = place + theirs, its + rest
    return True


@numba.njit(**INNER)
def _new_build(sketch: Sketch, build: int, chosen: Flags, used: Flags) -> bool:
    """Put chosen units of a build into one of their own, anywhere."""
    for one in range(len(used)):
        used[one] = False
    for unit in range(len(sketch.home)):
        used[sketch.home[unit]] = True
    new = 0
    while new < len(used) and used[new]:
        new += 1
    if new == len(used):
        return False
    for unit in range(len(sketch.home)):
        if chosen[unit]:
            sketch.home[unit] = new
    _insert(sketch, new)
    _tidy(sketch, build)
    return True


@numba.njit(**INNER)
def _tidy(sketch: Sketch, build: int) -> None:
    """Take a build away if it holds nothing any more."""
    for unit in range(len(sketch.home)):
        if sketch.home[unit] == build:
            return
    _remove(sketch, build)


@numba.njit(**INNER)
def _place(sketch: Sketch, build: int) -> tuple[int, int]:
    """Return a build's machine, and its place there."""
    for machine in range(len(sketch.sizes)):
        for place in range(sketch.sizes[machine]):
            if sketch.order[machine, place] == build:
                return machine, place
    return -1, -1


@numba.njit(**INNER)
def _swap(sketch: Sketch, build: int, other: int) -> bool:
    """Let two builds change places; tell whether they are two."""
    machine, place = _place(sketch, build)
    there, its = _place(sketch, other)
    sketch.order[machine, place], sketch.order[there, its] = other, build
    return build != other


@numba.njit(**INNER)
def _remove(sketch: Sketch, build: int) -> None:
    """Take a build from its place; those after it move up."""
    machine, place = _place(sketch, build)
    sketch.sizes[machine] -= 1
    for later in range(place, sketch.sizes[machine]):
        sketch.order[machine, later] = sketch.order[machine, later + 1]


@numba.njit(**INNER)
def _insert(sketch: Sketch, build: int) -> None:
    """Put a build at any place of any machine."""
    machine = below(len(sketch.sizes))
    place = below(sketch.sizes[machine] + 1)
    for later in range(sketch.sizes[machine], place, -1):
        sketch.order[machine, later] = sketch.order[machine, later - 1]
    sketch.order[machine, place] = build
    sketch.sizes[machine] += 1
