"""Long lines broken where the terminal ends."""

import re
import shutil
import textwrap
from collections.abc import Iterable
from typing import Final

__all__ = ["wrapped"]

_COLUMNS: Final = 100
_BEGINNING: Final = re.compile(r"\s*(\d+\. )?")
_FURTHER: Final = 4


def wrapped(lines: Iterable[str]) -> str:
    """Break long lines where the terminal ends, each under or right of its own beginning."""
    columns = min(_COLUMNS, shutil.get_terminal_size((_COLUMNS, 24)).columns)
    return "\n".join(
        textwrap.fill(
            line.lstrip(),
            columns,
            initial_indent=line[: len(line) - len(line.lstrip())],
            subsequent_indent=" " * _hanging(line),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )


def _hanging(line: str) -> int:
    """Return where a line goes on: after its indent and its number, or a little to the right."""
    found = _BEGINNING.match(line)
    return (found.end() if found else 0) or _FURTHER
