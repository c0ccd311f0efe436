"""Sketches are cooled: the best is kept, and so is what others hold."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import numpy as np

from scheduler import Limits
from scheduler.control import Control
from scheduler.shop.kind import ROUNDING
from scheduler.sketch.cooling import Cooler
from scheduler.sketch.tables import Facts, Sketch
from tests.scheduler.sketch.labs import busy_lab, first_plan, sketched

HEATS = (0.3, 0.001)


def lab_to_cool(seed: int) -> tuple[Cooler, Facts, Sketch]:
    """Return what cools sketches of a busy lab, its facts, and the sketch of its first plan."""
    facts, sketch, _, _ = sketched(first_plan(busy_lab(30, seed)))
    cooler = Cooler(facts, Control(Limits(time_s=60.0), None), Random(seed))  # noqa: S311  a search, not a secret
    cooler.scale = cooler.cost(sketch)
    return cooler, facts, sketch


def builds_of(sketch: Sketch, units: set[int]) -> set[frozenset[int]]:
    """Return which of some units are in one build."""
    builds: dict[int, set[int]] = defaultdict(set)
    for unit in units:
        builds[int(sketch.home[unit])].add(unit)
    return {frozenset(build) for build in builds.values()}


def test_builds_of_other_settings_keep_what_they_hold() -> None:
    """Those of the setting that is annealed change; the others may only change places."""
    cooler, facts, sketch = lab_to_cool(1)
    focused = np.flatnonzero(facts.setting == facts.setting[0])
    rest = set(range(len(facts.setting))) - set(focused.tolist())
    _, now = cooler.cool(sketch, 0.2, HEATS, focused)
    assert rest
    assert builds_of(now, rest) == builds_of(sketch, rest)
    assert builds_of(now, set(focused.tolist())) != builds_of(sketch, set(focused.tolist()))


def test_the_best_is_better_than_the_beginning_and_has_room() -> None:
    """No platform of it is too full, and where a cooling ends costs what it says."""
    cooler, _, sketch = lab_to_cool(2)
    cost, now = cooler.cool(sketch, 0.3, HEATS)
    assert cooler.cost(now) == cost
    assert cooler.cost(cooler.best) < cooler.cost(sketch)
    assert cooler.has_room
    assert max(cooler.desk.share[np.unique(cooler.best.home)]) <= 1.0 + ROUNDING


def test_what_finds_no_room_anywhere_is_said() -> None:
    """Where each unit is more than a platform, no sketch has room, and the end is the best."""
    cooler, facts, sketch = lab_to_cool(3)
    facts.share[:] = 2.0
    _, now = cooler.cool(sketch, 0.1, HEATS)
    assert not cooler.has_room
    assert cooler.cost(cooler.best) == cooler.cost(now)
