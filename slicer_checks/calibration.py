"""What a machine's own build logs say about its time: a recoat time, a laser factor, a bend."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.calibrationfile import read_document
from slicer_checks.errors import NotAskable

Floats = NDArray[np.float64]
Pairs = tuple[tuple[float, float], ...]

SCHEMA: Final = "printlab/calibration/1"

CALIBRATED: Final = "calibrated"
HARDLY_VARIES: Final = "calibration-hardly-varies"
EXTRAPOLATES: Final = "calibration-extrapolates"

FACTOR_SPREAD: Final = (0.6, 1.6)
"""How far the laser's time may be off where no measured layer is near, as factors: published
dense parameter sets of one material differ that much in rate (Scientific Data 12:375, 2025)."""

LACK_OF_FIT: Final = 0.02
"""Share of a total that area alone cannot tell, whatever was measured: layers of one area differ
in vectors, islands and turns. Our own proposal."""

_DEVIATIONS: Final = 2.0
"""So many standard deviations to either side."""
_BEYOND: Final = 0.1
"""An estimate that takes more than this share of its layers from beyond what was seen says so."""
_SIZE_MAX: Final = 1000
"""A calibration holds a few dozen numbers; no longer bend is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The measured time of a layer: ``recoat_s + laser_factor * x + bend(x)``.

    x is the laser time in seconds that the physics computes for the layer (`layertime`).

    Parameters
    ----------
    material, parameters, layer_mm
        What was printed; the calibration holds for that alone.
    machine, lasers
        What it was printed on: its name, empty where nobody told it, and how many lasers it has.
    seen_s
        The least and the most x of the layers that were measured.
    bend
        Pairs of x and of seconds more than the straight line, between which is interpolated: what
        rises with x, but not evenly. Beyond `seen_s` it stays as it was at the end.
    variance
        Of the recoat time (s2), of both together (s), and of the laser factor.
    layers, left_out, left_out_s
        How many layers were used, the numbers of those left out as pauses, and the seconds they
        took more than the others.
    code
        ``calibrated``, or ``calibration-hardly-varies``: the areas seen are too much alike to
        tell recoating from the laser, so the laser's factor was mostly taken from sources.
    """

    material: str
    parameters: str
    layer_mm: float
    recoat_s: float
    laser_factor: float
    seen_s: tuple[float, float]
    bend: Pairs
    variance: tuple[float, float, float]
    residual_s: float
    layers: int
    left_out: tuple[int, ...] = ()
    left_out_s: float = 0.0
    code: str = CALIBRATED
    machine: str = ""
    lasers: int = 1
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot have been measured."""
        numbers = (self.recoat_s, self.laser_factor, self.residual_s, *self.seen_s, *self.variance)
        bends = (number for pair in self.bend for number in pair)
        if not all(math.isfinite(number) for number in (*numbers, *bends)):
            raise ValueError("a calibration holds finite numbers")
        if tuple(map(len, (self.seen_s, self.variance))) != (2, 3):
            raise ValueError("a calibration has two ends and three variances")
        if self.recoat_s < 0 or self.laser_factor <= 0:
            raise ValueError("recoating takes no time below 0, and the laser takes some")
        if self.code not in {CALIBRATED, HARDLY_VARIES} or len(self.bend) > _SIZE_MAX:
            raise ValueError("a calibration is one of two kinds, with a short bend")

    def layer_s(self, laser_s: Floats) -> Floats:
        """Give the seconds of layers whose laser time the physics computes as `laser_s`."""
        return np.asarray(self.recoat_s + self.calibrated_laser_s(laser_s))

    def calibrated_laser_s(self, laser_s: Floats) -> Floats:
        """Give the laser's seconds alone; a layer without metal takes none."""
        straight = self.laser_factor * laser_s
        if self.bend:
            at, more = np.array(self.bend).T
            straight = straight + np.interp(laser_s, at, more)
        return np.where(laser_s > 0, np.maximum(straight, 0.0), 0.0)

    def interval_s(self, laser_s: Floats) -> tuple[float, float]:
        """Give the least and the most that these layers take together.

        Three things may be off: the two constants (as their variances say), what area cannot
        tell (`LACK_OF_FIT`), and each second of laser time beyond what was seen (`FACTOR_SPREAD`).
        Where the areas hardly varied, the variance of the factor is the sources' own and holds that
        third doubt already.
        """
        total_s = float(self.layer_s(laser_s).sum())
        count, computed_s = len(laser_s), float(laser_s.sum())
        recoat, both, factor = self.variance
        variance = recoat * count**2 + 2 * both * count * computed_s + factor * computed_s**2
        even_s = _DEVIATIONS * math.sqrt(max(variance, 0.0)) + LACK_OF_FIT * total_s
        above_s, below_s = self._beyond_s(laser_s)
        least, most = FACTOR_SPREAD
        low_s = total_s - even_s - above_s * (1 - least) - below_s * (most - 1)
        high_s = total_s + even_s + above_s * (most - 1) + below_s * (1 - least)
        return max(0.0, min(low_s, total_s)), max(high_s, total_s)

    def code_for(self, laser_s: Floats) -> str:
        """Tell how well these layers are known: as measured, or beyond what was seen."""
        low_s, high_s = self.seen_s
        outside = ((laser_s > high_s) | ((laser_s < low_s) & (laser_s > 0))).mean()
        known = self.code == HARDLY_VARIES or outside <= _BEYOND
        return self.code if known else EXTRAPOLATES

    def printed(self, material: str, parameters: str, layer_mm: float) -> bool:
        """Whether this is what was printed."""
        asked = (material, parameters, round(layer_mm, 6))
        return asked == (self.material, self.parameters, round(self.layer_mm, 6))

    def measured_on(self, name: str, lasers: int) -> bool:
        """Whether it was measured on this machine; nameless, on any with as many lasers."""
        return lasers == self.lasers and self.machine in {"", name}

    def require(self, material: str, parameters: str, layer_mm: float) -> None:
        """Refuse a process that this calibration was not measured on.

        Raises
        ------
        NotAskable
            ``calibration-other-process``.
        """
        if not self.printed(material, parameters, layer_mm):
            raise NotAskable(
                "calibration-other-process",
                f"The calibration was measured with {self.parameters} at {self.layer_mm:g} mm; "
                f"it says nothing about {parameters} at {layer_mm:g} mm.",
                {
                    "measured": self.parameters,
                    "measured_mm": self.layer_mm,
                    "asked": parameters,
                    "asked_mm": layer_mm,
                },
            )

    def require_machine(self, name: str, lasers: int) -> None:
        """Refuse a machine that this calibration was not measured on.

        Where nobody told which machine it was, any with as many lasers is taken for it.

        Raises
        ------
        NotAskable
            ``calibration-other-machine``.
        """
        if not self.measured_on(name, lasers):
            measured = self.machine or "?"
            raise NotAskable(
                "calibration-other-machine",
                f"The calibration was measured on another machine ({measured}, lasers: "
                f"{self.lasers}); it says nothing about {name} (lasers: {lasers}).",
                {
                    "measured": measured,
                    "measured_lasers": self.lasers,
                    "asked": name,
                    "asked_lasers": lasers,
                },
            )

    def to_dict(self) -> dict[str, object]:
        """Give the calibration as a JSON-ready document."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"schema": SCHEMA, **{name: _plain(value) for name, value in values.items()}}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Calibration":
        """Read such a document back.

        Raises
        ------
        NotAskable
            ``calibration-invalid`` for anything else.
        """
        return cls(**read_document(document))

    def _beyond_s(self, laser_s: Floats) -> tuple[float, float]:
        """Give the laser's seconds above the most that was seen, and those short of the least."""
        if self.code == HARDLY_VARIES:
            return 0.0, 0.0
        low_s, high_s = self.seen_s
        above = np.maximum(laser_s - high_s, 0.0).sum()
        below = np.maximum(low_s - laser_s, 0.0).sum()
        return self.laser_factor * float(above), self.laser_factor * float(below)


def _plain(value: object) -> object:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
