"""Scanning of XML without a parser, for runs of elements that are all of one make.

The scanners are compiled, and stop at the first byte that does not fit. Whoever calls them sees to
it that something comes that fits nowhere, such as ``</``, before the text ends.
"""

from typing import Final

import numba

from slicer_checks.formats.decimals import Bytes

UNUSUAL: Final = -1
"""Where a scanner says it is when something else stands there than it knows."""
_SLASH, _GREATER, _EQUALS, _QUOTE, _APOSTROPHE = 47, 62, 61, 34, 39


@numba.njit(cache=True)
def quotes(text: Bytes, at: int) -> bool:
    """Tell whether ``="`` or ``='`` stands here."""
    return bool(text[at] == _EQUALS and (text[at + 1] == _QUOTE or text[at + 1] == _APOSTROPHE))


@numba.njit(cache=True)
def ends_value(code: int) -> bool:
    """Tell whether this may follow a quoted value."""
    return bool(code == _SLASH or is_blank(code))


@numba.njit(cache=True)
def end_element(text: Bytes, at: int) -> int:
    """Return where the element that must end here has ended, below 0 when it does not end."""
    at = skip_blanks(text, at)
    return at + 2 if text[at] == _SLASH and text[at + 1] == _GREATER else UNUSUAL


@numba.njit(cache=True)
def begins(text: Bytes, at: int, tag: Bytes) -> bool:
    """Tell whether an element of this tag begins here, with a blank after its name."""
    for index in range(len(tag)):
        if text[at + index] != tag[index]:
            return False
    return bool(is_blank(text[at + len(tag)]))


@numba.njit(cache=True)
def skip_blanks(text: Bytes, at: int) -> int:
    """Return the next place that is not blank."""
    while is_blank(text[at]):
        at += 1
    return at


@numba.njit(cache=True)
def is_blank(code: int) -> bool:
    """Tell whether a byte is white space of XML."""
    return bool(code == 32 or code == 9 or code == 10 or code == 13)  # noqa: PLR1714, PLR2004
