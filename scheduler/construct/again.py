"""A plan made again from the previous one: its builds where they were, then what is new."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from scheduler.construct.assemble import assemble
from scheduler.construct.batch import Batch
from scheduler.construct.lying import may_lie, spot_of
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.fixed import PreviousPlacement
from scheduler.nesting.stand import Stand
from scheduler.replan.kept import faults
from scheduler.shop.kind import Item
from scheduler.shop.printer import Printer


class Group(NamedTuple):
    """The open items of a previous build, where each stood, and its machine."""

    printer: Printer
    items: list[Item]
    stood: list[PreviousPlacement]


Anew = AbstractSet[int]
"""Numbers of groups whose platforms are laid anew."""


def keep_previous(workshop: Workshop) -> Found:
    """Return a plan of the previous builds in their order, and the items left to be placed.

    Copies lie where they lay, where all of a build tell it and no rule is broken; else their
    platform is laid anew, with as many of them as find room.
    """
    groups = _groups(workshop)
    found = _kept(workshop, groups, frozenset())
    wrong = _wrong(workshop, groups, found[0])
    if wrong:
        found = _kept(workshop, groups, wrong)
    if wrong and faults(found[0]):
        return _kept(workshop, groups, frozenset(range(len(groups))))
    return found


def _wrong(workshop: Workshop, groups: Sequence[Group], plan: Plan) -> Anew:
    """Return the groups of which something lies in a build that breaks a rule."""
    named = {fault.build for fault in faults(plan)}
    held = {
        (placed.part, placed.copy)
        for build in assemble(plan).builds
        if build.id in named
        for placed in build.placements
    }
    names = [{workshop.shop.name(item) for item in group.items} for group in groups]
    if named and not held:
        return frozenset(range(len(groups)))
    return frozenset(number for number, mine in enumerate(names) if mine & held)


def _kept(workshop: Workshop, groups: Sequence[Group], anew: Anew) -> Found:
    plan = Plan(workshop)
    left = set(workshop.shop.items)
    for number, group in enumerate(groups):
        laid = _laid_anew if number in anew else _as_it_lay
        batch = laid(workshop, group)
        if batch is None:
            continue
        batches = (*plan.lines[batch.printer].batches, batch)
        line = plan.try_line(batch.printer, batches, len(batches) - 1)
        if line is not None:
            plan.put(line)
            left -= set(batch.items)
    return plan, sorted(left)


def _groups(workshop: Workshop) -> list[Group]:
    """Return the open items of each previous build, the earliest first."""
    shop = workshop.shop
    printers = {printer.machine.id: printer for printer in shop.printers}
    before = {(stood.part, stood.copy): stood for stood in shop.problem.previous}
    groups: dict[tuple[int, str], Group] = {}
    for item in shop.items:
        stood = before.get(shop.name(item))
        if stood is not None and stood.machine in printers:
            empty = Group(printers[stood.machine], [], [])
            group = groups.setdefault((stood.start, stood.machine), empty)
            group.items.append(item)
            group.stood.append(stood)
    return [group for _, group in sorted(groups.items(), key=lambda one: one[0])]


def _laid_anew(workshop: Workshop, group: Group) -> Batch | None:
    return workshop.batcher.most_of(group.items, group.printer)


def _as_it_lay(workshop: Workshop, group: Group) -> Batch | None:
    """Return a build as it was; one that may not be any more, or is not told, is laid anew."""
    kinds = [workshop.shop.kinds[item.kind] for item in group.items]
    lying = [_lying(workshop, item, stood) for item, stood in zip(*group[1:], strict=True)]
    known = [one for one in lying if one is not None]
    here = set(group.items)
    if (
        len(known) < len(group.items)
        or any(kind.scan_s[group.printer.index] is None for kind in kinds)
        or not all(here.issuperset(workshop.shop.lump(item)) for item in group.items)
    ):
        return _laid_anew(workshop, group)
    stands = [stand for stand, _ in known]
    spots = [
        spot_of(group.printer, stand, (stood.x_mm, stood.y_mm), stood.rotation_deg)
        for stand, stood in known
    ]
    return workshop.batcher.placed(group.printer, group.items, stands, spots)


def _lying(
    workshop: Workshop, item: Item, stood: PreviousPlacement
) -> tuple[Stand, PreviousPlacement] | None:
    """Return how a copy stood, where it is told and still allowed."""
    stands = workshop.shop.kinds[item.kind].stands
    stand = next((one for one in stands if one.name == stood.orientation), None)
    if stand is None or not may_lie(stand, stood.rotation_deg):
        return None
    return stand, stood
