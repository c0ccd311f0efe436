"""All builds that a machine could print, by the areas of their parts, and how long each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer
from scheduler.shop.shop import Shop
from scheduler.subsets.machine_ends import Possible

MILLI = 1000
"""Areas and times are counted in thousandths, rounded so that nothing possible is left out."""


class _Held(NamedTuple):
    """The items of a build by number, and what they take together."""

    numbers: tuple[int, ...]
    taken: int
    bare: int
    layers: int
    scan: int


class Possibilities:
    """The builds of a machine from some items, of which the last released comes last."""

    def __init__(self, shop: Shop, printer: Printer, items: Sequence[Item]) -> None:
        self._shop = shop
        self._printer = printer
        self._kinds = [shop.kinds[item.kind] for item in items]
        self._alone = [self._held(number, kind) for number, kind in enumerate(self._kinds)]
        bed = printer.bed
        self._room = ceil(MILLI * bed.packing_area_mm2), ceil(MILLI * bed.area_mm2)
        self._unit = MILLI * shop.tick_s
        self._always = self._unit * (printer.setup + printer.unload)

    def by_last(self, most: int) -> list[list[Possible]] | None:
        """Return the builds by their last released item; nothing where they are too many."""
        found: list[list[Possible]] = [[] for _ in self._kinds]
        for last, kind in enumerate(self._kinds):
            if not kind.may_go(self._printer):
                continue
            for possible in self._with(self._alone[last]):
                found[last].append(possible)
                most -= 1
                if most < 0:
                    return None
        return found

    def ticks(self, items: Iterable[Item]) -> int:
        """Return how long a build of any items takes, of these and of others."""
        held = [self._held(0, self._shop.kinds[item.kind]) for item in items]
        layers = max(one.layers for one in held)
        return self._ticks(layers, sum(one.scan for one in held))

    def _held(self, number: int, kind: Kind) -> _Held:
        return _Held(
            numbers=(number,),
            taken=floor(MILLI * kind.taken_mm2),
            bare=floor(MILLI * kind.bare_mm2),
            layers=self._shop.layers(kind.setting, kind.stands[0].height_mm),
            scan=floor(MILLI * (kind.scan_s[self._printer.index] or 0.0)),
        )

    def _with(self, held: _Held) -> Iterator[Possible]:
        """Yield the build of some items, and all that add some that were released before."""
        ticks = self._ticks(held.layers, held.scan)
        yield Possible(sum(1 << number for number in held.numbers), ticks)
        for number in range(held.numbers[-1]):
            grown = self._joined(held, self._alone[number])
            if grown is not None:
                yield from self._with(grown)

    def _joined(self, held: _Held, one: _Held) -> _Held | None:
        """Return what is held with one item more, if it may be there."""
        grown = _Held(
            numbers=held.numbers + one.numbers,
            taken=held.taken + one.taken,
            bare=held.bare + one.bare,
            layers=max(held.layers, one.layers),
            scan=held.scan + one.scan,
        )
        new = self._kinds[one.numbers[0]]
        there = (self._kinds[number] for number in held.numbers)
        fits = (
            grown.taken <= self._room[0]
            and grown.bare <= self._room[1]
            and new.may_go(self._printer)
            and all(kind.setting == new.setting and kind.may_meet(new) for kind in there)
        )
        return grown if fits else None

    def _ticks(self, layers: int, scan: int) -> int:
        layers_s = self._printer.machine.recoat_s * layers
        printing = floor(MILLI * (self._printer.unattended_s + layers_s)) + scan
        return ceil((self._always + printing) / self._unit)
