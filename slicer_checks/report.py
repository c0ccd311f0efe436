"""What a check found, with its verdict, ready to print or to store."""

from collections.abc import Iterable
from dataclasses import dataclass

from slicer_checks.finding import SEVERITIES, Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.rules import Override
from slicer_checks.texts import render, sources_in, word

FIRST_FINDINGS = 2
"""How many findings a summary asks a reader to mend first."""

PLACES_TOLD = 5
"""How many places of one kind a summary tells one by one."""

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
        verdict, counts = verdict_words(self.findings, lang)
        lines = [f"{self.part.name} · {verdict}", counts]
        firsts = {f.code: f for f in reversed(self.findings) if f.severity != "info"}
        grave = [f for f in self.findings if firsts.get(f.code) is f][:FIRST_FINDINGS]
        if grave:
            lines += ["", f"{lead_words(self.accepted, len(grave), lang)}:"]
        for number, finding in enumerate(grave, start=1):
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
        """Tell each finding in a line, for each code once why and how to mend it; then the sources.

        The graver findings of a code come first: its others have another limit in their line.
        """
        lines: list[str] = []
        numbers: dict[str, int] = {}
        explained: set[str] = set()
        for kind in _kinds(self.findings):
            first, text = kind[0], render(kind[0], lang)
            label = word(first.severity, lang)
            lines += [
                f"{label}: {render(one, lang).title} [{one.code}]" for one in kind[:PLACES_TOLD]
            ]
            if len(kind) > PLACES_TOLD:
                further = word("further_places", lang, count=len(kind) - PLACES_TOLD)
                lines.append(f"{label}: {further}")
            if first.code not in explained:
                lines += [f"    {text.why}", f"    {text.fix}"]
            explained.add(first.code)
            if first.sources:
                cited = [numbers.setdefault(one, len(numbers) + 1) for one in first.sources]
                marks = " ".join(f"[{number}]" for number in cited)
                lines.append(f"    {word('sources', lang, sources=marks)}")
        told = sources_in(list(numbers), lang)
        return [*lines, *[""][: len(told)], *(f"[{n}] {one}" for n, one in enumerate(told, 1))]


def _kinds(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Group findings of one code and severity, in the order in which they came."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity), []).append(finding)
    return list(kinds.values())


def has_volume(findings: Iterable[Finding]) -> bool:
    """Tell whether it can be said how much metal a part is: not of an open or empty surface."""
    return not any(f.code in _VOLUMELESS and f.severity == "error" for f in findings)


def verdict_words(findings: Iterable[Finding], lang: str = "en") -> tuple[str, str]:
    """Give the verdict and the counts in words, the same wherever a report is read."""
    severities = [finding.severity for finding in findings]
    counts = {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("info"),
    }
    accepted = "accepted_warnings" if counts["warnings"] else "accepted"
    code = "not_accepted" if counts["errors"] else accepted
    return word(code, lang, **counts), word("counts", lang, **counts)


def lead_words(accepted: bool, count: int, lang: str = "en") -> str:
    """Say above the `count` things that are told first, one or two, what to do with them."""
    if accepted:
        return word("improve", lang)
    return word("fix_one" if count == 1 else "fix_two", lang)


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
        "sources": sources_in(finding.sources, lang),
    }
