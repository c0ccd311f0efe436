"""Numbers in the attributes of the slice and toolpath extensions of 3MF, by their schemas.

Whole numbers are ``xs:int`` (32 bits), others ``ST_Number``: plain decimals. White space around a
value is no part of it.
"""

import re
from math import isfinite, nan
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import parse_number
from slicer_checks.formats.faults import shown

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,40}")
_BLANKS: Final = " \t\r\n"
WHOLE_MAX: Final = 2**31 - 1
"""The largest whole number of the schemas."""


def whole(
    element: str, attributes: dict[str, str], name: str, default: int | None = None, least: int = 0
) -> int:
    """Return a whole number from `least` on; `default` where there is none, unless it is None."""
    text = attributes.get(name)
    if text is None and default is not None:
        return default
    plain = (text or "").strip(_BLANKS)
    number = int(plain) if _WHOLE.fullmatch(plain) else least - 1
    if not least <= number <= WHOLE_MAX:
        raise bad_value(element, name, text or "")
    return number


def decimal(
    element: str, attributes: dict[str, str], name: str, default: float | None = None
) -> float:
    """Return a finite number; `default` where there is none, unless it is None."""
    text = attributes.get(name)
    if text is None and default is not None:
        return default
    number = number_in(text or "")
    if not isfinite(number):
        raise bad_value(element, name, text or "")
    return number


def number_in(text: str) -> float:
    """Return the number that a text is, NaN where it is none."""
    plain = text.strip(_BLANKS)
    number = parse_number(plain.encode()) if plain.isascii() else None
    return nan if number is None else number


def bad_value(element: str, name: str, text: str) -> UnreadableFile:
    """Return the error for an attribute that holds what it cannot hold."""
    return UnreadableFile(
        "3mf-value",
        f"The attribute {name!r} of an element {element!r} in the 3MF file is {shown(text)!r}, "
        "which it cannot be.",
        {"element": element, "attribute": name, "text": shown(text)},
    )
