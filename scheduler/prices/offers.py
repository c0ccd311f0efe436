"""What builds of one setting on one machine earn at most, for prices of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.prices.delays import Delays
from scheduler.prices.stretches import Amounts, Pairs, Ticks
from scheduler.shop.printer import Printer

TIME_PRICES = (0.0, 0.05, 0.2, 0.7, 2.5, 9.0)
"""Prices of a tick of a build's time, of which that which says most counts."""

TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Best:
    """Per pair of stretches, the most that a build earns, and the last part it may hold then."""

    earned: Amounts
    highest: Ticks
    margin: Amounts
    """Per part and stretch in which a build ends, what it pays beyond what it costs itself."""


class Offers:
    """Builds of a setting on a machine; ``items`` are the numbers of its parts, low ones first."""

    def __init__(
        self, delays: Delays, printer: Printer, items: Sequence[int], pairs: Pairs
    ) -> None:
        shop = delays.shop
        kinds = [shop.kinds[shop.items[number].kind] for number in items]
        stands = [kind.lowest(printer) or kind.stands[0] for kind in kinds]
        layers = [shop.layers(kinds[0].setting, stand.height_mm) for stand in stands]
        order = sorted(range(len(items)), key=layers.__getitem__)
        kinds = [kinds[place] for place in order]
        self.items = np.array(items, dtype=np.int64)[order]
        self.material = shop.settings[kinds[0].setting].material
        self.pairs = pairs
        self.rate = delays.rates.occupancy
        self.always = printer.always(shop.tick_s)
        scans_s = [kind.scan_s[printer.index] or 0.0 for kind in kinds]
        self.scan: Amounts = np.array(scans_s) / shop.tick_s
        recoat_ticks = printer.machine.recoat_s / shop.tick_s
        self.recoat: Amounts = np.array(layers, dtype=np.float64)[order] * recoat_ticks
        self.cost = delays.costs(self.items, pairs.done) + self.rate * self.scan[:, None]
        releases = np.array([kind.part.release for kind in kinds])
        fits = self.scan + self.recoat <= pairs.room[:, None] + TINY
        self.may = fits & (releases <= pairs.latest[:, None])

    def best(self, prices: Amounts) -> Best:
        """Return what builds earn at most.

        A build is as high as one of its parts, and holds no higher one. That its time holds its
        content is relaxed to a price of time, so that each part is in or out by itself; of some
        such prices that which says most counts.
        """
        margin = prices[self.items, None] - self.cost
        mine = np.where(self.may, margin[:, self.pairs.end].T, 0.0)
        room = self.pairs.room[:, None] - self.recoat
        room[: self.pairs.same] = np.inf  # there may be several builds, which count as one
        earned = np.cumsum(np.maximum(mine, 0.0), axis=1)
        for price in TIME_PRICES[1:]:
            paid = np.cumsum(np.maximum(mine - price * self.scan, 0.0), axis=1)
            paid += price * room
            np.minimum(earned, paid, out=earned)
        earned[room < 0.0] = -np.inf
        earned -= self.rate * (self.always + self.recoat)
        highest = earned.argmax(axis=1)
        return Best(earned=earned[np.arange(len(highest)), highest], highest=highest, margin=margin)

    def content(self, best: Best, pair: int) -> Amounts:
        """Return which share of each part is in the best build of a pair of stretches."""
        highest = best.highest[pair]
        margin = best.margin[: highest + 1, self.pairs.end[pair]]
        chosen = np.flatnonzero((margin > TINY) & self.may[pair, : highest + 1])
        shares = np.zeros(len(self.items))
        scan = np.maximum(self.scan, TINY)
        chosen = chosen[np.argsort(-margin[chosen] / scan[chosen], kind="stable")]
        before = np.cumsum(scan[chosen]) - scan[chosen]
        room = self.pairs.room[pair] - self.recoat[highest]
        shares[chosen] = np.clip((room - before) / scan[chosen], 0.0, 1.0)
        if pair < self.pairs.same:
            shares[chosen] = 1.0
        return shares
