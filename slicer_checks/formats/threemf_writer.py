"""Writing surfaces as 3MF: objects placed in a build, in millimetres, by the core specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.threemf_package import MODEL, NOT_XML, package

Points = npt.NDArray[np.float32] | npt.NDArray[np.float64]

_MODEL: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<model unit="millimeter" xml:lang="en-US" '
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">'
    "<resources>{objects}</resources><build>{items}</build></model>\n"
)
_OBJECT: Final = (
    '<object id="{number}" type="model"{name}><mesh>\n<vertices>\n{vertices}</vertices>\n'
    "<triangles>\n{triangles}</triangles>\n</mesh></object>"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeshObject:
    """A surface: (V, 3) points in mm and (F, 3) faces."""

    points: Points
    faces: npt.NDArray[np.int32]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedObject:
    """An object of the build, counted from 0, and the (4, 3) matrix that places it."""

    number: int
    transform: npt.NDArray[np.float64] | None = None
    label: str = ""


def write_3mf(points: npt.NDArray[np.float32], faces: npt.NDArray[np.int32]) -> bytes:
    """Return a 3MF package of a surface, (V, 3) points in mm and (F, 3) faces.

    Nine digits bring each float32 back exactly.
    """
    return write_3mf_build([MeshObject(points=points, faces=faces)], [PlacedObject(number=0)])


def write_3mf_build(objects: Sequence[MeshObject], items: Sequence[PlacedObject]) -> bytes:
    """Return a 3MF package of objects and of where they lie in the build."""
    told = "".join(_object(number, one) for number, one in enumerate(objects, start=1))
    placed = "".join(_item(item) for item in items)
    return package({MODEL: _MODEL.format(objects=told, items=placed)})


def _object(number: int, one: MeshObject) -> str:
    vertices = "".join(
        f'<vertex x="{x:.9g}" y="{y:.9g}" z="{z:.9g}"/>\n' for x, y, z in one.points.tolist()
    )
    triangles = "".join(
        f'<triangle v1="{a}" v2="{b}" v3="{c}"/>\n' for a, b, c in one.faces.tolist()
    )
    return _OBJECT.format(
        number=number,
        name=_attribute("name", one.name),
        vertices=vertices,
        triangles=triangles,
    )


def _item(item: PlacedObject) -> str:
    where = ""
    if item.transform is not None:
        numbers = " ".join(f"{value:.9g}" for value in item.transform.ravel().tolist())
        where = f' transform="{numbers}"'
    label = _attribute("partnumber", item.label)
    return f'<item objectid="{item.number + 1}"{where}{label}/>'


def _attribute(name: str, text: str) -> str:
    """Return an attribute without the characters that XML cannot hold; nothing for no text."""
    return f" {name}={quoteattr(NOT_XML.sub('?', text))}" if text else ""
