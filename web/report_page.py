"""What the report page shows, made from the report document: order, places in words, chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from printlab.services.parts import Figure
from web.drawings.layer_chart import (
    Highlight,
    LayerChartWords,
    LayerRow,
    layer_chart,
    layer_summary,
)
from web.finding_groups import FindingGroup, finding_groups, first_of
from web.localise import number, significant

__all__ = ["ReportPage", "breakdown_rows", "chart_words", "highlights_of", "report_page"]

_CHART_MARKS = 6
_WHOLE_PART = 0.8
"""A finding over more of the height than this marks no place in the chart of layers."""
_TABLE_ROWS = 12
_MAPS = ("overhang", "thickness")

_SHARES: dict[str, object] = {
    "warm_up_s": _l("Warm-up"),
    "recoat_s": _l("Recoating, layer by layer"),
    "scan_s": _l("Laser on"),
    "jump_s": _l("Laser moving between vectors"),
    "delay_s": _l("Delays at the vectors' ends"),
    "support_s": _l("Supports"),
    "cool_down_s": _l("Cool-down"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The report, top-down: verdict, what to fix first, the rest, the layers."""

    accepted: bool
    errors: int
    warnings: int
    notes: int
    groups: tuple[FindingGroup, ...]
    maps: tuple[Figure, ...]
    charts: tuple[Markup, ...]
    slabs: tuple[LayerRow, ...]

    @property
    def first(self) -> tuple[FindingGroup, ...]:
        """The things to fix first."""
        return first_of(self.groups)


def report_page(
    report: Mapping[str, Any],
    table: Mapping[str, Sequence[float | None]],
    figures: Sequence[Figure] = (),
) -> ReportPage:
    """Return what the page shows of a report, its table of layers and its pictures."""
    documents = report["findings"]
    severities = [found["severity"] for found in documents]
    z_mm = [value or 0.0 for value in table["z_mm"]]
    area_mm2 = [value or 0.0 for value in table["area_mm2"]]
    groups = finding_groups(documents, figures)
    highlights = highlights_of(documents, groups, max(z_mm, default=0.0))
    return ReportPage(
        accepted=bool(report["accepted"]),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("info"),
        groups=groups,
        maps=tuple(f for f in figures if f.name in _MAPS),
        charts=tuple(
            layer_chart(z_mm, values, words=words, highlights=highlights, identity=name)
            for name, values, words in _charts(table)
        ),
        slabs=layer_summary(z_mm, area_mm2, rows=_TABLE_ROWS),
    )


def _charts(
    table: Mapping[str, Sequence[float | None]],
) -> list[tuple[str, list[float], LayerChartWords]]:
    """Return the charts over the height: area, overhang and, where it is known, time."""
    known = {
        "layer-chart": (
            "area_mm2",
            _("Area of each layer over the height"),
            _("Area per layer (mm²)"),
        ),
        "overhang-chart": (
            "overhang_mm2",
            _("Overhang of each layer over the height"),
            _("Overhang per layer (mm²)"),
        ),
        "time-chart": (
            "layer_s",
            _("Time from each layer to the next over the height"),
            _("Time per layer (s)"),
        ),
    }
    charts = []
    for name, (column, title, unit) in known.items():
        if column in table:
            values = [value or 0.0 for value in table[column]]
            charts.append((name, values, chart_words(title, unit, values)))
    return charts


def chart_words(title: str, unit: str, values: Sequence[float]) -> LayerChartWords:
    """Return the words of a chart of layers."""
    return LayerChartWords(
        title=title,
        description=_(
            "%(unit)s: at most %(most)s, over %(count)s layers.",
            unit=unit,
            most=significant(max(values, default=0.0)),
            count=number(len(values)),
        ),
        height=_("Height z (mm)"),
        area=unit,
        number=significant,
    )


def highlights_of(
    documents: Sequence[Mapping[str, Any]], groups: Sequence[FindingGroup], top_mm: float
) -> list[Highlight]:
    """Return the heights of the first findings that have some, numbered as on the page.

    Notes are left out, and what holds for about the whole part: it would tint the whole chart.
    """
    numbers = {(group.code, group.severity): group.number for group in groups}
    marked = [
        Highlight(
            low_mm=found["where"]["z_mm"][0],
            high_mm=found["where"]["z_mm"][1],
            label=str(numbers[found["code"], found["severity"]]),
            severity=found["severity"],
        )
        for found in documents
        if found["where"].get("z_mm")
        and found["severity"] != "info"
        and found["where"]["z_mm"][1] - found["where"]["z_mm"][0] <= _WHOLE_PART * top_mm
    ]
    return marked[:_CHART_MARKS]


def breakdown_rows(breakdown: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the shares of the time that are not nothing, in the order of the work."""
    known = [(str(word), breakdown[key]) for key, word in _SHARES.items() if breakdown.get(key)]
    other = [(key, seconds) for key, seconds in breakdown.items() if key not in _SHARES]
    return known + other
