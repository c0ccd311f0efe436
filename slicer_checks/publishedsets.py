"""Laser parameters that papers report as dense, one setting of each paper and material."""

import tomllib
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

_FILE: Final = "published_sets.toml"


class PublishedSet(NamedTuple):
    """The densest setting of a paper: its numbers, how dense it was, on which machine, and where.

    The machine is empty where its users built it.
    """

    material: str
    power_w: float
    speed_mm_s: float
    hatch_mm: float
    layer_mm: float
    density_percent: float
    machine: str
    doi: str

    @property
    def energy_j_mm3(self) -> float:
        """Power over speed, hatch distance and layer."""
        return self.power_w / self.speed_mm_s / self.hatch_mm / self.layer_mm

    def told(self) -> str:
        """Return the set in numbers and units alone, the same in every language."""
        where = f", {self.machine}" if self.machine else ""
        return (
            f"{self.power_w:.0f} W, {self.speed_mm_s:.0f} mm/s, {1000 * self.hatch_mm:.0f} µm, "
            f"{1000 * self.layer_mm:.0f} µm: {self.energy_j_mm3:.0f} J/mm³, "
            f"doi:{self.doi} ({self.density_percent:.4g} % dense{where})"
        )


@cache
def published_sets(material: str) -> tuple[PublishedSet, ...]:
    """Return the sets of a material, at least 99 % dense; none of one that nobody reported on.

    Source: the densest samples of each paper in Scientific Data 12:375 (2025),
    https://doi.org/10.1038/s41597-025-04576-x.
    """
    text = (resources.files("slicer_checks") / "data" / _FILE).read_text(encoding="utf-8")
    rows = tomllib.loads(text)["sets"]
    return tuple(PublishedSet(**row) for row in rows if row["material"] == material)
