"""The mistake in a lab file that is told: where it stands, and what may have been meant."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from printlab.errors import Unreadable
from scheduler.misread import keys_at

__all__ = ["mistake"]

UNKNOWN: Final = "extra_forbidden"
MISSING: Final = "missing"
"""Pydantic's words for a key too many and for one too few."""

Place = tuple[int | str, ...]


class _Told(NamedTuple):
    place: Place
    reason: str
    explained: int
    """How many mistakes are those that this one explains, itself among them."""


def mistake(path: Path, error: ValidationError, schema: Mapping[str, Any]) -> Unreadable:
    """Return the refusal that tells the first mistake; a key that is not known goes before others.

    A key that is misspelt is missing under its right name too, which is the same mistake.
    """
    faults = error.errors(include_url=False, include_context=False)
    unknown = next((fault for fault in faults if fault["type"] == UNKNOWN), None)
    told = _plain(faults[0]) if unknown is None else _unknown(unknown, faults, schema)
    place = _written(told.place)
    where = f" at {place}" if place else ""
    more = len(faults) - told.explained
    rest = f" (and {more} more)" if more else ""
    return Unreadable(
        "lab-file-wrong",
        f"The lab file {path} is wrong{where}: {told.reason}{rest}.",
        {"path": str(path), "place": place, "reason": told.reason},
    )


def _plain(fault: ErrorDetails) -> _Told:
    """Return a mistake in the words of what found it."""
    reason = fault["msg"].removeprefix("Value error, ").rstrip(".")
    return _Told(fault["loc"], reason[:1].lower() + reason[1:], 1)


def _unknown(
    fault: ErrorDetails, faults: Sequence[ErrorDetails], schema: Mapping[str, Any]
) -> _Told:
    """Return that a key is not known, with the one most like it, or all that are known there."""
    place = fault["loc"]
    keys = keys_at(schema, place[:-1])
    alike = get_close_matches(str(place[-1]), keys, n=1)
    if not alike:
        return _Told(place, f"this key is not known; known are {', '.join(keys)}", 1)
    right = (*place[:-1], alike[0])
    missing = sum(one["type"] == MISSING and one["loc"] == right for one in faults)
    return _Told(place, f"this key is not known; perhaps {alike[0]} is meant", 1 + missing)


def _written(place: Place) -> str:
    """Return a place as people write it: ``machines[2].height_mm``."""
    words = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(words).removeprefix(".")
