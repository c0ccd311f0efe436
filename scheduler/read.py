"""Reading problem documents from files and bytes."""

from __future__ import annotations

import os
from pathlib import Path

from scheduler.document import value_of
from scheduler.errors import UnreadableProblemError
from scheduler.problem import Problem

MAX_BYTES = 64 * 1024 * 1024


def read_problem(source: str | os.PathLike[str] | bytes) -> Problem:
    """Return the problem of a JSON document, given as a path or as its bytes.

    Raises `UnreadableProblemError` for what is not a problem document and
    `InvalidProblemError` for one that contradicts itself.
    """
    if isinstance(source, bytes):
        return _parsed(source)
    try:
        with Path(source).open("rb") as file:
            return _parsed(file.read(MAX_BYTES + 1))
    except OSError as fault:
        detail = fault.strerror or ""
        raise UnreadableProblemError("problem-file", file=str(source), detail=detail) from fault


def _parsed(text: bytes) -> Problem:
    if len(text) > MAX_BYTES:
        raise UnreadableProblemError("problem-too-large", bytes=len(text), limit=MAX_BYTES)
    return value_of(Problem, text)
