"""Proofs of optimality, against every possible plan counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import ceil

import pytest

from scheduler import Limits, Part, Platform, Problem, solve
from tests.scheduler.problems import machine, part, problem

ROOM = 2
"""Parts that fit on the small platform of these tests: 25 x 25 mm holds two of 10 x 20."""

Batches = tuple[tuple[Part, ...], ...]


def partitions(parts: tuple[Part, ...]) -> Iterator[list[list[Part]]]:
    """Yield every way to group parts."""
    if not parts:
        yield []
        return
    first, rest = parts[0], parts[1:]
    for groups in partitions(rest):
        yield [[first], *groups]
        for index, group in enumerate(groups):
            yield [*groups[:index], [first, *group], *groups[index + 1 :]]


def sequences(parts: tuple[Part, ...]) -> Iterator[Batches]:
    """Yield every order of every grouping that has one setting and enough room per build."""
    for groups in partitions(parts):
        if all(len(g) <= ROOM and len({p.setting for p in g}) == 1 for g in groups):
            for order in permutations(groups):
                yield tuple(tuple(group) for group in order)


def value(asked: Problem, batches: Batches) -> float:
    """Return the objective of builds made one after the other on the one machine."""
    lab = asked.machines[0]
    tick, loaded, cost = 0, lab.loaded, 0.0
    for batch in batches:
        material = {"steel": "316L", "titanium": "Ti64"}[batch[0].setting]
        change = 0 if material == loaded else ceil(lab.powder_change_s / 60)
        height_mm = max(p.orientations[0].height_mm for p in batch)
        layers = ceil(height_mm / 0.05 - 1e-9)
        print_s = layers * lab.recoat_s + sum(p.scan_s["M1"] for p in batch)
        busy = ceil(lab.setup_s / 60) + ceil(print_s / 60) + ceil(lab.unload_s / 60)
        begin = max(tick + change, *(p.release for p in batch))
        tick, loaded = begin + busy, material
        late = sum(10.0 * p.weight * max(0, tick - p.due) for p in batch if p.due is not None)
        cost += late + change + busy
    return cost


@pytest.mark.parametrize("dues", [(40, 60, 90, 300), (400, 60, 35, 35), (10, 10, 10, 10)])
@pytest.mark.parametrize("settings", ["ssss", "stst", "ttss"])
def test_one_machine_is_solved_to_the_value_of_the_best_of_all_plans(
    dues: tuple[int, ...], settings: str
) -> None:
    """A handful of parts on one machine is proven optimal, at the value enumeration finds."""
    names = {"s": "steel", "t": "titanium"}
    parts = tuple(
        part(f"p{i}", due=due, setting=names[s], weight=1.0 + i, release=15 * i)
        for i, (due, s) in enumerate(zip(dues, settings, strict=True))
    )
    small = machine(platform=Platform(width_mm=25.0, depth_mm=25.0))
    asked = problem(parts=parts, machines=(small,))
    best = min(value(asked, batches) for batches in sequences(parts))
    result = solve(asked, Limits(time_s=30.0))
    assert result.status == "optimal"
    assert result.objective == pytest.approx(best)
    assert result.bound == pytest.approx(best)


def test_one_part_is_optimal_by_counting_alone() -> None:
    """A single part's bound meets its value without a solver."""
    result = solve(problem(), Limits(time_s=5.0, iterations=0))
    assert result.status == "optimal"
    assert result.gap == 0.0
