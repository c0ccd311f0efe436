"""Published workbooks, as rows of values."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

Rows = list[tuple[Any, ...]]


def tables(workbook: Path) -> dict[str, Rows]:
    """Return the rows of every sheet of a workbook, by the sheet's name and in its order."""
    with closing(openpyxl.load_workbook(workbook, read_only=True)) as book:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
