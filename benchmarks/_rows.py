"""Rows of a benchmark, as a table or as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence

Row = dict[str, object]

NAME_WIDTH, CELL_WIDTH = 24, 12


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


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.5g}" if isinstance(value, float) else str(value)
