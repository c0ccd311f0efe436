"""Scanning of meshes written as text: blanks, line ends and words, by the byte.

The scanners are compiled and know nothing of formats. A position at the end of the text stands for
the end of its last line, so a file need not end with a line end.
"""

import re
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import HARD, NOT_A_NUMBER, Bytes, scan_number
from slicer_checks.formats.faults import shown

CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
"""Bytes that no text has: control bytes other than blanks, line ends and the mark of the end."""
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LF, _CR, _SPACE, _TAB, _HASH, _BACKSLASH = 10, 13, 32, 9, 35, 92
_VERTICAL_TAB, _FORM_FEED, _END_OF_FILE = 11, 12, 26


def plain_text(file_format: str, data: bytes) -> bytes:
    """Return the text of a file without its mark; refuse control bytes and broken UTF-16."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(UTF16_MARKS):
        try:
            text = data.decode("utf-16").encode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                "mesh-encoding",
                f"The {file_format} file begins as UTF-16 text but is not; save it as plain text.",
                {"format": file_format},
            ) from error
    control = CONTROL.search(text)
    if control is not None:
        raise UnreadableFile(
            "mesh-control-byte",
            f"The {file_format} file holds a control byte at byte {control.start()}; it is no text"
            " file.",
            {"format": file_format, "offset": control.start()},
        )
    return text


def line_of(text: bytes, position: int) -> int:
    """Return the line of a byte, counted from 1; lines end with LF, CRLF or a lone CR."""
    head = text[:position]
    feeds = head.count(b"\n")
    return 1 + (feeds or head.count(b"\r"))


def word_at(text: bytes, position: int) -> str:
    """Return the word at a byte as short text that is safe to show."""
    words = text[position : position + 60].split(None, 1)
    return shown(words[0]) if words else ""


@numba.njit(cache=True)
def ends_line(text: Bytes, at: int) -> bool:
    """Tell whether the line ends here."""
    return bool(at >= len(text) or text[at] == _LF or text[at] == _CR)


@numba.njit(cache=True)
def is_blank(text: Bytes, at: int) -> bool:
    """Tell whether a byte within a line is blank."""
    if at >= len(text):
        return False
    code = text[at]
    return bool(code in (_SPACE, _TAB, _END_OF_FILE) or _VERTICAL_TAB <= code <= _FORM_FEED)


@numba.njit(cache=True)
def skip_blanks(text: Bytes, at: int) -> int:
    """Return the next place that is not blank; a backslash joins its line to the next."""
    while True:
        while is_blank(text, at):
            at += 1
        if at + 1 < len(text) and text[at] == _BACKSLASH and ends_line(text, at + 1):
            at = next_line(text, at + 1)
        else:
            return at


@numba.njit(cache=True)
def next_line(text: Bytes, at: int) -> int:
    """Return where the next line begins."""
    while not ends_line(text, at):
        at += 1
    if at + 1 < len(text) and text[at] == _CR and text[at + 1] == _LF:
        return at + 2
    return at + 1


@numba.njit(cache=True)
def next_content(text: Bytes, at: int) -> int:
    """Return the next place that is neither blank nor in a remark (from # to the line's end)."""
    while at < len(text):
        at = skip_blanks(text, at)
        if at < len(text) and (ends_line(text, at) or text[at] == _HASH):
            at = next_line(text, at)
        else:
            return at
    return len(text)


@numba.njit(cache=True)
def ends_word(text: Bytes, at: int) -> bool:
    """Tell whether a word has ended here."""
    return bool(ends_line(text, at) or is_blank(text, at))


@numba.njit(cache=True)
def scan_value(
    text: Bytes, at: int, index: int, values: npt.NDArray[np.float64], hard: npt.NDArray[np.int32]
) -> int:
    """Read the number at `at` into a place; return where it ends, or -1 when it is none."""
    value, stop, kind = scan_number(text, at, len(text))
    if kind == NOT_A_NUMBER or not ends_word(text, stop):
        return -1
    values[index] = value
    hard[index] = at if kind == HARD else -1
    return stop
