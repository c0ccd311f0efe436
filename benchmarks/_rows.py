"""Rows of a benchmark, as a table or as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import median

Row = dict[str, object]

NAME_WIDTH, CELL_WIDTH = 24, 12

SPREAD = ("of", "seeds", "least", "middle", "most")
"""Columns of a spread behind its keys."""


def document(rows: Sequence[Row]) -> str:
    """Return the rows as one JSON document."""
    return json.dumps({"rows": list(rows)}, indent=2)


def heading(names: Sequence[str]) -> str:
    """Return the first line of a table; its first column is wide."""
    return "  ".join([f"{names[0]:{NAME_WIDTH}}", *(f"{name:>{CELL_WIDTH}}" for name in names[1:])])


def line(row: Row, names: Sequence[str]) -> str:
    """Return a row of a table."""
    cells = [f"{row[names[0]]!s:{NAME_WIDTH}}"]
    cells += [f"{_cell(row[name]):>{CELL_WIDTH}}" for name in names[1:]]
    return "  ".join(cells)


def table(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return a table of some columns."""
    return "\n".join([heading(names), *(line(row, names) for row in rows)])


def recall_and_precision(planted: int, found: int, false_alarms: int) -> Row:
    """Return both shares as columns; None where nothing was planted, or nothing told."""
    return {
        "recall": found / planted if planted else None,
        "precision": found / (found + false_alarms) if found + false_alarms else None,
    }


def spread(rows: Sequence[Row], keys: Sequence[str], of: str) -> list[Row]:
    """Return the least, middle and largest value of a column among rows with the same keys.

    Rows without a number there are left out.
    """
    found: dict[tuple[object, ...], list[float]] = {}
    for row in rows:
        value = row[of]
        if isinstance(value, int | float):
            found.setdefault(tuple(row[key] for key in keys), []).append(float(value))
    return [
        {
            **dict(zip(keys, key, strict=True)),
            "of": of,
            "seeds": len(values),
            "least": min(values),
            "middle": median(values),
            "most": max(values),
        }
        for key, values in found.items()
    ]


def spread_table(rows: Sequence[Row], keys: Sequence[str], of: str) -> str:
    """Return the spread as a table, or nothing where each of the keys has one row."""
    found = spread(rows, keys, of)
    if all(row["seeds"] == 1 for row in found):
        return ""
    return "\n" + table(found, (*keys, *SPREAD))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.5g}" if isinstance(value, float) else str(value)
