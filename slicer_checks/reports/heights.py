"""Charts over the height of a part, with its findings beside them."""

from typing import Final

from slicer_checks.pictures.height_chart import Column, HeightChart, Mark
from slicer_checks.reports.content import grouped
from slicer_checks.reports.subject import Subject
from slicer_checks.reports.words import Words

MARKS: Final = 8
"""The most findings that charts mark."""
WHOLE_HEIGHT: Final = 0.8
"""A finding over more of the height than this marks no place in the charts."""


def chart_of(subject: Subject, lang: str = "en") -> HeightChart:
    """Give the charts over the height, findings marked with the numbers that the report gives."""
    words = Words(lang)
    columns = [
        Column(title=words("chart_area"), values=subject.columns["area_mm2"]),
        Column(title=words("chart_overhang"), values=subject.columns["overhang_mm2"], is_hot=True),
    ]
    if "time_s" in subject.columns:
        columns.append(Column(title=words("chart_time"), values=subject.columns["time_s"]))
    return HeightChart(
        z_mm=subject.columns["z_mm"],
        columns=columns,
        marks=_marks(subject),
        axis_title=words("chart_height"),
        lang=lang,
    )


def _marks(subject: Subject) -> list[Mark]:
    """Mark the heights of findings that are not about the whole height; notes never."""
    z_mm = subject.columns["z_mm"]
    top_mm = float(z_mm[-1]) if len(z_mm) else 0.0
    marks = [
        Mark(low_mm=where.z_mm[0], high_mm=where.z_mm[1], label=str(place))
        for place, numbers in enumerate(grouped(subject.findings), start=1)
        for finding in (subject.findings[number] for number in numbers)
        for where in (finding.where,)
        if where.z_mm is not None
        and finding.severity != "info"
        and where.z_mm[1] - where.z_mm[0] <= WHOLE_HEIGHT * top_mm
    ]
    return marks[:MARKS]
