"""How batches are made: of one item, with one more, with some fewer, on another machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from scheduler.construct.batch import Batch
from scheduler.construct.stretches import Stretches
from scheduler.nesting.oracle import EMPTY, Layout, Oracle
from scheduler.nesting.skyline import Spot
from scheduler.nesting.stand import Stand
from scheduler.shop.finishing import passages, tails
from scheduler.shop.kind import Item, Kind
from scheduler.shop.passing import Platform
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Load

PATIENT = 40
"""Up to so many items each set is nested as well as can be at once."""


MOST_GROWN, MOST_STARTED = 40, 4000
"""So many batches are kept, with one item more each or of one item, to be found again."""


class Batcher:
    """Makes batches: alone, with one more item, with some fewer."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.oracle = Oracle(patient=len(shop.items) <= PATIENT)
        copies = Counter(shop.kinds[item.kind].job for item in shop.items)
        self.stretches = Stretches(shop)
        self._started: dict[tuple[Item, int], Batch | None] = {}
        self._shared = frozenset(job for job, count in copies.items() if count > 1)

    def shorten(self, platforms: Sequence[Platform]) -> bool:
        """Let later batches hold less where stations find no stretch for some; tell if so."""
        if not self.stretches.shorten(platforms):
            return False
        self._started.clear()
        return True

    def start(self, item: Item, printer: Printer) -> Batch | None:
        """Return a batch of one item on a machine, if it may and can be printed there.

        What must be in one build with it is in the batch too.
        """
        asked = (item, printer.index)
        if asked not in self._started:
            if len(self._started) >= MOST_STARTED:
                self._started.clear()
            first, *mates = self.shop.lump(item)
            self._started[asked] = self._with_all(self._alone(first, printer), mates)
        return self._started[asked]

    def _with_all(self, batch: Batch | None, items: Sequence[Item]) -> Batch | None:
        for item in items:
            batch = None if batch is None else self._with_one(batch, item)
        return batch

    def _alone(self, item: Item, printer: Printer) -> Batch | None:
        kind = self.shop.kinds[item.kind]
        if kind.scan_s[printer.index] is None:
            return None
        for stand in kind.stands:
            if stand.height_mm > printer.machine.height_mm:
                continue
            layout, flat_mm2 = self._added((), EMPTY, 0.0, (kind, stand, printer))
            if layout is not None:
                return self._batch(printer, (item,), (stand,), layout, flat_mm2)
        return None

    def lies(self, kind: Kind, printer: Printer, stand: Stand) -> bool:
        """Tell whether a copy in a stand finds room on a machine's empty platform."""
        return self._added((), EMPTY, 0.0, (kind, stand, printer))[0] is not None

    def of(self, items: Sequence[Item], printer: Printer) -> Batch | None:
        """Return a batch of items on a machine, the largest laid first; nothing if they fail.

        Items that must be together are among them all, or they fail.
        """
        if len(self.shop.with_mates(items)) > len(items):
            return None
        batch: Batch | None = None
        leaders = self.shop.leaders(items)
        for item in sorted(leaders, key=lambda item: -self.shop.kinds[item.kind].area_mm2):
            batch = self.start(item, printer) if batch is None else self.add(batch, item)
            if batch is None:
                return None
        return batch

    def most_of(self, items: Sequence[Item], printer: Printer) -> Batch | None:
        """Return a batch of as many of the items as go together, the largest laid first."""
        kinds = self.shop.kinds
        batch: Batch | None = None
        leaders = self.shop.leaders(items)
        for item in sorted(leaders, key=lambda item: (-kinds[item.kind].area_mm2, item)):
            grown = self.start(item, printer) if batch is None else self.add(batch, item)
            batch = batch if grown is None else grown
        return batch

    def add(self, batch: Batch, item: Item) -> Batch | None:
        """Return the batch with one more item and its mates, each in the lowest stand that fits."""
        return self._with_all(batch, self.shop.lump(item))

    def longer(self, batch: Batch, alone: Batch) -> int | None:
        """Return by how many ticks at least a batch gets longer by what another holds.

        Nothing where the two may not be together, or their parts are too large together.
        """
        printer, shop = self.shop.printers[batch.printer], self.shop
        kinds = [shop.kinds[item.kind] for item in alone.items]
        if any(k.index in batch.refused or not self._welcome(batch, k) for k in kinds):
            return None
        if self.oracle.overfull(printer.bed, (*batch.stands, *alone.stands)):
            return None
        height_mm = max(batch.height_mm, *(kind.stands[0].height_mm for kind in kinds))
        layers = shop.layers(batch.setting, height_mm) - batch.layers
        scans_s = [min(kind.adds_s(printer.index, s) for s in kind.stands) for kind in kinds]
        return int((sum(scans_s) + layers * printer.machine.recoat_s) / shop.tick_s)

    def _with_one(self, batch: Batch, item: Item) -> Batch | None:
        kind = self.shop.kinds[item.kind]
        if item in batch.grown:
            return batch.grown[item]
        if item.kind in batch.refused or not self._welcome(batch, kind):
            return None
        grown = self._grown(batch, item, kind)
        if grown is None:
            batch.refused.add(item.kind)
            return None
        if len(batch.grown) >= MOST_GROWN:
            batch.grown.clear()
        batch.grown[item] = grown
        return grown

    def _grown(self, batch: Batch, item: Item, kind: Kind) -> Batch | None:
        printer = self.shop.printers[batch.printer]
        limit_mm = printer.machine.height_mm
        for stand in kind.stands:
            if stand.height_mm > limit_mm:
                continue
            layout, flat_mm2 = self._added(
                batch.stands, batch.layout, batch.flat_mm2, (kind, stand, printer)
            )
            if layout is not None:
                items, stands = (*batch.items, item), (*batch.stands, stand)
                return self._batch(printer, items, stands, layout, flat_mm2)
        return None

    def without(self, batch: Batch, leaving: set[Item]) -> Batch | None:
        """Return the batch without some items, which keeps the others where they are."""
        stay = [i for i, item in enumerate(batch.items) if item not in leaving]
        if not stay:
            return None
        printer = self.shop.printers[batch.printer]
        items = tuple(batch.items[i] for i in stay)
        stands = tuple(batch.stands[i] for i in stay)
        spots = tuple(batch.layout.spots[i] for i in stay)
        layout = Layout(spots, batch.layout.skyline)
        if batch.layout.skyline is None:
            layout = self.oracle.without(printer.bed, stands, spots)
        flat_mm2 = sum(self._flat_mm2(self.shop.kinds[item.kind]) for item in items)
        return self._batch(printer, items, stands, layout, flat_mm2)

    def placed(
        self,
        printer: Printer,
        items: Sequence[Item],
        stands: Sequence[Stand],
        spots: Sequence[Spot],
    ) -> Batch:
        """Return the batch of items that lie where a schedule has placed them."""
        return self.laid(printer, items, stands, self.oracle.placed(printer.bed, stands, spots))

    def laid(
        self, printer: Printer, items: Sequence[Item], stands: Sequence[Stand], layout: Layout
    ) -> Batch:
        """Return the batch of items that are laid out on a machine's platform."""
        flat_mm2 = sum(self._flat_mm2(self.shop.kinds[item.kind]) for item in items)
        return self._batch(printer, tuple(items), tuple(stands), layout, flat_mm2)

    def moved(self, batch: Batch, printer: Printer) -> Batch | None:
        """Return the batch on another machine, in the same stands, if it may and can be there."""
        if any(self.shop.kinds[i.kind].scan_s[printer.index] is None for i in batch.items):
            return None
        if batch.height_mm > printer.machine.height_mm:
            return None
        layout: Layout | None = batch.layout
        if printer.bed != self.shop.printers[batch.printer].bed:
            if batch.flat_mm2 > 0.0:
                return None
            layout = self.oracle.layout(printer.bed, batch.stands)
        if layout is None:
            return None
        return self._batch(printer, batch.items, batch.stands, layout, batch.flat_mm2)

    @staticmethod
    def _flat_mm2(kind: Kind) -> float:
        return kind.area_mm2 if kind.flat else 0.0

    def _welcome(self, batch: Batch, kind: Kind) -> bool:
        if kind.setting != batch.setting or kind.scan_s[batch.printer] is None:
            return False
        strangers = batch.owners != {kind.part.owner}
        if strangers and (batch.confidential or kind.part.confidential):
            return False
        if kind.apart and not kind.apart.isdisjoint(item.kind for item in batch.items):
            return False
        asked = self._programmes([kind])
        if any(batch.programmes.get(post, p) != p for post, p in asked.items()):
            return False
        return not self.stretches.too_long(
            [kind, *(self.shop.kinds[item.kind] for item in batch.items)]
        )

    def _programmes(self, kinds: Sequence[Kind]) -> dict[int, str | None]:
        return {
            treatment.post: treatment.programme
            for kind in kinds
            for treatment in kind.treatments
            if self.shop.posts[treatment.post].station.kind == "batch"
        }

    def _added(
        self,
        stands: Sequence[Stand],
        layout: Layout,
        flat_mm2: float,
        newcomer: tuple[Kind, Stand, Printer],
    ) -> tuple[Layout | None, float]:
        kind, stand, printer = newcomer
        total_mm2 = flat_mm2 + self._flat_mm2(kind)
        if total_mm2 > 0.0:
            solid_mm2 = sum(width * depth for width, depth in (s.box for s in (*stands, stand)))
            if total_mm2 + solid_mm2 > printer.bed.area_mm2:
                return None, flat_mm2
        return self.oracle.grow(printer.bed, (*stands, stand), layout), total_mm2

    def _batch(
        self,
        printer: Printer,
        items: tuple[Item, ...],
        stands: tuple[Stand, ...],
        layout: Layout,
        flat_mm2: float,
    ) -> Batch:
        kinds = [self.shop.kinds[item.kind] for item in items]
        setting = kinds[0].setting
        height_mm = max(stand.height_mm for stand in stands)
        pairs = zip(kinds, stands, strict=True)
        scans_s = [kind.adds_s(printer.index, stand) for kind, stand in pairs]
        owners = frozenset(kind.part.owner for kind in kinds)
        printing, cooled = self.shop.printing(printer.index, setting, height_mm, scans_s)
        release = max(kind.part.release for kind in kinds)
        after = tails(self.shop, kinds)
        dues = tuple(self._dues(after))
        return Batch(
            printer=printer.index,
            setting=setting,
            items=items,
            stands=stands,
            layout=layout,
            flat_mm2=flat_mm2,
            height_mm=height_mm,
            layers=self.shop.layers(setting, height_mm),
            owners=owners,
            programmes=self._programmes(kinds),
            confidential=any(kind.part.confidential for kind in kinds),
            load=Load(setting, release, printing, cooled, owners),
            tails=after,
            passages=passages(self.shop, kinds) if self.shop.posts else None,
            shared=self._shared.intersection(after),
            dues=dues,
            slack=min((due for _, due, _ in dues), default=inf) if not self.shop.posts else -inf,
        )

    def _dues(self, jobs: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        for index in jobs:
            job = self.shop.jobs[index]
            if index not in self._shared and job.due is not None and job.weight > 0.0:
                yield index, max(job.due, job.end), job.weight
