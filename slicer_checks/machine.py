"""A machine that prints parts: its platform, its height, its lasers, and what its time costs."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Fields", "Machine", "Platform", "require_not_negative", "require_positive"]


Fields = tuple[tuple[tuple[float, float], tuple[float, float]], ...]
"""Boxes (x, y), each by its lower left and upper right corner, in mm."""


def require_positive(owner: str, **numbers: float) -> None:
    """Raise a ValueError that names ``owner`` and the number, where one is not above 0."""
    for name, number in numbers.items():
        if not number > 0:
            raise ValueError(f"{owner}: {name} is above 0, not {number}")


def require_not_negative(owner: str, **numbers: float) -> None:
    """Raise a ValueError that names ``owner`` and the number, where one is below 0."""
    for name, number in numbers.items():
        if not number >= 0:
            raise ValueError(f"{owner}: {name} is not below 0, unlike {number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A machine's plate: a rectangle or a circle, with a margin no part may enter."""

    shape: Literal["rectangle", "circle"] = "rectangle"
    width_mm: float = 0.0
    depth_mm: float = 0.0
    diameter_mm: float = 0.0
    margin_mm: float = 0.0

    def __post_init__(self) -> None:
        """Require the sizes that the shape needs."""
        require_not_negative("platform", margin_mm=self.margin_mm)
        if self.shape == "circle":
            require_positive("platform", diameter_mm=self.diameter_mm - 2 * self.margin_mm)
        else:
            require_positive(
                "platform",
                width_mm=self.width_mm - 2 * self.margin_mm,
                depth_mm=self.depth_mm - 2 * self.margin_mm,
            )

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and depth of the plate; of a circle, of the square round it."""
        if self.shape == "circle":
            return self.diameter_mm, self.diameter_mm
        return self.width_mm, self.depth_mm

    @property
    def area_mm2(self) -> float:
        """Area of the whole plate; a bed of powder covers it."""
        if self.shape == "circle":
            return 0.7853981633974483 * self.diameter_mm**2
        return self.width_mm * self.depth_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine class: what fits on it and what its time costs.

    Parameters
    ----------
    recoater_axis
        The direction of the platform along which the recoater moves; its blade lies across.
    setup_eur
        Cost of preparing and unloading one build on this machine; 0: what the process says.
    laser_fields_mm
        The scan field of each laser, in the order of their numbers, counted from the lower left
        corner of the platform's box; none: nobody says what the lasers reach.
    skywriting_mm_s2
        With sky-writing, how fast its mirrors gain speed before a vector and lose it behind; 0:
        that takes no time. It counts in the time of toolpaths.
    """

    name: str
    platform: Platform
    height_mm: float
    lasers: int = 1
    recoat_s: float = 10.0
    warm_up_s: float = 0.0
    cool_down_s: float = 0.0
    rate_eur_per_h: float = 0.0
    setup_eur: float = 0.0
    recoater_axis: Literal["x", "y"] = "x"
    laser_fields_mm: Fields = ()
    skywriting_mm_s2: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible machines."""
        if self.recoater_axis not in ("x", "y"):
            raise ValueError(f"{self.name}: the recoater moves along x or y")
        require_positive(self.name, height_mm=self.height_mm, lasers=self.lasers)
        if len(self.laser_fields_mm) not in (0, self.lasers):
            raise ValueError(f"{self.name}: each of its lasers has a scan field, or none has")
        for (left, low), (right, high) in self.laser_fields_mm:
            require_positive(f"{self.name}, scan field", width_mm=right - left, depth_mm=high - low)
        require_not_negative(
            self.name,
            recoat_s=self.recoat_s,
            warm_up_s=self.warm_up_s,
            cool_down_s=self.cool_down_s,
            setup_eur=self.setup_eur,
            rate_eur_per_h=self.rate_eur_per_h,
            skywriting_mm_s2=self.skywriting_mm_s2,
        )
