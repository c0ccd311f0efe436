"""Random small labs against every plan there is, counted without the package's own search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations, product
from math import ceil
from random import Random

import pytest

from scheduler import FixedBuild, Limits, Machine, Part, Platform, Problem, Window, solve
from scheduler.bounds import lower_bound
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.prices.ascent import Prices
from scheduler.shop.shop import Shop
from tests.scheduler.problems import fixed, machine, part, placement, problem

MANY = 60
CONTROL = Control(Limits(time_s=3600.0), None)

ROOM = 2
"""Parts that fit on a platform of 25 x 25 mm: two of 10 x 20."""

MATERIALS = {"steel": "316L", "titanium": "Ti64"}
DAYS = tuple(Window(start=day * 300, end=day * 300 + 120, heads=9) for day in range(60))

Batch = tuple[Part, ...]
Built = tuple[Batch, int, int, int]
"""A batch with its unloading, its machine's busy ticks and its ticks of powder change."""


def small_lab(seed: int) -> Problem:
    """Return a lab of one or two machines and a few parts, with all that gets in the way."""
    rng = Random(seed)  # noqa: S311  a lab, not a secret
    names = ("M1", "M2")[: rng.randint(1, 2)]
    machines = tuple(
        machine(
            name,
            platform=Platform(width_mm=25.0, depth_mm=25.0),
            loaded=rng.choice((None, "316L", "Ti64")),
            powder_change_s=rng.choice((0.0, 1830.0)),
            setup_s=rng.choice((0.0, 610.0)),
            warm_up_s=rng.choice((0.0, 601.0)),
            cool_down_s=rng.choice((0.0, 1799.5)),
            unload_s=rng.choice((0.0, 300.0)),
            downtime=(Window(start=70, end=rng.randint(71, 400)),) if rng.random() < 0.5 else (),
            available_from=rng.choice((0, 0, 20, 2000)),
        )
        for name in names
    )
    pins: tuple[FixedBuild, ...] = ()
    if rng.random() < 0.4:
        pins = (fixed(placements=(placement("pin"),), start=400, end=470),)
    parts = [
        part(
            f"p{i}",
            setting=rng.choice(("steel", "titanium")),
            due=rng.choice((None, 100, 500)),
            weight=rng.choice((0.5, 1.0, 3.3)),
            release=rng.choice((0, 35)),
            scan_s={name: rng.uniform(60.0, 9000.0) for name in names},
        )
        for i in range(rng.randint(3, 4) - (len(names) == 2))
    ]
    return problem(
        parts=(*parts, *([part("pin", due=300)] if pins else [])),
        machines=machines,
        staff=DAYS,
        fixed=pins,
        horizon=60 * 300,
        objective=rng.choice(("lab", "makespan", "total_tardiness")),
    )


def groupings(parts: Batch) -> Iterator[list[Batch]]:
    """Yield every way to group parts of one setting, as many together as there is room."""
    if not parts:
        yield []
        return
    first, rest = parts[0], parts[1:]
    for groups in groupings(rest):
        yield [(first,), *groups]
        for index, group in enumerate(groups):
            if len(group) < ROOM and group[0].setting == first.setting:
                yield [*groups[:index], (first, *group), *groups[index + 1 :]]


def attended(tick: int, ticks: int) -> int:
    """Return the first start from a tick on at which an operation lies inside one window."""
    if ticks == 0:
        return tick
    return next(
        max(tick, window.start) for window in DAYS if max(tick, window.start) + ticks <= window.end
    )


