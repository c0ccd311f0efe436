"""Rule packs: every limit a check holds a part against, with its level and its sources."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from slicer_checks.errors import NotAskable
from slicer_checks.finding import Severity

Level = Literal["error", "warning", "info", "off", "steers"]

_SEVERITY_OF: Mapping[Level, Severity] = {"error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a limit comes from: a title a reader can look for, and an address if there is one."""

    title: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.url})" if self.url else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One number of a rule pack.

    Parameters
    ----------
    level
        Severity of a finding that passes the limit; ``off`` silences it; ``steers`` marks a
        number that only steers where a check looks.
    sources
        Names of the sources, each spelled out.
    note
        What the sources say, and how far they are apart.
    author, date
        Who set an override, and when.
    """

    id: str
    value: float
    unit: str
    level: Level
    sources: tuple[str, ...]
    note: str = ""
    author: str = ""
    date: str = ""

    @property
    def severity(self) -> Severity | None:
        """Give the severity of a finding under this limit, or None when it makes none."""
        return _SEVERITY_OF.get(self.level)

    @property
    def judges_toolpaths(self) -> bool:
        """Tell whether the limit is one of the checks of toolpaths, which say nothing of a part."""
        return self.id.startswith("path-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A limit that a lab has set in place of the built-in one.

    `material` or `machine` names what it holds for; neither: it holds for all. `was` is the number
    and the level before.
    """

    limit: Limit
    was: float
    was_level: Level
    material: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """A versioned set of limits; some materials and some machines have their own."""

    name: str
    version: str
    limits: Mapping[str, Limit]
    materials: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict)
    machines: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    author: str = ""
    date: str = ""

    def limit(self, limit_id: str, material: str = "", machine: str = "") -> Limit:
        """Give a limit: the machine's own where there is one, else the material's, else the usual.

        Raises
        ------
        NotAskable
            ``limit-unknown`` when the pack has no limit of that name.
        """
        for own in (self.machines.get(machine, {}), self.materials.get(material, {})):
            if limit_id in own:
                return own[limit_id]
        if limit_id not in self.limits:
            raise unknown_limit(limit_id, self.limits)
        return self.limits[limit_id]

    def overrides_for(self, material: str = "", machine: str = "") -> tuple[Override, ...]:
        """Give what a lab has changed, as far as it holds for a material on a machine."""
        return tuple(
            one
            for one in self.overrides
            if one.material in ("", material) and one.machine in ("", machine)
        )


def unknown_limit(limit_id: str, known: Mapping[str, Limit]) -> NotAskable:
    """Say that a limit does not exist, and which one may have been meant."""
    near = difflib.get_close_matches(limit_id, known, n=1) or sorted(known)[:1]
    return NotAskable(
        "limit-unknown",
        f"The rule pack has no limit {limit_id}; the nearest name is {near[0]}.",
        {"limit": limit_id, "nearest": near[0]},
    )
