"""Makers of mesh files other than STL, for tests: plain files, and ways to spoil them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int32]

CORE: Final = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
MODEL: Final = "3D/3dmodel.model"
RELATIONSHIPS: Final = (
    '<?xml version="1.0"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Target="/{target}" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>'
    "</Relationships>"
)
_CORNERS: Final = "021032456467015054126165237276304347"
BOX_FACES: Final = np.array([int(digit) for digit in _CORNERS], dtype=np.int32).reshape(-1, 3)
BOX_QUADS: Final = [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6]]
BOX_QUADS += [[3, 0, 4, 7]]
"""The same box, each side one face of four corners."""


def box_points(x: float = 10, y: float = 10, z: float = 10, offset: float = 0) -> Points:
    """Return the eight corners of a box whose faces are `BOX_FACES` or `BOX_QUADS`."""
    low = [[0, 0, 0], [x, 0, 0], [x, y, 0], [0, y, 0]]
    high = [[a, b, z] for a, b, _ in low]
    return np.array(low + high, dtype=np.float64) + offset


def zip_bytes(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def vertices_xml(points: Points) -> str:
    """Return the vertices element of a 3MF mesh."""
    rows = "".join(f'<vertex x="{x!r}" y="{y!r}" z="{z!r}"/>\n' for x, y, z in points.tolist())
    return f"<vertices>{rows}</vertices>"


def triangles_xml(faces: npt.NDArray[np.integer]) -> str:
    """Return the triangles element of a 3MF mesh."""
    rows = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in faces.tolist())
    return f"<triangles>{rows}</triangles>"


def object_xml(number: int, points: Points, faces: Faces = BOX_FACES, more: str = "") -> str:
    """Return an object element with a mesh."""
    mesh = vertices_xml(points) + triangles_xml(faces)
    return f'<object id="{number}" {more}><mesh>{mesh}</mesh></object>'


def model_xml(objects: str, items: str, attributes: str = 'unit="millimeter"') -> str:
    """Return a 3MF model."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<model {attributes} xmlns="{CORE}">'
        f"<resources>{objects}</resources><build>{items}</build></model>"
    )


def threemf_bytes(model: str | bytes, **more: str | bytes) -> bytes:
    """Return a 3MF package with this model; more members by keyword."""
    members = {"_rels/.rels": RELATIONSHIPS.format(target=MODEL), MODEL: model}
    return zip_bytes(members | more)


def box_3mf(points: Points | None = None, unit: str = "millimeter") -> bytes:
    """Return a 3MF of one box."""
    corners = box_points() if points is None else points
    model = model_xml(object_xml(1, corners), '<item objectid="1"/>', f'unit="{unit}"')
    return threemf_bytes(model)
