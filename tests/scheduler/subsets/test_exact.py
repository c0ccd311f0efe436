"""Makespans of few parts over all sets of them: true against hand and brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product
from math import ceil
from random import Random

import pytest

from scheduler import Limits, Machine, Part, Problem, Setting, Window, solve, verify
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan
from scheduler.control import Control
from scheduler.cpsat.proof import Proof
from scheduler.shop.kind import Item
from scheduler.subsets.exact import MOST_ITEMS, Exact
from tests.scheduler.cpsat.test_headed import first_plan, quarters, watch
from tests.scheduler.cpsat.test_levels import crowd
from tests.scheduler.problems import part

AREA_MM2 = 10_000.0
"""The platform of `crowd`."""

ANEW = 3
"""Parts that are shared anew beside kept builds."""

Group = tuple[Part, ...]


def exact(plan: Plan, control: Control | None = None, time_s: float = 60.0) -> Proof | None:
    """Return what all sets of a plan's parts give."""
    shop = plan.workshop.shop
    return Exact(plan, shop.printers, shop.items).solve(control or watch(), time_s)


def proven(asked: Problem) -> float:
    """Return the least makespan, whose plan is there and keeps all rules."""
    found = exact(first_plan(asked))
    assert found is not None
    assert found.plan is not None
    assert found.plan.objective() == found.bound
    assert verify(asked, assemble(found.plan)) == []
    return found.bound


def partitions(parts: Group) -> Iterator[list[Group]]:
    """Yield all ways to divide parts into builds."""
    if not parts:
        yield []
        return
    first, *others = parts
    for chosen in product((False, True), repeat=len(others)):
        mates = tuple(one for one, there in zip(others, chosen, strict=True) if there)
        rest = tuple(one for one, there in zip(others, chosen, strict=True) if not there)
        for more in partitions(rest):
            yield [(first, *mates), *more]


def fits(group: Group, lab: Machine) -> bool:
    """Tell whether parts may be one build on a machine."""
    return (
        sum(one.area_mm2 or 0.0 for one in group) <= AREA_MM2
        and all(lab.id in one.scan_s for one in group)
        and len({one.setting for one in group}) == 1
        and len({one.owner for one in group if one.confidential or group[0].confidential}) <= 1
    )


def ends(groups: Sequence[Group], lab: Machine, tick_s: int) -> float:
    """Return when a machine ends at the earliest that prints some builds, in whatever order."""
    best = float("inf") if groups else 0.0
    for order in permutations(groups):
        now = lab.available_from
        for group in order:
            height_mm = max(one.orientations[0].height_mm for one in group)
            printing_s = sum(one.scan_s[lab.id] for one in group) + lab.recoat_s * ceil(
                height_mm / 0.05 - 1e-9
            )
            attended = ceil(lab.setup_s / tick_s) + ceil(lab.unload_s / tick_s)
            printing = ceil((lab.warm_up_s + lab.cool_down_s + printing_s) / tick_s - 1e-9)
            now = max(now, *(one.release for one in group)) + attended + printing
        best = min(best, now)
    return best


def brute_force(
    asked: Problem, parts: Group | None = None, kept: Mapping[str, Sequence[Group]] | None = None
) -> float:
    """Return the least makespan by trying everything with some parts, beside kept builds."""
    best, parts = float("inf"), asked.parts if parts is None else parts
    for shares in product(range(len(asked.machines)), repeat=len(parts)):
        lasts = []
        for number, lab in enumerate(asked.machines):
            mine = tuple(one for one, share in zip(parts, shares, strict=True) if share == number)
            beside = [] if kept is None else kept[lab.id]
            possible = (
                ends([*groups, *beside], lab, asked.tick_s)
                for groups in partitions(mine)
                if all(fits(group, lab) for group in groups)
            )
            lasts.append(min(possible, default=float("inf")))
        best = min(best, max(lasts))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_least_of_all_that_can_be_tried(seed: int) -> None:
    """Five parts on three machines of different speed, some ready late: the same by brute force."""
    asked = crowd(5, seed)
    assert proven(asked) == brute_force(asked)


def test_what_may_not_meet_is_in_builds_of_its_own() -> None:
    """Two settings, a secret, and a part that one machine alone may print: as by brute force."""
    asked = crowd(5, 7)
    first, second, third, *others = asked.parts
    asked = replace(
        asked,
        settings=(*asked.settings, Setting(id="fine", material="316L", layer_mm=0.05)),
        parts=(
            replace(first, setting="fine"),
            replace(second, confidential=True, owner="somebody"),
            replace(third, scan_s={"M2": third.scan_s["M2"]}),
            *others,
        ),
    )
    assert proven(asked) == brute_force(asked)


