"""What a check found, with its verdict, ready to print or to store."""

from collections.abc import Iterable
from dataclasses import dataclass

from slicer_checks.finding import Finding
from slicer_checks.findinglist import (
    detail_lines,
    finding_document,
    gravest_first,
    override_document,
    override_lines,
    verdict_lines,
)
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.rules import Override
from slicer_checks.texts import word

_NO_ROOM = "too-big"
"""The finding that no machine takes the part as it lies."""

_VOLUMELESS = frozenset({"no-volume", "not-watertight"})
"""While one of these is an error nobody can say how much of the part is metal."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """The findings about one part, the gravest first; it carries its own report.

    `overrides` are the limits that a lab had set itself.
    """

    part: Part
    layers: LayerStack
    findings: tuple[Finding, ...]
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        """Put the gravest findings first, and keep the order of the checks within a severity."""
        object.__setattr__(self, "findings", gravest_first(self.findings))

    @property
    def accepted(self) -> bool:
        """Whether nothing was found that stops the part from being printed."""
        return not any(finding.severity == "error" for finding in self.findings)

    def summary(self, lang: str = "en") -> str:
        """Tell a person, top down: the verdict, what to mend first, the part, the detail."""
        return "\n".join(
            [
                *verdict_lines(self.part.name, self.findings, lang),
                "",
                *self._part_lines(lang),
                *override_lines(self.overrides, lang),
                "",
                *detail_lines(self.findings, lang),
            ]
        ).strip()

    def __str__(self) -> str:
        return self.summary()

    def to_dict(self, lang: str = "en") -> dict[str, object]:
        """Give the report as a JSON-ready document with texts in one language.

        Where a lab has set limits of its own, they stand under `overrides`.
        """
        own = [override_document(one) for one in self.overrides]
        return {
            "part": _part_document(self.part),
            "layers": {
                "count": len(self.layers),
                "layer_mm": self.layers.layer_mm,
                "area_mm2_max": float(self.layers.area_mm2.max(initial=0.0)),
                "volume_mm3": max(self.layers.volume_mm3, 0.0),
            },
            "findings": [finding_document(finding, lang) for finding in self.findings],
            "accepted": self.accepted,
            **({"overrides": own} if own else {}),
        }

    def _part_lines(self, lang: str) -> list[str]:
        x_mm, y_mm, z_mm = self.part.size_mm
        return [
            word("part_size", lang, x_mm=x_mm, y_mm=y_mm, z_mm=z_mm, unit=self.part.unit),
            word(
                "part_solid",
                lang,
                volume_mm3=self.part.volume_mm3,
                area_mm2=self.part.area_mm2,
                triangles=self.part.triangles,
                bodies=self.part.bodies,
            ),
            word("part_layers", lang, count=len(self.layers), layer_mm=self.layers.layer_mm),
        ]


def has_volume(findings: Iterable[Finding]) -> bool:
    """Tell whether it can be said how much metal a part is: not of an open or empty surface."""
    return not any(f.code in _VOLUMELESS and f.severity == "error" for f in findings)


def has_room(findings: Iterable[Finding]) -> bool:
    """Tell whether a machine takes the part as it lies."""
    return not any(f.code == _NO_ROOM and f.severity == "error" for f in findings)


def _part_document(part: Part) -> dict[str, object]:
    return {
        "file": part.name,
        "sha256": part.sha256,
        "triangles": part.triangles,
        "volume_mm3": part.volume_mm3,
        "area_mm2": part.area_mm2,
        "bounds_mm": [list(corner) for corner in part.bounds_mm],
        "watertight": part.watertight,
        "bodies": part.bodies,
        "unit": part.unit,
        "unit_guess": part.unit_guess.unit,
    }
