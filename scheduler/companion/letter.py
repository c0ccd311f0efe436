"""A plan as a line of JSON, and back: nothing of it is lost between two searches of one problem.

Items, stands and machines go by their numbers, which are the same in both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scheduler.construct.batch import Batch
from scheduler.construct.line import Line
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.nesting.skyline import Spot
from scheduler.shop.kind import Item
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Moment, Times

Key = tuple[object, ...]
"""Machine, items, stands and spots: two batches with the same are alike."""


def written(plan: Plan) -> bytes:
    """Return the letter that tells a plan."""
    shop = plan.workshop.shop
    lines = [
        {
            "batches": [_batch_told(shop, batch) for batch in line.batches],
            "times": line.times,
            "moments": line.moments,
        }
        for line in plan.lines
    ]
    return json.dumps(lines, separators=(",", ":")).encode()


class Reader:
    """Makes the plans of letters anew in a workshop.

    Batches that are alike one of the last plan stay the same object, with all that it knows.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._known: dict[Key, Batch] = {}

    def read(self, letter: bytes, mine: Plan | None) -> Found:
        """Return a letter's plan, and the items that it does not hold; ``mine`` lends batches.

        What the plan costs is worked out here.
        """
        for line in mine.lines if mine is not None else ():
            self._known |= {_key(batch): batch for batch in line.batches}
        told = json.loads(letter)
        plan = Plan(self._workshop, [self._line(*numbered) for numbered in enumerate(told)])
        self._known = {_key(batch): batch for line in plan.lines for batch in line.batches}
        return plan, sorted(set(self._workshop.shop.items) - plan.items())

    def _line(self, printer: int, told: Mapping[str, Any]) -> Line:
        return self._workshop.liner.timed(
            printer,
            tuple(self._batch(printer, batch) for batch in told["batches"]),
            [Times(*times) for times in told["times"]],
            [Moment(*moment) for moment in told["moments"]],
        )

    def _batch(self, printer: int, told: Mapping[str, Any]) -> Batch:
        kinds = self._workshop.shop.kinds
        items = tuple(Item(kind, copy) for kind, copy in told["items"])
        numbered = zip(items, told["stands"], strict=True)
        stands = tuple(kinds[item.kind].stands[number] for item, number in numbered)
        spots = tuple(Spot(*spot) for spot in told["spots"])
        known = self._known.get((printer, items, stands, spots))
        if known is not None:
            return known
        batcher, machine = self._workshop.batcher, self._workshop.shop.printers[printer]
        laid = batcher.oracle.without if told["nested"] else batcher.oracle.placed
        return batcher.laid(machine, items, stands, laid(machine.bed, stands, spots))


def _batch_told(shop: Shop, batch: Batch) -> dict[str, object]:
    pairs = zip(batch.items, batch.stands, strict=True)
    return {
        "items": [(item.kind, item.copy) for item in batch.items],
        "stands": [shop.kinds[item.kind].stands.index(stand) for item, stand in pairs],
        "spots": batch.layout.spots,
        "nested": batch.layout.skyline is None,
    }


def _key(batch: Batch) -> Key:
    return batch.printer, batch.items, batch.stands, batch.layout.spots