def build(lab: Machine, batch: Batch, free: int, loaded: str | None) -> Built:
    """Return a batch printed as early as it can be on a machine that is free from a tick on."""
    setup, unload = ceil(lab.setup_s / 60), ceil(lab.unload_s / 60)
    print_s = lab.warm_up_s + 100 * lab.recoat_s + sum(p.scan_s[lab.id] for p in batch)
    cooled = ceil((print_s + lab.cool_down_s) / 60 - 1e-9)
    change = ceil(lab.change_s(loaded, MATERIALS[batch[0].setting]) / 60)
    clear = all_clear(lab)
    if change:
        free = attended(free, change)
        while not clear(free, free + change):
            free = attended(free + 1, change)
        free += change
    begin = attended(max(free, *(p.release for p in batch)), setup)
    while True:
        end = attended(begin + setup + cooled, unload) + unload
        if clear(begin, end):
            return batch, end, setup + cooled + unload, change
        begin = attended(begin + 1, setup)


def all_clear(lab: Machine) -> Callable[[int, int], bool]:
    """Return whether a stretch of ticks meets no downtime of a machine."""
    return lambda start, end: not any(start < d.end and end > d.start for d in lab.downtime)


def lines(
    lab: Machine, batches: tuple[Batch, ...], pins: tuple[FixedBuild, ...]
) -> Iterator[list[Built]]:
    """Yield a machine's batches in their order, some before a pinned build, the others after it."""
    here = [pin for pin in pins if pin.machine == lab.id]
    for before in range(len(batches) + 1) if here else [len(batches)]:
        built: list[Built] = []
        free, loaded = lab.available_from, lab.loaded
        for index, batch in enumerate(batches):
            if here and index == before:
                free, loaded = max(free, here[0].end), "316L"
            built.append(build(lab, batch, free, loaded))
            free, loaded = built[-1][1], MATERIALS[batch[0].setting]
        last = built[before - 1] if here and before else None
        change_s = lab.change_s(MATERIALS[last[0][0].setting], "316L") if last else 0.0
        if last is None or (last[1] <= here[0].start and change_s == 0.0):
            yield built


def value(asked: Problem, built: list[Built]) -> float:
    """Return the problem's objective of builds and the pinned one."""
    pinned = max((pin.end for pin in asked.fixed), default=0)
    if asked.objective == "makespan":
        return max([pinned, *(end for _, end, _, _ in built)])
    late = sum(
        p.weight * max(0, end - p.due) for batch, end, _, _ in built for p in batch if p.due
    ) + sum(max(0, pinned - p.due) for p in asked.parts if p.id == "pin" and p.due)
    if asked.objective == "total_tardiness":
        return late
    return 10.0 * late + sum(busy + change for _, _, busy, change in built)


def least(asked: Problem) -> float:
    """Return the objective of the best plan of all."""
    best = float("inf")
    for groups in groupings(tuple(p for p in asked.parts if p.id != "pin")):
        for homes in product(asked.machines, repeat=len(groups)):
            given = list(zip(groups, homes, strict=True))
            shared = [[group for group, home in given if home is lab] for lab in asked.machines]
            for orders in product(*(permutations(mine) for mine in shared)):
                labs = zip(asked.machines, orders, strict=True)
                for way in product(*(lines(lab, order, asked.fixed) for lab, order in labs)):
                    best = min(best, value(asked, [one for line in way for one in line]))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_a_small_lab_is_bounded_by_the_best_plan_of_all(seed: int) -> None:
    """No bound is above the best plan, no plan below it, and what is called optimal is it."""
    asked = small_lab(seed)
    best = least(asked)
    result = solve(asked, Limits(time_s=1.0))
    assert result.objective is not None
    assert result.bound is not None
    workshop = Workshop(Shop(asked))
    assert lower_bound(workshop) <= crowded_bound(workshop) + 1e-6 <= best + 2e-6
    assert result.bound <= best + 1e-6
    if asked.objective != "makespan":
        plan = next(plan for plan, homeless in construct(workshop, CONTROL) if not homeless)
        assert Prices(plan).climb(lambda steps: steps < MANY) <= best + 1e-6
    assert result.objective >= best - 1e-6
    if result.status == "optimal":
        assert result.objective == pytest.approx(best)
