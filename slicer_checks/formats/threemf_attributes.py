"""The attributes of 3MF elements: numbers, transforms and references, as the schema has them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import parse_number
from slicer_checks.formats.faults import shown

Matrix = npt.NDArray[np.float64]

PRODUCTION: Final = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
_ROWS: Final = {"vertex": ("x", "y", "z"), "triangle": ("v1", "v2", "v3")}
_TRANSFORM_NUMBERS: Final = 12
_VOLUME_FACTOR_MIN: Final = 1e-30
_BLANKS: Final = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An object put somewhere: by a component, or by an item of the build.

    `matrix` is (4, 3): a point as a row (x, y, z, 1) times it is the point's place. `path` is the
    model part the object is in; None is the part that speaks.
    """

    object_id: str
    path: str | None
    matrix: Matrix | None


def placed(attributes: dict[str, str]) -> Placed:
    """Read a component or a build item."""
    return Placed(
        object_id=attributes.get("objectid", ""),
        path=attributes.get(f"{PRODUCTION} path"),
        matrix=_matrix(attributes.get("transform")),
    )


def row_of(element: str, attributes: dict[str, str]) -> list[float] | str:
    """Return the three numbers of a vertex or a triangle, or the text that is none."""
    row = []
    for name in _ROWS[element]:
        text = attributes.get(name, "").strip(_BLANKS)
        number = _decimal(text)
        if number is None or (element == "triangle" and not text.isdecimal()):
            return text
        row.append(number)
    return row


def _matrix(text: str | None) -> Matrix | None:
    if text is None:
        return None
    numbers = [_decimal(word) for word in text.split()]
    known = np.array([np.nan if number is None else number for number in numbers])
    if len(known) != _TRANSFORM_NUMBERS or not _places(known.reshape(4, 3)):
        raise UnreadableFile(
            "3mf-transform",
            f"The transform {shown(text)!r} of the 3MF file does not place anything.",
            {"text": shown(text)},
        )
    return known.reshape(4, 3)


def _places(matrix: Matrix) -> bool:
    """Tell whether a transform is finite and keeps a volume."""
    if not np.isfinite(matrix).all() or np.abs(matrix).max() > 1 / _VOLUME_FACTOR_MIN:
        return False
    return bool(abs(np.linalg.det(matrix[:3])) > _VOLUME_FACTOR_MIN)


def _decimal(text: str) -> float | None:
    return parse_number(text.encode()) if text.isascii() else None
