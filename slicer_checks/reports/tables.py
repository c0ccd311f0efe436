"""The tables of a report: where the time goes, layers in slabs, the rules and their sources."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.reports.words import Words
from slicer_checks.supports import BREAK_MM2_S, FINISH_S_CM2, INSIDE, POSITION_S
from slicer_checks.texts import sources_in

Floats = NDArray[np.float64]

SLABS: Final = 10
"""Rows of the table that says what the charts over the height say."""


def breakdown_rows(estimate: Mapping[str, Any], words: Words) -> list[dict[str, object]]:
    """Give the shares of the time that are not nothing: cause, time, percent."""
    whole_s = estimate["time_s"] or 1.0
    return [
        {
            "cause": words.known(cause),
            "time": words.duration(seconds),
            "percent": 100 * seconds / whole_s,
            "share": f"{words.number(100 * seconds / whole_s, 2)}\u00a0%",
        }
        for cause, seconds in estimate["breakdown"].items()
        if seconds > 0
    ]


def slab_rows(columns: Mapping[str, Floats], words: Words) -> list[list[str]]:
    """Join layers into slabs of equal height: z, mean and largest area, overhang, and time."""
    z_mm = columns["z_mm"]
    if len(z_mm) == 0:
        return []
    edges = np.unique(np.linspace(0, len(z_mm), min(SLABS, len(z_mm)) + 1).astype(int))
    half_mm = float(z_mm[0])
    rows = []
    for start, end in pairwise(edges.tolist()):
        slab = {name: values[start:end] for name, values in columns.items()}
        row = [
            words(
                "height_range", low_mm=slab["z_mm"][0] - half_mm, high_mm=slab["z_mm"][-1] + half_mm
            ),
            words.number(float(slab["area_mm2"].mean())),
            words.number(float(slab["area_mm2"].max())),
            words.number(float(slab["overhang_mm2"].sum())),
        ]
        if "time_s" in slab:
            row.append(words.duration(float(slab["time_s"].sum())))
        rows.append(row)
    return rows


def slab_head(columns: Mapping[str, Floats], words: Words) -> list[str]:
    """Give the heads of the table of slabs."""
    names = ["slab", "area_mean", "area_max", "overhang_sum"]
    units = ["", "mm²", "mm²", "mm²"]
    if "time_s" in columns:
        names.append("time_sum")
        units.append("")
    return [
        words(name) + (f" ({unit})" if unit else "")
        for name, unit in zip(names, units, strict=True)
    ]


def rule_rows(
    limits: Sequence[Mapping[str, Any]], words: Words
) -> tuple[list[dict[str, str]], list[str]]:
    """Give each limit with its value, its level and the numbers of its sources; and the sources."""
    sources: dict[str, int] = {}
    rows = []
    for limit in (limit for limit in limits if limit["level"] != "steers"):
        numbers = [sources.setdefault(title, len(sources) + 1) for title in limit["sources"]]
        override = " ".join(part for part in (limit["author"], limit["date"]) if part)
        rows.append(
            {
                "id": limit["id"],
                "name": words.limit(limit["id"]),
                "value": words.quantity(limit["value"], limit["unit"]),
                "level": words.known(f"level_{limit['level']}"),
                "sources": ", ".join(str(number) for number in numbers) or override,
            }
        )
    return rows, sources_in(list(sources), words.lang)


def own_rows(overrides: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, str]]:
    """Give each limit that a lab has set itself: what holds, for what, instead of what, by whom."""
    return [
        {
            "id": row["limit"],
            "name": words.limit(row["limit"]),
            "of": row["material"] or row["machine"],
            "value": _level(row["value"], row["unit"], row["level"], words),
            "was": _level(row["was"], row["unit"], row["was_level"], words),
            "set_by": f"{row['author']}, {row['date']}",
            "source": _sentences("; ".join(row["sources"]), row["note"]),
        }
        for row in overrides
    ]


def _sentences(*parts: str) -> str:
    """Put what is said one after another, each with its full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _level(value: float, unit: str, level: str, words: Words) -> str:
    """Give a limit's number with what passing it makes; numbers that only steer make nothing."""
    told = words.quantity(value, unit)
    return told if level == "steers" else f"{told}, {words.known(f'level_{level}')}"


def removal_line(estimate: Mapping[str, Any], words: Words) -> str:
    """Tell how the hand work of taking supports off was counted; nothing where there are none."""
    removal_s = estimate.get("removal_s") or 0.0
    if removal_s == 0:
        return ""
    return words(
        "removal",
        minutes=max(1.0, removal_s / 60),
        position_s=POSITION_S,
        broken_mm2=BREAK_MM2_S,
        finish_s=FINISH_S_CM2,
        inside=INSIDE,
    )
