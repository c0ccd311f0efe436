"""What the page of a checked toolpath shows, made from its report and its index of layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from web.drawings.layer_chart import layer_chart
from web.finding_groups import FindingGroup, finding_groups, first_of
from web.report_page import chart_words, highlights_of

__all__ = ["KIND_WORDS", "ToolpathPage", "toolpath_page"]

KIND_WORDS: Mapping[str, object] = {
    "contour": _l("Contours"),
    "hatch": _l("Hatch"),
    "up_skin": _l("Up-skin"),
    "down_skin": _l("Down-skin"),
    "support": _l("Supports"),
    "point": _l("Points"),
    "jump": _l("Jumps"),
}
"""What vectors are called in the key, by the kinds of the index."""


_TABLE_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Slab:
    """Some layers together, counted from 1: heights, vectors, metres, seconds a layer, findings."""

    first_layer: int
    last_layer: int
    low_mm: float
    high_mm: float
    vectors: int
    scan_m: float
    least_s: float
    most_s: float
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolpathPage:
    """The report, top-down: verdict, what to fix first, the rest, the time of each layer."""

    accepted: bool
    errors: int
    warnings: int
    notes: int
    groups: tuple[FindingGroup, ...]
    chart: Markup
    kinds: tuple[tuple[str, str, int], ...]
    """Each kind that occurs: its name, its word, how many vectors (of jumps, how many)."""
    slabs: tuple[Slab, ...]

    @property
    def first(self) -> tuple[FindingGroup, ...]:
        """The things to fix first."""
        return first_of(self.groups)


def toolpath_page(report: Mapping[str, Any], index: Mapping[str, Any]) -> ToolpathPage:
    """Return what the page shows of a report, told in the page's language, and an index."""
    severities = [found["severity"] for found in report["findings"]]
    groups = finding_groups(report["findings"])
    return ToolpathPage(
        accepted=bool(report["accepted"]),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("info"),
        groups=groups,
        chart=_chart(report, groups, index["layers"]),
        kinds=_kinds(index),
        slabs=_slabs(index["layers"], groups),
    )


def _slabs(layers: Sequence[Mapping[str, Any]], groups: Sequence[FindingGroup]) -> tuple[Slab, ...]:
    """Return all layers in at most a dozen slabs: what viewer and chart show, as numbers."""
    count = min(_TABLE_ROWS, len(layers))
    borders = [len(layers) * number // count for number in range(count + 1)] if count else []
    places = [(group.number, place.layers) for group in groups for place in group.places]
    found = [(number, layers) for number, layers in places if layers is not None]
    return tuple(
        Slab(
            first_layer=first + 1,
            last_layer=end,
            low_mm=min(row["z_mm"] for row in layers[first:end]),
            high_mm=max(row["z_mm"] for row in layers[first:end]),
            vectors=sum(row["vectors"] for row in layers[first:end]),
            scan_m=sum(row["scan_mm"] for row in layers[first:end]) / 1000,
            least_s=min(row["time_s"] for row in layers[first:end]),
            most_s=max(row["time_s"] for row in layers[first:end]),
            findings=tuple(
                dict.fromkeys(
                    number for number, (low, high) in found if low < end and high >= first
                )
            ),
        )
        for first, end in pairwise(borders)
    )


def _chart(
    report: Mapping[str, Any], groups: Sequence[FindingGroup], layers: Sequence[Mapping[str, Any]]
) -> Markup:
    """Return the chart of the time of each layer over the height, with the findings marked."""
    z_mm, time_s = [row["z_mm"] for row in layers], [row["time_s"] for row in layers]
    title = _("Time from each layer to the next over the height")
    words = chart_words(title, _("Time per layer (s)"), time_s)
    rising = list(accumulate(z_mm, max))
    marks = highlights_of(report["findings"], groups, max(z_mm, default=0.0))
    return layer_chart(rising, time_s, words=words, highlights=marks, identity="time-chart")


def _kinds(index: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    """Return the kinds that occur, with their words and how often they do."""
    rows = index["layers"]
    totals = [sum(row["counts"][place] for row in rows) for place in range(len(index["kinds"]))]
    found = dict(zip(index["kinds"], totals, strict=True))
    found["jump"] = sum(row["jumps"] for row in rows)
    return tuple((name, str(KIND_WORDS[name]), count) for name, count in found.items() if count)
