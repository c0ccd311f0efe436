"""The sketch of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.construct.plan import Plan
from scheduler.sketch.facts import Unit
from scheduler.sketch.tables import Sketch, blank


def outlined(plan: Plan, units: Sequence[Unit]) -> Sketch:
    """Return the sketch of a plan that holds every copy: its builds as they follow each other."""
    sketch = blank(len(units), len(plan.lines))
    number = {item: unit for unit, items in enumerate(units) for item in items}
    batches = [batch for line in plan.lines for batch in line.batches]
    for build, batch in enumerate(batches):
        sketch.home[[number[item] for item in batch.items]] = build
        sketch.order[batch.printer, sketch.sizes[batch.printer]] = build
        sketch.sizes[batch.printer] += 1
    return sketch
