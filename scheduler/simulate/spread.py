"""How far print times may be from their estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import ConfigDict, Field, PlainSerializer

from scheduler.errors import InvalidProblemError
from scheduler.strict import STRICT

Factor = Annotated[float, Field(ge=0.0, le=100.0)]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Factors between which print times lie, of their estimates; an estimate's own interval.

    A copy's scan time lies between ``low`` and ``high`` times its estimate, for some ``parts``
    between their own two; the recoating of a machine between ``recoat_low`` and ``recoat_high``
    times its own, in all builds of a run alike. The time of a whole print is then multiplied by a
    factor between ``build_low`` and ``build_high``. Factors follow a triangle with its top at one:
    an estimate's interval holds the time when each share is as far off as it can be, so its ends
    are ends.
    ``shared`` is the share of the error of scan times that all parts of a run have in common, as a
    laser that is slower than assumed is for all; the rest is each part's own. Its default is our
    choice, and so are ``low`` and ``high``, which are those of an estimate that a build log has
    calibrated.

    This is not part of a problem, since no schedule depends on it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    low: Factor = 0.8
    high: Factor = 1.25
    parts: Annotated[Mapping[str, tuple[Factor, Factor]], PlainSerializer(dict)] = field(
        default_factory=dict
    )
    shared: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    build_low: Factor = 1.0
    build_high: Factor = 1.0
    recoat_low: Factor = 1.0
    recoat_high: Factor = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", MappingProxyType(dict(self.parts)))
        pairs = [
            (self.low, self.high),
            (self.build_low, self.build_high),
            (self.recoat_low, self.recoat_high),
            *self.parts.values(),
        ]
        if not all(0.0 <= low <= 1.0 <= high for low, high in pairs):
            raise InvalidProblemError("spread-factors")
        if not 0.0 <= self.shared <= 1.0:
            raise InvalidProblemError("spread-shared", shared=self.shared)

    def scan_factors(self, part: str, common: Floats, own: Floats) -> Floats:
        """Return factors of a part's scan time, given draws from 0 to 1: common and own."""
        ends = self.parts.get(part, (self.low, self.high))
        return self.shared * triangle(common, *ends) + (1.0 - self.shared) * triangle(own, *ends)

    def recoat_factors(self, own: Floats) -> Floats:
        """Return factors of a machine's recoating, given draws from 0 to 1."""
        return triangle(own, self.recoat_low, self.recoat_high)

    def build_factors(self, own: Floats) -> Floats:
        """Return factors of a whole print, given draws from 0 to 1."""
        return triangle(own, self.build_low, self.build_high)


def triangle(draws: Floats, low: float, high: float) -> Floats:
    """Return values of a triangular distribution with its top at one, by inverting its sum.

    (Evans, Hastings, Peacock 2000, chapter 42.)
    """
    width = high - low
    if width == 0.0:
        return np.ones_like(draws)
    rising = low + np.sqrt(draws * width * (1.0 - low))
    falling = high - np.sqrt((1.0 - draws) * width * (high - 1.0))
    return np.where(draws * width < 1.0 - low, rising, falling)
