"""The faults that meshes of every format share, each refused in the same words."""

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.mesh import Points
from slicer_checks.limits import ReadLimits

_COORDINATE_MAX: Final = 1e30
"""Larger numbers overflow float32, and squares of them double precision."""
_SHOWN_MAX: Final = 40
_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")


def shown(raw: bytes | str) -> str:
    """Return a piece of a file as short text that is safe to show: printable ASCII only."""
    text = raw.decode("latin-1") if isinstance(raw, bytes) else raw
    return "".join(c if " " <= c <= "~" else "?" for c in text[:_SHOWN_MAX].strip())


def no_faces(file_format: str) -> UnreadableFile:
    """Return the error for a file without any face."""
    return UnreadableFile(
        "mesh-no-faces", f"The {file_format} file holds no faces.", {"format": file_format}
    )


def not_a_number(file_format: str, raw: bytes | str, line: int) -> UnreadableFile:
    """Return the error for text that stands where a number belongs."""
    text = shown(raw)
    if _COMMA.fullmatch(text):
        return UnreadableFile(
            "mesh-decimal-comma",
            f"Line {line} of the {file_format} file writes numbers with a decimal comma ({text}); "
            "export the file with decimal points.",
            {"format": file_format, "line": line, "text": text},
        )
    return UnreadableFile(
        "mesh-number",
        f"Line {line} of the {file_format} file holds {text!r} where a number belongs.",
        {"format": file_format, "line": line, "text": text},
    )


def check_count(file_format: str, count: int, limits: ReadLimits) -> None:
    """Refuse more faces or points than the limit."""
    if count > limits.facets_max:
        raise UnreadableFile(
            "mesh-too-large",
            f"The {file_format} file holds more than {limits.facets_max} faces or points.",
            {"format": file_format, "facets_max": limits.facets_max},
        )


def check_points(file_format: str, points: Points) -> None:
    """Refuse coordinates that are not finite or that no part can have."""
    inside = np.isfinite(points).all(axis=1)
    inside &= (np.abs(np.where(np.isfinite(points), points, 0)) < _COORDINATE_MAX).all(axis=1)
    if not inside.all():
        point = int(np.argmin(inside)) + 1
        raise UnreadableFile(
            "mesh-not-finite",
            f"Point {point} of the {file_format} file has a coordinate that is not a finite "
            "number a part can have.",
            {"format": file_format, "point": point},
        )


def check_indices(file_format: str, ids: npt.NDArray[np.int64], points: int) -> None:
    """Refuse a face (a row of `ids`, counted from 0) with a point that does not exist."""
    bad = (ids < 0) | (ids >= points)
    if bad.any():
        at = int(np.argmax(bad.reshape(-1)))
        index = int(ids.reshape(-1)[at])
        raise UnreadableFile(
            "mesh-index",
            f"A face of the {file_format} file uses point {index}, "
            f"but the points are 0 to {points - 1}.",
            {"format": file_format, "index": index, "points": points},
        )


def cut_off(file_format: str, what: str, promised: int, found: int) -> UnreadableFile:
    """Return the error for a file that ends before what its header promises."""
    return UnreadableFile(
        "mesh-cut-off",
        f"The {file_format} file is cut off: it promises {promised} {what}, "
        f"but only {found} are there.",
        {"format": file_format, "what": what, "promised": promised, "found": found},
    )


def left_over(file_format: str, size: int) -> UnreadableFile:
    """Return the error for a file that goes on after what its header promises."""
    return UnreadableFile(
        "mesh-left-over",
        f"The {file_format} file holds more than it promises: {size} bytes are left over.",
        {"format": file_format, "bytes": size},
    )
