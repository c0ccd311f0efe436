"""The place of a finding, and what was measured there, in words."""

import re

from slicer_checks.finding import Finding, Where
from slicer_checks.reports.words import Words

_MINUS = re.compile(r"-(?=\d)")


def place_words(where: Where, words: Words) -> str:
    """Tell layers, heights, box and triangles; what is unknown is left out."""
    told = [*_layers(where, words), *_heights(where, words), *_box(where, words)]
    if where.faces_total:
        told.append(words("faces", count=where.faces_total))
    return " · ".join(told) or words("whole_part")


def measured_words(finding: Finding, words: Words) -> str:
    """Tell the value beside its limit; nothing where nothing was measured."""
    if finding.value is None:
        return ""
    value = words.quantity(finding.value, finding.unit)
    if not finding.limit:
        return value
    return words("measured_limit", value=value, limit=words.quantity(finding.limit, finding.unit))


def _layers(where: Where, words: Words) -> list[str]:
    if where.layers is None:
        return []
    first, last = (layer + 1 for layer in where.layers)
    if first == last:
        return [words("layer", layer=first)]
    return [words("layer_range", first=first, last=last)]


def _heights(where: Where, words: Words) -> list[str]:
    if where.z_mm is None:
        return []
    low, high = where.z_mm
    if round(low, 2) == round(high, 2):
        return [words("height", z_mm=low)]
    return [words("height_range", low_mm=low, high_mm=high)]


def _box(where: Where, words: Words) -> list[str]:
    if where.bounds_mm is None:
        return []
    (x_low, y_low, _), (x_high, y_high, _) = where.bounds_mm
    told = words("box", x_low=x_low, x_high=x_high, y_low=y_low, y_high=y_high)
    return [_MINUS.sub("\u2212", told)]
