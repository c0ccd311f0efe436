"""Reports as they are stored (codes and numbers) and as people read them (one language)."""

from collections.abc import Sequence
from typing import Any

from printlab.convert.written import finding_from
from printlab.records import JsonObject
from slicer_checks import Estimate, Report, SlicerChecksError, render, render_error
from slicer_checks.finding import Finding
from slicer_checks.findinglist import finding_document
from slicer_checks.report import has_room
from slicer_checks.reports.places import measured_words, place_words
from slicer_checks.reports.tables import own_rows, removal_line
from slicer_checks.reports.words import Words
from slicer_checks.spread import width_words
from slicer_checks.texts import sources_in, word

__all__ = [
    "estimate_document",
    "findings_document",
    "report_document",
    "report_in_language",
    "told_in_language",
]

_TEXTS = ("title", "why", "fix")


def report_document(report: Report) -> JsonObject:
    """Write a report down without a sentence in it: what is told is rendered when it is read."""
    document: dict[str, Any] = dict(report.to_dict())
    document["findings"] = findings_document(report.findings)
    guess = report.part.unit_guess
    document["unit_evidence"] = {"code": guess.evidence, "params": dict(guess.params)}
    return document


def findings_document(findings: Sequence[Finding]) -> list[JsonObject]:
    """Write findings down as codes and numbers, without a sentence."""
    return [
        {
            **{k: v for k, v in finding_document(one, "en").items() if k not in _TEXTS},
            "params": dict(one.params),
        }
        for one in findings
    ]


def told_in_language(findings: Sequence[JsonObject], language: str) -> list[JsonObject]:
    """Return stored findings with their texts, what was measured and where, in words."""
    return [_told(row, language) for row in findings]


def estimate_document(estimate: Estimate) -> JsonObject:
    """Write an estimate down, with what a page needs beside the published keys."""
    return {
        **estimate.to_dict(),
        "layers_count": estimate.layers_count,
        "height_mm": estimate.height_mm,
        "powder_bed_g": estimate.powder_bed_g,
        "machine": estimate.machine,
    }


def report_in_language(document: JsonObject, language: str) -> JsonObject:
    """Return a stored report with its texts: findings, the unit, why the interval is so wide.

    Findings also tell what was measured (``measured``) and where (``place``) in words.
    """
    told = {**document, "findings": told_in_language(document["findings"], language)}
    evidence = document.get("unit_evidence")
    if evidence is not None:
        sentence = word(evidence["code"], language, **evidence["params"])
        told["unit_evidence"] = {**evidence, "text": sentence}
    repair = document.get("repair")
    refused = None if repair is None else repair.get("error")
    told["repair"] = None if repair is None or refused else repair[language]
    told["repair_refused"] = _refusal(refused, language) if refused else ""
    words = Words(language)
    told["no_room"] = _no_room(told, words)
    told["own_limits"] = own_rows(document.get("overrides", ()), words)
    told["removal_text"] = removal_line(document.get("estimate") or {}, words)
    estimate = document.get("estimate")
    if estimate is not None:
        sentence = width_words(estimate, language)
        told["estimate"] = {**estimate, "width": {**estimate["width"], "text": sentence}}
    return told


def _no_room(document: JsonObject, words: Words) -> str:
    """Say what time and price are of a part that no machine takes; nothing where one does."""
    found = [finding_from(row) for row in document["findings"]]
    machine = (document.get("estimate") or {}).get("machine")
    return "" if has_room(found) or not machine else words("no_room", machine=machine)


def _refusal(refused: JsonObject, language: str) -> str:
    """Return why a repair failed, in one sentence."""
    error = SlicerChecksError(refused["code"], "", dict(refused["params"]))
    return render_error(error, language)


def _told(row: JsonObject, language: str) -> JsonObject:
    finding = finding_from(row)
    text, words = render(finding, language), Words(language)
    return {
        **row,
        "title": text.title,
        "why": text.why,
        "fix": text.fix,
        "sources": sources_in(finding.sources, language),
        "measured": measured_words(finding, words),
        "place": place_words(finding.where, words),
    }
