"""Findings as words and as documents: the verdict, what to mend first, the detail, the sources."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from slicer_checks.finding import SEVERITIES, Finding, Where
from slicer_checks.rules import Override
from slicer_checks.texts import render, sources_in, word

FIRST_FINDINGS = 2
"""How many findings a summary asks a reader to mend first."""

CAUSES = frozenset({"suspicious-unit"})
"""Findings that may be the cause of others: a part read in a wrong unit has thin walls."""

PLACES_TOLD = 5
"""How many places of one kind a summary tells one by one."""


class HasCode(Protocol):
    """What has the code of a check: a finding, or findings of one check together."""

    @property
    def code(self) -> str:
        """The code of the check."""
        ...


Coded = TypeVar("Coded", bound=HasCode)


def verdict_lines(name: str, findings: Sequence[Finding], lang: str = "en") -> list[str]:
    """Tell the verdict on what is called by a name, and what to mend first."""
    verdict, counts = verdict_words(findings, lang)
    lines = [f"{name} · {verdict}", counts]
    firsts = {f.code: f for f in reversed(findings) if f.severity != "info"}
    grave = causes_first([f for f in findings if firsts.get(f.code) is f])[:FIRST_FINDINGS]
    if grave:
        accepted = not any(finding.severity == "error" for finding in findings)
        lines += ["", f"{lead_words(accepted, len(grave), lang)}:"]
    for number, finding in enumerate(grave, start=1):
        text = render(finding, lang)
        lines.append(f"  {number}. {text.title} {text.fix}")
    return lines


def causes_first(found: Iterable[Coded]) -> list[Coded]:
    """Put what may cause the rest first; the rest keeps its order."""
    return sorted(found, key=lambda one: one.code not in CAUSES)


def override_lines(overrides: Sequence[Override], lang: str = "en") -> list[str]:
    """Tell which limits a lab has set itself, who and when."""
    if not overrides:
        return []
    lines = ["", word("limits_own", lang, count=len(overrides))]
    return lines + [
        word(
            "limit_own",
            lang,
            **{**override_document(one), "sources": "; ".join(one.limit.sources)},
            for_whom=f" ({one.material or one.machine})" if one.material or one.machine else "",
        )
        for one in overrides
    ]


def detail_lines(findings: Sequence[Finding], lang: str = "en") -> list[str]:
    """Tell each finding in a line, for each code once why and how to mend it; then the sources.

    The graver findings of a code come first: its others have another limit in their line.
    """
    lines: list[str] = []
    numbers: dict[str, int] = {}
    explained: set[str] = set()
    for kind in _kinds(findings):
        first, text = kind[0], render(kind[0], lang)
        label = word(first.severity, lang)
        lines += [f"{label}: {told} [{first.code}]" for told in _titles(kind[:PLACES_TOLD], lang)]
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


def _titles(kind: Sequence[Finding], lang: str) -> list[str]:
    """Return the title of each; those that read the same have their place in them."""
    titles = [render(one, lang).title for one in kind]
    heights = [one.where.z_mm for one in kind]
    by_height = None not in heights and len(set(heights)) == len(heights)
    return [
        f"{title} {_place(one.where, lang, by_height=by_height)}".rstrip()
        if titles.count(title) > 1
        else title
        for one, title in zip(kind, titles, strict=True)
    ]


def _place(where: Where, lang: str, *, by_height: bool) -> str:
    """Tell the heights of a place, and unless they tell it apart its box, as far as known."""
    spans = [] if where.z_mm is None else [("z", *where.z_mm)]
    if where.bounds_mm is not None and not by_height:
        low, high = where.bounds_mm
        spans += [("x", low[0], high[0]), ("y", low[1], high[1])]
    told = ", ".join(_span(*span, lang) for span in spans)
    return f"({told})" if told else ""


def _span(axis: str, low_mm: float, high_mm: float, lang: str) -> str:
    if round(low_mm, 2) == round(high_mm, 2):
        return word("place_at", lang, axis=axis, mm=low_mm)
    return word("place_span", lang, axis=axis, low_mm=low_mm, high_mm=high_mm)


def _kinds(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Group findings of one code and severity, in the order in which they came."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity), []).append(finding)
    return list(kinds.values())


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


def override_document(override: Override) -> dict[str, object]:
    """Give a limit that a lab has set, as a JSON-ready document."""
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


def finding_document(finding: Finding, lang: str) -> dict[str, object]:
    """Give a finding as a JSON-ready document with its texts in one language."""
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
