"""How the lab makes the toolpath of a build: pattern, supports and skins, as its staff ask."""

from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any

from printlab.errors import Invalid
from printlab.records import JsonObject
from slicer_checks.scanstrategy import PATTERNS

__all__ = [
    "SKIN_LAYERS_MAX",
    "SUPPORT_MM_MAX",
    "SUPPORT_MM_MIN",
    "Recipe",
    "Skin",
    "layers_refusal",
    "recipe_from",
]

SUPPORT_MM_MIN = 0.3
SUPPORT_MM_MAX = 20.0
"""Between these lie the distances of supports' walls; 0 leaves supports out."""
SKIN_LAYERS_MAX = 20
_POWER_W_MAX = 5_000.0
_SPEED_MM_S_MAX = 50_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """So many layers of a skin, and its power and speed; 0 for those of the parameter set."""

    layers: int = 0
    power_w: float = 0.0
    speed_mm_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is asked for where it is not the parameter set's own.

    ``pattern`` is one of `slicer_checks.scanstrategy.PATTERNS`, or empty for the set's;
    ``support_mm`` is the distance of the walls of supports, 0 for none.

    Raises
    ------
    Invalid
        ``pattern-unknown``, ``support-distance``, ``skin-layers``, ``skin-power``, ``skin-speed``,
        each with the field that it is of.
    """

    pattern: str = ""
    support_mm: float = 1.0
    up_skin: Skin = field(default_factory=Skin)
    down_skin: Skin = field(default_factory=Skin)

    def __post_init__(self) -> None:
        """Refuse what cannot be scanned."""
        if self.pattern and self.pattern not in PATTERNS:
            raise Invalid("pattern-unknown", "There is no such pattern.", field="pattern")
        if self.support_mm != 0 and not SUPPORT_MM_MIN <= self.support_mm <= SUPPORT_MM_MAX:
            raise Invalid(
                "support-distance",
                f"Walls of supports are {SUPPORT_MM_MIN} to {SUPPORT_MM_MAX:g} mm apart; 0 leaves"
                " them out.",
                {"least": SUPPORT_MM_MIN, "most": SUPPORT_MM_MAX},
                field="support_mm",
            )
        for name in ("down_skin", "up_skin"):
            _check_skin(getattr(self, name), name)

    def to_dict(self) -> JsonObject:
        """Return the recipe as JSON; `recipe_from` reads it."""
        return asdict(self)


def recipe_from(document: dict[str, Any]) -> Recipe:
    """Read what `Recipe.to_dict` wrote."""
    skins = {name: Skin(**document[name]) for name in ("up_skin", "down_skin")}
    return Recipe(**{**document, **skins})


def layers_refusal(name: str) -> Invalid:
    """Return the refusal of so many layers of a skin, ``up_skin`` or ``down_skin``."""
    return Invalid(
        "skin-layers",
        f"A skin has 0 to {SKIN_LAYERS_MAX} layers.",
        {"most": SKIN_LAYERS_MAX},
        field=f"{name}_layers",
    )


def _check_skin(skin: Skin, name: str) -> None:
    if not 0 <= skin.layers <= SKIN_LAYERS_MAX:
        raise layers_refusal(name)
    for code, unit, most in (
        ("skin-power", "power_w", _POWER_W_MAX),
        ("skin-speed", "speed_mm_s", _SPEED_MM_S_MAX),
    ):
        value = getattr(skin, unit)
        if not (isfinite(value) and 0 <= value <= most):
            raise Invalid(
                code,
                f"Write a number from 0 to {most:g}; 0 takes the parameter set's own.",
                {"most": most},
                field=f"{name}_{unit}",
            )
