"""What a toolpath loses when it is read or written, as rows and as lines."""

import math
from collections.abc import Iterator, Sequence

from slicer_checks.formats.file_units import ROUNDED_TO_UNIT
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.single_precision import ROUNDED
from slicer_checks.texts import amount, content_word, word
from slicer_checks.written import Written

__all__ = ["loss_lines", "loss_rows", "rounded_number", "written_lines"]

_UM_PER_MM = 1000.0
_LEAST_UM = 0.0001
"""Roundings are told in whole ones of these, upwards."""
_DIGITS = 9
"""So many that none of what is told upwards is rounded down again."""


_ROUNDINGS = frozenset({ROUNDED, ROUNDED_TO_UNIT})
"""What moves numbers by less than anybody could see, where it has a bound."""


def loss_rows(lost: Sequence[Unread]) -> list[dict[str, object]]:
    """Return what was lost and how much of it, for a program."""
    return [{"content": one.content, "count": one.count} for one in lost]


def rounded_number(written: Written) -> float | None:
    """Return how far a coordinate is rounded at most, for a program; None: without bound."""
    return written.rounded_mm if math.isfinite(written.rounded_mm) else None


def loss_lines(name: str, lost: Sequence[Unread], lang: str) -> Iterator[str]:
    """Yield a line for each thing that was ``not_read`` or ``not_written``."""
    for one in lost:
        what = content_word(one.content, lang)
        yield word(f"path_{name}", lang, content=what, count=one.count)


def written_lines(written: Written, lang: str) -> Iterator[str]:
    """Yield a line for each thing that was not written, and one for all that was rounded.

    A rounding loses nothing that anybody could see; how many numbers it touches would only alarm.
    """
    rounds = _ROUNDINGS if math.isfinite(written.rounded_mm) else frozenset[str]()
    told = [one for one in written.left_out if one.content not in rounds]
    yield from loss_lines("not_written", [one for one in told if one not in written.not_kept], lang)
    yield from loss_lines("not_kept", written.not_kept, lang)
    for one in written.left_out:
        if one.content in rounds:
            yield _rounding_line(one.content, written.rounded_mm, lang)


def _rounding_line(content: str, rounded_mm: float, lang: str) -> str:
    if rounded_mm == 0.0:
        return word("path_rounded_settings", lang)
    steps = math.ceil(rounded_mm * _UM_PER_MM / _LEAST_UM)
    name = "path_rounded" if content == ROUNDED else "path_rounded_unit"
    return word(name, lang, most=amount(steps * _LEAST_UM, lang, digits=_DIGITS))
