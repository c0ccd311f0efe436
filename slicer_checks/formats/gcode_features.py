"""What slicers call the feature that the next moves lay, in comments of filament G-code.

``;TYPE:SUPPORT`` (Cura), ``;TYPE:Top solid infill`` (PrusaSlicer, SuperSlicer), ``; FEATURE: Outer
wall`` (OrcaSlicer, Bambu Studio), ``; feature solid layer`` (Simplify3D). Case, hyphens and
underscores do not matter. A feature that is neither part nor support (skirt, brim, prime tower), or
that nobody here knows, says nothing of its role.
"""

from typing import Final

import numba
import numpy as np

from slicer_checks.formats.decimals import Bytes
from slicer_checks.toolpath import Longs, Role

_FEATURES: Final[dict[Role, str]] = {
    Role.UNSAID: "skirt|brim|skirt/brim|prime tower|wipe tower|custom",
    Role.CORE: (
        "wall outer|wall inner|outer wall|inner wall|fill|infill|perimeter|external perimeter|"
        "internal perimeter|outer perimeter|inner perimeter|internal infill|solid infill|"
        "sparse infill|internal solid infill|solid fill|gap fill|gap infill|thin wall|"
        "solid layer|internal bridge infill|internal bridge"
    ),
    Role.UP_SKIN: "skin|top solid infill|top surface|top infill|ironing",
    Role.DOWN_SKIN: (
        "bottom surface|overhang perimeter|overhang wall|bridge infill|bridge|bottom solid infill"
    ),
    Role.SUPPORT: (
        "support|support interface|support material|support material interface|"
        "support transition|dense support|raft"
    ),
}
_NAMES: Final = [(name, role) for role, names in _FEATURES.items() for name in names.split("|")]

FEATURE_ROLES: Final = np.array([Role.UNSAID, *(role for _, role in _NAMES)], dtype=np.uint8)
"""The role of each feature that `feature_at` returns; 0 is one that nobody here knows."""

_PREFIXES: Final = ("type:", "feature:", "feature ")
_WORDS: Final = [*_PREFIXES, *(name for name, _ in _NAMES)]
_LETTERS: Final = np.frombuffer("".join(_WORDS).encode(), dtype=np.uint8)
_ENDS: Final = np.cumsum([0, *(len(word) for word in _WORDS)])
_SPACE, _TAB, _HYPHEN, _UNDERSCORE = 32, 9, 45, 95
_UPPER_A, _UPPER_Z, _TO_LOWER = 65, 90, 32
UNNAMED: Final = -1
"""The comment names no feature."""


@numba.njit(cache=True)
def feature_at(text: Bytes, at: int, stop: int) -> int:
    """Return which feature a comment without its semicolon names, or `UNNAMED`."""
    at = _skip_spaces(text, at, stop)
    for word in range(len(_PREFIXES)):
        length = int(_ENDS[word + 1] - _ENDS[word])
        if stop - at >= length and _matches(text, at, word, _ENDS):
            begin = _skip_spaces(text, at + length, stop)
            return _named(text, begin, _trimmed(text, begin, stop))
    return UNNAMED


@numba.njit(cache=True)
def _named(text: Bytes, begin: int, stop: int) -> int:
    """Return the feature whose name these letters are, 0 for none."""
    for word in range(len(_PREFIXES), len(_ENDS) - 1):
        if _ENDS[word + 1] - _ENDS[word] == stop - begin and _matches(text, begin, word, _ENDS):
            return word - len(_PREFIXES) + 1
    return 0


@numba.njit(cache=True)
def _matches(text: Bytes, at: int, word: int, ends: Longs) -> bool:
    """Tell whether the text at `at`, which is long enough, begins with a word of the table."""
    for place in range(ends[word], ends[word + 1]):
        if _plain(int(text[at])) != _LETTERS[place]:
            return False
        at += 1
    return True


@numba.njit(cache=True)
def _plain(code: int) -> int:
    """Return a letter in lower case, and a space for what joins words."""
    if _UPPER_A <= code <= _UPPER_Z:
        return code + _TO_LOWER
    return _SPACE if code in (_HYPHEN, _UNDERSCORE) else code


@numba.njit(cache=True)
def _skip_spaces(text: Bytes, at: int, stop: int) -> int:
    while at < stop and (text[at] == _SPACE or text[at] == _TAB):
        at += 1
    return at


@numba.njit(cache=True)
def _trimmed(text: Bytes, begin: int, stop: int) -> int:
    while stop > begin and (text[stop - 1] == _SPACE or text[stop - 1] == _TAB):
        stop -= 1
    return stop
