"""Parts that are printed together: a build before it has a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.nesting.oracle import Layout
from scheduler.nesting.stand import Stand
from scheduler.shop.finishing import Passages
from scheduler.shop.kind import Item
from scheduler.shop.timeline import Load


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Batch:
    """Items in their stands, laid out on one machine's platform; never changed, only replaced."""

    printer: int
    setting: int
    items: tuple[Item, ...]
    stands: tuple[Stand, ...]
    layout: Layout
    flat_mm2: float
    """The area taken by parts that are known by area alone."""
    height_mm: float
    owners: frozenset[str]
    confidential: bool
    programmes: Mapping[int, str | None]
    """What furnaces, by their number, have to run for this platform."""
    layers: int
    load: Load
    tails: Mapping[int, int]
    """Per job, the ticks from unloading until its copies have passed every station, at least."""
    passages: Passages | None
    """What follows printing; nothing where no station follows."""
    shared: frozenset[int]
    """Its jobs that have several copies, so that another build may be their last."""
    dues: tuple[tuple[int, int, float], ...]
    """Of the other jobs number, the end from which on this build makes it late, and weight."""
    slack: float
    """The unloading up to which surely none of them is late."""
    done: dict[int, Mapping[int, int]] = field(default_factory=dict)
    """Per tick of unloading, when each job is done with all stations to itself; kept once known."""
    late: dict[int, float] = field(default_factory=dict)
    """Per tick of unloading, the weighted ticks by which these jobs are late; kept once known."""
    refused: set[int] = field(default_factory=set)
    """Kinds that were found not to fit, kept so that nobody tries again."""
    grown: dict[Item, Batch] = field(default_factory=dict)
    """Batches with one more item, the latest that were asked for."""

    def overdue(self, unload_end: int) -> float:
        """Return the weighted ticks by which jobs of its own are late at least, so unloaded."""
        return sum(
            weight * max(0, unload_end + self.tails[job] - due) for job, due, weight in self.dues
        )
