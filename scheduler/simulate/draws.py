"""Print times of builds, drawn for many runs at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.nesting.stand import Stand
from scheduler.schedule import Build, Placement
from scheduler.shop.kind import Kind
from scheduler.shop.shop import ROUNDING, Shop
from scheduler.simulate.people import Ticks
from scheduler.simulate.spread import Spread

Floats = npt.NDArray[np.float64]


class Draws:
    """The factors of one set of runs; the same seed gives the same ones."""

    def __init__(self, shop: Shop, spread: Spread, runs: int, seed: int) -> None:
        self.shop, self._spread = shop, spread
        self._random = np.random.default_rng(seed)
        common = self._random.random(runs)
        self._factors = {
            kind.part.id: spread.scan_factors(kind.part.id, common, self._random.random(runs))
            for kind in shop.kinds
        }
        self._recoats = {
            machine.id: spread.recoat_factors(self._random.random(runs))
            for machine in shop.problem.machines
        }
        self._runs = runs

    def cooled(self, build: Build) -> Ticks:
        """Return per run the ticks from the start of a print until it has cooled."""
        shop = self.shop
        printer = next(one for one in shop.printers if one.machine.id == build.machine)
        whole = self._spread.build_factors(self._random.random(self._runs))
        scans_s = [self._scan_s(printer.index, placed) for placed in build.placements]
        setting = next(n for n, one in enumerate(shop.settings) if one.id == build.setting)
        machine = printer.machine
        recoat_s = shop.layers(setting, build.height_mm) * machine.recoat_s
        print_s = machine.warm_up_s + recoat_s + sum(scan for scan, _ in scans_s)
        drawn_s = sum((drawn for _, drawn in scans_s), recoat_s * self._recoats[machine.id])
        drawn_s = (machine.warm_up_s + drawn_s) * whole
        if build.fixed:
            planned_s = (build.end - build.start) * shop.tick_s
            return self._ticks(planned_s * _ratio(drawn_s, print_s)) + build.cool_end - build.end
        return self._ticks(drawn_s + machine.cool_down_s)

    def _scan_s(self, printer: int, placed: Placement) -> tuple[float, Floats]:
        """Return the seconds of a copy, as estimated and as drawn."""
        kind = self.shop.kinds[self.shop.kind_of(placed.part)]
        scan_s = kind.adds_s(printer, _stand(kind, placed))
        return scan_s, scan_s * self._factors[placed.part]

    def _ticks(self, time_s: Floats) -> Ticks:
        return np.ceil(time_s / self.shop.tick_s - ROUNDING).astype(np.int64)


def _stand(kind: Kind, placed: Placement) -> Stand:
    return next(one for one in kind.stands if one.name == placed.orientation)


def _ratio(drawn_s: Floats, estimated_s: float) -> Floats:
    return drawn_s / estimated_s if estimated_s > 0.0 else np.ones_like(drawn_s)
