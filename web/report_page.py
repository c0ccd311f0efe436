"""What the report page shows, made from the report document: order, places in words, chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from web.drawings.layer_chart import (
    Highlight,
    LayerChartWords,
    LayerRow,
    layer_chart,
    layer_summary,
)
from web.localise import fixed, number, significant

__all__ = ["FindingGroup", "Place", "ReportPage", "breakdown_rows", "report_page"]

_FIRST = 2
_CHART_MARKS = 6
_WHOLE_PART = 0.8
"""A finding over more of the height than this marks no place in the chart of layers."""
_TABLE_ROWS = 12

_SHARES: dict[str, object] = {
    "warm_up_s": _l("Warm-up"),
    "recoat_s": _l("Recoating, layer by layer"),
    "scan_s": _l("Laser on"),
    "jump_s": _l("Laser moving between vectors"),
    "delay_s": _l("Delays at the vectors' ends"),
    "support_s": _l("Supports"),
    "cool_down_s": _l("Cool-down"),
}

_UNITS: dict[str, object] = {
    "deg": "°",
    "mm2": "mm²",
    "mm3": "mm³",
    "um": "µm",
    "edges": _l("edges"),
    "bodies": _l("bodies"),
    "cavities": _l("cavities"),
    "faces": _l("triangles"),
    "factor": _l("times"),
    "widths": _l("bead widths"),
    "islands": _l("islands"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where a finding holds: its own title, what was measured, and where."""

    title: str
    measured: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one check: told once, with every place."""

    number: int
    code: str
    severity: str
    title: str
    why: str
    fix: str
    sources: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The report, top-down: verdict, what to fix first, the rest, the layers."""

    accepted: bool
    errors: int
    warnings: int
    groups: tuple[FindingGroup, ...]
    chart: Markup
    slabs: tuple[LayerRow, ...]

    @property
    def first(self) -> tuple[FindingGroup, ...]:
        """The things to fix first: the gravest, at most two of different kinds, notes never."""
        kinds: dict[str, FindingGroup] = {}
        for group in self.groups:
            if group.severity != "info":
                kinds.setdefault(group.code, group)
        return tuple(kinds.values())[:_FIRST]


def report_page(
    report: Mapping[str, Any], table: Mapping[str, Sequence[float | None]]
) -> ReportPage:
    """Return what the page shows of a report and its table of layers."""
    documents = report["findings"]
    severities = [found["severity"] for found in documents]
    z_mm = [value or 0.0 for value in table["z_mm"]]
    area_mm2 = [value or 0.0 for value in table["area_mm2"]]
    groups = _groups(documents)
    return ReportPage(
        accepted=bool(report["accepted"]),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        groups=groups,
        chart=layer_chart(
            z_mm,
            area_mm2,
            words=_chart_words(area_mm2),
            highlights=_highlights(documents, groups, max(z_mm, default=0.0)),
        ),
        slabs=layer_summary(z_mm, area_mm2, rows=_TABLE_ROWS),
    )


def _chart_words(area_mm2: Sequence[float]) -> LayerChartWords:
    """Return the words of the chart of layers."""
    return LayerChartWords(
        title=_("Area of each layer over the height"),
        description=_(
            "Largest layer %(area)s mm², %(count)s layers. The table below says the same.",
            area=significant(max(area_mm2, default=0.0)),
            count=number(len(area_mm2)),
        ),
        height=_("Height z (mm)"),
        area=_("Area per layer (mm²)"),
        number=significant,
    )


def _groups(documents: Sequence[Mapping[str, Any]]) -> tuple[FindingGroup, ...]:
    """Put findings of one check and severity together, in the order in which they came."""
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for found in documents:
        together.setdefault((found["code"], found["severity"]), []).append(found)
    return tuple(
        FindingGroup(
            number=index,
            code=code,
            severity=severity,
            title=members[0]["title"],
            why=members[0]["why"],
            fix=members[0]["fix"],
            sources=tuple(members[0]["sources"]),
            places=tuple(_place(found) for found in members),
        )
        for index, ((code, severity), members) in enumerate(together.items(), start=1)
    )


def _place(found: Mapping[str, Any]) -> Place:
    return Place(
        title=found["title"], measured=_measured(found), where=" · ".join(_places(found["where"]))
    )


def _measured(found: Mapping[str, Any]) -> str:
    """Return the value beside its limit, with the unit in the page's language."""
    value, limit, unit = found["value"], found["limit"], str(found["unit"] or "")
    unit = str(_UNITS.get(unit, unit))
    if value is None:
        return ""
    if not limit:
        return _with_unit(value, unit)
    words = _(
        "%(value)s; limit %(limit)s", value=_with_unit(value, unit), limit=_with_unit(limit, unit)
    )
    return str(words)


def _with_unit(value: float, unit: str) -> str:
    """Return a number with its unit; a degree sign stands close, and bears one decimal."""
    if unit == "°":
        return f"{number(value, 1)}{unit}"
    return f"{significant(value)} {unit}".rstrip()


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


def _highlights(
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
