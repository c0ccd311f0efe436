"""What the report page shows, made from the report document: order, places in words, chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from web.drawings import Highlight, LayerChartWords, layer_chart, layer_summary
from web.drawings.layer_chart import LayerRow
from web.localise import fixed, number, significant

__all__ = ["FindingLine", "ReportPage", "breakdown_rows", "report_page"]

_FIRST = 2
_CHART_MARKS = 6
_TABLE_ROWS = 16

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
class FindingLine:
    """One finding as shown: its number on the page, its texts, and its place in words."""

    number: int
    code: str
    severity: str
    title: str
    why: str
    fix: str
    measured: str
    places: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The report, top-down: verdict, what to fix first, the rest, the layers."""

    accepted: bool
    errors: int
    warnings: int
    findings: tuple[FindingLine, ...]
    chart: Markup
    slabs: tuple[LayerRow, ...]

    @property
    def first(self) -> tuple[FindingLine, ...]:
        """The things to fix first: the gravest, at most two, notes never."""
        return tuple(line for line in self.findings if line.severity != "info")[:_FIRST]

    @property
    def other_count(self) -> int:
        """How many findings besides those to fix first."""
        return len(self.findings) - len(self.first)


def report_page(
    report: Mapping[str, Any], table: Mapping[str, Sequence[float | None]]
) -> ReportPage:
    """Return what the page shows of a report and its table of layers."""
    documents = report["findings"]
    lines = tuple(_line(index, found) for index, found in enumerate(documents, start=1))
    z_mm = [value or 0.0 for value in table["z_mm"]]
    area_mm2 = [value or 0.0 for value in table["area_mm2"]]
    words = LayerChartWords(
        title=_("Area of each layer over the height"),
        description=_(
            "Largest layer %(area)s mm², %(count)s layers. The table below says the same.",
            area=significant(max(area_mm2, default=0.0)),
            count=number(len(z_mm)),
        ),
        height=_("Height z (mm)"),
        area=_("Area per layer (mm²)"),
        number=significant,
    )
    return ReportPage(
        accepted=bool(report["accepted"]),
        errors=sum(line.severity == "error" for line in lines),
        warnings=sum(line.severity == "warning" for line in lines),
        findings=lines,
        chart=layer_chart(z_mm, area_mm2, words=words, highlights=_highlights(documents)),
        slabs=layer_summary(z_mm, area_mm2, rows=_TABLE_ROWS),
    )


def _line(index: int, found: Mapping[str, Any]) -> FindingLine:
    return FindingLine(
        number=index,
        code=found["code"],
        severity=found["severity"],
        title=found["title"],
        why=found["why"],
        fix=found["fix"],
        measured=_measured(found),
        places=tuple(_places(found["where"])),
        sources=tuple(found["sources"]),
    )


def _measured(found: Mapping[str, Any]) -> str:
    """Return the value beside its limit, with the unit."""
    value, limit, unit = found["value"], found["limit"], found["unit"] or ""
    if value is None:
        return ""
    if limit is None:
        return f"{significant(value)} {unit}".strip()
    words = _(
        "%(value)s %(unit)s; limit %(limit)s %(unit)s",
        value=significant(value),
        limit=significant(limit),
        unit=unit,
    )
    return str(words)


def _places(where: Mapping[str, Any]) -> list[str]:
    """Return the place in words: layers, heights, box, triangles; what is unknown is left out."""
    words = []
    if where.get("layers"):
        first, last = (number(index + 1) for index in where["layers"])
        same = first == last
        words.append(
            _("layer %(layer)s", layer=first)
            if same
            else _("layers %(first)s to %(last)s", first=first, last=last)
        )
    if where.get("z_mm"):
        low, high = (fixed(height, 2) for height in where["z_mm"])
        words.append(
            _("z %(z)s mm", z=low)
            if low == high
            else _("z %(low)s to %(high)s mm", low=low, high=high)
        )
    if where.get("bounds_mm"):
        words.append(_box(where["bounds_mm"]))
    if where.get("faces_total"):
        words.append(_("%(count)s triangles", count=number(where["faces_total"])))
    return words


def _box(bounds_mm: Sequence[Sequence[float]]) -> str:
    """Return a box as its ranges in x and y; z stands in the heights."""
    (x_low, y_low, _z_low), (x_high, y_high, _z_high) = bounds_mm
    words = _(
        "x %(x_low)s to %(x_high)s mm, y %(y_low)s to %(y_high)s mm",
        x_low=fixed(x_low, 1),
        x_high=fixed(x_high, 1),
        y_low=fixed(y_low, 1),
        y_high=fixed(y_high, 1),
    )
    return str(words)


def _highlights(documents: Sequence[Mapping[str, Any]]) -> list[Highlight]:
    """Return the heights of the first findings that have some, for the chart."""
    marked = [
        Highlight(
            low_mm=found["where"]["z_mm"][0],
            high_mm=found["where"]["z_mm"][1],
            label=str(index),
            severity=found["severity"],
        )
        for index, found in enumerate(documents, start=1)
        if found["where"].get("z_mm") and found["severity"] != "info"
    ]
    return marked[:_CHART_MARKS]


def breakdown_rows(breakdown: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the shares of the time that are not nothing, in the order of the work."""
    known = [(str(word), breakdown[key]) for key, word in _SHARES.items() if breakdown.get(key)]
    other = [(key, seconds) for key, seconds in breakdown.items() if key not in _SHARES]
    return known + other
