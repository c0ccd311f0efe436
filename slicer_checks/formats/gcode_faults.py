"""What is wrong with a G-code file, told with its line and its text."""

from collections.abc import Callable
from typing import Final

import numba

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import Bytes
from slicer_checks.formats.faults import shown
from slicer_checks.formats.gcode_machine import (
    ARC_PLANE,
    BAD_MOVE,
    CENTRE,
    COMMA,
    NUMBER,
    OUTSIDE,
    RADIUS,
    TWICE,
    VALUE,
)
from slicer_checks.formats.text_lines import ends_line, line_of, word_at
from slicer_checks.limits import ReadLimits

_SHOWN_MAX: Final = 60
_BLANK, _END_OF_FILE, _SEMICOLON = 32, 26, 59
_BLANKS: Final = frozenset(b"\t\n\v\f\r ")

_Sentence = Callable[[int, str], str]
_OF_WORD: Final[dict[int, tuple[str, _Sentence]]] = {
    NUMBER: (
        "gcode-number",
        lambda line, text: f"Line {line} of the G-code holds {text!r}, which is no word of it.",
    ),
    COMMA: (
        "gcode-decimal-comma",
        lambda line, text: (
            f"Line {line} of the G-code writes numbers with a decimal comma "
            f"({text}); export the file with decimal points."
        ),
    ),
    TWICE: (
        "gcode-word-twice",
        lambda line, text: f"Line {line} of the G-code holds one word twice, at {text!r}.",
    ),
}
_OF_LINE: Final[dict[int, tuple[str, _Sentence]]] = {
    BAD_MOVE: (
        "gcode-move",
        lambda line, text: f"Line {line} of the G-code asks for a move that is not read: {text!r}.",
    ),
    CENTRE: (
        "gcode-arc-centre",
        lambda line, text: f"The arc at line {line} of the G-code has no centre: {text!r}.",
    ),
    RADIUS: (
        "gcode-arc-radius",
        lambda line, text: (
            f"The arc at line {line} of the G-code does not end on its circle: {text!r}."
        ),
    ),
    ARC_PLANE: (
        "gcode-arc-plane",
        lambda line, text: (
            f"The arc at line {line} of the G-code does not lie in a layer (G18 or G19): {text!r}."
        ),
    ),
    OUTSIDE: (
        "gcode-outside",
        lambda line, text: (
            f"Line {line} of the G-code goes to a place that no machine reaches: {text!r}."
        ),
    ),
    VALUE: (
        "gcode-value",
        lambda line, text: (
            f"Line {line} of the G-code sets a speed or a power that cannot be: {text!r}."
        ),
    ),
}


def check_lines(codes: Bytes, limits: ReadLimits) -> None:
    """Refuse control bytes, and lines that are too long without their comment."""
    control, longest = _scan_lines(codes)
    if control >= 0:
        raise UnreadableFile(
            "gcode-control-byte",
            f"The G-code holds a control byte at byte {control}; it is no text file.",
            {"offset": control},
        )
    if longest > limits.line_bytes_max:
        raise UnreadableFile(
            "gcode-line-too-long",
            f"A line of the G-code has {longest} bytes beside its comment; at most "
            f"{limits.line_bytes_max} are read.",
            {"bytes": longest, "bytes_max": limits.line_bytes_max},
        )


def fault_error(text: bytes, place: int, fault: int) -> UnreadableFile:
    """Return the error for a fault of the word, or of the line, that stands at `place`."""
    line = line_of(text, place)
    if fault in _OF_WORD:
        code, sentence = _OF_WORD[fault]
        raw = word_at(text, _word_begin(text, place))
    else:
        code, sentence = _OF_LINE[fault]
        raw = shown(text[place : place + _SHOWN_MAX].splitlines()[0])
    return UnreadableFile(code, sentence(line, raw), {"line": line, "text": raw})


def _word_begin(text: bytes, place: int) -> int:
    """Return where the piece between blanks begins in which a place lies."""
    begin = place
    while begin > max(0, place - _SHOWN_MAX // 2) and text[begin - 1] not in _BLANKS:
        begin -= 1
    return begin


@numba.njit(cache=True)
def _scan_lines(text: Bytes) -> tuple[int, int]:
    """Return where the first control byte is (-1 for none), and the bytes of the longest line."""
    longest = begin = 0
    comment = -1
    for at in range(len(text)):
        code = text[at]
        if ends_line(text, at):
            longest = max(longest, (comment if comment >= 0 else at) - begin)
            begin, comment = at + 1, -1
        elif code == _SEMICOLON and comment < 0:
            comment = at
        elif code < _BLANK and _is_control(int(code)):
            return at, 0
    return -1, max(longest, (comment if comment >= 0 else len(text)) - begin)


@numba.njit(cache=True)
def _is_control(code: int) -> bool:
    """Tell whether a byte below the blank is neither a blank nor the mark of an end of file."""
    return not (code == 9 or 11 <= code <= 12 or code == _END_OF_FILE)  # noqa: PLR2004
