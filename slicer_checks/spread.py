"""How far an estimated time may be off, and what makes it so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slicer_checks.calibration import CALIBRATED, FACTOR_SPREAD, Calibration, Floats
from slicer_checks.finding import Param
from slicer_checks.texts import word

SPREAD: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"recoat": (0.3, 2.0), "laser": FACTOR_SPREAD, "support": (0.2, 2.0)}
)
"""How far each share of an uncalibrated time may be off, as factors.

Recoat: published values run from 2.6 s to 30 s, most of them 8 to 11 s; a measured build fits
16 s with everything that happens once a layer. Laser: published dense parameter sets of one
material differ that much in rate (Scientific Data 12:375, 2025). Supports: our own proposal.
"""

WIDE = 1.25
"""From here on the ends of an interval are far apart, as a ratio. Our own choice: below it a person
plans the same."""

_SHARES = MappingProxyType(
    {"recoat": ("recoat_s",), "laser": ("scan_s", "jump_s", "delay_s"), "support": ("support_s",)}
)


def laser_factors(breakdown: Mapping[str, float]) -> tuple[float, float]:
    """Return between which factors the lasers' uncalibrated time lies, supports included."""
    parts_s = {
        name: math.fsum(breakdown[key] for key in _SHARES[name]) for name in ("laser", "support")
    }
    total_s = math.fsum(parts_s.values())
    if not total_s > 0:
        return SPREAD["laser"]
    low, high = (
        math.fsum(share_s * SPREAD[name][end] for name, share_s in parts_s.items()) / total_s
        for end in (0, 1)
    )
    return low, high


def width_words(estimate: Mapping[str, Any], lang: str) -> str:
    """Tell why the interval of an estimate's document is wide, or by what it is known.

    Nothing where it is narrow and nothing was measured.
    """
    width = estimate["width"]
    narrow = estimate["time_high_s"] < WIDE * estimate["time_low_s"]
    if narrow and width["code"] != CALIBRATED:
        return ""
    return word(width["code"], lang, **width["params"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Seconds to either side of a time, and the code and numbers of the reason."""

    below_s: float
    above_s: float
    code: str
    params: Mapping[str, Param]


def uncalibrated(breakdown: Mapping[str, float]) -> Interval:
    """Add the spreads up, all off to the same side, and name the one that widens most."""
    shares_s = {name: math.fsum(breakdown[key] for key in keys) for name, keys in _SHARES.items()}
    widths = {name: share * (SPREAD[name][1] - SPREAD[name][0]) for name, share in shares_s.items()}
    widest = max(widths, key=lambda name: widths[name])
    low, high = SPREAD[widest]
    share = 100 * widths[widest] / sum(widths.values()) if any(widths.values()) else 0.0
    return Interval(
        below_s=math.fsum(share_s * (1 - SPREAD[name][0]) for name, share_s in shares_s.items()),
        above_s=math.fsum(share_s * (SPREAD[name][1] - 1) for name, share_s in shares_s.items()),
        code=f"{widest}-uncalibrated",
        params={"share_percent": share, "low": low, "high": high},
    )


def calibrated(
    calibration: Calibration, computed_s: Floats, breakdown: Mapping[str, float]
) -> Interval:
    """Take the calibration's own interval, and the supports' that no log measures by themselves."""
    time_s = float(calibration.layer_s(computed_s).sum())
    low_s, high_s = calibration.interval_s(computed_s)
    low, high = SPREAD["support"]
    support_s = breakdown["support_s"]
    interval = Interval(
        below_s=time_s - low_s + support_s * (1 - low),
        above_s=high_s - time_s + support_s * (high - 1),
        code=calibration.code_for(computed_s),
        params={
            "layers": calibration.layers,
            "left_out": len(calibration.left_out),
            "recoat_s": calibration.recoat_s,
            "factor": calibration.laser_factor,
        },
    )
    width_s = interval.below_s + interval.above_s
    held_s = support_s * (high - low)
    if interval.code == CALIBRATED and 2 * held_s > width_s:
        share = 100 * held_s / width_s
        params = {"share_percent": share, "low": low, "high": high}
        return Interval(
            below_s=interval.below_s,
            above_s=interval.above_s,
            code="support-uncalibrated",
            params=params,
        )
    return interval