def test_sixteen_quarters_are_known_by_hand() -> None:
    """Parts of equal height are built together, the highest and the lowest on one machine."""
    assert proven(quarters(16)) == (55 + 10 * 4) + (55 + 10 * 1)


def test_one_machine_is_enough() -> None:
    """Eight quarters on one machine: its two builds follow each other."""
    asked = quarters(8)
    parts = tuple(_among(asked.parts, ("M1",)))
    asked = replace(asked, machines=asked.machines[:1], parts=parts)
    assert proven(asked) == (55 + 10) + (55 + 20)


def test_machines_and_parts_that_come_late_are_waited_for() -> None:
    """One machine is there too late to help, and one part holds its build up: by hand 165."""
    asked = quarters(8)
    first, *others = asked.parts
    near, far = asked.machines
    late = replace(first, release=100)
    asked = replace(asked, parts=(late, *others), machines=(near, replace(far, available_from=300)))
    assert proven(asked) == 100 + 65


def test_people_are_left_out_of_the_bound() -> None:
    """A plan that waits for its people lies above what is proven."""
    asked = replace(quarters(8), staff=(Window(start=500, end=700, heads=1),))
    found = exact(first_plan(asked))
    result = solve(asked, Limits(time_s=2.0))
    assert found is not None
    assert result.objective is not None
    assert 0 < found.bound < result.objective


def test_eighteen_parts_are_proven_by_the_search() -> None:
    """A search of parts of random height on two machines ends early, with a proof."""
    asked = crowd(18, 3)
    asked = replace(
        asked, machines=asked.machines[:2], parts=tuple(_among(asked.parts, ("M1", "M2")))
    )
    result = solve(asked, Limits(time_s=60.0))
    assert result.status == "optimal"
    assert result.objective == result.bound


def _among(parts: Sequence[Part], names: tuple[str, ...]) -> Iterator[Part]:
    for one in parts:
        yield replace(one, scan_s={name: one.scan_s[name] for name in names})


@pytest.mark.parametrize("seed", range(8))
def test_some_builds_are_shared_anew_and_others_kept(seed: int) -> None:
    """What is said to end so early does, no part is lost, and the kept builds are still there."""
    asked = crowd(18, seed)
    plan = first_plan(asked)
    rng = Random(seed)  # noqa: S311  a choice, not a secret
    batches = [batch for line in plan.lines for batch in line.batches]
    chosen = rng.sample(batches, 3)
    items = [item for batch in chosen for item in batch.items]
    found = Exact(plan, plan.workshop.shop.printers, items).solve(watch(), 60.0)
    assert found is not None
    assert found.plan is not None
    assert found.plan.objective() == found.bound <= plan.objective()
    assert found.plan.items() == plan.items()
    assert verify(asked, assemble(found.plan)) == []
    there = [batch for line in found.plan.lines for batch in line.batches]
    assert all(batch in there for batch in batches if batch not in chosen)


@pytest.mark.parametrize("seed", range(4))
def test_beside_kept_builds_it_is_the_least_too(seed: int) -> None:
    """Three parts of seven are shared anew among three machines: the same by brute force."""
    asked = crowd(7, seed)
    plan = first_plan(asked)
    anew: list[Item] = []
    kept: dict[str, list[Group]] = {lab.id: [] for lab in asked.machines}
    for line, lab in zip(plan.lines, asked.machines, strict=True):
        for batch in line.batches:
            if len(anew) + len(batch.items) <= ANEW:
                anew += batch.items
            else:
                kept[lab.id].append(tuple(asked.parts[item.kind] for item in batch.items))
    found = Exact(plan, plan.workshop.shop.printers, anew).solve(watch(), 60.0)
    assert found is not None
    assert found.bound == brute_force(asked, tuple(asked.parts[item.kind] for item in anew), kept)


def test_what_takes_too_long_is_not_begun() -> None:
    """Too many parts, too many builds of small parts, or too little time: no answer."""
    assert exact(first_plan(crowd(MOST_ITEMS + 1, 0))) is None
    tiny = tuple(part(f"p{number}", area_mm2=1.0) for number in range(16))
    assert exact(first_plan(replace(crowd(3, 0), parts=tiny))) is None
    assert exact(first_plan(crowd(14, 0)), time_s=1e-6) is None


def test_it_ends_when_it_is_asked_to() -> None:
    """A search that is stopped gets no answer, whatever the time left."""
    stopped = Control(Limits(time_s=60.0), lambda _: False)
    stopped.tell()
    assert exact(first_plan(crowd(9, 0)), stopped) is None
