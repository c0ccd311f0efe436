"""What was typed into a form's fields, read into values or refused with the field's name."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

from printlab.errors import Invalid, PrintlabError

__all__ = [
    "day_field",
    "field_of",
    "moment_field",
    "number_field",
    "page_number",
    "whole_field",
]

_LONGEST = 40


def day_field(form: Mapping[str, str], name: str) -> date | None:
    """Read a calendar day; an empty field is None."""
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("day-malformed", "Write the day as year-month-day.", field=name) from error


def moment_field(form: Mapping[str, str], name: str, zone: tzinfo) -> datetime | None:
    """Read a day with a time of day on the lab's clock, as UTC; an empty field is None."""
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "moment-malformed", "Write the moment as year-month-day and hour:minute.", field=name
        ) from error


def number_field(form: Mapping[str, str], name: str, otherwise: float) -> float:
    """Read a number, with a point or a comma; an empty field is ``otherwise``."""
    text = form.get(name, "").strip()
    if not text:
        return otherwise
    try:
        value = float(text.replace(",", ".")) if len(text) <= _LONGEST else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Invalid("number-malformed", "Write a number here.", field=name)
    return value


def whole_field(form: Mapping[str, str], name: str, otherwise: int, refusal: Invalid) -> int:
    """Read a whole number; one with a fraction gets the ``refusal``."""
    value = number_field(form, name, otherwise)
    if value != int(value):
        raise refusal
    return int(value)


def field_of(error: PrintlabError, usual: str) -> str:
    """Return beside which field a refusal stands; one about the whole form stands above it."""
    return usual if isinstance(error, Invalid) else ""


def page_number(arguments: Mapping[str, str]) -> int:
    """Read which page of a list is asked for; anything odd is the first."""
    text = arguments.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004
