"""Makers of mesh files other than STL, for tests: plain files, and ways to spoil them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
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
_SIDES: Final = ("0321", "4567", "0154", "1265", "2376", "3047")
BOX_QUADS: Final = [[int(digit) for digit in side] for side in _SIDES]
"""The same box, each side one face of four corners."""


def box_points(x: float = 10, y: float = 10, z: float = 10, offset: float = 0) -> Points:
    """Return the eight corners of a box whose faces are `BOX_FACES` or `BOX_QUADS`."""
    corners = [(a, b, c) for c in (0, z) for a, b in ((0, 0), (x, 0), (x, y), (0, y))]
    return np.array(corners, dtype=np.float64) + offset


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


def obj_text(points: Points, faces: Sequence[Sequence[int]]) -> str:
    """Return an OBJ; faces count from 0 and may have any number of corners."""
    rows = [f"v {x!r} {y!r} {z!r}" for x, y, z in points.tolist()]
    rows += ["f " + " ".join(str(corner + 1) for corner in face) for face in faces]
    return "\n".join(rows) + "\n"


def off_text(points: Points, faces: Sequence[Sequence[int]], word: str = "OFF") -> str:
    """Return an OFF; faces may have any number of corners."""
    rows = [word, f"{len(points)} {len(faces)} 0"]
    rows += [f"{x!r} {y!r} {z!r}" for x, y, z in points.tolist()]
    rows += [" ".join(map(str, [len(face), *face])) for face in faces]
    return "\n".join(rows) + "\n"


def ply_header_text(encoding: str, vertices: int, faces: int, kinds: tuple[str, str, str]) -> str:
    """Return a PLY header; `kinds` are the types of coordinates, of counts and of corners."""
    axes = "".join(f"property {kinds[0]} {axis}\n" for axis in "xyz")
    return (
        f"ply\nformat {encoding} 1.0\ncomment made by hand\nelement vertex {vertices}\n{axes}"
        f"element face {faces}\nproperty list {kinds[1]} {kinds[2]} vertex_indices\nend_header\n"
    )


def ply_text(points: Points, faces: Sequence[Sequence[int]]) -> str:
    """Return a PLY as text."""
    rows = [" ".join(map(repr, row)) for row in points.tolist()]
    rows += [" ".join(map(str, [len(face), *face])) for face in faces]
    header = ply_header_text("ascii", len(points), len(faces), ("double", "uchar", "int"))
    return header + "\n".join(rows) + "\n"


PLY_CODES: Final = {
    "float": "f4",
    "double": "f8",
    "uchar": "u1",
    "ushort": "u2",
    "uint": "u4",
    "char": "i1",
    "short": "i2",
    "int": "i4",
}


def ply_bytes(
    points: Points, faces: Sequence[Sequence[int]], order: str, kinds: tuple[str, str, str]
) -> bytes:
    """Return a binary PLY in a byte order, < or >."""
    encoding = {"<": "binary_little_endian", ">": "binary_big_endian"}[order]
    at, count, corner = (np.dtype(order + PLY_CODES[kind]) for kind in kinds)
    body = points.astype(at).tobytes()
    for face in faces:
        body += np.array([len(face)], dtype=count).tobytes() + np.array(face, corner).tobytes()
    return ply_header_text(encoding, len(points), len(faces), kinds).encode() + body


def amf_text(points: Points, faces: npt.NDArray[np.integer], unit: str = "millimeter") -> str:
    """Return an AMF of one object."""
    body = amf_object(1, points, faces)
    return f'<?xml version="1.0"?>\n<amf unit="{unit}" version="1.1">{body}</amf>'


def amf_object(number: int, points: Points, faces: npt.NDArray[np.integer] = BOX_FACES) -> str:
    """Return an object element of an AMF."""
    rows = "".join(
        f"<vertex><coordinates><x>{x!r}</x><y>{y!r}</y><z>{z!r}</z></coordinates></vertex>\n"
        for x, y, z in points.tolist()
    )
    triangles = "".join(
        f"<triangle><v1>{a}</v1><v2>{b}</v2><v3>{c}</v3></triangle>\n" for a, b, c in faces.tolist()
    )
    mesh = f"<vertices>{rows}</vertices><volume>{triangles}</volume>"
    return f'<object id="{number}"><mesh>{mesh}</mesh></object>'
