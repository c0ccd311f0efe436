"""Ways to lay a part on the plate, ranked, each with what it costs."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.texts import word, write

Rotation = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

SCHEMA: Final = "printlab/orientations/1"
_NEARLY: Final = 1.01
"""A hundredth more is no worse."""
_ALIKE: Final = 2e-3
_LOOKS: Final = ("height_mm", "cost_eur", "overhang_mm2", "footprint_mm2", "balance_mm")
_GOALS: Final = ("time_s", "support_mm3", "overhang_mm2", "tips_mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """One way to lay the part.

    Parameters
    ----------
    rotation
        Rows of the matrix that turns the file's points; the part then stands on its lowest point.
    time_s
        On the machine, alone on its plate, with supports.
    support_mm3, overhang_mm2, regions
        Metal in the supports; area that they hold, seen from below; how many regions that is.
    removal_s
        Hand work of taking them off, where a tool reaches all of them.
    footprint_mm2, contact_mm2
        The convex outline seen from above, and the area that stands on the plate.
    balance_mm
        How far inside the outline of what stands on the plate the centre of mass is; below 0 the
        part would tip over without supports.
    pareto
        No other way is better in one of time, support, overhang and balance and as good in all.
    compared
        Shown for comparison only, since it does not keep the fixed axis upright.
    """

    rotation: Rotation
    as_drawn: bool
    height_mm: float
    time_s: float
    support_mm3: float
    overhang_mm2: float
    regions: int
    removal_s: float
    footprint_mm2: float
    contact_mm2: float
    balance_mm: float
    machine: str | None
    cost_eur: float
    pareto: bool = False
    compared: bool = False

    @property
    def stable(self) -> bool:
        """Whether the part stands by itself."""
        return self.balance_mm >= 0

    @property
    def tips_mm(self) -> float:
        """How far the centre of mass lies outside what it stands on; 0 where it stands."""
        return max(0.0, -self.balance_mm)

    def turned(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give points of the file, (N, 3), as they lie then, the lowest at height 0."""
        laid = points @ np.array(self.rotation).T
        return np.asarray(laid - (0.0, 0.0, float(laid[:, 2].min())))

    def dominates(self, other: "Orientation") -> bool:
        """Whether this is nearly as good in everything and clearly better in something."""
        mine = [getattr(self, goal) for goal in _GOALS]
        theirs = [getattr(other, goal) for goal in _GOALS]
        as_good = all(a <= b * _NEARLY + 1e-9 for a, b in zip(mine, theirs, strict=True))
        return as_good and any(a * _NEARLY + 1e-9 < b for a, b in zip(mine, theirs, strict=True))

    def like(self, other: "Orientation") -> bool:
        """Whether nobody could tell the two by what they cost and how they stand."""
        return all(
            math.isclose(getattr(self, name), getattr(other, name), rel_tol=_ALIKE, abs_tol=_ALIKE)
            for name in _LOOKS
        )

    def to_dict(self) -> dict[str, object]:
        """Give the orientation as a JSON-ready document."""
        return {
            "rotation": [list(row) for row in self.rotation],
            "as_drawn": self.as_drawn,
            "height_mm": self.height_mm,
            "time_s": self.time_s,
            "support_mm3": self.support_mm3,
            "overhang_mm2": self.overhang_mm2,
            "regions": self.regions,
            "removal_s": self.removal_s,
            "footprint_mm2": self.footprint_mm2,
            "contact_mm2": self.contact_mm2,
            "balance_mm": self.balance_mm,
            "stable": self.stable,
            "machine": self.machine,
            "cost_eur": self.cost_eur,
            "pareto": self.pareto,
            "compared": self.compared,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientations:
    """Ways to lay one part, the best first; the way it was drawn is always among them.

    One that is only `compared` comes last and is none to choose.
    """

    name: str
    fixed_axis: str | None
    choices: tuple[Orientation, ...]
    tried: int

    @property
    def best(self) -> Orientation:
        """The first."""
        return self.choices[0]

    @property
    def offered(self) -> tuple[Orientation, ...]:
        """Those that may be chosen, the best first."""
        return tuple(choice for choice in self.choices if not choice.compared)

    @property
    def as_drawn(self) -> Orientation:
        """The way the file has it."""
        return next(choice for choice in self.choices if choice.as_drawn)

    def to_dict(self) -> dict[str, object]:
        """Give the orientations as a JSON-ready document."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "fixed_axis": self.fixed_axis,
            "tried": self.tried,
            "orientations": [choice.to_dict() for choice in self.choices],
        }

    def summary(self, lang: str = "en") -> str:
        """Lay the choices out as a table, with what the marks mean."""
        heads = word("orientation_heads", lang).split("|")
        rows = [
            heads,
            *(_cells(number, choice, lang) for number, choice in enumerate(self.choices, 1)),
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        ]
        lines.append(word("orientation_marks", lang, tried=self.tried))
        lines.append(word("orientation_supported", lang))
        lines += self._unfit(lang)
        if len(self.offered) < len(self.choices):
            lines.append(word("orientation_compared", lang))
        return "\n".join(lines)

    def _unfit(self, lang: str) -> list[str]:
        """Say what numbers are worth of ways that fit on no machine."""
        fit = [choice.machine is not None for choice in self.choices]
        if all(fit):
            return []
        return [word("orientation_some_fit" if any(fit) else "orientation_none_fits", lang)]

    def __str__(self) -> str:
        return self.summary()


def ranked(choices: list[Orientation]) -> list[Orientation]:
    """Put what fits and stands first, then by price."""
    return sorted(
        choices, key=lambda choice: (choice.machine is None, not choice.stable, choice.cost_eur)
    )


def _cells(number: int, choice: Orientation, lang: str) -> list[str]:
    marks = ("*" if choice.pareto else "") + ("=" if choice.as_drawn else "")
    numbers = (
        (choice.height_mm, ",.1f"),
        (choice.time_s / 3600, ",.1f"),
        (choice.support_mm3 / 1000, ",.2f"),
        (choice.overhang_mm2, ",.0f"),
        (choice.removal_s / 60, ",.0f"),
        (choice.footprint_mm2, ",.0f"),
        (choice.balance_mm, "+,.1f"),
        (choice.cost_eur, ",.2f"),
    )
    return [
        marks if choice.compared else f"{number}{marks}",
        *(write(f"{{n:{spec}}}", {"n": value}, lang) for value, spec in numbers),
        choice.machine or "-",
    ]
