"""From a stored report to what a written one is made of: no mesh is read again."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from printlab.records import JsonObject
from slicer_checks import Finding, Where
from slicer_checks.pictures.gallery import Picture
from slicer_checks.reports import Subject

__all__ = ["finding_from", "subject_from"]


def subject_from(
    document: JsonObject,
    columns: Mapping[str, Sequence[float | None]],
    pictures: Sequence[Picture],
) -> Subject:
    """Gather what a stored report is about, for HTML and PDF."""
    names = {"z_mm": "z_mm", "area_mm2": "area_mm2", "overhang_mm2": "overhang_mm2"}
    if "layer_s" in columns:
        names["time_s"] = "layer_s"
    return Subject(
        part=document["part"],
        layers=document["layers"],
        findings=tuple(finding_from(row) for row in document["findings"]),
        estimate=document["estimate"],
        process=document["process"],
        columns={
            name: np.array([value or 0.0 for value in columns[stored]], dtype=np.float64)
            for name, stored in names.items()
        },
        pictures=pictures,
        overrides=document.get("overrides", ()),
        ways=document.get("orientations") or (),
        repair=_offered(document.get("repair")),
    )


def _offered(repair: JsonObject | None) -> JsonObject | None:
    """Return a stored repair unless it failed."""
    return None if repair is None or "error" in repair else repair


def finding_from(row: Mapping[str, Any]) -> Finding:
    """Read a finding back from its row in a stored report."""
    where = row["where"]
    bounds = where["bounds_mm"]
    return Finding(
        code=row["code"],
        severity=row["severity"],
        value=row["value"],
        limit=row["limit"],
        unit=row["unit"],
        where=Where(
            layers=_pair(where["layers"]),
            z_mm=_pair(where["z_mm"]),
            bounds_mm=None if bounds is None else (_point(bounds[0]), _point(bounds[1])),
            faces=tuple(where["faces"]),
            faces_total=where["faces_total"],
            polygons=tuple(tuple((x, y) for x, y in ring) for ring in where["polygons"]),
        ),
        params=row["params"],
        sources=tuple(row["sources"]),
    )


def _pair(numbers: Sequence[Any] | None) -> Any:  # noqa: ANN401 (layers are whole, heights are not)
    return None if numbers is None else tuple(numbers)


def _point(numbers: Sequence[float]) -> tuple[float, float, float]:
    x_mm, y_mm, z_mm = numbers
    return (x_mm, y_mm, z_mm)
