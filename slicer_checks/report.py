"""What a check found, with its verdict, ready to print or to store."""

from collections.abc import Iterable
from dataclasses import dataclass

from slicer_checks.finding import SEVERITIES, Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.rules import Override
from slicer_checks.texts import render, word

FIRST_FINDINGS = 2
"""How many findings a summary asks a reader to mend first."""


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
                *self._verdict(lang),
                "",
                *self._part_lines(lang),
                *self._override_lines(lang),
                "",
                *self._details(lang),
            ]
        ).strip()

    def __str__(self) -> str:
        return self.summary()

    def to_dict(self, lang: str = "en") -> dict[str, object]:
        """Give the report as a JSON-ready document with texts in one language.

        Where a lab has set limits of its own, they stand under `overrides`.
        """
        own = [_override_document(one) for one in self.overrides]
        return {
            "part": _part_document(self.part),
            "layers": {
                "count": len(self.layers),
                "layer_mm": self.layers.layer_mm,
                "area_mm2_max": float(self.layers.area_mm2.max(initial=0.0)),
                "volume_mm3": max(self.layers.volume_mm3, 0.0),
            },
            "findings": [_finding_document(finding, lang) for finding in self.findings],
            "accepted": self.accepted,
            **({"overrides": own} if own else {}),
        }

    def _verdict(self, lang: str) -> list[str]:
        counts = {
            level: sum(finding.severity == level for finding in self.findings)
            for level in SEVERITIES
        }
        verdict = "accepted" if self.accepted else "not_accepted"
        lines = [word(verdict, lang, name=self.part.name), word("counts", lang, **counts)]
        firsts = {f.code: f for f in reversed(self.findings) if f.severity != "info"}
        grave = [f for f in self.findings if firsts.get(f.code) is f]
        if grave:
            lines += ["", word("mend_first", lang)]
        for number, finding in enumerate(grave[:FIRST_FINDINGS], start=1):
            text = render(finding, lang)
            lines.append(f"  {number}. {text.title} {text.fix}")
        return lines

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

    def _override_lines(self, lang: str) -> list[str]:
        """Tell which limits a lab has set itself, who and when."""
        if not self.overrides:
            return []
        lines = ["", word("limits_own", lang, count=len(self.overrides))]
        return lines + [
            word(
                "limit_own",
                lang,
                **{**_override_document(one), "sources": "; ".join(one.limit.sources)},
                for_whom=f" ({one.material or one.machine})" if one.material or one.machine else "",
            )
            for one in self.overrides
        ]

    def _details(self, lang: str) -> list[str]:
        """Tell each kind of finding once: its places, then why, how to mend it, who says so."""
        lines: list[str] = []
        for finding, further in _kinds(self.findings):
            text = render(finding, lang)
            lines += [f"{word(finding.severity, lang)}: {text.title} [{finding.code}]"]
            lines += [f"    {render(other, lang).title}" for other in further]
            lines += [f"    {text.why}", f"    {text.fix}"]
            if finding.sources:
                lines.append(f"    {word('sources', lang, sources='; '.join(finding.sources))}")
        return lines


def _kinds(findings: Iterable[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """Group findings of one code and severity: the first of each, and what follows it."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity), []).append(finding)
    return [(first, tuple(further)) for first, *further in kinds.values()]


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by severity alone; findings of one severity keep their order."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _override_document(override: Override) -> dict[str, object]:
    limit = override.limit
    return {
        "limit": limit.id,
        "value": limit.value,
        "unit": limit.unit,
        "level": limit.level,
        "was": override.was,
        "was_level": override.was_level,
        "material": override.material,
        "machine": override.machine,
        "author": limit.author,
        "date": limit.date,
        "note": limit.note,
        "sources": list(limit.sources),
    }


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


def _finding_document(finding: Finding, lang: str) -> dict[str, object]:
    text = render(finding, lang)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "value": finding.value,
        "limit": finding.limit,
        "unit": finding.unit,
        "where": finding.where.to_dict(),
        "title": text.title,
        "why": text.why,
        "fix": text.fix,
        "sources": list(finding.sources),
    }
